import type { PlanLine, Standing } from '@laban/shared'
import { describe, expect, it } from 'vitest'
import { figure, pen, pointsOf, seriesOf } from '../figure.fixture.ts'
import type { Cumulative } from './option.ts'
import { cumulative, cumulativeTip, planOf, spanOf } from './option.ts'

const standing: Standing = {
  status: 'behind',
  target: 95,
  planToDate: 50,
  distance: -5,
  by: '2025-12-31',
  basis: { vi: 'x', en: 'x' },
  source: 's',
  phasing: 'curve',
}
const plan = (unit: string, year = 2025): PlanLine => ({
  year,
  unit,
  target: 95,
  points: [
    { on: '2025-01-01', value: 0 },
    { on: '2025-12-31', value: 95 },
  ],
  basis: { vi: 'x', en: 'x' },
  source: 's',
})

const chart: Cumulative = {
  answer: {
    figures: [
      figure('2023-12-31', 70),
      figure('2024-02-29', 8),
      figure('2024-12-31', 80),
      figure('2025-04-25', 7),
      figure('2025-05-31', null),
      figure('2025-06-30', 32),
      figure('2025-09-11', 45, { unit: 'hcmc_merged', standing, rounding: 'over' }),
    ],
    plans: [plan('hcmc'), plan('hcmc_merged')],
  },
  year: 2025,
  overrunMonths: 0,
  breaks: [
    { on: '2025-07-01', title: 'Ranh giới mới' },
    { on: '2019-01-01', title: 'Luật cũ' },
  ],
}

const byId = (id: string, from = chart, width = 800) =>
  seriesOf(cumulative(from, pen('percent', width))).find((series) => series.id === id)

describe('the chart of a running total', () => {
  it('puts figures at their true dates and leaves a gap where one is missing', () => {
    expect(pointsOf(byId('actual-hcmc'))).toEqual([
      ['2025-04-25', 7],
      ['2025-05-31', null],
      ['2025-06-30', 32],
    ])
  })
  it('does not join two territories', () => {
    expect(pointsOf(byId('actual-hcmc_merged'))).toEqual([['2025-09-11', 45]])
  })
  it('lays the two years before on the dates of this one', () => {
    expect(pointsOf(byId('2024-0'))).toEqual([
      ['2025-02-28', 8],
      ['2025-12-31', 80],
    ])
    expect(pointsOf(byId('2023-0'))).toEqual([['2025-12-31', 70]])
  })
  it('draws the plan of the territory of the newest figure, and the distance at its day', () => {
    expect(planOf(chart)?.unit).toBe('hcmc_merged')
    expect(pointsOf(byId('plan')).at(-1)).toEqual(['2025-12-31', 95])
    expect(pointsOf(byId('gap'))).toEqual([
      ['2025-09-11', 45],
      ['2025-09-11', 50],
    ])
  })
  it('marks only the breaks of the year, with their word', () => {
    const marks = byId('actual-hcmc')?.markLine?.data ?? []
    expect(marks.map(({ label }) => label.formatter())).toEqual(['Ranh giới mới'])
  })
  it('raises a word that would run into the one before on a narrow screen', () => {
    const near = { ...chart, breaks: [{ on: '2025-03-01', title: 'Sắp xếp sở, ngành' }, ...chart.breaks] }
    const heights = (width: number) =>
      (byId('actual-hcmc', near, width)?.markLine?.data ?? []).map(({ label }) => label.distance)
    expect(new Set(heights(360)).size).toBe(2)
    expect(new Set(heights(900)).size).toBe(1)
  })
  it('runs to the end of January after the year where the reporting year does', () => {
    expect(spanOf(2025, 1)).toEqual({ from: '2025-01-01', to: '2026-01-31' })
    expect(spanOf(2025, 0).to).toBe('2025-12-31')
  })
  it('has at most five ticks a side', () => {
    const option = cumulative({ ...chart, overrunMonths: 1 }, pen())
    const x = option.xAxis as { axisLabel: { customValues: number[] } }
    const y = option.yAxis as { min: number; max: number; interval: number }
    expect(x.axisLabel.customValues).toHaveLength(5)
    expect((y.max - y.min) / y.interval + 1).toBeLessThanOrEqual(5)
    expect(y.min).toBe(0)
  })
  it('tells figure, plan, distance and day of publication in the tooltip', () => {
    const text = cumulativeTip(chart, '2025-09-11', pen()).replaceAll('\u00a0', ' ')
    for (const part of ['11/9/2025', '45%', '50%', '−5 điểm %', 'công bố 11/9/2025']) expect(text).toContain(part)
    expect(cumulativeTip(chart, '2025-05-31', pen())).toBe('')
  })
  it('draws nothing but axes where nothing was published', () => {
    expect(seriesOf(cumulative({ ...chart, answer: { figures: [], plans: [] } }, pen()))).toEqual([])
  })
})
