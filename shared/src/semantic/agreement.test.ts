import { expect, test } from 'vitest'
import { disagreement } from './agreement.ts'

const rate = (value: number | null, printed: number | null, rounding: 'exact' | 'over' = 'exact') =>
  disagreement({ value, parts: { of: 1, per: 1, printed }, rounding })

test('a rate printed to one decimal agrees with all that rounds to it', () => {
  expect(rate(6.927, 6.9)).toBe(0)
  expect(rate(45.28, 45.2)).not.toBe(0)
  expect(rate(45.28, 45.3)).toBe(0)
})

test('rounded parts explain a whole unit of the last printed digit, no more', () => {
  expect(rate(45.28, 45.2, 'over')).toBe(0)
  expect(rate(34.9, 34, 'over')).toBe(0)
  expect(rate(36.1, 35, 'over')).toBeCloseTo(1.1)
})

test('nothing is compared where a side is missing', () => {
  expect(rate(null, 35)).toBeNull()
  expect(rate(35, null)).toBeNull()
  expect(disagreement({ value: 3, parts: { of: 1, per: null, printed: 3 }, rounding: null })).toBeNull()
})
