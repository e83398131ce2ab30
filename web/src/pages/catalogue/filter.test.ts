import type { Group, Status } from '@laban/shared'
import { describe, expect, test } from 'vitest'
import type { Entry, Wanted } from './filter.ts'
import { basisKey, offered, wantedOf } from './filter.ts'

const entry = (
  id: string,
  vi: string,
  en: string,
  definition: string,
  [group, status = null]: [Group, (Status | null)?],
): Entry => ({
  id,
  name: { vi, en },
  definition: { vi: definition, en: definition },
  group,
  owner: { id: `${group}-office`, name: { vi: group, en: group } },
  area: group,
  basis: { vi: 'Quyết định 328', en: 'Decision 328/QĐ-UBND, target 2' },
  status,
})
const entries = [
  entry('budget/revenue', 'Thu ngân sách', 'Budget revenue', 'Tổng thu trên địa bàn', ['finance', 'on-track']),
  entry('investment/disbursed', 'Giải ngân đầu tư công', 'Public investment disbursed', 'Vốn ngân sách đã giải ngân', [
    'finance',
    'behind',
  ]),
  entry('land/parcels', 'Thửa đất đã làm sạch', 'Parcels cleaned', 'Số thửa', ['land']),
]
const all: Wanted = { q: '', group: undefined, basis: undefined, owner: undefined, status: undefined, area: undefined }
const ids = (wanted: Partial<Wanted>) => wantedOf(entries, { ...all, ...wanted }).map(({ id }) => id)

const count = (wanted: Partial<Wanted>) =>
  offered(entries, { ...all, ...wanted }, 'group').map(({ key, count: n }) => [key, n])

describe('the catalogue', () => {
  test('is whole and in its own order without a search', () => {
    expect(ids({})).toEqual(['budget/revenue', 'investment/disbursed', 'land/parcels'])
  })

  test('is searched without diacritics, in both languages, name before definition', () => {
    expect(ids({ q: 'ngan sach' })).toEqual(['budget/revenue', 'investment/disbursed'])
    expect(ids({ q: 'parcels' })).toEqual(['land/parcels'])
    expect(ids({ q: 'thua dat' })).toEqual(['land/parcels'])
    expect(ids({ q: 'khong co' })).toEqual([])
  })

  test('is cut by every filter at once, and by indicators without a target', () => {
    expect(ids({ group: 'finance', status: 'behind' })).toEqual(['investment/disbursed'])
    expect(ids({ status: 'untargeted' })).toEqual(['land/parcels'])
    expect(ids({ owner: 'land-office', group: 'finance' })).toEqual([])
  })

  test('names a basis by an address that can be read', () => {
    expect(basisKey(entries[0]!)).toBe('decision-328-qd-ubnd-target-2')
    expect(ids({ basis: 'decision-328-qd-ubnd-target-2' })).toHaveLength(3)
  })

  test('offers each value with the count that it would leave', () => {
    expect(count({})).toEqual([
      ['finance', 2],
      ['land', 1],
    ])
    expect(count({ status: 'behind', group: 'land' })).toEqual([
      ['finance', 1],
      ['land', 0],
    ])
  })
})
