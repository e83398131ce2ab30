/** Owns the picture of a level over years: whole years as the line, quarters, months and parts of years as quiet points at their ends. */
import type { Answer, Day } from '@laban/shared'
import { addDays, day, yearOf } from '@laban/shared'
import type { LineSeriesOption } from 'echarts/charts'
import type { Break } from '../axes.ts'
import { base, breakLines, label, placeBreaks, rowsOf, spread, timeAxis, tooltip, valueAxis } from '../axes.ts'
import { published } from '../cumulative/option.ts'
import type { ChartOption, Pen } from '../pen.ts'
import { isNarrow } from '../pen.ts'
import type { Point } from '../runs.ts'
import { lengthOf, runsOf } from '../runs.ts'
import { dayAt, quarterEnds, thinned, ticksOf, timeOf } from '../ticks.ts'
import type { TipLine } from '../tip.ts'
import { tip } from '../tip.ts'

export type Line = {
  answer: Pick<Answer, 'figures' | 'plans'>
  time: 'flow' | 'stock' | 'cumulative'
  breaks: readonly Break[]
  /** A rank: the first place is on top. */
  inverse?: boolean
}

type Kind = ReturnType<typeof lengthOf>

/** Lengths of period that stand in the answer, the one that carries the line first: the longest that has at least two figures. */
export function kindsOf({ answer, time }: Line): Kind[] {
  if (time === 'stock') return ['month']
  const counts = Map.groupBy(answer.figures, lengthOf)
  const kinds = (['year', 'quarter', 'month', 'part'] as const).filter((kind) => counts.has(kind))
  const main = kinds.find((kind) => counts.get(kind)!.length > 1) ?? kinds[0]
  return main ? [main, ...kinds.filter((kind) => kind !== main)] : []
}

const ofKind = ({ answer, time }: Line, kind: Kind) =>
  time === 'stock' ? answer.figures : answer.figures.filter((figure) => lengthOf(figure) === kind)

export function line(chart: Line, pen: Pen): ChartOption {
  const { answer, breaks, inverse = false } = chart
  const ends = answer.figures.map(({ period }) => period.end).toSorted()
  const [first, last] = [ends[0] ?? '2000-01-01', ends.at(-1) ?? '2000-12-31']
  const targets = targetPoints(chart, first, last)
  const edge = targets.at(-1)?.on ?? last
  const span = { from: addDays(first, -45), to: addDays(edge > last ? edge : last, 20) }
  const values = [...answer.figures.map(({ value }) => value), ...targets.map(({ value }) => value)].filter(
    (value) => value !== null,
  )
  const kinds = kindsOf(chart)
  const ticks = ticksIn(span, kinds[0] === 'year')
  const marks = placeBreaks(pen, breaks, span)
  const scale = inverse ? rankTicks(values) : ticksOf(values, { fromZero: false })
  const end = kinds[0]
    ? runsOf(ofKind(chart, kinds[0]))
        .at(-1)
        ?.findLast(({ value }) => value !== null)?.value
    : undefined
  const aim = targets.at(-1)?.value
  const down = spread(pen, scale, [
    ...(end === null || end === undefined ? [] : [{ key: 'end', value: end }]),
    ...(aim === null || aim === undefined ? [] : [{ key: 'aim', value: aim }]),
  ])
  return {
    ...base(pen, isNarrow(pen) ? 52 : 84, rowsOf(marks)),
    xAxis: timeAxis(pen, span, ticks.on, ticks.years ? (on) => String(yearOf(on)) : pen.day),
    yAxis: valueAxis(pen, scale, inverse),
    tooltip: tooltip(pen, (time) => lineTip(chart, dayAt(time), pen)),
    series: [
      ...kinds.slice(1).flatMap((kind) => runsOf(ofKind(chart, kind)).map((run) => side(run, kind, pen))),
      ...(targets.length ? [target(targets, pen, inverse ? 0 : down.get('aim'))] : []),
      ...(kinds[0]
        ? runsOf(ofKind(chart, kinds[0])).map((run, index, all) =>
            main(run, index === all.length - 1, pen, index === 0 ? marks : [], inverse ? 0 : down.get('end')),
          )
        : []),
    ],
  }
}

