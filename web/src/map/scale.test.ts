import { describe, expect, test } from 'vitest'
import { classAt, classesOf, shadeOf } from './scale.ts'

const upTo = (count: number) => Array.from({ length: count }, (_, i) => (i + 1) * 100)

describe('classes of a map', () => {
  test('hold about a fifth of the units each', () => {
    const values = upTo(100)
    const scale = classesOf(values)!
    const sizes = [0, 0, 0, 0, 0]
    for (const value of values) sizes[classAt(scale, value)]! += 1
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(2)
  })

  test('have limits of two significant digits', () => {
    expect(classesOf([41_873, 52_118, 64_950, 77_777, 81_234, 99_999])!.limits).toEqual([
      52_000, 65_000, 78_000, 81_000,
    ])
  })

  test('are fewer where values are few or alike, and still span the shades', () => {
    expect(classesOf([7, 7, 7])).toEqual({ limits: [], least: 7, most: 7 })
    const two = classesOf([1, 1, 1, 9])!
    expect(two.limits).toEqual([9])
    expect([shadeOf(two, 0), shadeOf(two, 1)]).toEqual([0, 4])
  })

  test('do not exist where nothing was published', () => {
    expect(classesOf([])).toBeNull()
  })

  test('hold negative values and zero', () => {
    const scale = classesOf([-12, -4, 0, 3, 8])!
    expect(classAt(scale, -12)).toBe(0)
    expect(classAt(scale, 8)).toBe(scale.limits.length)
  })
})
