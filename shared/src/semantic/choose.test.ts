import { expect, test } from 'vitest'
import { choose, compareStatements, stepBetween } from './choose.ts'
import type { StatementsPart } from './part.ts'
import type { Row } from './row.ts'

const part = { dimensions: ['source'], versions: false } as unknown as StatementsPart
const plan = { ...part, versions: true } as StatementsPart

const row = (id: string, more: Row = {}): Row => ({
  id,
  item: 'revenue',
  stated: 'actual',
  unit: 'city',
  of_unit: 'city',
  period_start: '2024-01-01',
  period_end: '2024-12-31',
  d0: '',
  value: 100,
  certainty: 'actual',
  rounding: 'exact',
  published: '2025-01-10',
  source_rank: 2,
  ...more,
})

const order = (rows: Row[], versions = false) =>
  [...rows].sort((a, b) => compareStatements(a, b, versions)).map(({ id }) => id)

test('certainty goes before exactness, exactness before the day, the day before the source, the source before the id', () => {
  const rows = [
    row('c', { source_rank: 1 }),
    row('b'),
    row('a'),
    row('official', { source_rank: 3 }),
    row('later', { published: '2025-02-01', source_rank: 1 }),
    row('rounded', { rounding: 'over', published: '2026-01-01' }),
    row('estimate', { certainty: 'estimate', published: '2026-02-01' }),
    row('settled', { certainty: 'settled', rounding: 'about', published: '2025-01-01' }),
  ]
  expect(order(rows)).toEqual(['settled', 'later', 'official', 'a', 'b', 'c', 'rounded', 'estimate'])
  expect(order(rows.toReversed())).toEqual(order(rows))
})

test('of a plan the last version published is in force, however it was printed', () => {
  const rows = [row('first', { certainty: 'settled' }), row('revised', { rounding: 'over', published: '2025-06-01' })]
  expect(order(rows, true)).toEqual(['revised', 'first'])
  expect(stepBetween(rows[0]!, rows[1]!, true)).toBe('published')
  expect(choose(plan, rows)).toHaveLength(2)
})

test('what was replaced and what stands beside are told apart', () => {
  const [chosen] = choose(part, [
    row('old', { published: '2025-01-01', value: 90 }),
    row('kept', { value: 100 }),
    row('beside', { rounding: 'about', published: '2025-03-01', value: 104 }),
  ])
  expect(chosen).toMatchObject({ row: { id: 'kept' }, low: 100, high: 104, earlierLow: 90, earlierHigh: 90 })
})

test('statements of another cut, period or kind do not compete', () => {
  const rows = [
    row('a'),
    row('b', { d0: 'oil' }),
    row('c', { period_end: '2024-12-30' }),
    row('d', { stated: 'plan' }),
    row('e', { of_unit: 'former' }),
  ]
  expect(choose(part, rows)).toHaveLength(5)
})
