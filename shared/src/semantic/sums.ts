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

/** Months since year 0, so that neighbours differ by one. */
const monthNumber = (at: Day): number => yearOf(at) * 12 + monthOf(at) - 1

/** A covered bucket, with all that is the same for every cell. */
type Bucket = { start: Day; last: Day; bucketEnd: Day; end: Day; month: number }

function bucketsOf(plan: Plan, grain: Grain, sums: readonly Sums[]): Bucket[] {
  const { asOf } = plan.question
  return [...throughOf(sums)].map(([start, last]) => {
    const month = bucketOf(last, 'month').end
    const end = asOf !== undefined && asOf < month ? asOf : month
    return { start, last, bucketEnd: bucketOf(start, grain).end, end, month: monthNumber(start) }
  })
}

type Sum = { value: number; estimated: number }
const nought: Sum = { value: 0, estimated: 0 }

/** What a cell has in each covered bucket; buckets in which it neither has rows nor could have had any are left out. */
function filled(
  { byStart }: Cell,
  covered: readonly Bucket[],
  fills: boolean,
  { from, to }: { from: Day | null; to: Day | null },
): { bucket: Bucket; sum: Sum }[] {
  const own: { bucket: Bucket; sum: Sum }[] = []
  for (const bucket of covered) {
    const isAlive = (from === null || from <= bucket.bucketEnd) && (to === null || to >= bucket.start)
    const sum = byStart.get(bucket.start) ?? (fills && isAlive ? nought : undefined)
    if (sum) own.push({ bucket, sum })
  }
  return own
}

/** Pieces of all events parts of a plan, by the part's name. */
export function piecesOfEvents(plan: Plan, sums: readonly Sums[], catalogue: Catalogue): Map<string, Piece[]> {
  const covered = bucketsOf(plan, plan.time === 'cumulative' ? 'month' : (plan.grain ?? 'month'), sums)
  return new Map(
    sums.map(({ part }) => {
      const fills = part.take === 'sum' || part.take === 'count'
      const pieces = cellsOf(part, sums, fills).flatMap((cell): Piece[] => {
        const { unit, cut } = cell
        const days = daysOf(unit, plan, catalogue)
        const own = filled(cell, covered, fills, days)
        if (plan.time === 'cumulative') {
          return running(plan, own, days).map((sum) => ({ ...plain, unit, cut, ...sum }))
        }
        return own.map(({ bucket, sum }) => ({
          ...plain,
          unit,
          cut,
          period: plan.time === 'stock' ? { start: bucket.last, end: bucket.last } : clipped(bucket, days),
          ...sum,
        }))
      })
      return [part.name, pieces] as const
    }),
  )
}

/** Keeps to the days of the data and of the unit, so that half a year is not taken for a year. */
const clipped = ({ start, end }: Bucket, { from, to }: { from: Day | null; to: Day | null }) => ({
  start: from !== null && from > start ? from : start,
  end: to !== null && to < end ? to : end,
})

const widths: Record<Grain, number> = { month: 1, quarter: 3, year: 12 }

/**
 * Sums of one cell from 1 January, or from the day on which its unit began, to the end of each month; of a wider bucket only to
 * its last month, unless another year is compared, which may end in any.
 * @param months  in order of time
 */
function running(
  plan: Plan,
  months: readonly { bucket: Bucket; sum: Sum }[],
  days: { from: Day | null; to: Day | null },
): (Sum & { period: Piece['period'] })[] {
  const width = widths[plan.question.compare.length || !plan.grain ? 'month' : plan.grain]
  const sums: (Sum & { period: Piece['period'] })[] = []
  let [value, estimated, due, start, year] = [0, 0, -1, '', -1]
  for (const [i, { bucket, sum }] of months.entries()) {
    const at = bucket.month
    if (Math.floor(at / 12) !== year) {
      year = Math.floor(at / 12)
      const newYear = day(year, 1, 1)
      start = days.from !== null && days.from > newYear ? days.from : newYear
      ;[value, estimated, due] = [0, 0, monthNumber(start)]
    }
    if (at !== due) continue
    due++
    value += sum.value
    estimated += sum.estimated
    const next = months[i + 1]
    const goesOn = next !== undefined && next.bucket.month === due && due % 12 !== 0
    if (goesOn && Math.floor(at / width) === Math.floor(due / width)) continue
    sums.push({ value, estimated, period: { start, end: clipped(bucket, days).end } })
  }
  return sums
}
