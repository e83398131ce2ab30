/**
 * Owns the statement: one SELECT a part, joined by UNION ALL. Identifiers come from the catalogue and are quoted, values are
 * bound, and what an engine does is filter and add; it chooses and divides nothing.
 */
import type { Dialect } from './dialect/dialect.ts'
import { eventsSql } from './events.ts'
import type { Plan } from './plan.ts'
import { columnsOfPlan, nothing, together } from './shape.ts'
import { statementsSql } from './statements.ts'
import type { Param } from './row.ts'
import type { Writer } from './writer.ts'

export type Statement = { sql: string; params: Param[] }

/** @param params  what is bound already, to which it adds */
export function toSql(plan: Plan, dialect: Dialect, params: Param[] = []): Statement {
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

/** Several plans as one statement, whose rows say by `q` which plan they are of: what an engine takes for a statement it takes once. */
export function toSqlOfAll(plans: readonly Plan[], dialect: Dialect): Statement {
  const params: Param[] = []
  const columns = [...new Set(plans.flatMap(columnsOfPlan))]
  const selects = plans.map((plan, i) => {
    const own = new Set(columnsOfPlan(plan))
    const list = columns.map((column) => (own.has(column) ? column : `${nothing(column)} AS ${column}`))
    return `SELECT ${i} AS q, ${list.join(', ')} FROM (\n${toSql(plan, dialect, params).sql}\n) AS q${i}`
  })
  return { sql: selects.join('\nUNION ALL\n'), params }
}
