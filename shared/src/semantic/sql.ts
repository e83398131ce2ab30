/**
 * Owns the statement: one SELECT a part, joined by UNION ALL. Identifiers come from the catalogue and are quoted, values are
 * bound, and what an engine does is choose and add; it divides nothing.
 */
import type { Dialect } from './dialect/dialect.ts'
import { eventsSql } from './events.ts'
import type { Plan } from './plan.ts'
import { statementsSql } from './statements.ts'
import type { Param } from './row.ts'
import type { Writer } from './writer.ts'

export type Statement = { sql: string; params: Param[] }

/**
 * @param candidates  true: every statement that competed, with its place and its own dimensions; false: the chosen ones
 */
export function toSql(plan: Plan, dialect: Dialect, candidates = false): Statement {
  const params: Param[] = []
  const bind = (value: Param): string => dialect.placeholder(params.push(value))
  const writer: Writer = {
    quote: dialect.quote,
    bind,
    bindDay: (day) => `CAST(${bind(day)} AS DATE)`,
    oneOf: (column, values) => (values.length ? `${column} IN (${values.map(bind).join(', ')})` : '1 = 0'),
  }
  const width = candidates ? Math.max(0, ...plan.parts.map((part) => (part.form === 'statements' ? part.dimensions.length : 0))) : null
  const selects = plan.parts.map((part) =>
    part.form === 'statements' ? statementsSql(plan, part, writer, width) : eventsSql(plan, part, writer, width),
  )
  return { sql: selects.join('\nUNION ALL\n'), params }
}
