import { describe, expect, it } from 'vitest'
import {
  BadAddress,
  fromIn,
  listIn,
  parseSearch,
  present,
  readOverview,
  readPage,
  whereIn,
  writeFrom,
  writeSearch,
  writeWhere,
} from './address.ts'

const nearestOf = (read: () => unknown): string[] | undefined => {
  try {
    read()
  } catch (error) {
    return error instanceof BadAddress ? error.nearest : undefined
  }
  return undefined
}

describe('the address', () => {
  it('says where figures come from only where they come from rows', () => {
    expect(fromIn({})).toBe('published')
    expect(fromIn({ from: 'rows' })).toBe('rows')
    expect(writeFrom('published')).toBeUndefined()
    expect(writeFrom('rows')).toBe('rows')
    expect(() => fromIn({ from: 'row' })).toThrow(BadAddress)
  })

  it('keeps every value as text, so that a year is not taken for a number', () => {
    expect(readOverview(parseSearch('?period=2025&asOf=2025-09-30'))).toEqual({ period: '2025', asOf: '2025-09-30' })
  })
  it('leaves out what is absent or empty', () => {
    expect(readOverview(parseSearch('?period=&area='))).toEqual({})
    expect(writeSearch({ period: undefined, area: '', asOf: '2025-09-30' })).toBe('?asOf=2025-09-30')
    expect(writeSearch({})).toBe('')
  })
  it('ignores fields that it does not know on the overview, and hands them to other pages as text', () => {
    expect(readOverview(parseSearch('?utm=x'))).toEqual({})
    expect(readPage(parseSearch('?by=source&asOf=2025-09-30'))).toEqual({ by: 'source', asOf: '2025-09-30' })
  })
  it('refuses a wrong day and offers the last day of its month', () => {
    expect(nearestOf(() => readOverview(parseSearch('?asOf=2025-02-31')))).toEqual(['2025-02-28'])
    expect(nearestOf(() => readOverview(parseSearch('?asOf=yesterday')))).toEqual([])
  })
  it('refuses a wrong period and offers the year in it', () => {
    expect(nearestOf(() => readOverview(parseSearch('?period=2025-13')))).toEqual(['2025'])
  })
  it('refuses a status that does not exist and offers all that do', () => {
    expect(nearestOf(() => readOverview(parseSearch('?status=red')))).toContain('off-track')
  })
  it('reads back the filters that it wrote', () => {
    const where = { source: ['domestic', 'crude_oil'], type: ['tax'] }
    expect(whereIn(parseSearch(writeSearch({ where: writeWhere(where) })), 'where')).toEqual(where)
    expect(listIn({ by: 'source,unit:district' }, 'by')).toEqual(['source', 'unit:district'])
  })
  it('takes equal searches for equal, whatever was undefined', () => {
    expect(present({ a: undefined, b: 1 })).toEqual({ b: 1 })
  })
})
