/**
 * Owns the select over an events dataset: sums and counts by month or bucket, added up to the units asked. Parts over the same
 * rows are read in one pass, each in columns of its own.
 */
import { bucketOf } from '../period.ts'
import type { EventsPart, PartCut } from './part.ts'
import type { Plan } from './plan.ts'
import { isByYear, selectList, sumColumns } from './shape.ts'
import type { Writer } from './writer.ts'
import { asText, filtered, inScope, unitsAsked } from './writer.ts'

/** Narrower codes stand under the wider one that is shown; a blank stays a code of its own, so that parts add up to the whole. */
export function codeOf(cut: PartCut, writer: Writer): string {
  const column = asText(writer.quote(cut.column), cut.isText)
  if (!cut.codes) return `COALESCE(${column}, '')`
  const cases = cut.codes.map(({ code, shown }) => `WHEN ${writer.bind(code)} THEN ${writer.bind(shown)}`)
  return `CASE ${column} ${cases.join(' ')} ELSE COALESCE(${column}, '') END`
}

/** Running sums need months; a stock and a count of distinct values need the very bucket. */
const grainOf = (plan: Plan): string => (plan.time === 'cumulative' ? 'month' : (plan.grain ?? 'month'))

/** The rows that count, and the bucket and the last day that they are summed by. */
function source(plan: Plan, part: EventsPart, writer: Writer) {
  const [day, table] = [writer.quote(part.day), writer.quote(part.table)]
  const isMonth = grainOf(plan) === 'month'
  const bucket = part.rolled && isMonth ? day : `CAST(date_trunc('${grainOf(plan)}', ${day}) AS DATE)`
  // Figures are of whole months: a day within one asks for all of it, from rows as from roll-ups.
  const { start, end } = plan.reach
  const window = () => [
    ...(start ? [`${day} >= ${writer.bindDay(bucketOf(start, 'month').start)}`] : []),
    ...(end ? [`${day} <= ${writer.bindDay(bucketOf(end, 'month').end)}`] : []),
    ...(plan.question.asOf === undefined ? [] : [`${day} <= ${writer.bindDay(plan.question.asOf)}`]),
  ]
  const lastDays = () => {
    const within = window()
    return `${day} IN (SELECT max(${day}) FROM ${table}${within.length ? ` WHERE ${within.join(' AND ')}` : ''} GROUP BY ${bucket})`
  }
  return {
    table,
    bucket,
    /** Last day with rows; null: within a month every day ends the same. */
    through: isMonth && plan.time !== 'stock' ? null : `max(${day})`,
    day,
    where: () => [
      ...filtered(part.filters, writer),
      ...inScope(plan, writer, writer.quote(part.unit)),
      ...window(),
      ...(plan.time === 'stock' ? [lastDays()] : []),
    ],
  }
}

const weighed = (value: string): string => `${value} * COALESCE(x.weight, 1)`
const guessed = (value: string): string => `CASE WHEN x.extent = 'part' THEN ${weighed(value)} ELSE 0 END`

const whereOf = (conditions: readonly string[]): string =>
  conditions.length ? `\n  WHERE ${conditions.join('\n    AND ')}` : ''

function measureOf({ take, column, rolled }: EventsPart, writer: Writer): string {
  if (take === 'sum') return `sum(${writer.quote(column)})`
  return rolled ? `sum(${writer.quote('rows')})` : 'count(*)'
}

/** Sums of the parts over `e`, each in its columns; those of a year stand side by side. @param add  left out: nothing is added up again */
function sumsOf(plan: Plan, parts: readonly EventsPart[], add?: 'sum' | 'weigh'): Record<string, string> {
  const sum = (value: string, month: number | null) =>
    `CAST(sum(${value})${month === null ? '' : ` FILTER (WHERE extract(month FROM e.bucket) = ${month})`} AS DOUBLE)`
  const columns = parts.flatMap((_, place) => sumColumns(plan, place).map((one) => ({ ...one, of: `e.v${place}` })))
  return Object.fromEntries(
    columns.flatMap(({ month, value, estimated, of }) => {
      if (!add) return [[value, `CAST(${of} AS DOUBLE)`]]
      if (add === 'sum') return [[value, sum(of, month)]]
      return [
        [value, sum(weighed(of), month)],
        [estimated, sum(guessed(of), month)],
      ]
    }),
  )
}