/** Whole years are named at their end, where they stand; anything else against the beginnings of years, or quarters where years are few. */
function ticksIn(span: { from: Day; to: Day }, whole: boolean): { on: Day[]; years: boolean } {
  const years = Array.from({ length: yearOf(span.to) - yearOf(span.from) + 1 }, (_, index) => yearOf(span.from) + index)
  const inside = (days: Day[]) => days.filter((on) => on >= span.from && on <= span.to)
  const marks = inside(years.map((year) => day(year, whole ? 12 : 1, whole ? 31 : 1)))
  return marks.length > 1
    ? { on: thinned(marks), years: true }
    : { on: thinned(inside(years.flatMap((year) => quarterEnds(year, 0)))), years: false }
}

/** First place at the top, and no place nought. */
function rankTicks(values: readonly number[]) {
  const interval = Math.max(1, Math.ceil((Math.max(2, ...values) - 1) / 4))
  return { min: 1, max: 1 + Math.ceil((Math.max(2, ...values) - 1) / interval) * interval, interval }
}

/** Targets of the years shown, and the next one after them. */
function targetPoints({ answer }: Line, first: Day, last: Day): { on: Day; value: number | null }[] {
  const points = answer.plans
    .flatMap((plan) => plan.points.slice(-1))
    .filter(({ on }) => on >= first)
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))
  return points.filter(
    ({ on }, index) => on <= last || points[index - 1] === undefined || points[index - 1]!.on <= last,
  )
}

const main = (
  run: Point[],
  isLast: boolean,
  pen: Pen,
  marks: ReturnType<typeof placeBreaks>,
  down = 0,
): LineSeriesOption => {
  const end = run.findLastIndex(({ value }) => value !== null)
  return {
    id: `main-${run[0]?.figure.unit ?? ''}`,
    name: pen.words.chart.actual,
    type: 'line',
    z: 4,
    symbol: 'circle',
    symbolSize: 6,
    itemStyle: { color: pen.look.accent },
    lineStyle: { color: pen.look.accent, width: 2 },
    data: run.map(({ on, value }, index) =>
      isLast && index === end && value !== null
        ? {
            value: [timeOf(on), value],
            label: {
              ...label(pen, pen.look.accent, true),
              position: 'right',
              offset: [0, down],
              formatter: () => pen.amount(value),
            },
          }
        : [timeOf(on), value],
    ),
    markLine: breakLines(pen, marks),
    emphasis: { scale: false },
  }
}

/** Other lengths of period are not one series with the line: points, never joined to it. */
const side = (run: Point[], kind: Kind, pen: Pen): LineSeriesOption => ({
  id: `${kind}-${run[0]?.figure.unit ?? ''}`,
  type: 'line',
  z: 2,
  symbol: 'emptyCircle',
  symbolSize: 5,
  itemStyle: { color: pen.look.quiet },
  lineStyle: { width: 0 },
  data: run.map(({ on, value }) => [timeOf(on), value]),
  emphasis: { scale: false },
})

const target = (points: { on: Day; value: number | null }[], pen: Pen, down = 0): LineSeriesOption => ({
  id: 'plan',
  name: pen.words.chart.target,
  type: 'line',
  silent: true,
  symbol: 'diamond',
  symbolSize: 8,
  itemStyle: { color: pen.look.quiet },
  lineStyle: { color: pen.look.quiet, width: 1.25, type: [5, 4] },
  data: points.map(({ on, value }, index) =>
    index === points.length - 1
      ? {
          value: [timeOf(on), value],
          label: {
            ...label(pen, pen.look.quiet),
            position: 'right',
            offset: [0, down],
            formatter: () => pen.words.chart.target,
          },
        }
      : [timeOf(on), value],
  ),
  emphasis: { disabled: true },
})

export function lineTip({ answer }: Pick<Line, 'answer'>, on: Day, pen: Pen): string {
  const figures = answer.figures.filter(({ period, value }) => period.end === on && value !== null)
  const lines: TipLine[] = figures.flatMap((figure, index) => [
    { label: pen.period(figure.period), text: pen.amount(figure.value!), strong: index === 0 },
    ...(figure.standing
      ? [
          { label: pen.words.chart.target, text: pen.amount(figure.standing.planToDate) },
          { label: pen.words.chart.distance, text: pen.difference(figure.standing.distance) },
        ]
      : []),
    ...(figure.lastYear?.comparable
      ? [{ label: pen.words.chart.lastYear, text: pen.amount(figure.lastYear.value) }]
      : []),
  ])
  return figures[0] ? tip(pen.day(on), lines, published(figures[0], pen)) : ''
}
