import { describe, expect, it } from 'vitest'
import {
  formatCell,
  formatChange,
  formatDay,
  formatDistance,
  formatNumber,
  formatPeriod,
  formatSignificant,
  formatValue,
  nbsp,
  scaleOf,
} from './format.ts'
import { parsePeriod } from './period.ts'

const plain = (text: string) => text.replaceAll(nbsp, ' ')

describe('numbers', () => {
  it('use the decimal comma and points between thousands in Vietnamese, the other way round in English', () => {
    expect(formatNumber(1234.5, 'vi', 1)).toBe('1.234,5')
    expect(formatNumber(1234567.25, 'en', 2)).toBe('1,234,567.25')
  })
  it('never write minus zero', () => {
    expect(formatNumber(-0.04, 'vi', 1)).toBe('0,0')
    expect(formatNumber(-0.06, 'vi', 1)).toBe('−0,1')
  })
  it('have three significant figures on tiles, without idle zeros, and whole numbers stay whole', () => {
    expect(formatSignificant(61.34, 'vi')).toBe('61,3')
    expect(formatSignificant(61.02, 'vi')).toBe('61')
    expect(formatSignificant(0.75071, 'vi')).toBe('0,751')
    expect(formatSignificant(32456, 'vi')).toBe('32.456')
    expect(formatSignificant(0, 'vi')).toBe('0')
  })
})

describe('values', () => {
  it('of money take the scale that an official would say', () => {
    expect(plain(formatValue(652_500, 'vnd_billion', 'vi'))).toBe('652,5 nghìn tỷ đồng')
    expect(plain(formatValue(65_250, 'vnd_billion', 'vi'))).toBe('65,3 nghìn tỷ đồng')
    expect(plain(formatValue(3_027_000, 'vnd_billion', 'vi'))).toBe('3,03 triệu tỷ đồng')
    expect(plain(formatValue(1234, 'vnd_billion', 'vi'))).toBe('1.234 tỷ đồng')
    expect(plain(formatValue(0.5, 'vnd_billion', 'vi'))).toBe('500 triệu đồng')
    expect(plain(formatValue(65_250, 'vnd_billion', 'en'))).toBe('65.3 VND trillion')
  })
  it('of counts are scaled only when they are long', () => {
    expect(plain(formatValue(32_456, 'enterprises', 'vi'))).toBe('32.456 doanh nghiệp')
    expect(plain(formatValue(14_002_598, 'persons', 'vi'))).toBe('14 triệu người')
  })
  it('in percent have no space before the sign', () => {
    expect(formatValue(61.34, 'percent', 'vi')).toBe('61,3%')
    expect(formatValue(107.6, 'percent', 'vi')).toBe('107,6%')
    expect(formatValue(100, 'percent', 'vi')).toBe('100%')
  })
  it('in a table share one scale', () => {
    const scale = scaleOf('vnd_billion', 652_500)
    expect(formatCell(1234, 'vi', scale)).toBe('1,2')
    expect(formatCell(null, 'vi', scale)).toBe('–')
  })
})

describe('changes', () => {
  it('of percentages are points, of all else percent, with the sign always', () => {
    expect(plain(formatChange(2.3, 'percent', 'vi'))).toBe('+2,3 điểm %')
    expect(plain(formatChange(0.052, 'vnd_billion', 'vi'))).toBe('+5,2%')
    expect(plain(formatChange(-0.052, 'enterprises', 'en'))).toBe('−5.2%')
  })
  it('as distances bear no sign', () => {
    expect(plain(formatDistance(-11.02, 'percent', 'vi'))).toBe('11 điểm %')
    expect(plain(formatDistance(-28_100, 'vnd_billion', 'vi'))).toBe('28,1 nghìn tỷ đồng')
  })
})

describe('periods', () => {
  const written = (text: string, time: 'flow' | 'stock' | 'cumulative', lang: 'vi' | 'en' = 'vi') =>
    formatPeriod(parsePeriod(text), time, lang)

  it('counted from 1 January say how many months, or until which day', () => {
    expect(written('2025-01..2025-06', 'cumulative')).toBe('lũy kế 6 tháng 2025')
    expect(written('2025-01-01..2025-10-17', 'cumulative')).toBe('lũy kế đến 17/10/2025')
    expect(written('2025-01-01..2026-01-31', 'cumulative')).toBe('lũy kế đến 31/1/2026')
    expect(written('2025', 'cumulative')).toBe('năm 2025')
  })
  it('of flows are months, quarters and years', () => {
    expect(written('2025-Q3', 'flow')).toBe('quý III/2025')
    expect(written('2025-09', 'flow')).toBe('tháng 9/2025')
    expect(written('2025-01..2025-06', 'flow')).toBe('6 tháng 2025')
    expect(written('2025-Q3', 'flow', 'en')).toBe('Q3 2025')
  })
  it('of stocks are days', () => {
    expect(written('2025-09-30', 'stock')).toBe('ngày 30/9/2025')
    expect(formatDay('2025-06-30', 'en')).toBe('30 Jun 2025')
  })
})