/** @param parts  over the same rows, as `together` groups them */
export function eventsSql(plan: Plan, parts: readonly EventsPart[], writer: Writer): string {
  const part = parts[0]!
  const rows = source(plan, part, writer)
  const byYear = isByYear(plan)
  const unit = writer.quote(part.unit)
  const cuts = part.cuts.map((cut, i) => (cut ? `${codeOf(cut, writer)} AS c${i}` : '')).filter(Boolean)
  const known = part.cuts.flatMap((cut, i) => (cut ? [`c${i}`] : []))
  const start = byYear ? "CAST(date_trunc('year', e.bucket) AS DATE)" : 'e.bucket'
  const through = rows.through ? 'e.through' : 'e.bucket'
  const list = (end: string, more: Record<string, string>) =>
    selectList(plan, {
      part: `'${part.name}'`,
      period_start: `CAST(${start} AS VARCHAR)`,
      period_end: `CAST(${end} AS VARCHAR)`,
      ...Object.fromEntries(known.map((column) => [column, `e.${column}`])),
      ...more,
    })
  const by = [start, ...known.map((column) => `e.${column}`)].join(', ')
  const keys = [`${rows.bucket} AS bucket`, ...cuts]
  // A month of a year's row is told from one without rows by being null.
  const values = parts.map((one, i) => {
    const measure = measureOf(one, writer)
    return `${byYear ? `COALESCE(${measure}, 0)` : measure} AS v${i}`
  })
  const summed = (columns: readonly string[], where: readonly string[]) =>
    `(
  SELECT ${[...columns, ...(rows.through ? [`${rows.through} AS through`] : []), ...values].join(', ')}
  FROM ${rows.table}${whereOf(where)}
  GROUP BY ${columns.map((_, i) => i + 1).join(', ')}
) AS e`
  const joined = (column: string) =>
    `\nJOIN dim_unit AS a ON a.unit = ${column} AND ${unitsAsked(plan, writer, 'a.ancestor')}`

  if (part.take === 'distinct') {
    const value = { [sumColumns(plan, 0)[0]!.value]: 'CAST(count(DISTINCT e.v0) AS DOUBLE)' }
    return `SELECT ${list('max(e.through)', { unit: 'a.ancestor', ...value })}
FROM (
  SELECT ${[`${unit} AS unit`, ...keys, `${rows.day} AS through`, `${writer.quote(part.column)} AS v0`].join(', ')}
  FROM ${rows.table}${whereOf(rows.where())}
) AS e${joined('e.unit')}
GROUP BY a.ancestor, ${by}`
  }
  const end = `max(${through})`
  if (plan.question.map === 'today') {
    return `SELECT ${list(end, { unit: 'a.ancestor', ...sumsOf(plan, parts, 'weigh') })}
FROM ${summed([`${unit} AS unit`, ...keys], rows.where())}
LEFT JOIN crosswalk AS x ON x.from_unit = e.unit${joined('COALESCE(x.to_unit, e.unit)')}
GROUP BY a.ancestor, ${by}`
  }
  if (plan.levels) {
    return `SELECT ${list(end, { unit: 'a.ancestor', ...sumsOf(plan, parts, 'sum') })}
FROM ${summed([`${unit} AS unit`, ...keys], rows.where())}${joined('e.unit')}
GROUP BY a.ancestor, ${by}`
  }
  return [...plan.units, ...plan.peers.flatMap(({ units }) => units)]
    .map((root) => {
      const below = part.lifted
        ? `${unit} = ${writer.bind(root)}`
        : `${unit} IN (SELECT unit FROM dim_unit WHERE ancestor = ${writer.bind(root)})`
      const shown = { unit: `CAST(${writer.bind(root)} AS VARCHAR)` }
      const from = summed(keys, [below, ...rows.where()])
      return byYear
        ? `SELECT ${list(end, { ...shown, ...sumsOf(plan, parts, 'sum') })}
FROM ${from}
GROUP BY ${by}`
        : `SELECT ${list(through, { ...shown, ...sumsOf(plan, parts) })}
FROM ${from}`
    })
    .join('\nUNION ALL\n')
}
