import { describe, expect, test } from 'vitest'
import type { Curve, Target } from '../target.ts'
import { deriveCurve, planAt } from './curve.ts'

const target: Target = {
  indicator: 'budget/revenue',
  unit: 'city',
  year: 2025,
  kind: 'reach',
  value: 200,
  by: '2025-12-31',
  basis: { vi: 'Nghị quyết', en: 'Resolution' },
  source: 'council',
  published: '2024-12-10',
  version: 1,
}
const curve: Curve = {
  id: 'year',
  title: { vi: 'Năm', en: 'Year' },
  from: { indicator: 'budget/revenue', unit: 'city', years: [2024] },
  shares: [
    { month: 1, share: 0.1 },
    { month: 3, share: 0.3 },
    { month: 12, share: 1 },
  ],
}

const at = (on: string) => planAt(target, curve, on, 'cumulative').value

describe('planAt', () => {
  test('reads a curve linearly in days between the month ends that it names', () => {
    expect(at('2025-01-31')).toBeCloseTo(20, 9)
    expect(at('2025-03-31')).toBeCloseTo(60, 9)
    expect(at('2025-02-28')).toBeCloseTo(20 + (40 * 28) / 59, 9)
    expect(at('2025-12-31')).toBe(200)
    expect(at('2026-01-20')).toBe(200)
  })

  test('asks for nothing on 31 December before', () => {
    expect(planAt(target, curve, '2024-12-31', 'cumulative').value).toBe(0)
    expect(planAt(target, curve, '2024-06-30', 'cumulative').value).toBeNull()
  })

  test('a target without phasing is due in full on its day and not before', () => {
    expect(planAt(target, undefined, '2025-12-30', 'stock')).toEqual({ value: null, phasing: 'end' })
    expect(planAt(target, undefined, '2025-12-31', 'stock')).toEqual({ value: 200, phasing: 'end' })
  })

  test('milestones are steps for a stock and a line for a figure through the year', () => {
    const phased = { ...target, milestones: [{ by: '2025-06-30', value: 50 }] }
    expect(planAt(phased, undefined, '2025-09-30', 'stock').value).toBe(50)
    expect(planAt(phased, undefined, '2025-03-31', 'stock').value).toBeNull()
    expect(planAt(phased, undefined, '2025-06-30', 'cumulative').value).toBe(50)
    expect(planAt(phased, undefined, '2025-09-30', 'cumulative').value).toBeCloseTo(50 + (150 * 92) / 184, 9)
  })
})

describe('deriveCurve', () => {
  const whole = {
    year: 2023,
    points: [
      { on: '2023-03-31', value: 20 },
      { on: '2023-06-30', value: 50 },
      { on: '2023-09-30', value: 70 },
      { on: '2023-12-31', value: 100 },
    ],
  }

  test('takes the mean of the years at each month end', () => {
    const other = {
      year: 2024,
      points: [
        { on: '2024-03-31', value: 80 },
        { on: '2024-06-30', value: 120 },
        { on: '2024-09-30', value: 160 },
        { on: '2024-12-31', value: 200 },
      ],
    }
    const shares = Object.fromEntries(
      deriveCurve({ years: [whole, other], overrunMonths: 0 }).map(({ month, share }) => [month, share]),
    )
    expect([shares[3], shares[6], shares[9], shares[12]]).toEqual([0.3, 0.55, 0.75, 1])
  })

  test('leaves out years whose total was not published near their end', () => {
    const open = {
      year: 2022,
      points: [
        { on: '2022-06-30', value: 90 },
        { on: '2022-10-31', value: 100 },
      ],
    }
    expect(deriveCurve({ years: [whole, open], overrunMonths: 0 })).toEqual(
      deriveCurve({ years: [whole], overrunMonths: 0 }),
    )
  })

  test('leaves out months around which nothing was published for more than 92 days', () => {
    const gap = {
      year: 2023,
      points: [
        { on: '2023-01-31', value: 5 },
        { on: '2023-12-31', value: 100 },
      ],
    }
    expect(deriveCurve({ years: [gap], overrunMonths: 0 })).toEqual([
      { month: 1, share: 0.05 },
      { month: 12, share: 1 },
    ])
  })

  test('never falls, and ends with the month in which the reporting year ends', () => {
    const late = {
      year: 2023,
      points: [
        { on: '2023-11-30', value: 60 },
        { on: '2023-12-31', value: 58 },
        { on: '2024-02-17', value: 100 },
      ],
    }
    const shares = deriveCurve({ years: [late], overrunMonths: 1 })
    expect(shares).toEqual([
      { month: 11, share: 0.6 },
      { month: 12, share: 0.6 },
      { month: 13, share: 1 },
    ])
  })
})
