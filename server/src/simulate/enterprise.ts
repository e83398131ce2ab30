/** Owns generated events of enterprises and household businesses: counts by sector and form, and the capital of new ones. */
import { datasetOf } from '@laban/shared'
import type { Ledger } from './budget.ts'
import type { Cell, Leaf, Report, Shape } from './cells.ts'
import { happened } from './cells.ts'
import type { Lot, Sets } from './lots.ts'
import { rowsOf, spanOf, unitSet } from './lots.ts'
import type { Land, Place } from './places.ts'
import { placesOf } from './places.ts'
import type { Item, Source } from './published.ts'
import { readKnown } from './published.ts'

/** Sector -> usual share, capital of one enterprise in billions of đồng, sections of VSIC. */
const sectors: Record<string, [share: number, capital: number, sections: Record<string, number>]> = {
  agriculture: [0.005, 20, { A: 1 }],
  manufacturing: [0.09, 12, { C: 1 }],
  industry: [0.01, 20, { D: 6, E: 4 }],
  construction: [0.085, 15, { F: 1 }],
  trade: [0.38, 6, { G: 1 }],
  real_estate: [0.05, 60, { L: 1 }],
  information_communication: [0.06, 5, { J: 1 }],
  professional_science_technology: [0.12, 6, { M: 1 }],
  nine_main_services: [0.16, 7, { H: 25, I: 20, N: 25, P: 12, K: 6, Q: 6, R: 6 }],
  services: [0.04, 4, { S: 1 }],
}

const forms: Record<string, [share: number, capital: number]> = {
  one_member_llc: [0.72, 0.7],
  multi_member_llc: [0.16, 1.2],
  joint_stock: [0.105, 3],
  private_enterprise: [0.014, 0.2],
  partnership: [0.001, 0.5],
}

/** Event -> published item, and its size beside new enterprises where nothing was published. */
const events: Record<string, [item: string, size: number]> = {
  new: ['enterprises_new', 1],
  returned: ['enterprises_returned', 0.42],
  suspended: ['enterprises_suspended', 0.68],
  dissolved: ['enterprises_dissolved', 0.11],
}

const shares = { binh_duong: 0.14, ba_ria_vung_tau: 0.06 }
const thousands = 1_000_000

export async function readEnterprise(source: Source) {
  const read = (name: string, dimensions: string[]) =>
    readKnown(source, { dataset: 'enterprise', where: { item: [name], stated: ['actual'] }, dimensions } satisfies Item)
  const both = ['sector', 'legal_form']
  return {
    events: await Promise.all(Object.values(events).map(([name]) => read(name, both))),
    capital: await read('enterprises_new_capital', both),
    households: await Promise.all([
      read('household_businesses_switched_to_declaration', []),
      read('household_businesses_converted_to_enterprise', []),
    ]),
  }
}

export type KnownEnterprise = Awaited<ReturnType<typeof readEnterprise>>

const total = (cells: readonly Cell[]) => cells.reduce((sum, { amount }) => sum + amount, 0)

export function makeEnterprise(
  land: Land,
  sets: Sets,
  known: KnownEnterprise,
  years: readonly number[],
  rows: number,
): Ledger {
  const dataset = datasetOf(land.catalogue, 'enterprise')
  const leaves = Object.entries(sectors).flatMap(([sector, [a]]) =>
    Object.entries(forms).map(([legal_form, [b]]): Leaf => ({ codes: { sector, legal_form }, share: a * b })),
  )
  const shape: Shape = { leaves, season: 'founding', dataset, unit: 1, top: land.city.units }
  const report: Report[] = []
  const drafts: { cell: Cell; event: string; capital: number; places: readonly Place[] }[] = []
  for (const year of years) {
    const every = [...known.events.flat(), ...known.capital]
    const places = placesOf(land, year, every, shares)
    const cuts = known.capital.filter((one) => one.year === year).map((one) => one.until)
    const founded = happened(shape, places, year, known.events[0]!, { cuts })
    if (founded.last === undefined) continue
    const size = total(founded.cells)
    Object.entries(events).forEach(([event, [, beside]], i) => {
      const made =
        i === 0
          ? founded
          : happened(shape, places, year, known.events[i]!, { until: founded.last!, level: size * beside })
      report.push(...made.report)
      const capital = i === 0 ? capitalOf(shape, places, year, known, made.cells) : undefined
      report.push(...(capital?.report ?? []))
      made.cells.forEach((cell, j) => drafts.push({ cell, event, capital: capital?.amounts[j] ?? 0, places }))
    })
  }
  const counts = rowsOf(
    drafts.map(({ cell }) => cell.amount),
    rows,
    (amount) => amount,
  )
  const lots = drafts.flatMap(({ cell, event, capital, places }, i): Lot[] =>
    cell.amount === 0
      ? []
      : [
          {
            rows: counts[i]!,
            ...spanOf(cell),
            amount: cell.amount,
            second: capital,
            units: unitSet(sets, land, cell.place, cell.start, places),
            picks: sets.of(Object.entries(sectors[cell.leaf.codes['sector']!]![2])),
            codes: [event, cell.leaf.codes['sector']!, cell.leaf.codes['legal_form']!, null],
          },
        ],
  )
  return { lots, report, dataset: 'enterprise_events' }
}

