/**
 * Owns the select over an events dataset: sums and counts by month or bucket, added up to the units asked. Parts over the same
 * rows are read in one pass.
 */
import { bucketOf } from '../period.ts'
import type { EventsPart, PartCut } from './part.ts'
import type { Plan } from './plan.ts'
import type { Writer } from './writer.ts'
import { asText, columnsOfPlan, filtered, inScope, selectList, unitsAsked } from './writer.ts'

const adds = ({ take }: EventsPart): boolean => take === 'sum' || take === 'count'

/** Parts that add up different columns of the very same rows. */
export const together = (parts: readonly EventsPart[]): EventsPart[][] => [...Map.groupBy(parts, rowsOf).values()]

function rowsOf(part: EventsPart): string {
  const { name, take, column, ...rest } = part
  return adds(part) ? JSON.stringify(rest) : `${name} ${take} ${column}`
}

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
    /** Within a month every day ends the same; only wider buckets and stocks must know their last one. */
    through: isMonth && plan.time !== 'stock' ? bucket : `max(${day})`,
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

const whereOf = (conditions: readonly string[]): string =>
  conditions.length ? `\n  WHERE ${conditions.join('\n    AND ')}` : ''

/** @param parts  over the same rows, as `together` groups them */
export function eventsSql(plan: Plan, parts: readonly EventsPart[], writer: Writer, width: number): string {
  const part = parts[0]!
  const rows = source(plan, part, writer)
  const unit = writer.quote(part.unit)
  const cuts = part.cuts.map((cut, i) => (cut ? `${codeOf(cut, writer)} AS c${i}` : '')).filter(Boolean)
  const known = part.cuts.flatMap((cut, i) => (cut ? [`c${i}`] : []))
  const measure = ({ take, column }: EventsPart) =>
    take === 'sum' ? `sum(${writer.quote(column)})` : part.rolled ? `sum(${writer.quote('rows')})` : 'count(*)'
  const values = parts.map((one, i) => `${measure(one)} AS v${i}`).join(', ')
  const names = parts.map(({ name }) => `'${name}'`)
  const total = (weigh: (value: string) => string) => {
    const sums = parts.map((_, i) => `sum(${weigh(`e.v${i}`)})`)
    return sums.length === 1
      ? sums[0]!
      : `CASE p.part ${sums.map((sum, i) => `WHEN ${names[i]} THEN ${sum}`).join(' ')} END`
  }
  const list = (more: Record<string, string>) =>
    selectList(columnsOfPlan(plan, width), {
      part: names.length === 1 ? names[0]! : 'p.part',
      period_start: 'CAST(e.bucket AS VARCHAR)',
      period_end: 'CAST(max(e.through) AS VARCHAR)',
      ...Object.fromEntries(known.map((column) => [column, `e.${column}`])),
      ...more,
    })
  const each =
    names.length === 1 ? '' : `\nCROSS JOIN (VALUES ${names.map((name) => `(${name})`).join(', ')}) AS p(part)`
  const by = [...(names.length === 1 ? [] : ['p.part']), 'e.bucket', ...known.map((column) => `e.${column}`)].join(', ')
  const keys = [`${rows.bucket} AS bucket`, ...cuts]
  const summed = (columns: readonly string[], where: readonly string[]) =>
    `(
  SELECT ${[...columns, `${rows.through} AS through`, values].join(', ')}
  FROM ${rows.table}${whereOf(where)}
  GROUP BY ${columns.map((_, i) => i + 1).join(', ')}
) AS e`
  const joined = (column: string) =>
    `\nJOIN dim_unit AS a ON a.unit = ${column} AND ${unitsAsked(plan, writer, 'a.ancestor')}`

  if (part.take === 'distinct') {
    return `SELECT ${list({ unit: 'a.ancestor', value: 'CAST(count(DISTINCT e.v0) AS DOUBLE)' })}
FROM (
  SELECT ${[`${unit} AS unit`, ...keys, `${rows.day} AS through`, `${writer.quote(part.column)} AS v0`].join(', ')}
  FROM ${rows.table}${whereOf(rows.where())}
) AS e${joined('e.unit')}
GROUP BY a.ancestor, ${by}`
  }
  if (plan.question.map === 'today') {
    const guessed = (value: string) => `CASE WHEN x.extent = 'part' THEN ${weighed(value)} ELSE 0 END`
    return `SELECT ${list({ unit: 'a.ancestor', value: `CAST(${total(weighed)} AS DOUBLE)`, estimated: `CAST(${total(guessed)} AS DOUBLE)` })}
FROM ${summed([`${unit} AS unit`, ...keys], rows.where())}
LEFT JOIN crosswalk AS x ON x.from_unit = e.unit${joined('COALESCE(x.to_unit, e.unit)')}${each}
GROUP BY a.ancestor, ${by}`
  }
  if (plan.levels) {
    return `SELECT ${list({ unit: 'a.ancestor', value: `CAST(${total((value) => value)} AS DOUBLE)` })}
FROM ${summed([`${unit} AS unit`, ...keys], rows.where())}${joined('e.unit')}${each}
GROUP BY a.ancestor, ${by}`
  }
  return [...plan.units, ...plan.peers.flatMap(({ units }) => units)]
    .map((root) => {
      const below = `${unit} IN (SELECT unit FROM dim_unit WHERE ancestor = ${writer.bind(root)})`
      return `SELECT ${list({ unit: `CAST(${writer.bind(root)} AS VARCHAR)`, value: `CAST(${total((value) => value)} AS DOUBLE)` })}
FROM ${summed(keys, [below, ...rows.where()])}${each}
GROUP BY ${by}`
    })
    .join('\nUNION ALL\n')
}
