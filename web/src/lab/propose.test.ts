import type { Dataset } from '@laban/shared'
import { datasetSchema, indicatorSchema } from '@laban/shared'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { lab as vi } from '../words/vi/lab.ts'
import { propose } from './propose.ts'
import { proposalText } from './proposal-text.ts'

const words = { vi: 'a', en: 'a' }
const column = (name: string, role: string, more = {}) => ({
  name,
  type: role === 'measure' ? 'number' : role === 'time' ? 'date' : 'text',
  role,
  title: words,
  ...more,
})
const datasets: Dataset[] = [
  {
    id: 'permits',
    form: 'events',
    columns: [
      column('id', 'id'),
      column('unit', 'unit'),
      column('day', 'time'),
      column('kind', 'dimension'),
      column('street', 'detail'),
      column('fee', 'measure', { measuredIn: 'vnd_billion' }),
    ],
  },
  {
    id: 'budget',
    form: 'statements',
    items: { budget_revenue: { title: { vi: 'Thu', en: 'Revenue' }, measuredIn: 'vnd_billion' } },
    columns: [column('revenue_source', 'dimension')],
  },
].map((given) => datasetSchema.parse({ title: words, about: words, owner: 'x', sharing: 'file', ...given }))

const indicatorOf = (sql: string) => {
  const given = propose(sql, datasets)
  if (!('indicator' in given)) throw new Error(given.reason)
  return given.indicator
}

describe('a query of the vocabulary', () => {
  test('over rows: sum by month, unit and dimension', () => {
    const sql = `SELECT date_trunc('month', day) AS thang, p.unit, kind, sum(fee) AS phi
      FROM permits p WHERE kind IN ('build', 'trade') AND p.street = 'x' GROUP BY ALL ORDER BY thang LIMIT 10`
    expect(indicatorOf(sql)).toMatchObject({
      measure: {
        kind: 'sum',
        of: { dataset: 'permits', take: 'sum', column: 'fee', where: { kind: ['build', 'trade'], street: ['x'] } },
      },
      measuredIn: 'vnd_billion',
      time: 'flow',
      cuts: ['kind'],
    })
  })
  test('counts rows and distinct values', () => {
    expect(indicatorOf('SELECT count(*) FROM permits').measure).toMatchObject({ kind: 'count' })
    expect(indicatorOf('SELECT kind, count(DISTINCT street) n FROM permits GROUP BY kind').measure).toMatchObject({
      kind: 'distinct',
      of: { column: 'street' },
    })
  })
  test('over statements: one quantity of one kind', () => {
    const sql = `SELECT sum(value) FROM budget WHERE item = 'budget_revenue' AND stated = 'actual' AND revenue_source = 'o''clock'`
    expect(indicatorOf(sql)).toMatchObject({
      id: 'proposed/budget-revenue',
      time: 'cumulative',
      measuredIn: 'vnd_billion',
      measure: { of: { where: { item: ['budget_revenue'], stated: ['actual'], revenue_source: ["o'clock"] } } },
    })
  })
  test('becomes a file that the catalogue reads again', () => {
    const indicator = indicatorOf("SELECT sum(fee) FROM permits WHERE kind = 'build'")
    const text = proposalText(indicator, 'đầu tệp')
    expect(text).toMatch(/^# đầu tệp\n/)
    expect(indicatorSchema.parse(parse(text))).toEqual(indicator)
  })
})

test.each([
  ['', 'empty', ''],
  ['SELECT count(*) FROM permits; SELECT 1', 'several', 'SELECT'],
  ['WITH x AS (SELECT 1) SELECT count(*) FROM x', 'not-select', 'WITH'],
  ['SELECT count(*) FROM permits JOIN budget USING (unit)', 'one-table', 'JOIN'],
  ['SELECT count(*) FROM permits, budget', 'one-table', ','],
  ['SELECT count(*) FROM (SELECT 1)', 'one-table', '('],
  ['SELECT count(*) FROM mine', 'unknown-table', 'mine'],
  ["SELECT count(*) FROM permits WHERE colour = 'x'", 'unknown-column', 'colour'],
  ['SELECT kind FROM permits', 'no-aggregate', 'SELECT'],
  ['SELECT sum(fee), count(*) FROM permits', 'two-aggregates', 'count'],
  ['SELECT sum(fee) / count(*) FROM permits', 'selected', '/'],
  ['SELECT avg(fee) FROM permits', 'aggregate', 'avg'],
  ['SELECT sum(fee * 2) FROM permits', 'aggregate', '*'],
  ['SELECT sum(kind) FROM permits', 'not-measure', 'kind'],
  ['SELECT street, count(*) FROM permits GROUP BY street', 'selected', 'street'],
  ['SELECT count(*) FROM permits WHERE fee > 3', 'condition', '>'],
  ["SELECT count(*) FROM permits WHERE kind = 'a' OR kind = 'b'", 'condition', 'OR'],
  ["SELECT count(*) FROM permits WHERE NOT kind = 'a'", 'unknown-column', 'NOT'],
  ["SELECT count(*) FROM permits WHERE unit = 'hcmc'", 'by-unit', 'unit'],
  ["SELECT count(*) FROM permits WHERE day = '2025-01-01'", 'by-time', 'day'],
  ["SELECT sum(value) FROM budget WHERE item = 'budget_revenue'", 'items', 'value'],
  ['SELECT kind, count(*) FROM permits GROUP BY kind HAVING count(*) > 3', 'clause', 'HAVING'],
  ['SELECT count(*) FROM permits UNION ALL SELECT 1', 'clause', 'UNION'],
])('%s cannot be said: %s', (sql, reason, near) => {
  const given = propose(sql, datasets)
  expect(given).toMatchObject({ reason, near })
  expect(vi.proposal.reasons[reason as 'empty']).toBeTruthy()
  const { from, to } = given as { from: number; to: number }
  expect(sql.slice(from, to)).toBe(near)
})
