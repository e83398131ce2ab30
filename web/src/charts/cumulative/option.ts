/**
 * Owns the picture of a running total: this year at its true dates against the plan's curve and the two years before.
 * Draws what was published and nothing between; asks nothing.
 */
import type { Answer, Day, Figure, PlanLine } from '@laban/shared'
import { addDays, day, lastDateOf } from '@laban/shared'
import type { LineSeriesOption } from 'echarts/charts'
import type { Break } from '../axes.ts'
import { base, breakLines, label, placeBreaks, rowsOf, spread, timeAxis, tooltip, valueAxis } from '../axes.ts'
import type { ChartOption, Pen } from '../pen.ts'
import { isNarrow } from '../pen.ts'
import type { Point } from '../runs.ts'
import { newest, reportingYear, runsOf } from '../runs.ts'
import { dayAt, quarterEnds, ticksOf, timeOf } from '../ticks.ts'
import type { TipLine } from '../tip.ts'
import { tip } from '../tip.ts'

export type Cumulative = {
  answer: Pick<Answer, 'figures' | 'plans'>
  year: number
  overrunMonths: number
  breaks: readonly Break[]
}

export const spanOf = (year: number, overrunMonths: number): { from: Day; to: Day } => ({
  from: day(year, 1, 1),
  to: overrunMonths ? day(year + 1, overrunMonths, lastDateOf(year + 1, overrunMonths)) : day(year, 12, 31),
})

/** The plan that the newest figure of the year is held against; before any figure: the plan of that year published last. */
export function planOf({ answer, year }: Cumulative): PlanLine | undefined {
  const plans = answer.plans.filter((plan) => plan.year === year)
  const unit = newest(answer.figures.filter((figure) => reportingYear(figure) === year))?.unit
  return plans.find((plan) => plan.unit === unit) ?? plans.at(-1)
}

export function cumulative(chart: Cumulative, pen: Pen): ChartOption {
  const { answer, year, overrunMonths, breaks } = chart
  const span = spanOf(year, overrunMonths)
  const inSpan = ({ on }: Point) => on >= span.from && on <= addDays(span.to, 31)
  const runs = (back: number) =>
    runsOf(
      answer.figures.filter((figure) => reportingYear(figure) === year - back),
      back,
    ).map((run) => run.filter(inSpan))
  const [now, last, before] = [runs(0), runs(1), runs(2)]
  const plan = planOf(chart)
  const head = now
    .flat()
    .findLast(({ value, figure }) => value !== null && figure === newest(now.flat().map((point) => point.figure)))
  const standing = head?.figure.standing
  const values = [
    ...[now, last, before].flat(2).map(({ value }) => value),
    ...(plan?.points.map(({ value }) => value) ?? []),
  ].filter((value) => value !== null)

  const ticks = ticksOf(values, { fromZero: true })
  const ends = [
    ...[last, before].flatMap((earlier, index) => endOf(earlier, String(1 + index))),
    ...(plan ? [{ key: 'plan', value: plan.points.at(-1)?.value ?? plan.target }] : []),
  ]
  const down = spread(pen, ticks, ends)
  const shown = { from: span.from, to: lastDay(span.to, now, last, before) }
  const marks = placeBreaks(pen, breaks, shown)
  return {
    ...base(pen, isNarrow(pen) ? 60 : 76, rowsOf(marks)),
    xAxis: timeAxis(pen, shown, quarterEnds(year, overrunMonths), pen.shortDay),
    yAxis: valueAxis(pen, ticks),
    tooltip: tooltip(pen, (time) => cumulativeTip(chart, dayAt(time), pen)),
    series: [
      ...past(before, year - 2, pen, down.get('2')),
      ...past(last, year - 1, pen, down.get('1')),
      ...(plan ? [planLine(plan, pen, down.get('plan'))] : []),
      ...(head && standing && standing.phasing !== 'end' ? [gap(head, standing.planToDate, pen)] : []),
      ...now.map((run, index) => actual(run, head, pen, index === 0 ? marks : [])),
    ],
  }
}

/** A year may have been counted to a day after its end, as public investment was to 17 February 2025. */
const lastDay = (end: Day, ...years: Point[][][]): Day =>
  years.flat(2).reduce((latest, { on }) => (on > latest ? on : latest), end)

const endOf = (runs: Point[][], key: string) => {
  const value = runs.at(-1)?.findLast((point) => point.value !== null)?.value
  return value === null || value === undefined ? [] : [{ key, value }]
}

const past = (runs: Point[][], year: number, pen: Pen, down = 0): LineSeriesOption[] =>
  runs.map((run, index) => ({
    id: `${year}-${index}`,
    name: String(year),
    type: 'line',
    silent: true,
    symbol: 'circle',
    symbolSize: run.length === 1 ? 5 : 3,
    itemStyle: { color: pen.look.faint },
    lineStyle: { color: pen.look.faint, width: 1.25 },
    data: withLabel(
      run,
      index === runs.length - 1
        ? { ...label(pen, pen.look.quiet), position: 'right', offset: [0, down], formatter: () => String(year) }
        : undefined,
    ),
    emphasis: { disabled: true },
  }))

