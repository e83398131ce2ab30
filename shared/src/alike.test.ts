import { describe, expect, test } from 'vitest'
import { alike, apartFrom } from './alike.ts'

const on = (value: number, end: string, start = end) => ({ value, period: { start, end } })
const year = (value: number, of: number) => on(value, `${of}-12-31`, `${of}-01-01`)
const values = (row: ({ value: number } | null)[]) => row.map((figure) => figure?.value ?? null)

describe('figures that may be compared', () => {
  test('lie within a year of each other', () => {
    expect(apartFrom(year(1, 2024), year(2, 2025), 'flow')).toBeNull()
    expect(apartFrom(year(1, 2023), year(2, 2025), 'flow')).toBe('date')
  })

  test('span periods of like length, unless they are stocks', () => {
    const half = on(1, '2025-06-30', '2025-01-01')
    expect(apartFrom(half, year(2, 2025), 'cumulative')).toBe('span')
    expect(apartFrom(half, on(2, '2025-07-10', '2025-01-01'), 'cumulative')).toBeNull()
    expect(apartFrom(half, year(2, 2025), 'stock')).toBeNull()
  })
})

describe('one figure a city', () => {
  test('is the whole year that two cities share, not the newest two months of one', () => {
    const row = alike([[year(80, 2025), on(20, '2026-02-28', '2026-01-01')], [year(70, 2025)]], 'cumulative')
    expect(values(row)).toEqual([80, 70])
  })

  test('is recent rather than shared by more cities long ago', () => {
    const old = [year(1, 2014), year(2, 2025)]
    expect(values(alike([old, old, [year(3, 2014)], [year(4, 2014)]], 'flow'))).toEqual([2, 2, 3, 4])
  })

  test('is the same date where there are several', () => {
    expect(values(alike([[year(1, 2024)], [year(2, 2023), year(3, 2024), year(4, 2025)]], 'flow'))).toEqual([1, 3])
  })

  test('is the newest where nothing is alike, and none where there is none', () => {
    expect(values(alike([[year(1, 2020), year(2, 2021)], [], [year(3, 2014)]], 'flow'))).toEqual([2, null, 3])
    expect(alike([[], []], 'stock')).toEqual([null, null])
  })

  test('is held against the first city that has figures', () => {
    expect(values(alike([[], [year(1, 2022), year(2, 2024)], [year(3, 2024)]], 'flow'))).toEqual([null, 2, 3])
  })
})
