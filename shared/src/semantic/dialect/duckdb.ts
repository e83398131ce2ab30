/** Owns DuckDB's text: quoting and placeholders. */
import type { Dialect } from './dialect.ts'

export const duckdb: Dialect = {
  name: 'duckdb',
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  placeholder: (n) => `$${n}`,
}