const actual = (
  run: Point[],
  head: Point | undefined,
  pen: Pen,
  marks: ReturnType<typeof placeBreaks>,
): LineSeriesOption => ({
  id: `actual-${run[0]?.figure.unit ?? ''}`,
  name: pen.words.chart.actual,
  type: 'line',
  z: 4,
  symbol: 'circle',
  symbolSize: 6,
  itemStyle: { color: pen.look.accent },
  lineStyle: { color: pen.look.accent, width: 2 },
  data: withLabel(
    run.map((point) => ({ ...point, symbol: symbolOf(point) })),
    head && run.includes(head)
      ? {
          ...label(pen, pen.look.accent, true),
          position: head.value! < (head.figure.standing?.planToDate ?? head.value!) ? 'bottom' : 'top',
          distance: 8,
          formatter: () => pen.amount(head.value!),
        }
      : undefined,
  ),
  markLine: breakLines(pen, marks),
  emphasis: { scale: false },
})

/** Hollow where the figure is not a count: an estimate, a doubtful figure, one read out of a text. */
const symbolOf = ({ figure }: Point): string =>
  figure.certainty === 'estimate' || figure.certainty === 'doubtful' || figure.certainty === 'inferred'
    ? 'emptyCircle'
    : 'circle'

const planLine = (plan: PlanLine, pen: Pen, down = 0): LineSeriesOption => ({
  id: 'plan',
  name: pen.words.chart.plan,
  type: 'line',
  silent: true,
  // A target that is due on one day only is a mark, not a path.
  symbol: plan.points.length === 1 ? 'diamond' : 'none',
  symbolSize: plan.points.length === 1 ? 9 : 4,
  itemStyle: { color: pen.look.quiet },
  lineStyle: { color: pen.look.quiet, width: 1.5, type: [5, 4] },
  data: withLabel(plan.points, {
    ...label(pen, pen.look.quiet),
    position: 'right',
    offset: [0, down],
    formatter: () => pen.words.chart.plan,
  }),
  emphasis: { disabled: true },
})

/** The distance of which the sentence speaks, drawn at its day. */
const gap = (head: Point, planned: number, pen: Pen): LineSeriesOption => ({
  id: 'gap',
  type: 'line',
  silent: true,
  z: 3,
  symbol: 'none',
  lineStyle: { color: statusColor(head, pen), width: 2, type: 'solid' },
  data: [
    [timeOf(head.on), head.value],
    [timeOf(head.on), planned],
  ],
  emphasis: { disabled: true },
})

const statusColor = ({ figure }: Point, { look }: Pen): string =>
  figure.standing?.status ? look.status[figure.standing.status] : look.quiet

type Label = LineSeriesOption['label']

/** The label goes to the last point that has a value. */
function withLabel(
  points: readonly { on: Day; value: number | null; symbol?: string }[],
  text: Label | undefined,
): NonNullable<LineSeriesOption['data']> {
  const last = text ? points.findLastIndex(({ value }) => value !== null) : -1
  return points.map(({ on, value, symbol }, index) => {
    const shape = symbol ?? (index === last ? 'circle' : undefined)
    return {
      value: [timeOf(on), value] as [number, number | null],
      ...(shape ? { symbol: shape } : {}),
      ...(index === last && text ? { label: text } : {}),
    }
  })
}

/** What the tooltip tells at a day: the figure of this year if one ends there, and those of the years before that do. */
export function cumulativeTip({ answer, year }: Cumulative, on: Day, pen: Pen): string {
  const { words } = pen
  const lines: TipLine[] = []
  let foot: string | undefined
  for (const back of [0, 1, 2]) {
    const figures = answer.figures.filter((figure) => reportingYear(figure) === year - back && figure.value !== null)
    const here = runsOf(figures, back)
      .flat()
      .findLast((point) => point.on === on)?.figure
    if (!here) continue
    if (back > 0) {
      lines.push({ label: pen.day(here.period.end), text: pen.amount(here.value!) })
      continue
    }
    lines.push({ label: words.chart.actual, text: pen.amount(here.value!), strong: true })
    if (here.standing && here.standing.phasing !== 'end') {
      lines.push(
        { label: words.chart.plan, text: pen.amount(here.standing.planToDate) },
        { label: words.chart.distance, text: pen.difference(here.standing.distance) },
      )
    }
    if (here.lastYear?.comparable) lines.push({ label: words.chart.lastYear, text: pen.amount(here.lastYear.value) })
    foot = published(here, pen)
  }
  return lines.length ? tip(pen.day(on), lines, foot) : ''
}

/** "công bố 5/7/2025 · ước" */
export const published = (figure: Figure, pen: Pen): string | undefined =>
  [figure.published ? pen.words.publishedOn(pen.day(figure.published)) : '', pen.caveat(figure)]
    .filter(Boolean)
    .join(' · ') || undefined
