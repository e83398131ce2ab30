import { describe, expect, test } from 'vitest'
import type { Kind, Thing } from './find.ts'
import { find } from './find.ts'

const thing = (kind: Kind, id: string, vi: string, en: string, also: string[] = []): Thing => ({
  key: `${kind}:${id}`,
  kind,
  name: { vi, en },
  note: null,
  also,
})
const things = [
  thing('indicator', 'land/parcels', 'Thửa đất đã làm sạch', 'Parcels cleaned', ['Số thửa đất ở Thủ Đức và nơi khác']),
  thing('unit', 'thu_duc', 'Thành phố Thủ Đức', 'Thủ Đức City', ['Thủ Đức', '769']),
  thing('unit', '26824', 'Phường Thủ Đức', 'Thủ Đức Ward', ['26824']),
  thing('page', '/units', 'Địa bàn', 'Units'),
  thing('action', 'dark', 'Giao diện tối', 'Dark theme'),
]
const keys = (typed: string, recent: string[] = []) =>
  find(typed, things, recent).flatMap((section) => section.things.map(({ key }) => key))

describe('the palette', () => {
  test('finds without diacritics, old units and new ones, best kind first', () => {
    expect(keys('thu duc')).toEqual(['unit:thu_duc', 'unit:26824', 'indicator:land/parcels'])
    expect(keys('dark')).toEqual(['action:dark'])
    expect(keys('26824')).toEqual(['unit:26824'])
    expect(keys('zzz')).toEqual([])
  })

  test('opens with what was opened lately, then pages and actions', () => {
    expect(keys('', ['unit:26824', 'indicator:gone'])).toEqual(['unit:26824', 'page:/units', 'action:dark'])
    expect(find('', things, [])[0]!.kind).toBe('page')
  })

  test('prefers what was opened lately among equals', () => {
    expect(keys('thu duc', ['unit:26824'])[0]).toBe('unit:26824')
    expect(keys('thu duc city', ['unit:26824'])[0]).toBe('unit:thu_duc')
  })

  test('counts what it does not show', () => {
    const many = Array.from({ length: 12 }, (_, i) => thing('unit', String(i), `Phường ${i}`, `Ward ${i}`))
    expect(find('phuong', many, [])).toMatchObject([{ kind: 'unit', more: 4 }])
  })
})