/** Capital lies where enterprises were founded, and adds up to what was published of it. */
function capitalOf(
  shape: Shape,
  places: readonly Place[],
  year: number,
  known: KnownEnterprise,
  cells: readonly Cell[],
): { amounts: number[]; report: Report[] } {
  const guess = new Map(
    cells.map(({ leaf, place, start, amount }) => {
      const each = sectors[leaf.codes['sector']!]![1] * forms[leaf.codes['legal_form']!]![1]
      return [[JSON.stringify(leaf.codes), place, start].join(' '), amount * each] as const
    }),
  )
  const rich: Shape = { ...shape, unit: thousands }
  const last = cells
    .map(({ end }) => end)
    .sort()
    .at(-1)!
  const within = known.capital.filter((one) => one.until <= last)
  const late = known.capital.filter((one) => one.year === year && one.until > last)
  const cuts = cells.map(({ end }) => end)
  const made = happened(rich, places, year, within, {
    until: last,
    level: [...guess.values()].reduce((a, b) => a + b, 0),
    guess: ({ codes }, place, start) => guess.get([JSON.stringify(codes), place, start].join(' ')) ?? 0,
    cuts,
  })
  const amounts = new Map(
    made.cells.map(({ leaf, place, start, amount }) => [[JSON.stringify(leaf.codes), place, start].join(' '), amount]),
  )
  return {
    amounts: cells.map(
      ({ leaf, place, start }) => amounts.get([JSON.stringify(leaf.codes), place, start].join(' ')) ?? 0,
    ),
    report: [...made.report, ...late.map((one) => ({ known: one, kept: false }))],
  }
}

const lines: Record<string, number> = {
  retail: 0.46,
  food: 0.22,
  services: 0.15,
  production: 0.08,
  transport: 0.05,
  lodging: 0.04,
}

export function makeHouseholds(
  land: Land,
  sets: Sets,
  known: KnownEnterprise,
  years: readonly number[],
  rows: number,
): Ledger {
  const leaves = Object.entries(lines).map(([line, part]): Leaf => ({ codes: { line }, share: part }))
  const shape: Shape = {
    leaves,
    season: 'founding',
    dataset: datasetOf(land.catalogue, 'enterprise'),
    unit: 1,
    top: land.city.units,
  }
  const report: Report[] = []
  const drafts: { cell: Cell; event: string; places: readonly Place[] }[] = []
  for (const year of years) {
    ;['declared', 'converted'].forEach((event, i) => {
      const places = placesOf(land, year, known.households[i]!, shares)
      const made = happened(shape, places, year, known.households[i]!)
      report.push(...made.report)
      drafts.push(...made.cells.map((cell) => ({ cell, event, places })))
    })
  }
  const counts = rowsOf(
    drafts.map(({ cell }) => cell.amount),
    rows,
    (amount) => amount,
  )
  const lots = drafts.flatMap(({ cell, event, places }, i): Lot[] =>
    cell.amount === 0
      ? []
      : [
          {
            rows: counts[i]!,
            ...spanOf(cell),
            amount: cell.amount,
            second: 0,
            units: unitSet(sets, land, cell.place, cell.start, places),
            picks: -1,
            codes: [event, cell.leaf.codes['line']!, null, null],
          },
        ],
  )
  return { lots, report, dataset: 'household_businesses' }
}
