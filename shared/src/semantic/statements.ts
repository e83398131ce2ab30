/**
 * Owns the select over a statements dataset: candidates of each cell ranked by the rule of preference, the first one chosen,
 * and how far the others lie apart.
 */
import { certainties } from '../dataset.ts'
import { addYears, day, yearOf } from '../period.ts'
import type { StatementsPart } from './part.ts'
import type { Plan } from './plan.ts'
import type { Writer } from './writer.ts'
import { asText, columnsOfPlan, cutAccepted, filtered, inScope, selectList, unitsAsked } from './writer.ts'

const trust = `CASE certainty ${certainties.map((name, i) => `WHEN '${name}' THEN ${i}`).join(' ')} END DESC`
const exactness = `CASE rounding WHEN 'exact' THEN 0 ELSE 1 END`
const months = (column: string): string => `(extract(year FROM ${column}) * 12 + extract(month FROM ${column}))`
const startsYear = 'extract(month FROM period_start) = 1 AND extract(day FROM period_start) = 1'

/** Which spans count: from 1 January to date, whole plan years, or any that ends in the window. */
function timeOf(plan: Plan, part: StatementsPart, writer: Writer): string[] {
  const { start, end } = plan.reach
  const overrun = Number(plan.overrunMonths)
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
  ].join('\n        AND ')
}

/** Old units lead to today's by weight; `needed`: how many old units make up the new one, none of which may be missing. */
const recut = (asked: string) => ({
  join: `
  LEFT JOIN (
    SELECT w.from_unit, w.to_unit, w.weight, w.extent, count(*) OVER (PARTITION BY w.to_unit, u.level) AS needed
    FROM crosswalk AS w JOIN dim_unit AS u ON u.unit = w.from_unit AND u.ancestor = w.from_unit
  ) AS x ON x.from_unit = s.unit`,
  where: ` AND ${asked}`,
})

/** @param width  null: chosen statements only; else every candidate, with that many columns for its dimensions */
export function statementsSql(plan: Plan, part: StatementsPart, writer: Writer, width: number | null): string {
  const today = plan.question.map === 'today'
  const cell = ['item', 'stated', 'unit', 'period_start', 'period_end', ...(part.versions ? ['published'] : []), ...part.dimensions.map(writer.quote)]
  const order = [trust, exactness, ...(part.versions ? [] : ['published DESC']), 'source_rank DESC', 'id']
  const weighed = (value: string) => (today ? `${value} * COALESCE(x.weight, 1)` : value)
  const unit = today ? 'COALESCE(x.to_unit, s.unit)' : 's.unit'
  const expressions: Record<string, string> = {
    part: `'${part.name}'`,
    unit,
    period_start: 'CAST(s.period_start AS VARCHAR)',
    period_end: 'CAST(s.period_end AS VARCHAR)',
    ...Object.fromEntries(part.cuts.flatMap((cut, i) => (cut ? [[`c${i}`, asText(`s.${writer.quote(cut.column)}`, cut.isText)]] : []))),
    value: weighed('s.value'),
    certainty: 's.certainty',
    rounding: 's.rounding',
    published: 'CAST(s.published AS VARCHAR)',
    id: 's.id',
    source: 's.source',
    n: 'CAST(s.n AS INTEGER)',
    low: weighed('s.low'),
    high: weighed('s.high'),
    earlier_low: weighed('s.earlier_low'),
    earlier_high: weighed('s.earlier_high'),
    estimated: `CASE WHEN x.extent = 'part' THEN ${weighed('s.value')} ELSE 0 END`,
    needed: 'CAST(x.needed AS INTEGER)',
    place: 'CAST(s.place AS INTEGER)',
    item: 's.item',
    note: 's.note',
    ...Object.fromEntries(part.dimensions.map((column, i) => [`d${i}`, asText(`s.${writer.quote(column)}`, false)])),
  }
  const standing = (value: string, comparison: string) => `${value}(CASE WHEN published ${comparison} chosen_published THEN value END) OVER cell`
  const where = whereOf(plan, part, writer)
  const map = today ? recut(unitsAsked(plan, writer, unit)) : { join: '', where: '' }
  return `SELECT ${selectList(columnsOfPlan(plan, width), expressions)}
FROM (
  SELECT *, count(*) OVER cell AS n,
    ${standing('min', '>=')} AS low, ${standing('max', '>=')} AS high,
    ${standing('min', '<')} AS earlier_low, ${standing('max', '<')} AS earlier_high
  FROM (
    SELECT *, row_number() OVER preference AS place, first_value(published) OVER preference AS chosen_published
    FROM ${writer.quote(part.dataset)}
    WHERE ${where}
    WINDOW preference AS (
      PARTITION BY ${cell.join(', ')}
      ORDER BY ${order.join(', ')}
    )
  ) AS ranked
  WINDOW cell AS (PARTITION BY ${cell.join(', ')})
) AS s${map.join}
WHERE ${width === null ? 's.place = 1' : 's.place > 0'}${map.where}`
}
