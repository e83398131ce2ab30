/** Owns the face of the semantic layer: a question goes in, one statement and the function that finishes its rows come out. */
import type { Answer } from '../answer.ts'
import type { Catalogue } from '../catalogue.ts'
import type { Question } from '../question.ts'
import type { Viewer } from '../viewer.ts'
import { keyOf } from './ask.ts'
import type { Dialect } from './dialect/dialect.ts'
import { finish, steps } from './finish.ts'
import type { Plan } from './plan.ts'
import { makePlan } from './plan.ts'
import type { Param, Row } from './row.ts'
import { toSql, toSqlOfAll } from './sql.ts'

export type Compiled = {
  /** Equal for equal questions in another order, and for viewers with the same rights; with the release it keys a cache. */
  key: string
  plan: Plan
  sql: string
  params: Param[]
  finish: (rows: Row[]) => Answer
  /** The same in steps, for who must not be held up. */
  steps: (rows: Row[]) => Generator<undefined, Answer>
}

/**
 * @throws Failure question/unknown-indicator, question/unknown-city, question/unknown-unit, question/unknown-cut,
 *   question/unknown-value, question/bad-period, question/bad-date, question/unsupported, access/denied
 */
export function compile(question: Question, catalogue: Catalogue, viewer: Viewer, dialect: Dialect): Compiled {
  const plan = makePlan(question, catalogue, viewer)
  return {
    key: keyOf(plan.question, plan.scope),
    plan,
    ...toSql(plan, dialect),
    finish: (rows) => finish(plan, catalogue, rows),
    steps: (rows) => steps(plan, catalogue, rows),
  }
}

/** Compiled questions as one statement, and its rows told apart again in the questions' order. */
export function compileAll(
  questions: readonly Pick<Compiled, 'plan'>[],
  dialect: Dialect,
): { sql: string; params: Param[]; apart: (rows: readonly Row[]) => Row[][] } {
  const statement = toSqlOfAll(
    questions.map(({ plan }) => plan),
    dialect,
  )
  return {
    ...statement,
    apart: (rows) => {
      const all: Row[][] = questions.map(() => [])
      for (const row of rows) all[Number(row['q'])]!.push(row)
      return all
    },
  }
}
