import { describe, expect, it } from 'vitest'
import { BadAddress } from '../address.ts'
import { cutQuestion, headQuestion, passportQuestion, seriesQuestion, viewOf, writeCompare, yearShown } from './view.ts'

const view = (search: Record<string, string> = {}) => viewOf('budget/revenue', search)

describe('the address of an indicator', () => {
  it('says the usual comparisons by saying nothing', () => {
    expect(view().compare).toEqual(['target', 'last-year'])
    expect(writeCompare(view().compare)).toBeUndefined()
    expect(view({ compare: 'none' }).compare).toEqual([])
    expect(writeCompare([])).toBe('none')
    expect(view({ compare: 'peers,target' }).compare).toEqual(['target', 'peers'])
  })
  it('refuses what it does not know, and names what it would take', () => {
    expect(() => view({ compare: 'moon' })).toThrow(BadAddress)
    expect(() => view({ map: 'flat' })).toThrow(BadAddress)
    expect(() => view({ where: 'source' })).toThrow(BadAddress)
    expect(() => view({ at: 'soon' })).toThrow(BadAddress)
  })
})

describe('the questions of an indicator', () => {
  it('ask the head and the series alike where no period is chosen, so that one answer serves both', () => {
    expect(headQuestion(view(), 'hochiminh')).toEqual(seriesQuestion(view(), 'hochiminh'))
    expect(headQuestion(view({ period: '2024' }), 'hochiminh')).toMatchObject({ period: '2024' })
    expect(seriesQuestion(view({ period: '2024' }), 'hochiminh')).not.toHaveProperty('period')
  })
  it('leave a cut out of its own filter, so that its neighbours stay in sight', () => {
    const asked = cutQuestion(view({ where: 'source:domestic;type:tax' }), 'hochiminh', 'source', 'statements')
    expect(asked).toMatchObject({ by: ['source'], where: { type: ['tax'] } })
    expect(cutQuestion(view({ where: 'source:domestic' }), 'hochiminh', 'source', 'events')).not.toHaveProperty('where')
  })
  it('name one figure for its passport', () => {
    const figure = { unit: 'hcmc_merged', period: { start: '2025-01-01', end: '2025-09-25' } }
    expect(passportQuestion(view({ where: 'source:domestic', asOf: '2025-10-01' }), 'hochiminh', figure)).toEqual({
      indicator: 'budget/revenue',
      city: 'hochiminh',
      unit: 'hcmc_merged',
      period: '2025-09-25',
      asOf: '2025-10-01',
      where: { source: ['domestic'] },
      compare: ['target'],
    })
  })
  it('show the year asked for, else the year that the newest running total belongs to', () => {
    const overrun = { period: { start: '2025-01-01', end: '2026-01-31' } } as Parameters<typeof yearShown>[1]
    expect(yearShown(view({ period: '2023' }), overrun)).toBe(2023)
    expect(yearShown(view(), overrun)).toBe(2025)
  })
})
