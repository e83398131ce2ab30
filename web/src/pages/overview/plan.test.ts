import type { Standing, Tile } from '@laban/shared'
import { nbsp } from '@laban/shared'
import { describe, expect, it } from 'vitest'
import { overview as vi } from '../../words/vi/overview.ts'
import { planWords } from './plan.ts'

const standing: Standing = {
  status: 'behind',
  target: 100,
  planToDate: 72,
  distance: -11,
  by: '2026-01-31',
  basis: { vi: 'Nghị quyết', en: 'Resolution' },
  source: 's',
  phasing: 'curve',
}

const tile: Tile = {
  indicator: 'investment/rate',
  name: { vi: 'Giải ngân', en: 'Disbursed' },
  group: 'finance',
  headline: true,
  measuredIn: 'percent',
  better: 'higher',
  time: 'cumulative',
  value: 61,
  period: { start: '2025-01-01', end: '2025-06-30' },
  unit: 'city',
  certainty: 'actual',
  rounding: 'exact',
  status: 'behind',
  standing,
  lastYear: null,
  marks: [],
  spark: { actual: [], plan: [], lastYear: [], from: '2025-01-01', to: '2025-12-31' },
  dataDate: '2025-06-30',
  nextDue: null,
  owner: { id: 'o', name: { vi: 'Sở Tài chính', en: 'Department of Finance' } },
  area: 'finance',
  empty: null,
}

const written = (change: Partial<Tile>) => {
  const { against, distance } = planWords({ ...tile, ...change }, vi, 'vi')
  return [against, distance].map((text) => text?.replaceAll(nbsp, ' ') ?? null)
}

describe('the sentence under a figure', () => {
  it('says the plan to date and how much is missing', () => {
    expect(written({})).toEqual(['kế hoạch đến nay 72%', 'thiếu 11 điểm %'])
  })
  it('says how far ahead it is', () => {
    expect(written({ standing: { ...standing, distance: 3.25 } })).toEqual(['kế hoạch đến nay 72%', 'vượt 3,3 điểm %'])
  })
  it('says the target and its day where nothing is phased', () => {
    expect(written({ standing: { ...standing, phasing: 'end' } })[0]).toBe('mục tiêu 100% đến 31/1/2026')
  })
  it('calls a figure that should fall above or below instead of short or ahead', () => {
    expect(written({ better: 'lower' })[1]).toBe('cao hơn 11 điểm %')
    expect(written({ better: 'lower', standing: { ...standing, distance: 2 } })[1]).toBe('thấp hơn 2 điểm %')
  })
  it('compares with last year only what is comparable', () => {
    const lastYear = { value: 59, change: 2, comparable: true }
    expect(written({ standing: null, lastYear })[0]).toBe('+2 điểm % so cùng kỳ · chưa đặt mục tiêu')
    expect(written({ standing: null, lastYear: { ...lastYear, comparable: false } })[0]).toBe('chưa đặt mục tiêu')
  })
  it('gives the reason where there is no figure', () => {
    expect(written({ value: null, empty: { vi: 'Chưa công bố', en: 'Not published' } })).toEqual(['Chưa công bố', null])
  })
})
