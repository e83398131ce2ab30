import { describe, expect, it } from 'vitest'
import { figure, pen, seriesOf } from '../figure.fixture.ts'
import { bar, barTip, slotsOf } from './option.ts'

const month = (at: string, value: number) =>
  figure(`${at}-28`, value, {
    period: { start: `${at}-01`, end: at === '2025-02' ? '2025-02-28' : `${at}-${at.endsWith('4') ? '30' : '31'}` },
  })
const years = [
  figure('2019-12-31', 7.9),
  figure('2021-06-30', 5.5),
  figure('2021-12-31', -6.8),
  figure('2022-12-31', 9),
]

describe('the chart of periods', () => {
  it('keeps a place for a period that nobody published', () => {
    const slots = slotsOf({
      answer: { figures: [month('2025-01', 4), month('2025-02', 3), month('2025-04', 5)] },
      time: 'flow',
    })
    expect(slots.map(({ key, figure: found }) => [key, found?.value ?? null])).toEqual([
      ['2025-01', 4],
      ['2025-02', 3],
      ['2025-03', null],
      ['2025-04', 5],
    ])
  })
  it('stands running totals by year, each with its last figure, and says where a year is not whole', () => {
    const slots = slotsOf({ answer: { figures: [...years, figure('2023-09-30', 4)] }, time: 'cumulative' })
    expect(slots.map(({ key, figure: found, whole }) => [key, found?.value ?? null, whole])).toEqual([
      ['2019', 7.9, true],
      ['2020', null, true],
      ['2021', -6.8, true],
      ['2022', 9, true],
      ['2023', 4, false],
    ])
    const names = (
      bar({ answer: { figures: [...years, figure('2023-09-30', 4)] }, time: 'cumulative', breaks: [] }, pen())
        .xAxis as { data: string[] }
    ).data
    expect(names.at(-1)).toBe('2023\nđến 30/9')
  })
  it('starts at zero and goes below it for negative values', () => {
    const option = bar({ answer: { figures: years }, time: 'cumulative', breaks: [] }, pen())
    expect((option.yAxis as { min: number }).min).toBeLessThanOrEqual(-6.8)
    const values = seriesOf(option)[0]?.data as { value: number | string; label: { position: string } }[]
    expect(values.map(({ value }) => value)).toEqual([7.9, '-', -6.8, 9])
    expect(values[2]?.label.position).toBe('bottom')
  })
  it('names the break under the first bar of a new territory', () => {
    const figures = [figure('2024-12-31', 9), figure('2025-12-31', 14, { unit: 'hcmc_merged' })]
    const option = bar(
      { answer: { figures }, time: 'cumulative', breaks: [{ on: '2025-07-01', title: 'Ranh giới mới' }] },
      pen(),
    )
    expect((option.xAxis as { data: string[] }).data).toEqual(['2024', '2025\nRanh giới mới'])
  })
  it('says in the tooltip that a period has no figure', () => {
    const slots = slotsOf({ answer: { figures: years }, time: 'cumulative' })
    expect(barTip(slots[1], pen())).toContain('chưa có số liệu')
  })
  it('is empty for an empty answer', () => {
    expect(slotsOf({ answer: { figures: [] }, time: 'stock' })).toEqual([])
  })
})
