import type { Figure, Unit } from '@laban/shared'
import { describe, expect, test } from 'vitest'
import { foundUnits, newestByUnit, placeOf, sortRows } from './rows.ts'

const unit = (id: string, vi: string, code: string | null = null): Unit => ({
  id,
  level: 'ward',
  name: { vi: `Phường ${vi}`, en: `${vi} Ward` },
  short: { vi, en: vi },
  parent: null,
  validFrom: null,
  validTo: null,
  code,
  lon: null,
  lat: null,
  note: null,
})
const figure = (of: string, end: string, value: number | null): Figure => ({
  period: { start: end, end },
  unit: of,
  cut: {},
  value,
  parts: {},
  certainty: 'actual',
  rounding: 'exact',
  published: null,
  marks: [],
  origin: [],
})

const rows = [
  { unit: unit('a', 'Thủ Đức', '26824'), figure: figure('a', '2025-07-01', 50) },
  { unit: unit('b', 'An Đông'), figure: null },
  { unit: unit('c', 'Sài Gòn'), figure: figure('c', '2024-12-31', 90) },
  { unit: unit('d', 'Đông Hòa'), figure: figure('d', '2025-07-01', 50) },
]
const ids = (list: typeof rows) => list.map((row) => row.unit.id).join('')
const vi = (words: { vi: string }) => words.vi

const formed = (id: string, note: string) => ({ unit: { ...unit(id, id), note }, figure: null })

describe('rows of units', () => {
  test('hold the newest figure that has a value', () => {
    const newest = newestByUnit([
      figure('a', '2024-12-31', 1),
      figure('a', '2025-06-30', 2),
      figure('a', '2025-09-30', null),
      figure('b', '2025-06-30', null),
    ])
    expect(newest.get('a')!.value).toBe(2)
    expect(newest.has('b')).toBe(false)
  })

  test('put units without a figure last, both ways', () => {
    expect(ids(sortRows(rows, '-value', vi))).toBe('cdab')
    expect(ids(sortRows(rows, 'value', vi))).toBe('dacb')
    expect(ids(sortRows(rows, '-date', vi))).toBe('dacb')
  })

  test('are ordered by the Vietnamese alphabet', () => {
    expect(ids(sortRows(rows, 'name', vi))).toBe('bdca')
  })

  test('are found without diacritics, by kind, by English name and by code', () => {
    expect([...foundUnits(rows, 'thu duc')!]).toEqual(['a'])
    expect([...foundUnits(rows, 'sai gon ward')!]).toEqual(['c'])
    expect([...foundUnits(rows, '26824')!]).toEqual(['a'])
    expect([...foundUnits(rows, 'dong')!]).toEqual(['b', 'd'])
    expect(foundUnits(rows, ' ')).toBeNull()
    expect(foundUnits(rows, 'xyz')!.size).toBe(0)
  })

  test('are found by what they were formed from, word for word', () => {
    const former = [formed('x', 'từ Phường Đa Kao (Quận 1)'), formed('y', 'từ Phường 5 (Quận 11)')]
    expect([...foundUnits(former, 'quan 1')!]).toEqual(['x'])
    expect([...foundUnits(former, 'da kao')!]).toEqual(['x'])
  })

  test('share a place where values are equal', () => {
    expect(placeOf(rows, 'c')).toEqual({ at: 1, of: 3 })
    expect(placeOf(rows, 'a')).toEqual({ at: 2, of: 3 })
    expect(placeOf(rows, 'd')).toEqual({ at: 2, of: 3 })
    expect(placeOf(rows, 'b')).toBeNull()
  })
})
