/**
 * Owns the shape of what comes back from an engine: the columns that all parts of a plan share, and where an events part's sums
 * stand in them. Parts over the same rows share a row; running sums of many cells share a row a year, its months side by side.
 */
import { bucketsOf } from '../period.ts'
import type { Day, Period } from '../period.ts'
import type { EventsPart } from './part.ts'
import { adds } from './part.ts'
import type { Plan } from './plan.ts'
import type { Row } from './row.ts'

function rowsOf(part: EventsPart): string {
  const { name, take, column, ...rest } = part
  return adds(part) ? JSON.stringify(rest) : `${name} ${take} ${column}`
}

/** Events parts of a plan, those together that add up different columns of the very same rows; the first one names the rows. */
export const together = (plan: Pick<Plan, 'parts'>): EventsPart[][] => [
  ...Map.groupBy(
    plan.parts.filter((part) => part.form === 'events'),
    rowsOf,
  ).values(),
]

/** Running sums need every month of every cell: many cells come with the months of a year in one row. */
export const isByYear = (plan: Pick<Plan, 'time' | 'cuts' | 'levels'>): boolean =>
  plan.time === 'cumulative' && (plan.cuts.length > 0 || plan.levels !== null)

const months = Array.from({ length: 12 }, (_, i) => i + 1)

export type SumColumns = { month: number | null; value: string; estimated: string }

/** @param place  of the part among those that share its rows */
export const sumColumns = (plan: Plan, place: number): SumColumns[] =>
  isByYear(plan)
    ? months.map((month) => ({ month, value: `v${place}_${month}`, estimated: `e${place}_${month}` }))
    : [{ month: null, value: `v${place}`, estimated: `e${place}` }]

const monthsOf = new Map<Day, Period[]>()

/** The buckets whose sums a row holds, in the order of `sumColumns`. */
export function spansOf(plan: Plan, row: Row): Period[] {
  const start = String(row['period_start'])
  if (!isByYear(plan)) return [{ start, end: String(row['period_end']) }]
  let spans = monthsOf.get(start)
  if (!spans) monthsOf.set(start, (spans = bucketsOf({ start, end: `${start.slice(0, 4)}-12-31` }, 'month')))
  return spans
}

/** In order: an engine matches UNION ALL by place. */
export function columnsOfPlan(plan: Plan): string[] {
  const today = plan.question.map === 'today'
  const statements = plan.parts.filter((part) => part.form === 'statements')
  const most = Math.max(0, ...together(plan).map(({ length }) => length))
  const sums = Array.from({ length: most }, (_, place) => sumColumns(plan, place)).flat()
  const width = Math.max(0, ...statements.map(({ dimensions }) => dimensions.length))
  return [
    'part',
    'unit',
    'period_start',
    'period_end',
    ...plan.cuts.map((_, i) => `c${i}`),
    ...sums.map(({ value }) => value),
    ...(today ? sums.map(({ estimated }) => estimated) : []),
    ...(statements.length
      ? [
          'value',
          'certainty',
          'rounding',
          'published',
          'id',
          'source',
          ...(today ? ['estimated', 'needed'] : []),
          'source_rank',
          'of_unit',
          'item',
          'stated',
          'note',
          ...Array.from({ length: width }, (_, i) => `d${i}`),
        ]
      : []),
  ]
}

const counted = new Set(['needed', 'source_rank'])
const isNumeric = (column: string): boolean => ['value', 'estimated'].includes(column) || /^[ve]\d/.test(column)

/** An absent column, typed so that all parts of the union agree. */
export const nothing = (column: string): string =>
  `CAST(NULL AS ${isNumeric(column) ? 'DOUBLE' : counted.has(column) ? 'INTEGER' : 'VARCHAR'})`

/** @param expressions  by column; what is absent is null */
export const selectList = (plan: Plan, expressions: Record<string, string>): string =>
  columnsOfPlan(plan)
    .map((column) => `${expressions[column] ?? nothing(column)} AS ${column}`)
    .join(',\n  ')
