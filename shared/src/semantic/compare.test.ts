import { expect, test } from 'vitest'
import { changeOf, grainOf, isSameDay } from './compare.ts'

test('percent is compared in points, amounts as a fraction, nought not at all', () => {
  expect(changeOf(91.3, 90.1, 'percent')).toBeCloseTo(1.2, 9)
  expect(changeOf(105, 100, 'vnd_billion')).toBeCloseTo(0.05, 9)
  expect(changeOf(5, 0, 'vnd_billion')).toBeNull()
  expect(changeOf(5, 0, 'percent')).toBe(5)
})

test('a rise from a loss is a rise', () => {
  expect(changeOf(-50, -100, 'vnd_billion')).toBe(0.5)
})

test('month ends are the same day in leap years and others', () => {
  expect(isSameDay('2024-02-29', '2023-02-28')).toBe(true)
  expect(isSameDay('2025-02-28', '2024-02-29')).toBe(true)
  expect(isSameDay('2024-02-28', '2023-02-28')).toBe(true)
  expect(isSameDay('2025-09-29', '2024-09-30')).toBe(false)
})

test('a span has the grain whose bucket it fills', () => {
  expect(grainOf({ start: '2024-02-01', end: '2024-02-29' })).toBe('month')
  expect(grainOf({ start: '2024-01-01', end: '2024-03-31' })).toBe('quarter')
  expect(grainOf({ start: '2024-01-01', end: '2024-12-31' })).toBe('year')
  expect(grainOf({ start: '2024-01-01', end: '2024-06-30' })).toBeUndefined()
})
