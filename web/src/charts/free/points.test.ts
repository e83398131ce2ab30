import { describe, expect, test } from 'vitest'
import type { Look } from '../pen.ts'
import { freeOption } from './option.ts'
import { fitting, pointsOf, suggest } from './points.ts'

const text = (name: string) => ({ name, isNumber: false, isDay: false })
const number = (name: string) => ({ name, isNumber: true, isDay: false })
const day = (name: string) => ({ name, isNumber: false, isDay: true })

test('a first picture makes sense: days as lines, names as bars, two numbers as points', () => {
  expect(suggest([day('d'), number('v')])).toEqual({ kind: 'line', x: 'd', y: 'v', series: null })
  expect(suggest([text('unit'), number('year'), number('v')])).toEqual({
    kind: 'line',
    x: 'year',
    y: 'v',
    series: 'unit',
  })
  expect(suggest([text('unit'), number('v')])).toEqual({ kind: 'bar', x: 'unit', y: 'v', series: null })
  expect(suggest([number('a'), number('b')])).toEqual({ kind: 'scatter', x: 'b', y: 'a', series: null })
  expect(suggest([text('a')])).toBeNull()
  expect(suggest([number('a')])).toBeNull()
})

test('what was chosen stays while it fits', () => {
  const chosen = { kind: 'heat' as const, x: 'unit', y: 'v', series: 'year' }
  expect(fitting(chosen, [text('unit'), number('v'), number('year')])).toBe(chosen)
  expect(fitting(chosen, [text('unit'), number('v')])?.kind).toBe('bar')
})

describe('rows as points', () => {
  const rows = [
    { x: 'a', y: 1, s: 'p' },
    { x: 'a', y: 2, s: 'p' },
    { x: 'b', y: null, s: 'q' },
  ]
  test('two rows at one place are said, and missing stays missing', () => {
    const { points, repeated } = pointsOf(rows, { kind: 'bar', x: 'x', y: 'y', series: 's' }, 'y', '–')
    expect(repeated).toBe(true)
    expect(points).toEqual([
      { x: 'a', y: 2, series: 'p' },
      { x: 'b', y: null, series: 'q' },
    ])
    expect(pointsOf(rows, { kind: 'scatter', x: 'x', y: 'y', series: null }, 'y', '–').points).toHaveLength(3)
  })
  test('more groups than can be told apart are cut, and that is said', () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ x: 'a', y: i, s: `s${i}` }))
    expect(pointsOf(many, { kind: 'bar', x: 'x', y: 'y', series: 's' }, 'y', '–')).toMatchObject({
      shown: 12,
      groups: 30,
    })
  })
})

test('each kind is drawn with a gap where nothing is known', () => {
  const look: Look = {
    ink: '#000',
    quiet: '#555',
    faint: '#999',
    line: '#ddd',
    surface: '#fff',
    accent: '#066',
    font: 'x',
    size: 12,
    still: true,
    status: { behind: '#1', late: '#2', 'on-track': '#3', 'off-track': '#4', 'no-data': '#5' },
  }
  const given = {
    xIs: 'name' as const,
    xTitle: 'x',
    yTitle: 'y',
    tick: String,
    amount: String,
    xText: String,
    missing: '–',
  }
  const points = [
    { x: 'a', y: 3, series: 'p' },
    { x: 'b', y: null, series: 'p' },
    { x: 'a', y: 5, series: 'q' },
  ]
  for (const kind of ['bar', 'line', 'scatter', 'heat'] as const) {
    const { series } = freeOption({ kind, points, ...given }, look, 800) as {
      series: { type: string; data: unknown[][] }[]
    }
    expect(series.map(({ type }) => type)).toEqual(kind === 'heat' ? ['heatmap'] : [kind, kind])
    expect(series[0]!.data[1]).toEqual(kind === 'heat' ? [1, 0, '-'] : [1, '-'])
  }
})
