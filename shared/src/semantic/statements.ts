/** Owns the select over a statements dataset: every candidate that was known by the day asked. Which one counts is `choose`'s. */
import { addYears, day, yearOf } from '../period.ts'
import type { StatementsPart } from './part.ts'
import type { Plan } from './plan.ts'
import { selectList } from './shape.ts'
import type { Writer } from './writer.ts'
import { asText, cutAccepted, filtered, inScope, unitsAsked } from './writer.ts'

const months = (column: string): string => `(extract(year FROM ${column}) * 12 + extract(month FROM ${column}))`
const startsYear = 'extract(month FROM period_start) = 1 AND extract(day FROM period_start) = 1'

/** Which spans count: from 1 January to date, whole plan years, or any that ends in the time asked. */
function timeOf(plan: Plan, part: StatementsPart, writer: Writer): string[] {
  const { start, end } = plan.reach
  const overrun = plan.overrunMonths
  if (part.versions) {
    return [
      startsYear,
      `${months('period_end')} BETWEEN ${months('period_start')} + 11 AND ${months('period_start')} + ${11 + overrun}`,
      ...(start ? [`period_start >= ${writer.bindDay(addYears(day(yearOf(start), 1, 1), -1))}`] : []),
      ...(end ? [`period_start <= ${writer.bindDay(end)}`] : []),
    ]
  }
  const window = [
    ...(start ? [`period_end >= ${writer.bindDay(start)}`] : []),
    ...(end ? [`period_end <= ${writer.bindDay(end)}`] : []),
  ]
  if (plan.time !== 'cumulative') return window
  return [startsYear, `${months('period_end')} <= ${months('period_start')} + ${11 + overrun}`, ...window]
}

function whereOf(plan: Plan, part: StatementsPart, writer: Writer): string {
  const asked = unitsAsked(plan, writer, 'unit')
  const unit =
    plan.question.map === 'today'
      ? `(${asked} OR unit IN (SELECT from_unit FROM crosswalk WHERE ${unitsAsked(plan, writer, 'to_unit')}))`
      : asked
  return [
    ...filtered(part.filters, writer),
    ...part.blank.map((column) => `${writer.quote(column)} = ''`),
    ...part.cuts.flatMap((cut) => (cut ? [cutAccepted(cut, writer)] : [])),
    unit,
    ...inScope(plan, writer, 'unit'),
    ...timeOf(plan, part, writer),
    `published <= ${writer.bindDay(plan.asOf)}`,
  ].join('\n  AND ')
}

/** Old units lead to today's by weight; `needed`: how many old units make up the new one, none of which may be missing. */
const recut = (asked: string) => ({
  join: `
  LEFT JOIN (
    SELECT w.from_unit, w.to_unit, w.weight, w.extent, count(*) OVER (PARTITION BY w.to_unit, u.level) AS needed
    FROM crosswalk AS w JOIN dim_unit AS u ON u.unit = w.from_unit AND u.ancestor = w.from_unit
  ) AS x ON x.from_unit = s.unit`,
  where: `\n  AND ${asked}`,
})

export function statementsSql(plan: Plan, part: StatementsPart, writer: Writer): string {
  const today = plan.question.map === 'today'
  const weighed = (value: string) => (today ? `${value} * COALESCE(x.weight, 1)` : value)
  const unit = today ? 'COALESCE(x.to_unit, s.unit)' : 's.unit'
  const expressions: Record<string, string> = {
    part: `'${part.name}'`,
    unit,
    period_start: 'CAST(s.period_start AS VARCHAR)',
    period_end: 'CAST(s.period_end AS VARCHAR)',
    ...Object.fromEntries(
      part.cuts.flatMap((cut, i) => (cut ? [[`c${i}`, asText(`s.${writer.quote(cut.column)}`, cut.isText)]] : [])),
    ),
    value: weighed('s.value'),
    published: 'CAST(s.published AS VARCHAR)',
    of_unit: 's.unit',
    ...Object.fromEntries(
      ['item', 'stated', 'certainty', 'rounding', 'id', 'source', 'source_rank', 'note'].map((column) => [
        column,
        `s.${column}`,
      ]),
    ),
    estimated: `CASE WHEN x.extent = 'part' THEN ${weighed('s.value')} ELSE 0 END`,
    needed: 'CAST(x.needed AS INTEGER)',
    ...Object.fromEntries(part.dimensions.map((column, i) => [`d${i}`, asText(`s.${writer.quote(column)}`, false)])),
  }
  const where = whereOf(plan, part, writer)
  const map = today ? recut(unitsAsked(plan, writer, unit)) : { join: '', where: '' }
  return `SELECT ${selectList(plan, expressions)}
FROM ${writer.quote(part.dataset)} AS s${map.join}
WHERE ${where}${map.where}`
}
