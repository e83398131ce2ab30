/** Owns pieces: one value a part, unit, cut and period; and how statements become them. Missing stays missing. */
import type { Certainty, Rounding } from '../dataset.ts'
import { certainties } from '../dataset.ts'
import type { Day, Period } from '../period.ts'
import type { Chosen } from './choose.ts'
import { choose } from './choose.ts'
import type { PlanPart, StatementsPart } from './part.ts'
import type { Row } from './row.ts'

export type Piece = {
  unit: string
  /** By the plan's order of cuts; null where the part does not know the dimension. */
  cut: (string | null)[]
  period: Period
  value: number
  certainty: Certainty | null
  rounding: Rounding | null
  published: Day | null
  origin: string[]
  /** Another statement stands beside the chosen one and differs. */
  conflict: boolean
  /** An earlier statement differed. */
  revised: boolean
  /** Part of the value that the crosswalk estimated. */
  estimated: number
}

/** Differences up to this share of the value are rounding of the printed figure. */
const printedShare = 0.005

export const leastCertain = (all: readonly (Certainty | null)[]): Certainty | null =>
  all.reduce(
    (least, one) =>
      one !== null && (least === null || certainties.indexOf(one) < certainties.indexOf(least)) ? one : least,
    null,
  )

export const latest = (days: readonly (Day | null)[]): Day | null =>
  days.reduce((last, one) => (one !== null && (last === null || one > last) ? one : last), null)

export const firstRounded = (all: readonly (Rounding | null)[]): Rounding | null =>
  all.find((one) => one !== null && one !== 'exact') ?? all[0] ?? null

export const number = (row: Row, column: string): number => Number(row[column] ?? 0)
export const text = (row: Row, column: string): string => String(row[column] ?? '')

function differs({ row }: Chosen, low: number | null, high: number | null): boolean {
  if (low === null || high === null) return false
  const value = number(row, 'value')
  return Math.max(Math.abs(high - value), Math.abs(value - low)) > Math.abs(value) * printedShare + 1e-9
}

/** Codes of a row by the plan's order of cuts. */
export const cutOf = (part: PlanPart, row: Row): (string | null)[] =>
  part.cuts.map((cut, i) => (cut ? text(row, `c${i}`) : null))

/** Rows that make one figure; those of the unit itself come before what the crosswalk gives to it. */
function complete(part: StatementsPart, chosen: Chosen[]): Chosen[] | undefined {
  const own = chosen.filter(({ row }) => row['needed'] === null || row['needed'] === undefined)
  if (own.length) return own.length >= part.combinations ? own : undefined
  return chosen.length >= part.combinations * number(chosen[0]!.row, 'needed') ? chosen : undefined
}

/**
 * Codes listed in a filter add up, and a figure of which one is missing is missing; `stated` figures do not add: the last one stands.
 * @param rows  every candidate of the part
 */
export function piecesOfStatements(part: StatementsPart, rows: readonly Row[]): Piece[] {
  const groups = Map.groupBy(choose(part, rows), ({ row }) =>
    JSON.stringify([
      row['unit'],
      cutOf(part, row),
      row['period_start'],
      row['period_end'],
      part.versions ? row['published'] : '',
    ]),
  )
  return [...groups.values()].flatMap((group) => {
    const later = (last: Chosen, one: Chosen) => (text(one.row, 'published') > text(last.row, 'published') ? one : last)
    const whole = part.take === 'stated' ? [group.reduce(later)] : complete(part, group)
    if (!whole) return []
    const first = whole[0]!.row
    const used = whole.map(({ row }) => row)
    return {
      unit: text(first, 'unit'),
      cut: cutOf(part, first),
      period: { start: text(first, 'period_start'), end: text(first, 'period_end') },
      value: used.reduce((sum, row) => sum + number(row, 'value'), 0),
      certainty: leastCertain(used.map((row) => row['certainty'] as Certainty)),
      rounding: firstRounded(used.map((row) => row['rounding'] as Rounding)),
      published: latest(used.map((row) => text(row, 'published'))),
      origin: used.map((row) => text(row, 'id')),
      conflict: whole.some((one) => differs(one, one.low, one.high)),
      revised: whole.some((one) => differs(one, one.earlierLow, one.earlierHigh)),
      estimated: used.reduce((sum, row) => sum + number(row, 'estimated'), 0),
    }
  })
}
