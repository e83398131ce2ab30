/**
 * Owns pieces of events: sums by bucket, and running sums through the year. A bucket in which any part of the plan has a row is
 * covered, so a cell without rows in it is nought there; a bucket without any row is missing, and so is a running sum from there
 * to the end of its year.
 */
import type { Catalogue } from '../catalogue.ts'
import { unitOf } from '../catalogue.ts'
import type { Day, Grain } from '../period.ts'
import { bucketOf, day, monthOf, yearOf } from '../period.ts'
import type { EventsPart } from './part.ts'
import type { Piece } from './piece.ts'
import { cutOf, number, text } from './piece.ts'
import type { Plan } from './plan.ts'
import type { Row } from './row.ts'

export type Sums = { part: EventsPart; rows: Row[] }

/** Days on which a unit has figures of its own; today's map reaches back before its units began. */
export function daysOf(
  unit: string,
  plan: Pick<Plan, 'question'>,
  catalogue: Catalogue,
): { from: Day | null; to: Day | null } {
  const { validFrom, validTo } = unitOf(catalogue, unit)
  return plan.question.map === 'today' ? { from: null, to: validTo } : { from: validFrom, to: validTo }
}

type Cell = { unit: string; cut: (string | null)[]; byStart: Map<Day, { value: number; estimated: number }> }

/** The cells of a part, those that only other parts have included where nothing can be told from nought. */
function cellsOf(part: EventsPart, sums: readonly Sums[], fills: boolean): Cell[] {
  const cells = new Map<string, Cell>()
  for (const { part: other, rows } of sums) {
    if (other !== part && !(fills && part.cuts.every((cut, i) => !cut || other.cuts[i]))) continue
    for (const row of rows) {
      const [unit, cut] = [text(row, 'unit'), cutOf(part, row)]
      const key = [unit, ...cut].join('\u0000')
      let cell = cells.get(key)
      if (!cell) cells.set(key, (cell = { unit, cut, byStart: new Map() }))
      if (other !== part) continue
      const [start, before] = [text(row, 'period_start'), cell.byStart.get(text(row, 'period_start'))]
      cell.byStart.set(start, {
        value: number(row, 'value') + (before?.value ?? 0),
        estimated: number(row, 'estimated') + (before?.estimated ?? 0),
      })
    }
  }
  return [...cells.values()]
}

/** Last day with rows in each covered bucket. */
function throughOf(sums: readonly Sums[]): Map<Day, Day> {
  const through = new Map<Day, Day>()
  for (const { rows } of sums) {
    for (const row of rows) {
      const [start, end] = [text(row, 'period_start'), text(row, 'period_end')]
      if (end > (through.get(start) ?? '')) through.set(start, end)
    }
  }
  return new Map([...through].sort(([a], [b]) => (a < b ? -1 : 1)))
}

const plain = { certainty: null, rounding: null, published: null, origin: [], conflict: false, revised: false }

/** Pieces of all events parts of a plan, by the part's name. */
export function piecesOfEvents(plan: Plan, sums: readonly Sums[], catalogue: Catalogue): Map<string, Piece[]> {
  const grain = plan.time === 'cumulative' ? 'month' : (plan.grain ?? 'month')
  const through = throughOf(sums)
  /** What is the same for every cell: where the bucket and its data end. */
  const covered = [...through].map(([start, last]) => {
    const month = bucketOf(last, 'month').end
    const { asOf } = plan.question
    return {
      start,
      last,
      bucketEnd: bucketOf(start, grain).end,
      end: asOf !== undefined && asOf < month ? asOf : month,
    }
  })
  return new Map(
    sums.map(({ part }) => {
      const fills = part.take === 'sum' || part.take === 'count'
      const pieces = cellsOf(part, sums, fills).flatMap(({ unit, cut, byStart }) => {
        const { from, to } = daysOf(unit, plan, catalogue)
        const own: Piece[] = []
        for (const { start, last, bucketEnd, end } of covered) {
          const isAlive = (from === null || from <= bucketEnd) && (to === null || to >= start)
          const sum = byStart.get(start) ?? (fills && isAlive ? { value: 0, estimated: 0 } : undefined)
          if (!sum) continue
          // Keeps to the days of the data and of the unit, so that half a year is not taken for a year.
          const clipped = {
            start: from !== null && from > start ? from : start,
            end: to !== null && to < end ? to : end,
          }
          own.push({
            ...plain,
            unit,
            cut,
            period: plan.time === 'stock' ? { start: last, end: last } : clipped,
            ...sum,
          })
        }
        return plan.time === 'cumulative' ? running(plan, own, from) : own
      })
      return [part.name, pieces] as const
    }),
  )
}

/** Months since year 0, so that neighbours differ by one. */
const monthNumber = (at: Day): number => yearOf(at) * 12 + monthOf(at) - 1
const widths: Record<Grain, number> = { month: 1, quarter: 3, year: 12 }

/**
 * Sums of one cell from 1 January, or from the day on which its unit began, to the end of each month; of a wider bucket only to
 * its last month, unless another year is compared, which may end in any.
 * @param months  in order of time
 */
function running(plan: Plan, months: readonly Piece[], from: Day | null): Piece[] {
  const width = widths[plan.question.compare.length || !plan.grain ? 'month' : plan.grain]
  const sums: Piece[] = []
  let [value, estimated, due, start] = [0, 0, -1, '']
  for (const [i, piece] of months.entries()) {
    const at = monthNumber(piece.period.start)
    if (i === 0 || yearOf(months[i - 1]!.period.start) !== yearOf(piece.period.start)) {
      const newYear = day(yearOf(piece.period.start), 1, 1)
      start = from !== null && from > newYear ? from : newYear
      ;[value, estimated, due] = [0, 0, monthNumber(start)]
    }
    if (at !== due) continue
    due++
    value += piece.value
    estimated += piece.estimated
    const next = months[i + 1]
    const goesOn = next !== undefined && monthNumber(next.period.start) === due && due % 12 !== 0
    if (goesOn && Math.floor(at / width) === Math.floor(due / width)) continue
    sums.push({ ...piece, value, estimated, period: { start, end: piece.period.end } })
  }
  return sums
}
