/** Owns the difference between engines, as data: text of one statement and its bound parameters. */
export type Dialect = {
  name: 'duckdb'
  /** Quotes an identifier that comes from the catalogue. */
  quote: (identifier: string) => string
  /** Placeholder of the n-th bound parameter, from 1. */
  placeholder: (n: number) => string
}
