/** What holds for every question on the tiny city, whichever one is asked. */
import type { Answer, Figure, Question, QuestionInput } from '@laban/shared'
import { compile, compileAll, duckdb, evidence, Failure, publicViewer, questionSchema } from '@laban/shared'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TinyCity } from './city/warehouse.ts'
import { openCity } from './city/warehouse.ts'

let city: TinyCity

beforeAll(async () => {
  city = await openCity()
})
afterAll(() => city.close())

const questionOf = (question: Omit<QuestionInput, 'city'>): Question =>
  questionSchema.parse({ city: 'tiny', ...question })
const compiled = (question: Question) => compile(question, city.catalogue, publicViewer, duckdb)

async function ask(question: Omit<QuestionInput, 'city'>): Promise<Answer> {
  const { sql, params, finish } = compiled(questionOf(question))
  return finish(await city.query(sql, params))
}

const kinds = ['house', 'new_house', 'repair', 'shop']
const cut = fc.constantFrom('kind', 'in_time', 'street')
const grain = fc.constantFrom('year', 'quarter', 'month')
const period = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 23 })).map((months) =>
  months
    .sort((a, b) => a - b)
    .map((month) => `${2023 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`)
    .join('..'),
)
const where: fc.Arbitrary<Record<string, string[]>> = fc.oneof(
  fc.constant({}),
  fc.record({ kind: fc.subarray(kinds, { minLength: 1 }) }),
  fc.record({ in_time: fc.subarray(['yes', 'no'], { minLength: 1 }) }),
  fc.record({ street: fc.subarray(['Main', 'Mill', 'Top'], { minLength: 1 }) }),
)
const day = fc
  .integer({ min: 0, max: 1100 })
  .map((days) => new Date(Date.UTC(2022, 5, 1) + days * 86_400_000).toISOString().slice(0, 10))

/** Sums by period; a period in which nothing is known is null. */
function sums(figures: readonly Figure[]): Record<string, number | null> {
  const found: Record<string, number | null> = {}
  for (const {
    period: { start, end },
    value,
  } of figures) {
    const key = `${start}..${end}`
    const before = found[key] ?? null
    found[key] = value === null ? before : (before ?? 0) + value
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null))
}

test('the parts of any cut of a sum add up to the whole', async () => {
  const byDimension = fc.record({
    indicator: fc.constantFrom('permits/issued', 'permits/fees'),
    by: fc.uniqueArray(cut, { minLength: 1, maxLength: 3 }),
    where,
    grain,
    period,
  })
  await fc.assert(
    fc.asyncProperty(byDimension, async (question) => {
      const known =
        question.indicator === 'permits/fees'
          ? {
              ...question,
              by: question.by.filter((one) => one !== 'street'),
              where: 'street' in question.where ? {} : question.where,
            }
          : question
      const [whole, parts] = await Promise.all([ask({ ...known, by: [] }), ask(known)])
      expect(sums(parts.figures)).toEqual(sums(whole.figures))
    }),
    { numRuns: 60 },
  )
})

test('questions that share a statement have the answers that each has alone', async () => {
  const indicator = fc.constantFrom(...city.catalogue.indicators.map(({ id }) => id))
  const asked = fc.record({
    indicator,
    grain: fc.constantFrom('point', 'year', 'month'),
    period,
    by: fc.subarray(['unit:district'] as const),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 12 }), async (questions) => {
      const able = questions.flatMap((question) => {
        try {
          return compiled(questionOf({ ...question, compare: ['last-year'] }))
        } catch (error) {
          if (error instanceof Failure) return []
          throw error
        }
      })
      if (able.length === 0) return
      const { sql, params, apart } = compileAll(able, duckdb)
      const together = apart(await city.query(sql, params)).map((rows, i) => able[i]!.finish(rows))
      const alone = await Promise.all(able.map(async (one) => one.finish(await city.query(one.sql, one.params))))
      expect(together).toEqual(alone)
    }),
    { numRuns: 40 },
  )
})

test('the parts of any cut of rows add up to the whole, and to what was published where anything was', async () => {
  const asked = fc.record({
    by: fc.uniqueArray(fc.constantFrom('source_of', 'payer', 'unit:district'), { minLength: 1, maxLength: 3 }),
    filter: fc.oneof(
      fc.constant({}),
      fc.record({ source_of: fc.subarray(['domestic', 'tax', 'fees', 'trade'], { minLength: 1 }) }),
      fc.record({ payer: fc.subarray(['port', 'Mill & Sons', 'Old Bakery', 'nobody'], { minLength: 1 }) }),
    ),
    month: fc.constantFrom('2023-01', '2023-02', '2023-03', '2024-01', '2024-02', '2024-03', '2024-06'),
  })
  await fc.assert(
    fc.asyncProperty(asked, async ({ by, filter, month }) => {
      const indicator = 'money/revenue'
      const question = { indicator, unit: 'tiny', from: 'rows', where: filter, period: month } as const
      const [whole, parts, published] = await Promise.all([
        ask(question),
        ask({ ...question, by }),
        ask({ indicator, unit: 'tiny', period: month }),
      ])
      // Estimates are set for the office, which is no district; they carry no revenue.
      expect(sums(parts.figures)).toEqual(sums(whole.figures))
      expect(sums(Object.keys(filter).length ? published.figures : whole.figures)).toEqual(sums(published.figures))
    }),
    { numRuns: 60 },
  )
})

