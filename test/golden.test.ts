/** Questions and the statements that they become, one file each in golden/; every statement is bound by the engine. */
import type { Catalogue, QuestionInput, Viewer } from '@laban/shared'
import { compile, compileAll, duckdb, evidence, publicViewer, questionSchema } from '@laban/shared'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TinyCity } from './city/warehouse.ts'
import { openCity } from './city/warehouse.ts'

let city: TinyCity

beforeAll(async () => {
  city = await openCity()
})
afterAll(() => city.close())

const east: Viewer = { ...publicViewer, scope: ['tiny/east'], clearance: ['internal'] }

const questions: Record<string, { question: Omit<QuestionInput, 'city'>; viewer?: Viewer }> = {
  'cumulative-with-target': {
    question: { indicator: 'money/revenue', period: '2024', compare: ['target', 'last-year'] },
  },
  'cumulative-by-source': {
    question: { indicator: 'money/revenue', period: '2023', by: ['source_of'], where: { source_of: ['domestic'] } },
  },
  'ratio-with-plan-in-force': { question: { indicator: 'money/execution', period: '2024', asOf: '2024-06-30' } },
  'ratio-with-printed-rate': { question: { indicator: 'money/disbursement', period: '2023', by: ['unit:district'] } },
  'flow-of-statements': { question: { indicator: 'money/firms', period: '2023', grain: 'month' } },
  'flow-on-todays-map': {
    question: { indicator: 'money/firms', period: '2023', grain: 'month', by: ['unit:local'], map: 'today' },
  },
  'stock-with-peers': {
    question: { indicator: 'money/accounts', period: '2023', grain: 'quarter', compare: ['peers'] },
  },
  'count-from-roll-up': {
    question: { indicator: 'permits/issued', period: '2024', grain: 'month', by: ['kind', 'unit:district'] },
  },
  'count-outside-roll-ups': {
    question: {
      indicator: 'permits/issued',
      period: '2024',
      grain: 'year',
      by: ['kind', 'street'],
      where: { kind: ['house'] },
    },
  },
  'running-sum': { question: { indicator: 'permits/fees', period: '2024', where: { in_time: ['yes'] } } },
  'running-sum-on-todays-map': {
    question: { indicator: 'permits/fees', period: '2024', by: ['unit:local'], map: 'today', asOf: '2024-10-15' },
  },
  'share-of-rows': { question: { indicator: 'permits/in-time', period: '2024', grain: 'quarter', unit: 'tiny/east' } },
  'distinct-values': { question: { indicator: 'permits/streets', period: '2024', grain: 'quarter', by: ['kind'] } },
  'rows-of-a-sum': {
    question: { indicator: 'money/revenue', from: 'rows', period: '2024', by: ['payer', 'unit:district'] },
  },
  'rows-of-a-ratio': {
    question: { indicator: 'money/execution', from: 'rows', period: '2024', by: ['source_of'], compare: ['last-year'] },
  },
  'cut-to-a-scope': { question: { indicator: 'permits/issued', grain: 'year', by: ['unit:district'] }, viewer: east },
}

const written = (question: object, sql: string, params: unknown[]): string =>
  `-- ${JSON.stringify(question)}\n-- ${params.map((value, i) => `$${i + 1} = ${JSON.stringify(value)}`).join(', ')}\n${sql}\n`

/** A scope cuts what is not public alone. */
const guarded = (): Catalogue => ({
  ...city.catalogue,
  indicators: city.catalogue.indicators.map((one) => ({ ...one, audience: 'internal' as const })),
})

test.each(Object.entries(questions))('%s', async (name, { question, viewer = publicViewer }) => {
  const catalogue = viewer === publicViewer ? city.catalogue : guarded()
  const { sql, params } = compile(questionSchema.parse({ city: 'tiny', ...question }), catalogue, viewer, duckdb)
  await expect(written(question, sql, params)).toMatchFileSnapshot(`golden/${name}.sql`)
  await expect(city.query(`EXPLAIN ${sql}`, params)).resolves.not.toHaveLength(0)
})

test('passport-of-a-ratio', async () => {
  const question = { indicator: 'money/execution', period: '2023-12-31' }
  const { sql, params } = evidence(
    questionSchema.parse({ city: 'tiny', ...question }),
    city.catalogue,
    publicViewer,
    duckdb,
  )
  await expect(written(question, sql, params)).toMatchFileSnapshot('golden/passport-of-a-ratio.sql')
  await expect(city.query(`EXPLAIN ${sql}`, params)).resolves.not.toHaveLength(0)
})

test('several-questions-together', async () => {
  const asked = ['cumulative-with-target', 'running-sum'].map((name) => questions[name]!.question)
  const each = asked.map((question) =>
    compile(questionSchema.parse({ city: 'tiny', ...question }), city.catalogue, publicViewer, duckdb),
  )
  const { sql, params } = compileAll(each, duckdb)
  await expect(written(asked, sql, params)).toMatchFileSnapshot('golden/several-questions-together.sql')
  await expect(city.query(`EXPLAIN ${sql}`, params)).resolves.not.toHaveLength(0)
})
