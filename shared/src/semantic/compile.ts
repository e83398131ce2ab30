/** Owns the face of the semantic layer: a question goes in, one statement and the function that finishes its rows come out. */
import type { Answer } from '../answer.ts'
import type { Catalogue } from '../catalogue.ts'
import type { Question } from '../question.ts'
import type { Viewer } from '../viewer.ts'
import type { Dialect } from './dialect/dialect.ts'

/** A value bound to the statement; never part of its text. */
export type Param = string | number | boolean | null

/** A row as the engine returned it: days as `YYYY-MM-DD` text, counts and sums as numbers. */
export type Row = Record<string, string | number | boolean | null>

export type Compiled = {
  /** Equal for equal questions in another order, and for viewers with the same rights; with the release it keys a cache. */
  key: string
  /** The question resolved; plain data. */
  plan: unknown
  sql: string
  params: Param[]
  finish: (rows: Row[]) => Answer
}

/**
 * @throws Failure question/unknown-indicator, question/unknown-city, question/unknown-unit, question/unknown-cut,
 *   question/unknown-value, question/bad-period, question/bad-date, question/unsupported, access/denied
 */
export function compile(question: Question, catalogue: Catalogue, viewer: Viewer, dialect: Dialect): Compiled {
  throw new Error(`not yet: ${question.indicator} ${catalogue.release.id} ${viewer.role} ${dialect.name}`)
}
