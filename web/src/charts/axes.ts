/** Owns what all charts share: light axes, quiet text, one tooltip, short motion. */
import type { Day } from '@laban/shared'
import type { ChartOption, Pen } from './pen.ts'
import type { Ticks } from './ticks.ts'
import { timeOf } from './ticks.ts'

const text = ({ look }: Pen) => ({ color: look.quiet, fontFamily: look.font, fontSize: look.size })

/** Room around the plot; `right` holds the labels at the ends of lines, `rows` of words stand above it. */
export const base = (pen: Pen, right: number, rows = 1): ChartOption => ({
  useUTC: true,
  animation: !pen.look.still,
  animationDuration: 180,
  animationDurationUpdate: 180,
  textStyle: { fontFamily: pen.look.font, color: pen.look.ink },
  grid: { left: 4, right, top: 10 + 16 * rows, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
})

/** Time axis with ticks on the days given and nowhere else. */
export const timeAxis = (
  pen: Pen,
  span: { from: Day; to: Day },
  ticks: readonly Day[],
  label: (at: Day) => string,
): NonNullable<ChartOption['xAxis']> => ({
  type: 'time',
  min: timeOf(span.from),
  max: timeOf(span.to),
  axisLine: { lineStyle: { color: pen.look.line } },
  axisTick: { show: true, customValues: ticks.map(timeOf), lineStyle: { color: pen.look.line } },
  splitLine: { show: false },
  axisLabel: {
    ...text(pen),
    customValues: ticks.map(timeOf),
    formatter: (time: number) => label(new Date(time).toISOString().slice(0, 10)),
    hideOverlap: true,
  },
})

export const valueAxis = (pen: Pen, ticks: Ticks, inverse = false): NonNullable<ChartOption['yAxis']> => ({
  type: 'value',
  ...ticks,
  inverse,
  axisLine: { show: false },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: pen.look.line } },
  axisLabel: { ...text(pen), formatter: (value: number) => pen.tick(value) },
})

/** Confined, so that no arrow is made: its inline style would break the content policy. */
export const tooltip = (
  pen: Pen,
  formatter: (time: number, index: number) => string,
): NonNullable<ChartOption['tooltip']> => ({
  trigger: 'axis',
  confine: true,
  transitionDuration: 0,
  className: 'chart-tip',
  backgroundColor: pen.look.surface,
  borderColor: pen.look.line,
  borderWidth: 1,
  padding: [10, 12],
  // Set through the object model when the tooltip shows; in a style sheet the empty box would throw its shadow.
  extraCssText:
    'box-shadow: var(--float); border-radius: var(--radius); max-width: 300px; white-space: normal; line-height: 1.45',
  textStyle: { color: pen.look.ink, fontFamily: pen.look.font, fontSize: pen.look.size + 1 },
  axisPointer: { type: 'line', lineStyle: { color: pen.look.quiet, type: 'solid', width: 1 }, label: { show: false } },
  formatter: (hits) => {
    const hit = Array.isArray(hits) ? hits[0] : hits
    const value = Array.isArray(hit?.value) ? hit.value[0] : undefined
    return hit ? formatter(typeof value === 'number' ? value : Number.NaN, hit.dataIndex) : ''
  },
})

/** Words at the end of a line or at a mark; haloed, so that they stay readable over other lines. */
export const label = (pen: Pen, color: string, strong = false) => ({
  show: true,
  color,
  fontFamily: pen.look.font,
  fontSize: pen.look.size,
  fontWeight: strong ? (600 as const) : (400 as const),
  textBorderColor: pen.look.surface,
  textBorderWidth: 3,
})

/**
 * Moves words at the ends of lines apart, so that each can be read.
 * @returns CSS pixels to move each label down, by its key
 */
export function spread(pen: Pen, ticks: Ticks, labels: readonly { key: string; value: number }[]): Map<string, number> {
  const plot = pen.height - 60
  const lead = pen.look.size * 1.25
  const moved = new Map<string, number>()
  let floor = Number.NEGATIVE_INFINITY
  for (const { key, value } of labels.toSorted((a, b) => b.value - a.value)) {
    const at = ((ticks.max - value) / (ticks.max - ticks.min)) * plot
    const free = Math.max(at, floor)
    moved.set(key, free - at)
    floor = free + lead
  }
  return moved
}

export type Break = { on: Day; title: string }
type Span = { from: Day; to: Day }
type Placed = Break & { row: number; align: 'left' | 'center' }

/** Words that would run into the one before go a row higher. Widths are estimated: nothing is measured without a screen. */
export function placeBreaks(pen: Pen, breaks: readonly Break[], span: Span): Placed[] {
  const room = pen.width - 120
  const at = (on: Day) => ((timeOf(on) - timeOf(span.from)) / (timeOf(span.to) - timeOf(span.from))) * room
  const ends: number[] = []
  return breaks
    .filter(({ on }) => on > span.from && on < span.to)
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))
    .map((one) => {
      const width = one.title.length * pen.look.size * 0.56
      // At the left edge the words would cover the axis: there they begin at their line.
      const align = at(one.on) < width / 2 ? 'left' : 'center'
      const start = align === 'left' ? at(one.on) : at(one.on) - width / 2
      const free = ends.findIndex((end) => end < start)
      const row = free < 0 ? ends.length : free
      ends[row] = start + width + 8
      return { ...one, row, align }
    })
}

export const rowsOf = (placed: readonly Placed[]): number => Math.max(1, ...placed.map(({ row }) => row + 1))

/** Thin vertical lines with a word: a boundary, a method or a law that breaks the series. */
export const breakLines = (pen: Pen, placed: readonly Placed[]) => ({
  silent: true,
  symbol: 'none',
  animation: false,
  lineStyle: { color: pen.look.quiet, type: 'solid' as const, width: 1, opacity: 0.7 },
  data: placed.map(({ on, title, row, align }) => ({
    xAxis: timeOf(on),
    label: {
      ...label(pen, pen.look.quiet),
      position: 'end' as const,
      align,
      distance: 5 + row * 16,
      formatter: () => title,
    },
  })),
})
