/** Owns what linked charts are drawn on: a canvas on the screen and in pictures, or the text of an SVG. */
import type { Look } from '../pen.ts'

type Align = 'left' | 'center' | 'right'

/** CSS pixels from the upper left corner. */
export type Surface = {
  rect: (x: number, y: number, width: number, height: number, color: string) => void
  line: (points: readonly [number, number][], color: string, width: number) => void
  /** Between the points and a level. */
  area: (points: readonly [number, number][], level: number, color: string, opacity: number) => void
  /** Around a middle height. @param most  CSS pixels that it may take; longer ones are cut */
  text: (text: string, x: number, middle: number, how: { color: string; align: Align; most?: number }) => void
}

/** @param scale  pixels of the canvas for one of CSS */
export function canvasSurface(pen: CanvasRenderingContext2D, { font, size }: Look, scale: number): Surface {
  const face = `${size}px ${font}`
  pen.textBaseline = 'middle'
  pen.lineJoin = 'round'
  pen.font = face
  // Bars begin and end on whole pixels: soft edges cost many times as much.
  const whole = (at: number): number => Math.round(at * scale) / scale
  const path = (points: readonly [number, number][]): void => {
    pen.beginPath()
    for (const [i, [x, y]] of points.entries()) {
      if (i === 0) pen.moveTo(x, y)
      else pen.lineTo(x, y)
    }
  }
  return {
    rect(x, y, width, height, color) {
      if (pen.fillStyle !== color) pen.fillStyle = color
      const [left, top] = [whole(x), whole(y)]
      pen.fillRect(
        left,
        top,
        Math.max(1 / scale, whole(x + width) - left),
        Math.max(1 / scale, whole(y + height) - top),
      )
    },
    line(points, color, width) {
      path(points)
      pen.strokeStyle = color
      pen.lineWidth = width
      pen.stroke()
    },
    area(points, level, color, opacity) {
      if (points.length === 0) return
      path([...points, [points.at(-1)![0], level], [points[0]![0], level]])
      pen.globalAlpha = opacity
      pen.fillStyle = color
      pen.fill()
      pen.globalAlpha = 1
    },
    text(text, x, middle, { color, align, most }) {
      pen.fillStyle = color
      pen.textAlign = align
      pen.fillText(most === undefined ? text : shortened(text, most, (some) => widthOf(pen, face, some)), x, middle)
    },
  }
}

/** Measured once: names stay the same from one movement to the next. */
const widths = new Map<string, number>()
const remembered = 5000

function widthOf(pen: CanvasRenderingContext2D, face: string, text: string): number {
  const key = `${face} ${text}`
  const known = widths.get(key)
  if (known !== undefined) return known
  if (widths.size > remembered) widths.clear()
  const { width } = pen.measureText(text)
  widths.set(key, width)
  return width
}

/** With its end cut off where it is wider than `most`. */
export function shortened(text: string, most: number, width: (text: string) => number): string {
  if (width(text) <= most) return text
  let [fits, all] = [0, text.length]
  while (fits + 1 < all) {
    const middle = (fits + all) >>> 1
    if (width(`${text.slice(0, middle).trimEnd()}…`) <= most) fits = middle
    else all = middle
  }
  return `${text.slice(0, fits).trimEnd()}…`
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)

const short = (at: number): string => String(Math.round(at * 100) / 100)

/** As an SVG without its frame. Letters are taken for as wide as they are on the average: nobody can measure there. */
export function svgSurface({ size }: Look): Surface & { done: () => string } {
  const parts: string[] = []
  const joined = (points: readonly [number, number][]): string => points.map((at) => at.map(short).join(',')).join(' ')
  const anchors = { left: 'start', center: 'middle', right: 'end' }
  return {
    rect: (x, y, width, height, color) =>
      void parts.push(
        `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${escaped(color)}"/>`,
      ),
    line: (points, color, width) =>
      void parts.push(
        `<polyline points="${joined(points)}" fill="none" stroke="${escaped(color)}" stroke-width="${width}" stroke-linejoin="round"/>`,
      ),
    area(points, level, color, opacity) {
      if (points.length === 0) return
      const ends: [number, number][] = [
        [points.at(-1)![0], level],
        [points[0]![0], level],
      ]
      parts.push(`<polygon points="${joined([...points, ...ends])}" fill="${escaped(color)}" opacity="${opacity}"/>`)
    },
    text(text, x, middle, { color, align, most }) {
      const shown = most === undefined ? text : shortened(text, most, ({ length }) => length * size * 0.52)
      parts.push(
        `<text x="${short(x)}" y="${short(middle)}" font-size="${size}" fill="${escaped(color)}" text-anchor="${anchors[align]}" dominant-baseline="central">${escaped(shown)}</text>`,
      )
    },
    done: () => parts.join(''),
  }
}
