/** Owns the passport: every statement behind one figure, with the step of the rule that chose it. */
import type { Passport } from '../answer.ts'
import type { Catalogue } from '../catalogue.ts'
import type { Question } from '../question.ts'
import type { Viewer } from '../viewer.ts'
import type { Param, Row } from './compile.ts'
import type { Dialect } from './dialect/dialect.ts'

export type Proof = { key: string; sql: string; params: Param[]; finish: (rows: Row[]) => Passport }

/**
 * The passport of the newest figure that the question has. The question must name one figure: no `by` (narrow by `where` and `unit`).
 * @throws Failure as `compile` does
 */
export function evidence(question: Question, catalogue: Catalogue, viewer: Viewer, dialect: Dialect): Proof {
  throw new Error(`not yet: ${question.indicator} ${catalogue.release.id} ${viewer.role} ${dialect.name}`)
}
