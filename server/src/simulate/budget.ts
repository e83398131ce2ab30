/** Owns generated budget transactions: receipts and payments by source, type and place, and the estimates they are held against. */
import type { Day } from '@laban/shared'
import { datasetOf, day } from '@laban/shared'
import type { Cell, Leaf, Report, Shape } from './cells.ts'
import { happened, planned } from './cells.ts'
import type { Lot, Sets } from './lots.ts'
import { rowsOf, spanOf, unitSet } from './lots.ts'
import type { Land, Place } from './places.ts'
import { placesOf } from './places.ts'
import type { Item, Known, Source } from './published.ts'
import { readKnown } from './published.ts'

/** Usual shares and the chapters under which each is booked. */
type Usual = Record<string, [share: number, chapters: Record<string, number>]>

const revenue: Usual = {
  domestic_state_owned: [0.004, { 158: 1 }],
  domestic_central_soe: [0.035, { 158: 1 }],
  domestic_local_soe: [0.025, { 158: 1 }],
  domestic_non_state: [0.16, { 554: 8, 555: 2 }],
  domestic_non_state_trade: [0.02, { 554: 1 }],
  domestic_foreign_invested: [0.15, { 151: 1 }],
  domestic_personal_income_tax: [0.12, { 757: 9, 760: 1 }],
  domestic_land_use_fee: [0.06, { 554: 6, 757: 4 }],
  domestic_industry_trade_tax: [0.006, { 554: 5, 555: 1 }],
  domestic_other: [0.1, { 760: 6, 418: 2, 405: 2 }],
  crude_oil: [0.05, { 158: 1 }],
  import_export: [0.27, { 151: 5, 554: 4, 158: 1 }],
  aid: [0.0002, { 760: 1 }],
  aid_and_contributions: [0.001, { 760: 1 }],
}

const expenditure: Usual = {
  development_investment: [0.38, { 421: 9, 419: 5, 422: 2, 423: 2, 412: 2 }],
  recurrent: [0.17, { 425: 3, 426: 3, 435: 4 }],
  recurrent_education: [0.16, { 422: 1 }],
  recurrent_health: [0.06, { 423: 1 }],
  recurrent_science_technology: [0.012, { 417: 1 }],
  recurrent_economic_affairs: [0.08, { 421: 4, 419: 3, 412: 2, 426: 1 }],
  recurrent_administration: [0.1, { 405: 3, 435: 3, 418: 2, 414: 1, 416: 1 }],
  debt_service: [0.02, { 418: 1 }],
  contingency: [0.018, { 760: 1 }],
}

const shares = { binh_duong: 0.15, ba_ria_vung_tau: 0.18 }
const thousands = 1_000_000

type Flow = { flow: string; item: string; dimension: string; usual: Usual; bases: string[]; planBasis: boolean }
const flows: Flow[] = [
  {
    flow: 'revenue',
    item: 'budget_revenue',
    dimension: 'revenue_source',
    usual: revenue,
    bases: ['pm_assigned', 'people_council'],
    planBasis: true,
  },
  // Estimates of expenditure name no basis where they were published: they are the Council's.
  {
    flow: 'expenditure',
    item: 'budget_expenditure',
    dimension: 'spending_type',
    usual: expenditure,
    bases: ['people_council'],
    planBasis: false,
  },
]

export type Ledger = { lots: Lot[]; report: Report[]; dataset: string }

type Draft = {
  cell: Cell
  places: readonly Place[]
  chapters: Record<string, number>
  codes: (string | null)[]
  isPlan: boolean
}

export async function readBudget(source: Source) {
  const item = (where: Item['where'], dimension: string, local = false): Item => ({
    dataset: 'budget',
    where,
    dimensions: [dimension],
    local,
  })
  return Promise.all(
    flows.map(async ({ item: name, dimension, bases, planBasis }) => ({
      actual: await readKnown(source, item({ item: [name], stated: ['actual'] }, dimension, true)),
      plans: await Promise.all(
        bases.map((basis) =>
          readKnown(
            source,
            item({ item: [name], stated: ['plan'], ...(planBasis ? { basis: [basis] } : {}) }, dimension),
          ),
        ),
      ),
    })),
  )
}

/** Day of publication up to which a plan still is the one that the year is held against. */
export const closingDay = (known: readonly Known[], year: number, top: readonly string[]): Day => {
  const end = day(year, 12, 31)
  const own = known.filter(
    (one) => one.year === year && one.until <= end && top.includes(one.unit) && !Object.keys(one.codes).length,
  )
  const last = own.sort((a, b) => (a.until < b.until ? -1 : 1)).at(-1)
  return last && last.published > end ? last.published : end
}

/** @param rows  of receipts and payments; those of estimates come on top */
export function makeBudget(
  land: Land,
  sets: Sets,
  known: Awaited<ReturnType<typeof readBudget>>,
  years: readonly number[],
  rows: number,
): Ledger {
  const drafts: Draft[] = []
  const report: Report[] = []
  const dataset = datasetOf(land.catalogue, 'budget')
  const top = land.city.units
  flows.forEach(({ flow, dimension, usual, bases }, i) => {
    const leaves = Object.entries(usual).map(([code, [part]]): Leaf => ({ codes: { [dimension]: code }, share: part }))
    const shape: Shape = {
      leaves,
      season: flow === 'revenue' ? 'taxes' : 'spending',
      dataset,
      unit: thousands,
      top,
    }
    const { actual, plans } = known[i]!
    for (const year of years) {
      const places = placesOf(land, year, actual, shares)
      const done = happened(shape, places, year, actual)
      const codesOf = (cell: Cell, basis: string | null) => {
        const code = cell.leaf.codes[dimension]!
        return [flow, flow === 'revenue' ? code : null, flow === 'revenue' ? null : code, basis]
      }
      const draft = (cell: Cell, basis: string | null): Draft => ({
        cell,
        places,
        chapters: usual[cell.leaf.codes[dimension]!]![1],
        codes: codesOf(cell, basis),
        isPlan: basis !== null,
      })
      drafts.push(...done.cells.map((cell) => draft(cell, null)))
      report.push(...done.report)
      bases.forEach((basis, j) => {
        const plan = planned(shape, places, year, plans[j]!, closingDay(actual, year, top))
        drafts.push(...plan.cells.map((cell) => draft(cell, basis)))
      })
    }
  })
  const counts = rowsOf(
    drafts.map(({ cell, isPlan }) => (isPlan ? 0 : cell.amount)),
    rows,
    (amount) => amount,
  )
  const lots = drafts.flatMap(({ cell, places, chapters, codes, isPlan }, i): Lot[] => {
    if (cell.amount === 0) return []
    const units = unitSet(sets, land, cell.place, cell.start, places)
    // An estimate is set for every unit; a change of it may take away.
    const many = isPlan ? Math.min(24, Math.max(1, Math.floor(Math.abs(cell.amount) / thousands))) : counts[i]!
    return [
      {
        rows: many,
        ...spanOf(cell),
        amount: isPlan ? 0 : cell.amount,
        second: isPlan ? cell.amount : 0,
        units,
        picks: sets.of(Object.entries(chapters)),
        codes,
      },
    ]
  })
  return { lots, report, dataset: 'budget_transactions' }
}
