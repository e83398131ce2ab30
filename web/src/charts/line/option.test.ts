import type { PlanLine } from '@laban/shared'
import { describe, expect, it } from 'vitest'
import { figure, pen, pointsOf, seriesOf } from '../figure.fixture.ts'
import { kindsOf, line, lineTip } from './option.ts'

const year = (at: number, value: number | null, unit = 'hcmc') => figure(`${at}-12-31`, value, { unit })
const quarter = figure('2024-06-30', 6.5, { period: { start: '2024-04-01', end: '2024-06-30' } })
const aim = (of: number, value: number): PlanLine => ({
  year: of,
  unit: 'hcmc',
  target: value,
  points: [{ on: `${of}-12-31`, value }],
  basis: { vi: 'x', en: 'x' },
  source: 's',
})

const chart = {
  answer: {
    figures: [year(2021, -6.8), year(2022, null), year(2023, 5.8), year(2024, 7.2), quarter],
    plans: [aim(2024, 7), aim(2025, 8.5), aim(2030, 10)],
  },
  time: 'flow' as const,
  breaks: [],
}
const byId = (id: string, from = chart) => seriesOf(line(from, pen())).find((series) => series.id === id)

describe('the chart of a level', () => {
  it('joins whole years only, with a gap for a year that nobody published', () => {
    expect(kindsOf(chart)).toEqual(['year', 'quarter'])
    expect(pointsOf(byId('main-hcmc'))).toEqual([
      ['2021-12-31', -6.8],
      ['2022-12-31', null],
      ['2023-12-31', 5.8],
      ['2024-12-31', 7.2],
    ])
  })
  it('keeps other lengths of period as points of their own', () => {
    expect(pointsOf(byId('quarter-hcmc'))).toEqual([['2024-06-30', 6.5]])
  })
  it('shows targets of the years in sight and the next one, not the far ones', () => {
    expect(pointsOf(byId('plan'))).toEqual([
      ['2024-12-31', 7],
      ['2025-12-31', 8.5],
    ])
  })
  it('starts a new line for a new territory', () => {
    const merged = { ...chart, answer: { figures: [year(2024, 7.2), year(2025, 8, 'hcmc_merged')], plans: [] } }
    expect(seriesOf(line(merged, pen())).map(({ id }) => id)).toEqual(['main-hcmc', 'main-hcmc_merged'])
  })
  it('keeps negative values in sight and counts places from the first', () => {
    expect((line(chart, pen()).yAxis as { min: number }).min).toBeLessThan(-6.8)
    const rank = { ...chart, answer: { figures: [year(2023, 2), year(2024, 4)], plans: [] }, inverse: true }
    expect(line(rank, pen('rank')).yAxis).toMatchObject({ min: 1, inverse: true })
  })
  it('names the period in the tooltip', () => {
    expect(lineTip(chart, '2024-06-30', pen())).toContain('quý II/2024')
    expect(lineTip(chart, '2022-12-31', pen())).toBe('')
  })
})
