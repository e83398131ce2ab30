/**
 * Owns the statement: one SELECT a part, joined by UNION ALL. Identifiers come from the catalogue and are quoted, values are
 * bound, and what an engine does is filter and add; it chooses and divides nothing.
 */
import type { Dialect } from './dialect/dialect.ts'
import { eventsSql } from './events.ts'
import type { Plan } from './plan.ts'
import { together } from './shape.ts'
import { statementsSql } from './statements.ts'
import type { Param } from './row.ts'
import type { Writer } from './writer.ts'

export type Statement = { sql: string; params: Param[] }

export function toSql(plan: Plan, dialect: Dialect): Statement {
  const params: Param[] = []
  const bind = (value: Param): string => dialect.placeholder(params.push(value))
  const writer: Writer = {
    quote: dialect.quote,
    bind,
    bindDay: (day) => `CAST(${bind(day)} AS DATE)`,
    oneOf: (column, values) => (values.length ? `${column} IN (${values.map(bind).join(', ')})` : '1 = 0'),
  }
  const selects = [
    ...plan.parts.flatMap((part) => (part.form === 'statements' ? statementsSql(plan, part, writer) : [])),
    ...together(plan).map((parts) => eventsSql(plan, parts, writer)),
  ]
  return { sql: selects.join('\nUNION ALL\n'), params }
}