test("units of a level add up to the unit above them, as reported and on today's map", async () => {
  const byUnit = fc.record({
    indicator: fc.constantFrom('permits/issued', 'permits/fees'),
    where: fc.oneof(fc.constant({}), fc.record({ kind: fc.subarray(kinds, { minLength: 1 }) })),
    level: fc.constantFrom(
      { unit: 'tiny', cut: 'unit:district' as const },
      { unit: 'tiny_merged', cut: 'unit:local' as const },
    ),
    map: fc.constantFrom('reported' as const, 'today' as const),
    grain,
    period,
  })
  await fc.assert(
    fc.asyncProperty(byUnit, async ({ level, ...question }) => {
      const [whole, parts] = await Promise.all([
        ask({ ...question, unit: level.unit }),
        ask({ ...question, unit: level.unit, by: [level.cut] }),
      ])
      const [a, b] = [sums(whole.figures), sums(parts.figures)]
      expect(Object.keys(b)).toEqual(Object.keys(a))
      for (const [key, value] of Object.entries(a)) expect(b[key]).toBeCloseTo(value!, 6)
    }),
    { numRuns: 60 },
  )
})

test('order and repetition in a question change neither its key nor its statement', () => {
  const shuffled = fc
    .record({
      by: fc.uniqueArray(cut, { maxLength: 3 }),
      kind: fc.subarray(kinds, { minLength: 1 }),
      street: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 4 }),
    })
    .chain(({ by, kind, street }) =>
      fc.record({
        plain: fc.constant({ by, where: { kind, street } }),
        other: fc.record({
          by: fc.shuffledSubarray(by, { minLength: by.length }),
          where: fc.record({
            street: fc.shuffledSubarray(street, { minLength: street.length }),
            kind: fc.shuffledSubarray([...kind, ...kind], { minLength: 2 * kind.length }),
          }),
        }),
      }),
    )
  fc.assert(
    fc.property(shuffled, ({ plain, other }) => {
      const rest = { indicator: 'permits/issued', grain: 'month', period: '2023-01..2023-12' } as const
      const a = compiled(questionOf({ ...rest, ...plain, compare: ['last-year', 'target'] }))
      const b = compiled(questionOf({ ...rest, ...other, compare: ['target', 'last-year', 'target'], period: '2023' }))
      expect([b.key, b.sql, b.params]).toEqual([a.key, a.sql, a.params])
    }),
  )
})

test('a month without rows and a date without a statement stay missing, however they are asked', async () => {
  const asked = fc.record({ by: fc.uniqueArray(cut, { maxLength: 2 }), where })
  await fc.assert(
    fc.asyncProperty(asked, async (question) => {
      const { figures } = await ask({
        indicator: 'permits/issued',
        grain: 'month',
        period: '2023-06..2023-10',
        ...question,
      })
      const august = figures.filter(({ period: { start } }) => start === '2023-08-01')
      expect(august.every(({ value }) => value === null)).toBe(true)
    }),
    { numRuns: 30 },
  )
  const { figures } = await ask({ indicator: 'money/revenue', grain: 'month', period: '2023-04' })
  expect(figures.map(({ value }) => value)).toEqual([null])
})

test('nothing published later than the day asked is ever used, in figures, passports or targets', async () => {
  const asked = fc.record({
    indicator: fc.constantFrom(
      'money/revenue',
      'money/execution',
      'money/disbursement',
      'money/accounts',
      'money/firms',
    ),
    asOf: day,
  })
  await fc.assert(
    fc.asyncProperty(asked, async ({ indicator, asOf }) => {
      const answer = await ask({ indicator, asOf, compare: ['target', 'last-year', 'previous', 'peers'] })
      expect(answer.figures.every(({ published }) => published !== null && published <= asOf)).toBe(true)
      const proof = evidence(questionOf({ indicator, asOf }), city.catalogue, publicViewer, duckdb)
      const passport = proof.finish(await city.query(proof.sql, proof.params))
      expect(passport.evidence.every(({ published }) => published <= asOf)).toBe(true)
      const known = city.catalogue.targets
        .filter((target) => target.indicator === indicator && target.published <= asOf)
        .map(({ value }) => value)
      expect(answer.plans.every(({ target }) => known.includes(target))).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('hostile text is bound, never written into the statement', async () => {
  const plain = compiled(questionOf({ indicator: 'permits/issued', where: { street: ['Main'] } })).sql
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(`'; DROP TABLE permits; --`, `" OR 1=1 --`, '$1', `\\'`, `') UNION SELECT * FROM money --`),
  )
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      fc.pre(!['Main', 'Mill', 'Top'].includes(text) && !text.includes('\u0000'))
      const { sql, params, finish } = compiled(questionOf({ indicator: 'permits/issued', where: { street: [text] } }))
      expect(sql).toBe(plain)
      expect(params).toContain(text)
      expect(finish(await city.query(sql, params)).figures.filter(({ value }) => value !== null)).toEqual([])
    }),
    { numRuns: 60 },
  )
  await expect(city.query('SELECT count(*) AS n FROM permits')).resolves.toEqual([{ n: 80 }])
})

test('hostile names are refused by name, not by the engine', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (text) => {
      for (const question of [
        { indicator: text },
        { indicator: 'permits/issued', unit: `x${text}` },
        { indicator: 'permits/issued', where: { kind: [`x${text}`] } },
      ]) {
        const asked = { ...questionOf({ indicator: 'permits/issued' }), ...question }
        expect(() => compiled(asked)).toThrow(Failure)
      }
    }),
  )
})
