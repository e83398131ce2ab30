/** Owns what generated rows must add up to: the preferred published figures, chosen by the very rule that answers use. */
import type { Catalogue, Certainty, Dataset, Day, Indicator, Measure, Question } from '@laban/shared'
import { certainties, compile, duckdb, piecesOfStatements, publicViewer, questionSchema, yearOf } from '@laban/shared'
import type { Warehouse } from '../warehouse/warehouse.ts'

/** One published figure from 1 January of its year on. */
export type Known = {
  unit: string
  /** Dimension -> code; empty: the whole. */
  codes: Record<string, string>
  year: number
  until: Day
  value: number
  published: Day
  certainty: Certainty
  exact: boolean
}

/** What is read: a quantity of a statements dataset, by each of the dimensions alone. */
export type Item = {
  dataset: string
  where: Record<string, string[]>
  dimensions: string[]
  /** Whether districts and wards have published figures of their own too. */
  local?: boolean
  /** Months after December in which the year's figures still come. */
  overrunMonths?: number
}

export type Source = { catalogue: Catalogue; warehouse: Warehouse; city: string }

/** Codes are asked for all at once, wider ones and their parts alike. */
const flat = (dataset: Dataset): Dataset => ({
  ...dataset,
  columns: dataset.columns.map(({ codes, ...column }) => ({
    ...column,
    ...(codes
      ? { codes: Object.fromEntries(Object.entries(codes).map(([code, { title }]) => [code, { title }])) }
      : {}),
  })),
})

function asking(catalogue: Catalogue, { dataset, where, dimensions, overrunMonths = 0 }: Item): Catalogue {
  const [like] = catalogue.indicators
  const of = { dataset, take: 'sum' as const, column: 'value', where }
  const measure: Measure = { kind: 'sum', of }
  const indicator: Indicator = {
    ...like!,
    id: 'rows/basis',
    audience: 'public',
    measure,
    time: 'cumulative',
    overrunMonths,
    grain: 'month',
    cuts: dimensions,
  }
  return { ...catalogue, datasets: catalogue.datasets.map(flat), indicators: [indicator], targets: [] }
}

const locals = ['unit:district', 'unit:local'] as const

/** @returns every version of plans, the preferred figure of all others; of the city's units and its districts, in no order */
export async function readKnown({ catalogue, warehouse, city }: Source, item: Item): Promise<Known[]> {
  const asked = asking(catalogue, item)
  const cuts: Question['by'][] = [[], ...item.dimensions.map((dimension) => [dimension])]
  if (item.local) cuts.push(...locals.flatMap((cut) => cuts.map((by) => [...by, cut])))
  const known: Known[] = []
  for (const by of cuts) {
    const question = questionSchema.parse({ indicator: 'rows/basis', city, by })
    const { plan, sql, params } = compile(question, asked, publicViewer, duckdb)
    const rows = await warehouse.query(sql, params)
    const [part] = plan.parts
    if (part?.form !== 'statements') continue
    for (const piece of piecesOfStatements(part, rows)) {
      known.push({
        unit: piece.unit,
        codes: Object.fromEntries(plan.cuts.map((name, i) => [name, piece.cut[i] ?? ''])),
        year: yearOf(piece.period.start),
        until: piece.period.end,
        value: piece.value,
        published: piece.published!,
        certainty: piece.certainty!,
        exact: piece.rounding === 'exact',
      })
    }
  }
  return known
}

const trust = ({ certainty, exact, codes, unit }: Known, top: readonly string[]): number[] => [
  certainty === 'doubtful' ? 1 : 0,
  top.includes(unit) ? 0 : 1,
  Object.keys(codes).length,
  -certainties.indexOf(certainty),
  exact ? 0 : 1,
]

/** Most trusted first: wholes before parts, certain before estimated, exact before rounded, later before earlier. */
export function byTrust(known: readonly Known[], top: readonly string[]): Known[] {
  const keyed = known.map((one) => ({ one, key: trust(one, top) }))
  return keyed
    .sort((a, b) => {
      for (const [i, value] of a.key.entries()) if (value !== b.key[i]) return value - b.key[i]!
      if (a.one.until !== b.one.until) return a.one.until > b.one.until ? -1 : 1
      const text = (one: Known) => JSON.stringify([one.unit, one.codes, one.published])
      return text(a.one) < text(b.one) ? -1 : 1
    })
    .map(({ one }) => one)
}
