import { describe, expect, it } from 'vitest'
import { pen } from '../figure.fixture.ts'
import { heightOf, linkedData, linkedFrame, placeAt, roomOf } from './option.ts'

const { look } = pen()
const tick = (value: number) => String(value)

describe('a linked chart', () => {
  it('draws what is picked apart from the rest, and a hole where nothing is', () => {
    const values = Float64Array.of(5, Number.NaN, 3)
    const { series } = linkedData({ kind: 'bars', values, picked: Uint8Array.of(0, 0, 1) }) as unknown as {
      series: { id: string; data: Float64Array }[]
    }
    expect(series.map(({ id, data }) => [id, [...data]])).toEqual([
      ['rest', [0, 5, 1, Number.NaN, 2, Number.NaN]],
      ['picked', [0, Number.NaN, 1, Number.NaN, 2, 3]],
    ])
  })
  it('begins at nought and keeps round bounds', () => {
    expect(linkedData({ kind: 'bars', values: Float64Array.of(12, 87), picked: null }).yAxis).toMatchObject({ min: 0 })
    expect(linkedData({ kind: 'names', values: Float64Array.of(-4, 8), picked: null }).xAxis).toMatchObject({ min: -5 })
  })
  it('answers no pointer of its own and never moves', () => {
    const frame = linkedFrame({ kind: 'bars', count: 3, names: [], tick }, look, 400)
    expect(frame.animation).toBe(false)
    expect(frame.series).toMatchObject([
      { silent: true, large: true },
      { silent: true, large: true },
    ])
  })
  it('tells the place under a pointer, also a little beside the plot', () => {
    const size = { width: 450, height: 150 }
    const { left, right } = roomOf('bars', size.width)
    const at = (x: number) => placeAt({ kind: 'bars', count: 4 }, { x, y: 20 }, size)
    const step = (size.width - left - right) / 4
    expect([at(left + 1), at(left + step * 1.5), at(size.width - right)]).toEqual([0, 1, 3])
    expect(at(0)).toBeNull()
    expect(placeAt({ kind: 'names', count: 4 }, { x: 5, y: 30 }, { width: 300, height: heightOf('names', 4) })).toBe(1)
    expect(placeAt({ kind: 'names', count: 0 }, { x: 5, y: 30 }, size)).toBeNull()
  })
})
