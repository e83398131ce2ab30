/** Owns what all charts share: light axes, quiet text, one tooltip, short motion. */
import type { Day } from '@laban/shared'
import type { ChartOption, Pen } from './pen.ts'
import type { Ticks } from './ticks.ts'
import { timeOf } from './ticks.ts'

const text = ({ look }: Pen) => ({ color: look.quiet, fontFamily: look.font, fontSize: look.size })

/** Room around the plot; `right` holds the labels at the ends of lines. */
export const base = (pen: Pen, right: number): ChartOption => ({
  useUTC: true,
  animation: !pen.look.still,
  animationDuration: 180,
  animationDurationUpdate: 180,
  textStyle: { fontFamily: pen.look.font, color: pen.look.ink },
  grid: { left: 4, right, top: 26, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
})

/** Time axis with ticks on the days given and nowhere else. */
export const timeAxis = (pen: Pen, span: { from: Day; to: Day }, ticks: readonly Day[], label: (at: Day) => string): NonNullable<ChartOption['xAxis']> => ({
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
export const tooltip = (pen: Pen, formatter: (time: number, index: number) => string): NonNullable<ChartOption['tooltip']> => ({
  trigger: 'axis',
  confine: true,
  transitionDuration: 0,
  className: 'chart-tip',
  backgroundColor: pen.look.surface,
  borderColor: pen.look.line,
  borderWidth: 1,
  padding: [10, 12],
  // Set through the object model when the tooltip shows; in a style sheet the empty box would throw its shadow.
  extraCssText: 'box-shadow: var(--float); border-radius: var(--radius); max-width: 300px; white-space: normal; line-height: 1.45',
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

export type Break = { on: Day; title: string }

/** Thin vertical lines with a word: a boundary, a method or a law that breaks the series. */
export const breakLines = (pen: Pen, breaks: readonly Break[], span: { from: Day; to: Day }) => ({
  silent: true,
  symbol: 'none',
  animation: false,
  lineStyle: { color: pen.look.quiet, type: 'solid' as const, width: 1, opacity: 0.7 },
  data: breaks
    .filter(({ on }) => on > span.from && on < span.to)
    .map(({ on, title }) => ({
      xAxis: timeOf(on),
      label: { ...label(pen, pen.look.quiet), position: 'end' as const, distance: 6, formatter: () => title },
    })),
})
