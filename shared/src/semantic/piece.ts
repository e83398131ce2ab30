/** Owns rows of parts made into pieces: one value a part, unit, cut and period. Missing stays missing. */
import type { Catalogue } from '../catalogue.ts'
import { unitOf } from '../catalogue.ts'
import type { Certainty, Rounding } from '../dataset.ts'
import { certainties } from '../dataset.ts'
import type { Day, Period } from '../period.ts'
import { bucketOf, bucketsOf, day, yearOf } from '../period.ts'
import type { EventsPart, StatementsPart } from './part.ts'
import type { Plan } from './plan.ts'
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
  all.reduce((least, one) => (one !== null && (least === null || certainties.indexOf(one) < certainties.indexOf(least)) ? one : least), null)

export const latest = (days: readonly (Day | null)[]): Day | null => days.reduce((last, one) => (one !== null && (last === null || one > last) ? one : last), null)

export const firstRounded = (all: readonly (Rounding | null)[]): Rounding | null => all.find((one) => one !== null && one !== 'exact') ?? all[0] ?? null

const number = (row: Row, column: string): number => Number(row[column] ?? 0)
const text = (row: Row, column: string): string => String(row[column] ?? '')

function differs(row: Row, low: string, high: string): boolean {
  if (row[low] === null || row[low] === undefined) return false
  const value = number(row, 'value')
  const gap = Math.max(Math.abs(number(row, high) - value), Math.abs(value - number(row, low)))
  return gap > Math.abs(value) * printedShare + 1e-9
}

const cutOf = (part: StatementsPart | EventsPart, row: Row): (string | null)[] => part.cuts.map((cut, i) => (cut ? text(row, `c${i}`) : null))

/** Rows that make one figure; those of the unit itself come before what the crosswalk gives to it. */
function complete(part: StatementsPart, rows: Row[]): Row[] | undefined {
  const own = rows.filter((row) => row['needed'] === null || row['needed'] === undefined)
  if (own.length) return own.length >= part.combinations ? own : undefined
  return rows.length >= part.combinations * number(rows[0]!, 'needed') ? rows : undefined
}

/** Codes listed in a filter add up, and a figure of which one is missing is missing; `stated` figures do not add: the last one stands. */
export function piecesOfStatements(part: StatementsPart, rows: readonly Row[]): Piece[] {
  const groups = Map.groupBy(rows, (row) =>
    JSON.stringify([row['unit'], cutOf(part, row), row['period_start'], row['period_end'], part.versions ? row['published'] : '']),
  )
  return [...groups.values()].flatMap((group) => {
    const whole = part.take === 'stated' ? [group.reduce((last, row) => (text(row, 'published') > text(last, 'published') ? row : last))] : complete(part, group)
    if (!whole) return []
    const first = whole[0]!
    return {
      unit: text(first, 'unit'),
      cut: cutOf(part, first),
      period: { start: text(first, 'period_start'), end: text(first, 'period_end') },
      value: whole.reduce((sum, row) => sum + number(row, 'value'), 0),
      certainty: leastCertain(whole.map((row) => row['certainty'] as Certainty)),
      rounding: firstRounded(whole.map((row) => row['rounding'] as Rounding)),
      published: latest(whole.map((row) => text(row, 'published'))),
      origin: whole.map((row) => text(row, 'id')),
      conflict: whole.some((row) => differs(row, 'low', 'high')),
      revised: whole.some((row) => differs(row, 'earlier_low', 'earlier_high')),
      estimated: whole.reduce((sum, row) => sum + number(row, 'estimated'), 0),
    }
  })
}

/** Days on which a unit has figures of its own; today's map reaches back before its units began. */
export function daysOf(unit: string, plan: Pick<Plan, 'question'>, catalogue: Catalogue): { from: Day | null; to: Day | null } {
  const { validFrom, validTo } = unitOf(catalogue, unit)
  return plan.question.map === 'today' ? { from: null, to: validTo } : { from: validFrom, to: validTo }
}

export type Sums = { part: EventsPart; rows: Row[] }

const plain = { certainty: null, rounding: null, published: null, origin: [], conflict: false, revised: false }

