import type { Figure, Standing } from '@laban/shared'
import { nbsp } from '@laban/shared'
import { describe, expect, it } from 'vitest'
import { indicator as en } from '../words/en/indicator.ts'
import { indicator as vi } from '../words/vi/indicator.ts'
import type { Subject } from './sentence.ts'
import { sentence } from './sentence.ts'

const figure = (rest: Partial<Figure> = {}): Figure => ({
  period: { start: '2025-01-01', end: '2025-06-30' },
  unit: 'hcmc',
  cut: {},
  value: 61,
  parts: {},
  certainty: 'actual',
  rounding: 'exact',
  published: '2025-07-04',
  marks: [],
  origin: ['a'],
  ...rest,
})

const standing = (rest: Partial<Standing> = {}): Standing => ({
  status: 'behind',
  target: 95,
  planToDate: 72,
  distance: -11,
  by: '2025-12-31',
  basis: { vi: 'Nghị quyết', en: 'Resolution' },
  source: 's',
  phasing: 'curve',
  ...rest,
})

const subject = (rest: Partial<Subject> = {}): Subject => ({
  indicator: { measuredIn: 'percent', better: 'higher', time: 'cumulative' },
  figure: figure({ standing: standing() }),
  status: 'behind',
  asOf: '2025-07-31',
  nextDue: null,
  compare: ['last-year', 'previous', 'peers'],
  ...rest,
})

const tell = (rest: Partial<Subject> = {}, lang: 'vi' | 'en' = 'vi') =>
  sentence(subject(rest), lang === 'vi' ? vi : en, lang).replaceAll(nbsp, ' ')

const lastYear = {
  value: 45,
  period: { start: '2024-01-01', end: '2024-06-30' },
  unit: 'hcmc',
  change: 16,
  comparable: true,
}

const beyond = (why: 'territory' | 'other-date') =>
  tell({
    figure: figure({
      standing: standing(),
      lastYear: { ...lastYear, comparable: false, why, period: { start: '2024-01-01', end: '2024-06-25' } },
    }),
  })

describe('the sentence', () => {
  it('sets what was reached beside what was planned to date, the distance and last year', () => {
    const told = { figure: figure({ standing: standing(), lastYear }) }
    expect(tell(told)).toBe('Đạt 61% so với 72% theo kế hoạch đến 30/6/2025; thiếu 11 điểm %; cùng kỳ năm trước 45%.')
    expect(tell(told, 'en')).toBe(
      '61% reached against 72% planned by 30 Jun 2025; 11 pp short; 45% at the same time last year.',
    )
  })
  it('says so when the figure is ahead of the plan or exactly on it', () => {
    expect(tell({ figure: figure({ value: 75.5, standing: standing({ distance: 3.5 }) }) })).toContain(
      'vượt 3,5 điểm %',
    )
    expect(tell({ figure: figure({ value: 72, standing: standing({ distance: 0 }) }) })).toContain(
      'đúng bằng mức phải đạt',
    )
  })
  it('speaks of a limit where lower is better', () => {
    const told = {
      indicator: { measuredIn: 'percent', better: 'lower', time: 'stock' } as const,
      figure: figure({ value: 12, standing: standing({ planToDate: 10, distance: -2 }) }),
    }
    expect(tell(told)).toBe('Ở mức 12% so với mức trần 10% đến 30/6/2025; cao hơn mức trần 2 điểm %.')
  })
  it('holds a target without phases against the day on which it is due', () => {
    const told = {
      figure: figure({
        value: 61,
        standing: standing({ status: null, target: 100, planToDate: 100, distance: -39, phasing: 'end' }),
      }),
    }
    expect(tell(told)).toBe('Đạt 61% so với mục tiêu 100% phải đạt đến 31/12/2025; thiếu 39 điểm %.')
  })
  it('writes all amounts of money in one scale', () => {
    const told = {
      indicator: { measuredIn: 'vnd_billion', better: 'higher', time: 'cumulative' } as const,
      figure: figure({
        value: 245_000,
        standing: standing({ target: 520_000, planToDate: 252_400, distance: -7400 }),
        lastYear: { ...lastYear, value: 220_000, change: 0.1136 },
      }),
    }
    expect(tell(told)).toBe(
      'Đạt 245 nghìn tỷ đồng so với 252,4 nghìn tỷ đồng theo kế hoạch đến 30/6/2025; thiếu 7,4 nghìn tỷ đồng; cùng kỳ năm trước 220 nghìn tỷ đồng (+11,4%).',
    )
  })
  it('names the period and the missing target where nothing is set', () => {
    expect(tell({ figure: figure({ standing: null }), status: null })).toBe(
      'Lũy kế 6 tháng 2025: ở mức 61%; chưa có mục tiêu để so.',
    )
  })
  it('warns before the figures when the next ones are overdue', () => {
    expect(tell({ status: 'late', nextDue: '2025-08-15' })).toMatch(
      /^Số liệu mới chỉ đến 30\/6\/2025; kỳ tiếp theo phải có trước 15\/8\/2025\. Đạt 61%/,
    )
  })
  it('says that nothing was published, in all time or in the period asked', () => {
    expect(tell({ figure: undefined, status: 'no-data' })).toBe('Tính đến 31/7/2025 chưa có số liệu nào được công bố.')
    expect(tell({ figure: undefined, status: 'no-data', asked: 'năm 2020' })).toBe(
      'Không có số liệu công bố cho năm 2020.',
    )
    expect(tell({ figure: figure({ value: null }), status: 'no-data' }, 'en')).toBe(
      'Nothing had been published as of 31 Jul 2025.',
    )
  })
  it('writes zero as zero, never as missing', () => {
    expect(tell({ figure: figure({ value: 0, standing: standing({ planToDate: 5, distance: -5 }) }) })).toMatch(
      /^Đạt 0% so với 5%/,
    )
  })
  it('does not compare across a boundary, and names the day where it differs', () => {
    expect(beyond('territory')).toContain('cùng kỳ năm trước 45% trên địa bàn cũ, không so trực tiếp')
    expect(beyond('other-date')).toContain('năm trước 45% vào 25/6/2024')
  })
  it('keeps the word of rounding and tells how certain the figure is', () => {
    const told = tell({
      figure: figure({ rounding: 'over', certainty: 'estimate', marks: ['printed'], standing: standing() }),
    })
    expect(told).toMatch(/^Đạt hơn 61%/)
    expect(told).toContain('số ước thực hiện; tỷ lệ lấy theo văn bản')
  })
  it('tells which share the crosswalk estimated', () => {
    expect(tell({ figure: figure({ standing: standing(), estimated: 0.125 }) })).toContain(
      '13% là ước lượng khi quy về địa giới hiện nay',
    )
  })
  it('speaks only of the comparisons asked for', () => {
    const told = figure({ standing: standing(), lastYear, peers: { median: 58, count: 4 } })
    expect(tell({ figure: told, compare: ['peers'] })).toBe(
      'Đạt 61% so với 72% theo kế hoạch đến 30/6/2025; thiếu 11 điểm %; trung vị của 4 thành phố 58%.',
    )
  })
})
