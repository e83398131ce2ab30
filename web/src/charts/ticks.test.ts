import { describe, expect, it } from 'vitest'
import { quarterEnds, thinned, ticksOf } from './ticks.ts'

const count = ({ min, max, interval }: { min: number; max: number; interval: number }) =>
  Math.round((max - min) / interval) + 1

describe('ticks', () => {
  it('are at most five on round steps and hold all values', () => {
    for (const values of [
      [45.2, 128],
      [0.3, 0.75],
      [652_509, 800_043],
      [-6.78, 9.85],
      [3, 3],
      [0, 0],
      [1e-6, 2e-6],
      [-4, -2],
    ]) {
      const ticks = ticksOf(values, { fromZero: true })
      expect(count(ticks)).toBeLessThanOrEqual(5)
      expect(ticks.min).toBeLessThanOrEqual(Math.min(0, ...values))
      expect(ticks.max).toBeGreaterThanOrEqual(Math.max(...values))
    }
    expect(ticksOf([45.2, 95], { fromZero: true })).toEqual({ min: 0, max: 100, interval: 25 })
  })
  it('leave zero for a line whose values lie far from it, never for bars', () => {
    expect(ticksOf([98, 99.5], { fromZero: false }).min).toBeGreaterThan(90)
    expect(ticksOf([98, 99.5], { fromZero: true }).min).toBe(0)
    expect(ticksOf([], { fromZero: true })).toEqual({ min: 0, max: 1, interval: 1 })
  })
  it('of a year are its quarter ends, and the end of January where it runs on', () => {
    expect(quarterEnds(2024, 0)).toEqual(['2024-03-31', '2024-06-30', '2024-09-30', '2024-12-31'])
    expect(quarterEnds(2024, 1).at(-1)).toBe('2025-01-31')
  })
  it('are thinned evenly, and the last stays', () => {
    expect(thinned(['2019', '2020', '2021', '2022', '2023', '2024'])).toEqual(['2020', '2022', '2024'])
  })
})
