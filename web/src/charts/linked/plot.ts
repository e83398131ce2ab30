/**
 * Owns linked charts: drawn anew with every movement of the hand, so nothing dear is done. Straight on a surface and without ECharts,
 * which took most of a frame to lay out what has four ticks and one shape. Pure: values in, shapes out.
 */
import type { Look } from '../pen.ts'
import { ticksOf } from '../ticks.ts'
import type { Surface } from './surface.ts'

/** `line`: months; `bars`: many values side by side, without names; `names`: few values below each other, each with its name. */
export type LinkedKind = 'line' | 'bars' | 'names'

export type Linked = {
  /** By place; NaN: nothing there. */
  values: Float64Array
  /** 1 where picked; null: nothing is. */
  picked: Uint8Array | null
}

/** What does not change with a filter. */
export type Frame = {
  kind: LinkedKind
  count: number
  /** Names beside bars (`names`), or the few words along an axis of months by place (`line`). */
  names: readonly string[]
  /** A value at the chart's scale, without its unit of measure. */
  tick: (value: number) => string
}

/** CSS pixels. */
export type Size = { width: number; height: number }

/** CSS pixels around the plot; pointers are told apart by them. */
export const roomOf = (kind: LinkedKind, width: number) =>
  kind === 'names'
    ? { left: Math.min(236, Math.round(width * 0.42)), right: 64, top: 2, bottom: 2 }
    : { left: 54, right: 6, top: 10, bottom: kind === 'line' ? 20 : 6 }

/** Height of one named bar with its space. */
export const nameHeight = 26
export const heightOf = (kind: LinkedKind, count: number): number =>
  kind === 'names' ? Math.max(2, count) * nameHeight + 4 : kind === 'line' ? 132 : 150

/** Thickness of bars: its share of a place, and CSS pixels at most. */
const thickness = { bars: { share: 0.88, most: 20 }, names: { share: 0.7, most: 16 } }

/** Round bounds around all values, with few ticks. */
export function boundsOf(values: Float64Array) {
  let [low, high] = [0, 0]
  for (const value of values) {
    if (value < low) low = value
    else if (value > high) high = value
  }
  return ticksOf([low, high], { fromZero: true, most: 4 })
}

export function drawLinked(surface: Surface, frame: Frame, linked: Linked, { look, size }: { look: Look; size: Size }) {
  if (frame.kind === 'names') drawNames(surface, frame, linked, { look, size })
  else drawUpright(surface, frame, linked, { look, size })
}

function drawUpright(surface: Surface, frame: Frame, linked: Linked, { look, size }: { look: Look; size: Size }) {
  const { kind, count, names, tick } = frame
  const { left, right, top, bottom } = roomOf(kind, size.width)
  const [width, height] = [size.width - left - right, size.height - top - bottom]
  const { min, max, interval } = boundsOf(linked.values)
  const yOf = (value: number): number => top + ((max - value) / (max - min)) * height
  for (let i = 0; i <= Math.round((max - min) / interval); i++) {
    const value = min + i * interval
    surface.rect(left, Math.round(yOf(value)), width, 1, look.line)
    surface.text(tick(value), left - 8, yOf(value), { color: look.quiet, align: 'right' })
  }
  const step = width / Math.max(1, count)
  if (kind === 'bars') drawBars(surface, linked, { look, left, step, yOf })
  else drawLines(surface, linked, { look, left, step, yOf })
  for (const [i, name] of names.entries())
    if (kind === 'line' && name !== '')
      surface.text(name, left + (i + 0.5) * step, size.height - bottom + 10, { color: look.quiet, align: 'center' })
}

type Axes = { look: Look; left: number; step: number; yOf: (value: number) => number }

function drawBars(surface: Surface, { values, picked }: Linked, { look, left, step, yOf }: Axes): void {
  const thick = Math.max(1, Math.min(thickness.bars.most, step * thickness.bars.share))
  const nought = yOf(0)
  // One colour after the other: changing it costs more than a bar.
  for (const wanted of [0, 1]) {
    const color = wanted === 1 ? look.accent : look.faint
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!
      if (Number.isNaN(value) || value === 0 || (picked?.[i] ?? 0) !== wanted) continue
      const y = yOf(value)
      surface.rect(left + (i + 0.5) * step - thick / 2, Math.min(y, nought), thick, Math.abs(nought - y), color)
    }
  }
}

function drawLines(surface: Surface, { values, picked }: Linked, { look, left, step, yOf }: Axes): void {
  const place = (i: number): [number, number] => [left + (i + 0.5) * step, yOf(values[i]!)]
  const runs = (takes: (i: number) => boolean): [number, number][][] => {
    const found: [number, number][][] = []
    let open = false
    for (let i = 0; i < values.length; i++) {
      const isIn = takes(i) && !Number.isNaN(values[i])
      if (isIn && !open) found.push([])
      if (isIn) found.at(-1)!.push(place(i))
      open = isIn
    }
    return found
  }
  for (const run of runs(() => true)) surface.line(run, look.quiet, 1.5)
  for (const run of runs((i) => picked?.[i] === 1)) {
    surface.area(run, yOf(0), look.accent, 0.16)
    surface.line(run, look.accent, 2)
  }
}

function drawNames(
  surface: Surface,
  { count, names, tick }: Frame,
  { values, picked }: Linked,
  { look, size }: { look: Look; size: Size },
): void {
  const { left, right, top, bottom } = roomOf('names', size.width)
  const step = (size.height - top - bottom) / Math.max(1, count)
  const thick = Math.min(thickness.names.most, step * thickness.names.share)
  const { min, max } = boundsOf(values)
  const width = size.width - left - right
  const xOf = (value: number): number => left + ((value - min) / (max - min)) * width
  for (let i = 0; i < count; i++) {
    const middle = top + (i + 0.5) * step
    surface.text(names[i] ?? '', left - 8, middle, { color: look.ink, align: 'right', most: left - 12 })
    const value = values[i]!
    if (Number.isNaN(value)) continue
    const [from, to] = [Math.min(xOf(0), xOf(value)), Math.max(xOf(0), xOf(value))]
    surface.rect(from, middle - thick / 2, to - from, thick, picked?.[i] === 1 ? look.accent : look.faint)
    surface.text(tick(value), to + 6, middle, { color: look.ink, align: 'left' })
  }
  surface.rect(Math.round(xOf(0)), top, 1, size.height - top - bottom, look.line)
}

/** Place under a pointer, in CSS pixels from the chart's corner; null: beside the plot. */
export function placeAt(
  { kind, count }: Pick<Frame, 'kind' | 'count'>,
  { x, y }: { x: number; y: number },
  { width, height }: Size,
): number | null {
  const room = roomOf(kind, width)
  const share =
    kind === 'names'
      ? (y - room.top) / (height - room.top - room.bottom)
      : (x - room.left) / (width - room.left - room.right)
  if (count === 0 || share < -0.02 || share > 1.02) return null
  return Math.min(count - 1, Math.max(0, Math.floor(share * count)))
}
