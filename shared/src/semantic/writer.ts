/** Owns the pieces that every select is written with: binding, units, scope and the columns that all parts share. */
import type { Filter, PartCut } from './part.ts'
import type { Plan } from './plan.ts'
import type { Param } from './row.ts'

export type Writer = {
  quote: (identifier: string) => string
  /** Binds a value and returns its placeholder. */
  bind: (value: Param) => string
  bindDay: (day: string) => string
  /** `column IN (...)`; nothing accepted is false. */
  oneOf: (column: string, values: readonly string[]) => string
}

export const asText = (column: string, isText: boolean): string => (isText ? column : `CAST(${column} AS VARCHAR)`)

/** Rows of the units asked, of those cut to, and of the peers' cities. */
export function unitsAsked(plan: Plan, writer: Writer, column: string): string {
  const roots = [...plan.units, ...plan.peers.flatMap(({ units }) => units)]
  if (!plan.levels) return writer.oneOf(column, roots)
  return `${column} IN (SELECT unit FROM dim_unit WHERE ${writer.oneOf('ancestor', roots)} AND ${writer.oneOf('level', plan.levels)})`
}

/** What the viewer may read: the units of the scope and all below them. */
export const inScope = (plan: Plan, writer: Writer, column: string): string[] =>
  plan.scope === 'all' ? [] : [`${column} IN (SELECT unit FROM dim_unit WHERE ${writer.oneOf('ancestor', plan.scope)})`]

export const filtered = (filters: readonly Filter[], writer: Writer): string[] =>
  filters.map(({ column, isText, values }) => writer.oneOf(asText(writer.quote(column), isText), values))

/** Codes that a cut accepts in statements: those listed, else any that is not blank. */
export const cutAccepted = (cut: PartCut, writer: Writer): string => {
  const column = asText(writer.quote(cut.column), cut.isText)
  return cut.codes
    ? writer.oneOf(
        column,
        cut.codes.map(({ code }) => code),
      )
    : `${column} <> ''`
}
