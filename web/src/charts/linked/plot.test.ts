import { describe, expect, it } from 'vitest'
import { pen } from '../figure.fixture.ts'
import type { Linked, LinkedKind } from './plot.ts'
import { boundsOf, drawLinked, heightOf, placeAt, roomOf } from './plot.ts'
import type { Surface } from './surface.ts'
import { shortened, svgSurface } from './surface.ts'

const { look } = pen()
const tick = (value: number) => String(value)
const size = { width: 460, height: 160 }

function drawn(kind: LinkedKind, names: string[], linked: Linked) {
  const bars: { x: number; y: number; width: number; height: number; color: string }[] = []
  const texts: string[] = []
  const lines: { points: readonly [number, number][]; color: string }[] = []
  const surface: Surface = {
    rect: (x, y, width, height, color) => {
      if (color !== look.line) bars.push({ x, y, width, height, color })
    },
    line: (points, color) => void lines.push({ points, color }),
    area: () => undefined,
    text: (text) => void texts.push(text),
  }
  drawLinked(surface, { kind, count: linked.values.length, names, tick }, linked, { look, size })
  return { bars, texts, lines }
}

describe('a linked chart', () => {
  it('draws what is picked apart from the rest, and nothing where nothing is', () => {
    const { bars, texts } = drawn('bars', [], {
      values: Float64Array.of(5, Number.NaN, 3),
      picked: Uint8Array.of(0, 0, 1),
    })
    const plot = size.height - 16
    expect(bars.map(({ color }) => color)).toEqual([look.faint, look.accent])
    // From nought to six: bars end where their values are.
    expect(texts).toEqual(['0', '2', '4', '6'])
    expect(bars.map(({ height }) => height / plot)).toEqual([expect.closeTo(5 / 6), expect.closeTo(3 / 6)])
    const step = (size.width - 60) / 3
    expect(bars.map(({ x, width }) => x + width / 2)).toEqual([54 + step / 2, 54 + 2.5 * step])
  })
  it('hangs what is below nought under it', () => {
    const { bars, texts } = drawn('names', ['A', 'B'], { values: Float64Array.of(-4, 8), picked: null })
    expect(bars[0]!.x + bars[0]!.width).toBeCloseTo(bars[1]!.x)
    expect(texts).toEqual(['A', '-4', 'B', '8'])
  })
  it('breaks a line where nothing is, and lays what is picked over it', () => {
    const { lines } = drawn('line', ['2024', '', '', ''], {
      values: Float64Array.of(1, Number.NaN, 2, 3),
      picked: Uint8Array.of(0, 0, 1, 1),
    })
    expect(lines.map(({ points, color }) => [points.length, color])).toEqual([
      [1, look.quiet],
      [2, look.quiet],
      [2, look.accent],
    ])
  })
  it('begins at nought and keeps round bounds', () => {
    expect(boundsOf(Float64Array.of(12, 87))).toMatchObject({ min: 0 })
    expect(boundsOf(Float64Array.of(-4, 8))).toMatchObject({ min: -5 })
  })
  it('becomes an SVG in which names are text and nothing else', () => {
    const surface = svgSurface(look)
    surface.text('<b>"A" & B</b>', 1, 2, { color: look.ink, align: 'left' })
    expect(surface.done()).toContain('>&lt;b&gt;&quot;A&quot; &amp; B&lt;/b&gt;</text>')
    expect(shortened('Phường Bến Nghé', 8, ({ length }) => length)).toBe('Phường…')
  })
  it('tells the place under a pointer, also a little beside the plot', () => {
    const box = { width: 450, height: 150 }
    const { left, right } = roomOf('bars', box.width)
    const at = (x: number) => placeAt({ kind: 'bars', count: 4 }, { x, y: 20 }, box)
    const step = (box.width - left - right) / 4
    expect([at(left + 1), at(left + step * 1.5), at(box.width - right)]).toEqual([0, 1, 3])
    expect(at(0)).toBeNull()
    expect(placeAt({ kind: 'names', count: 4 }, { x: 5, y: 30 }, { width: 300, height: heightOf('names', 4) })).toBe(1)
    expect(placeAt({ kind: 'names', count: 0 }, { x: 5, y: 30 }, box)).toBeNull()
  })
})
