/** Owns the select over an events dataset: sums and counts by month or bucket, added up to the units asked through dim_unit. */
import type { EventsPart, PartCut } from './part.ts'
import type { Plan } from './plan.ts'
import type { Writer } from './writer.ts'
import { asText, columnsOfPlan, filtered, inScope, selectList, unitsAsked } from './writer.ts'

/** Narrower codes stand under the wider one that is shown; a blank stays a code of its own, so that parts add up to the whole. */
function codeOf(cut: PartCut, writer: Writer): string {
  const column = asText(writer.quote(cut.column), cut.isText)
  if (!cut.codes) return `COALESCE(${column}, '')`
  const cases = cut.codes.map(({ code, shown }) => `WHEN ${writer.bind(code)} THEN ${writer.bind(shown)}`)
  return `CASE ${column} ${cases.join(' ')} ELSE COALESCE(${column}, '') END`
}

/** Rows of the units asked and of all below them; with a cut by unit, each under its unit of that level. */
function unitsJoined(plan: Plan, writer: Writer, column: string): string {
  return `JOIN dim_unit AS a ON a.unit = ${column} AND ${unitsAsked(plan, writer, 'a.ancestor')}`
}

/** Running sums need months; a stock and a count of distinct values need the very bucket. */
const bucketOfPlan = (plan: Plan): string => (plan.time === 'cumulative' ? 'month' : (plan.grain ?? 'month'))

export function eventsSql(plan: Plan, part: EventsPart, writer: Writer, width: number | null): string {
  const today = plan.question.map === 'today'
  const [day, unit, table] = [writer.quote(part.day), writer.quote(part.unit), writer.quote(part.table)]
  const bucket = `CAST(date_trunc('${bucketOfPlan(plan)}', ${day}) AS DATE)`
  const window = () => [
    ...(plan.reach.start ? [`${day} >= ${writer.bindDay(plan.reach.start)}`] : []),
    ...(plan.reach.end ? [`${day} <= ${writer.bindDay(plan.reach.end)}`] : []),
    ...(plan.question.asOf === undefined ? [] : [`${day} <= ${writer.bindDay(plan.question.asOf)}`]),
  ]
  const cuts = part.cuts.map((cut, i) => (cut ? `${codeOf(cut, writer)} AS c${i}` : ''))
  const known = part.cuts.flatMap((cut, i) => (cut ? [`c${i}`] : []))
  const lastDays = () => {
    const within = window()
    return `${day} IN (SELECT max(${day}) FROM ${table}${within.length ? ` WHERE ${within.join(' AND ')}` : ''} GROUP BY ${bucket})`
  }
  const last = plan.time === 'stock' ? [lastDays()] : []
  const conditions = [...filtered(part.filters, writer), ...inScope(plan, writer, unit), ...window(), ...last]
  const where = conditions.length ? `\n  WHERE ${conditions.join('\n    AND ')}` : ''
  const groups = [`${unit} AS unit`, `${bucket} AS bucket`, ...cuts.filter(Boolean)]
  const measure = writer.quote(part.column)
  const inner = { sum: `sum(${measure})`, count: part.rolled ? `sum(${writer.quote('rows')})` : 'count(*)' }
  const from =
    part.take === 'sum' || part.take === 'count'
      ? `(
  SELECT ${groups.join(', ')}, max(${day}) AS through, ${inner[part.take]} AS value
  FROM ${table}${where}
  GROUP BY ${groups.map((_, i) => i + 1).join(', ')}
) AS e`
      : `(
  SELECT ${groups.join(', ')}, ${day} AS through, ${measure} AS value
  FROM ${table}${where}
) AS e`
  const weighed = today ? 'e.value * COALESCE(x.weight, 1)' : 'e.value'
  const total = part.take === 'distinct' ? 'count(DISTINCT e.value)' : `sum(${weighed})`
  const expressions: Record<string, string> = {
    part: `'${part.name}'`,
    unit: 'a.ancestor',
    period_start: 'CAST(e.bucket AS VARCHAR)',
    period_end: 'CAST(max(e.through) AS VARCHAR)',
    ...Object.fromEntries(known.map((column) => [column, `e.${column}`])),
    value: `CAST(${total} AS DOUBLE)`,
    estimated: `CAST(sum(CASE WHEN x.extent = 'part' THEN ${weighed} ELSE 0 END) AS DOUBLE)`,
  }
  const crosswalk = today ? '\nLEFT JOIN crosswalk AS x ON x.from_unit = e.unit' : ''
  return `SELECT ${selectList(columnsOfPlan(plan, width), expressions)}
FROM ${from}${crosswalk}
${unitsJoined(plan, writer, today ? 'COALESCE(x.to_unit, e.unit)' : 'e.unit')}
GROUP BY a.ancestor, e.bucket${known.map((column) => `, e.${column}`).join('')}`
}
