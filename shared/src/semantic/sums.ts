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
import { adds } from './part.ts'
import type { Piece } from './piece.ts'
import { cutOf, number, text } from './piece.ts'
import type { Plan } from './plan.ts'
import type { Row } from './row.ts'
import type { SumColumns } from './shape.ts'
import { spansOf, sumColumns } from './shape.ts'

/** Rows of parts that were read together. */
export type Sums = { parts: readonly EventsPart[]; rows: readonly Row[] }

/** Days on which a unit has figures of its own; today's map reaches back before its units began. */
export function daysOf(unit: string, plan: Pick<Plan, 'question'>, catalogue: Catalogue): Days {
  const { validFrom, validTo } = unitOf(catalogue, unit)
  return plan.question.map === 'today' ? { from: null, to: validTo } : { from: validFrom, to: validTo }
}

/** Sums by place among the covered buckets; a place without rows is left empty. */
type Cell = { unit: string; cut: (string | null)[]; values: number[]; estimated: number[] }

const keyOf = (unit: string, cut: readonly (string | null)[]): string => `${unit}\u0000${cut.join('\u0000')}`

/** The cells of a part, those that only other parts have included where nothing can be told from nought. */
function cellsOf(plan: Plan, part: EventsPart, sums: readonly Sums[], places: ReadonlyMap<Day, number>): Cell[] {
  const cells = new Map<string, Cell>()
  const isRecut = plan.question.map === 'today'
  const cellAt = (row: Row): Cell => {
    const [unit, cut] = [text(row, 'unit'), cutOf(part, row)]
    const key = keyOf(unit, cut)
    let cell = cells.get(key)
    if (!cell) cells.set(key, (cell = { unit, cut, values: [], estimated: [] }))
    return cell
  }
  for (const { parts, rows } of sums) {
    const at = parts.indexOf(part)
    if (at === -1) {
      if (adds(part) && part.cuts.every((cut, i) => !cut || parts[0]!.cuts[i])) rows.forEach(cellAt)
      continue
    }
    const columns = sumColumns(plan, at)
    const placesIn = new Map<Row[string], (number | undefined)[]>()
    for (const row of rows) {
      const { values, estimated } = cellAt(row)
      let here = placesIn.get(row['period_start']!)
      if (!here) {
        here = spansOf(plan, row).map(({ start }) => places.get(start))
        placesIn.set(row['period_start']!, here)
      }
      for (let i = 0; i < columns.length; i++) {
        const [column, place] = [columns[i]!, here[i]]
        if (place === undefined || isEmpty(row, column)) continue
        values[place] = (values[place] ?? 0) + number(row, column.value)
        if (isRecut) estimated[place] = (estimated[place] ?? 0) + number(row, column.estimated)
      }
    }
  }
  return [...cells.values()]
}

/** A month of a year's row in which there were no rows. */
const isEmpty = (row: Row, { month, value }: SumColumns): boolean => month !== null && row[value] === null

/** Last day with rows in each covered bucket, in order of time. */
function throughOf(plan: Plan, sums: readonly Sums[]): Map<Day, Day> {
  const through = new Map<Day, Day>()
  for (const { rows } of sums) {
    const columns = sumColumns(plan, 0)
    for (const row of rows) {
      const spans = spansOf(plan, row)
      for (const [i, column] of columns.entries()) {
        const { start, end } = spans[i]!
        if (!isEmpty(row, column) && end > (through.get(start) ?? '')) through.set(start, end)
      }
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
  return [...throughOf(plan, sums)].map(([start, last]) => {
    const month = bucketOf(last, 'month').end
    const end = asOf !== undefined && asOf < month ? asOf : month
    return { start, last, bucketEnd: bucketOf(start, grain).end, end, month: monthNumber(start) }
  })
}

type Days = { from: Day | null; to: Day | null }

/** What a cell has in a covered bucket; undefined where it neither has rows nor could have had any. */
function valueIn({ values }: Cell, place: number, bucket: Bucket, isFilled: boolean, { from, to }: Days) {
  const value = values[place]
  if (value !== undefined || !isFilled) return value
  return (from === null || from <= bucket.bucketEnd) && (to === null || to >= bucket.start) ? 0 : undefined
}

/** Pieces of all events parts of a plan, by the part's name. */
export function piecesOfEvents(plan: Plan, sums: readonly Sums[], catalogue: Catalogue): Map<string, Piece[]> {
  const covered = bucketsOf(plan, plan.time === 'cumulative' ? 'month' : (plan.grain ?? 'month'), sums)
  const places = new Map(covered.map(({ start }, i) => [start, i]))
  const pieces = (part: EventsPart): Piece[] =>
    cellsOf(plan, part, sums, places).flatMap((cell): Piece[] => {
      const { unit, cut } = cell
      const days = daysOf(unit, plan, catalogue)
      if (plan.time === 'cumulative') {
        return running(plan, cell, covered, adds(part), days)
      }
      return covered.flatMap((bucket, place): Piece[] => {
        const value = valueIn(cell, place, bucket, adds(part), days)
        if (value === undefined) return []
        const period = plan.time === 'stock' ? { start: bucket.last, end: bucket.last } : clipped(bucket, days)
        return [{ ...plain, unit, cut, period, value, estimated: cell.estimated[place] ?? 0 }]
      })
    })
  return new Map(sums.flatMap(({ parts }) => parts).map((part) => [part.name, pieces(part)]))
}

/** Keeps to the days of the data and of the unit, so that half a year is not taken for a year. */
const clipped = ({ start, end }: Bucket, { from, to }: Days) => ({
  start: from !== null && from > start ? from : start,
  end: to !== null && to < end ? to : end,
})

const widths: Record<Grain, number> = { month: 1, quarter: 3, year: 12 }

/**
 * Sums of one cell from 1 January, or from the day on which its unit began, to the end of each month; of a wider bucket only to
 * its last month, unless another year is compared, which may end in any.
 * @param months  all that are covered, in order of time
 */
function running(plan: Plan, cell: Cell, months: readonly Bucket[], isFilled: boolean, days: Days): Piece[] {
  const width = widths[plan.question.compare.length || !plan.grain ? 'month' : plan.grain]
  const { unit, cut } = cell
  const sums: Piece[] = []
  let [value, estimated, due, start, year] = [0, 0, -1, '', -1]
  let last: Bucket | undefined
  const end = () => {
    if (last) {
      const period = { start, end: clipped(last, days).end }
      sums.push({ ...plain, unit, cut, period, value, estimated })
    }
    last = undefined
  }
  for (let place = 0; place < months.length; place++) {
    const bucket = months[place]!
    const at = bucket.month
    const own = valueIn(cell, place, bucket, isFilled, days)
    if (own === undefined) continue
    if (Math.floor(at / 12) !== year) {
      end()
      year = Math.floor(at / 12)
      const newYear = day(year, 1, 1)
      start = days.from !== null && days.from > newYear ? days.from : newYear
      ;[value, estimated, due] = [0, 0, monthNumber(start)]
    }
    if (at !== due) continue
    if (last && Math.floor(last.month / width) !== Math.floor(at / width)) end()
    due++
    value += own
    estimated += cell.estimated[place] ?? 0
    last = bucket
  }
  end()
  return sums
}
