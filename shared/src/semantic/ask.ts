/** Owns one form for equal questions: order and repetition do not matter, so that they share a key, a statement and an answer. */
import type { Question } from '../question.ts'
import { comparisons } from '../question.ts'
import { Failure } from '../failure.ts'
import { isDay, parsePeriod, periodKey } from '../period.ts'
import type { Audience, Viewer } from '../viewer.ts'

const sorted = (values: readonly string[]): string[] => [...new Set(values)].sort()

/**
 * @returns the same question with lists in order and without repeats, the period in its shortest form
 * @throws Failure question/bad-period, question/bad-date
 */
export function canonical(question: Question): Question {
  if (question.asOf !== undefined && !isDay(question.asOf)) {
    throw new Failure('question/bad-date', {
      vi: `Ngày không hợp lệ: "${question.asOf}"; cho phép: YYYY-MM-DD`,
      en: `Invalid date: "${question.asOf}"; allowed: YYYY-MM-DD`,
    })
  }
  return {
    indicator: question.indicator,
    city: question.city,
    ...(question.unit === undefined ? {} : { unit: question.unit }),
    ...(question.period === undefined ? {} : { period: periodKey(parsePeriod(question.period)) }),
    grain: question.grain,
    by: sorted(question.by),
    where: Object.fromEntries(
      sorted(Object.keys(question.where)).map((column) => [column, sorted(question.where[column]!)]),
    ),
    compare: comparisons.filter((one) => question.compare.includes(one)),
    ...(question.asOf === undefined ? {} : { asOf: question.asOf }),
    map: question.map,
    from: question.from,
  }
}

/**
 * Units whose rows may be read, in one form.
 * @param audience  of what is read: what is public is the same for everyone; left out: as for what is not
 */
export const scopeOf = (viewer: Viewer, audience?: Audience): 'all' | string[] =>
  viewer.scope === 'all' || audience === 'public' ? 'all' : sorted(viewer.scope)

/** @param question  in canonical form */
export const keyOf = (question: Question, scope: 'all' | string[]): string => JSON.stringify([question, scope])
