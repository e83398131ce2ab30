/** Owns the rule which questions a part of the data can answer: an extract in the tab, or what of protected rows may leave the server. */
import type { Catalogue } from '../catalogue.ts'
import type { Question } from '../question.ts'
import type { Viewer } from '../viewer.ts'
import type { Across } from './across.ts'
import { tablesOf } from './across.ts'
import { compile } from './compile.ts'
import { duckdb } from './dialect/duckdb.ts'

export type Held = {
  /** The part of the catalogue that speaks of what is held. */
  catalogue: Catalogue
  viewer: Viewer
  tables: readonly string[]
}

/**
 * Whether what is held suffices for a question. Where not (values to be counted once over sums by month, a day within a month,
 * other cities), only the whole can answer.
 * @throws Failure as `compile`
 */
export function holds({ catalogue, viewer, tables }: Held, question: Question): boolean {
  if (question.compare.includes('peers')) return false
  const { plan } = compile(question, catalogue, viewer, duckdb)
  // The last day of a stock is that of the whole dataset, of which this is a part.
  if (plan.time === 'stock') return false
  return plan.parts.every((part) => part.form === 'events' && tables.includes(part.table))
}

/** The same for sums over axes. */
export const holdsAcross = ({ tables }: Pick<Held, 'tables'>, found: Across): boolean =>
  found.plan.time !== 'stock' && tablesOf(found).every((table) => tables.includes(table))