/**
 * Pieces of all events parts of a plan together: a bucket in which any of them has a row is covered, so a cell without rows in it
 * is nought there; a bucket without any row is missing, and so is a running sum from there to the end of its year.
 */
export function piecesOfEvents(plan: Plan, sums: readonly Sums[], catalogue: Catalogue): Map<string, Piece[]> {
  const grain = plan.time === 'cumulative' ? 'month' : (plan.grain ?? 'month')
  const through = new Map<Day, Day>()
  for (const { rows } of sums) {
    for (const row of rows) {
      const [start, end] = [text(row, 'period_start'), text(row, 'period_end')]
      if (end > (through.get(start) ?? '')) through.set(start, end)
    }
  }
  const covered = [...through.keys()].sort()
  /** Ends where its data end and keeps to the unit's days, so that half a year is not taken for a year. */
  const periodOf = (unit: string, start: Day): Period => {
    const last = through.get(start)!
    if (plan.time === 'stock') return { start: last, end: last }
    const month = bucketOf(last, 'month').end
    const { from, to } = daysOf(unit, plan, catalogue)
    const ends = [month, ...(plan.question.asOf === undefined ? [] : [plan.question.asOf]), ...(to === null ? [] : [to])]
    return { start: from !== null && from > start ? from : start, end: ends.sort()[0]! }
  }
  const isAlive = (unit: string, start: Day): boolean => {
    const { from, to } = daysOf(unit, plan, catalogue)
    return (from === null || from <= bucketOf(start, grain).end) && (to === null || to >= start)
  }
  const cellsOf = (part: EventsPart): Set<string> => {
    const cells = new Set<string>()
    for (const other of sums) {
      if (!part.cuts.every((cut, i) => !cut || other.part.cuts[i])) continue
      for (const row of other.rows) cells.add(JSON.stringify([row['unit'], cutOf(part, row)]))
    }
    return cells
  }
  return new Map(
    sums.map(({ part, rows }) => {
      const found = Map.groupBy(rows, (row) => JSON.stringify([row['unit'], cutOf(part, row)]))
      const fills = part.take === 'sum' || part.take === 'count'
      const pieces = [...(fills ? cellsOf(part) : found.keys())].flatMap((cell) => {
        const [unit, cut] = JSON.parse(cell) as [string, (string | null)[]]
        const byStart = Map.groupBy(found.get(cell) ?? [], (row) => text(row, 'period_start'))
        return covered.flatMap((start): Piece[] => {
          const own = byStart.get(start)
          if (!own && (!fills || !isAlive(unit, start))) return []
          const [value, estimated] = ['value', 'estimated'].map((column) => (own ?? []).reduce((sum, row) => sum + number(row, column), 0))
          return [{ ...plain, unit, cut, period: periodOf(unit, start), value: value!, estimated: estimated! }]
        })
      })
      return [part.name, plan.time === 'cumulative' ? running(plan, pieces, catalogue) : pieces] as const
    }),
  )
}

/** Sums from 1 January, or from the day on which the unit began, to the end of each month. */
function running(plan: Plan, pieces: readonly Piece[], catalogue: Catalogue): Piece[] {
  const years = Map.groupBy(pieces, ({ unit, cut, period }) => JSON.stringify([unit, cut, yearOf(period.start)]))
  return [...years.values()].flatMap((months) => {
    const { unit, period } = months[0]!
    const { from } = daysOf(unit, plan, catalogue)
    const newYear = day(yearOf(period.start), 1, 1)
    const start = from !== null && from > newYear ? from : newYear
    const byMonth = new Map(months.map((piece) => [bucketOf(piece.period.start, 'month').start, piece]))
    const sums: Piece[] = []
    let [value, estimated] = [0, 0]
    for (const month of bucketsOf({ start, end: day(yearOf(start), 12, 31) }, 'month')) {
      const piece = byMonth.get(month.start)
      if (!piece) break
      value += piece.value
      estimated += piece.estimated
      sums.push({ ...piece, value, estimated, period: { start, end: piece.period.end } })
    }
    return sums
  })
}
