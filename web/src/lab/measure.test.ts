import { datasetSchema } from '@laban/shared'
import { expect, test } from 'vitest'
import { statementsOf } from './lexer.ts'
import { measureIn } from './measure.ts'
import { tableOf } from './table.ts'

const words = { vi: 'a', en: 'a' }
const base = { title: words, about: words, owner: 'x', sharing: 'file' }
const tables = [
  datasetSchema.parse({
    ...base,
    id: 'budget',
    form: 'statements',
    items: {
      revenue: { title: words, measuredIn: 'vnd_billion' },
      rate: { title: words, measuredIn: 'percent' },
    },
    columns: [],
  }),
  datasetSchema.parse({
    ...base,
    id: 'permits',
    form: 'events',
    columns: [
      { name: 'unit', type: 'text', role: 'unit', title: words },
      { name: 'fee', type: 'number', role: 'measure', title: words, measuredIn: 'vnd_billion' },
    ],
  }),
].map((dataset) => tableOf(dataset, 1))

const measure = (sql: string, column: string) => measureIn(statementsOf(sql)[0]!, tables)(column)

test.each([
  ["SELECT value FROM budget WHERE item = 'revenue'", 'value', 'vnd_billion'],
  ["SELECT max_by(value, published) AS thu FROM budget WHERE item = 'revenue'", 'thu', 'vnd_billion'],
  ["SELECT sum(value) FROM budget WHERE item = 'revenue'", 'sum("value")', 'vnd_billion'],
  ['SELECT value FROM budget', 'value', null],
  ["SELECT value FROM budget WHERE item IN ('revenue', 'rate')", 'value', null],
  ["SELECT value / 2 AS half FROM budget WHERE item = 'revenue'", 'half', null],
  ["SELECT count(value) AS n FROM budget WHERE item = 'revenue'", 'n', null],
  ['SELECT unit, round(sum(p.fee), 1) AS phi FROM permits p GROUP BY unit', 'phi', 'vnd_billion'],
  ['SELECT unit, sum(fee) phi FROM permits GROUP BY unit', 'phi', 'vnd_billion'],
  ['SELECT fee AS unit FROM permits', 'unit', 'vnd_billion'],
  ['SELECT unit FROM permits', 'unit', null],
  ['WITH x AS (SELECT count(*) AS fee FROM permits) SELECT unit FROM permits', 'unit', null],
])('in %s the column %s is measured in %s', (sql, column, expected) => {
  expect(measure(sql, column)).toBe(expected)
})
