import { describe, expect, test } from 'vitest'
import { compareRow, territoryOf } from './compare.ts'

const on = (value: number, end: string, start = end) => ({ value, period: { start, end } })

describe('a row of cities', () => {
  test('has the median of what may be compared and the home city against it', () => {
    const row = compareRow([on(60, '2024-12-31'), on(80, '2024-12-31'), on(70, '2025-06-30'), null], 'stock')
    expect(row).toMatchObject({
      apart: [null, null, null, undefined],
      median: 70,
      count: 3,
      difference: -10,
      from: 0,
      to: 80,
    })
  })

  test('leaves out figures more than a year apart, and says so', () => {
    const row = compareRow([on(60, '2025-12-31'), on(90, '2023-12-31'), on(70, '2025-06-30')], 'stock')
    expect(row.apart).toEqual([null, 'date', null])
    expect(row.median).toBe(65)
  })

  test('does not hold half a year against a whole one', () => {
    const half = on(40, '2025-06-30', '2025-01-01')
    const year = on(95, '2025-12-31', '2025-01-01')
    expect(compareRow([half, year], 'cumulative')).toMatchObject({
      apart: [null, 'span'],
      median: null,
      difference: null,
    })
    expect(compareRow([half, on(41, '2025-07-10', '2025-01-01')], 'cumulative').median).toBe(40.5)
    expect(compareRow([half, year], 'stock').median).toBe(67.5)
  })

  test('is held against the newest figure where the home city has none', () => {
    const row = compareRow([null, on(1, '2022-12-31'), on(3, '2025-12-31'), on(5, '2025-11-30')], 'stock')
    expect(row).toMatchObject({ apart: [undefined, 'date', null, null], median: 4, difference: null })
  })

  test('has no median of one figure, and a line that holds zero and negative values', () => {
    expect(compareRow([on(-6.8, '2021-12-31'), null], 'flow')).toMatchObject({
      median: null,
      count: 1,
      from: -6.8,
      to: 0,
    })
    expect(compareRow<ReturnType<typeof on>>([null, null], 'flow')).toMatchObject({
      median: null,
      count: 0,
      from: 0,
      to: 0,
      against: null,
    })
  })
})

test('territory is told by the unit that a figure speaks of', () => {
  expect(territoryOf({ unitFrom: null, unitTo: '2025-06-30' })).toEqual({ side: 'before', on: '2025-06-30' })
  expect(territoryOf({ unitFrom: '2025-07-01', unitTo: null })).toEqual({ side: 'after', on: '2025-07-01' })
  expect(territoryOf({ unitFrom: null, unitTo: null })).toBeNull()
})
