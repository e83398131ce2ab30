/** Owns the picture of amounts period by period: bars from zero, an empty place where nothing was published. */
import type { Answer, Figure, Period } from '@laban/shared'
import { bucketKey, bucketsOf } from '@laban/shared'
import type { Break } from '../axes.ts'
import { base, label, tooltip, valueAxis } from '../axes.ts'
import { published } from '../cumulative/option.ts'
import type { ChartOption, Pen } from '../pen.ts'
import { isNarrow } from '../pen.ts'
import { lengthOf, newest, reportingYear } from '../runs.ts'
import { ticksOf } from '../ticks.ts'
import { tip } from '../tip.ts'

export type Bar = {
  answer: Pick<Answer, 'figures'>
  time: 'flow' | 'stock' | 'cumulative'
  breaks: readonly Break[]
  most?: number
}

/** One place on the axis; `whole` is false where only a part of the period was published. */
export type Slot = { key: string; period: Period; figure: Figure | null; whole: boolean }

/**
 * Slots of equal length in order of time, without a hole: a period that nobody published keeps its place.
 * Running totals stand by year, each with its last figure.
 */
export function slotsOf({ answer, time, most = 24 }: Omit<Bar, 'breaks'>): Slot[] {
  const figures = answer.figures.filter(({ value }) => value !== null)
  const cumulative = time === 'cumulative'
  const kinds = Map.groupBy(figures, lengthOf)
  const grain =
    cumulative || time === 'stock'
      ? 'year'
      : ((['month', 'quarter', 'year'] as const).find((kind) => (kinds.get(kind)?.length ?? 0) > 1) ?? 'year')
  const keyOf = (figure: Figure) =>
    cumulative
      ? String(reportingYear(figure))
      : bucketKey({ start: time === 'stock' ? figure.period.end : figure.period.start, end: figure.period.end }, grain)
  const fitting =
    cumulative || time === 'stock'
      ? figures
      : figures.filter((figure) => lengthOf(figure) === grain || (grain === 'year' && lengthOf(figure) === 'part'))
  const byKey = Map.groupBy(fitting, keyOf)
  const starts = fitting.map(({ period }) => (time === 'stock' ? period.end : period.start)).toSorted()
  if (starts.length === 0) return []
  return bucketsOf({ start: starts[0]!, end: starts.at(-1)! }, grain)
    .map((period) => {
      const figure = newest(byKey.get(bucketKey(period, grain)) ?? []) ?? null
      return {
        key: bucketKey(period, grain),
        period,
        figure,
        whole: figure === null || time === 'stock' || figure.period.end >= period.end,
      }
    })
    .slice(-most)
}

export function bar(chart: Bar, pen: Pen): ChartOption {
  const slots = slotsOf(chart)
  const values = slots.flatMap(({ figure }) => (figure?.value === null || figure === null ? [] : [figure.value]))
  const named = slots.length <= (isNarrow(pen) ? 4 : 12)
  const names = slots.map(({ key, period, figure, whole }, index) => {
    const notes = [
      !whole && figure ? pen.words.chart.until(pen.shortDay(figure.period.end)) : '',
      breakAt(slots, index, chart.breaks)?.title ?? '',
    ]
    return [key.length === 4 ? key : pen.period(period), ...notes].filter(Boolean).join('\n')
  })
  const step = Math.ceil(slots.length / (isNarrow(pen) ? 3 : 5))
  const labelled = slots.length <= (isNarrow(pen) ? 6 : 12)
  const latest = slots.findLastIndex(({ figure }) => figure !== null)
  return {
    ...base(pen, 8),
    xAxis: {
      type: 'category',
      data: names,
      axisLine: { lineStyle: { color: pen.look.line } },
      axisTick: { show: false },
      axisLabel: {
        color: pen.look.quiet,
        fontFamily: pen.look.font,
        fontSize: pen.look.size,
        lineHeight: pen.look.size * 1.45,
        interval: (index) => named || (slots.length - 1 - index) % step === 0,
      },
    },
    yAxis: valueAxis(pen, ticksOf(values, { fromZero: true })),
    tooltip: tooltip(pen, (_, index) => barTip(slots[index], pen)),
    series: [
      {
        id: 'bars',
        name: pen.words.chart.actual,
        type: 'bar',
        barMaxWidth: 44,
        barCategoryGap: '32%',
        data: slots.map(({ figure, whole }, index) => ({
          value: figure?.value ?? '-',
          itemStyle: { color: index === latest ? pen.look.accent : pen.look.faint, opacity: whole ? 1 : 0.55 },
          label: {
            ...label(pen, index === latest ? pen.look.accent : pen.look.quiet, index === latest),
            show: figure !== null && (labelled || index === latest),
            opacity: 1,
            position: (figure?.value ?? 0) < 0 ? ('bottom' as const) : ('top' as const),
            formatter: () => (figure ? pen.tick(figure.value!) : ''),
          },
        })),
        emphasis: { disabled: true },
      },
    ],
  }
}

/** The break that lies between a slot and the one before it that has a figure, if the territory changed there. */
function breakAt(slots: readonly Slot[], index: number, breaks: readonly Break[]): Break | undefined {
  const here = slots[index]?.figure
  const before = slots.slice(0, index).findLast(({ figure }) => figure !== null)?.figure
  if (!here || !before || here.unit === before.unit) return undefined
  return breaks.findLast(({ on }) => on > before.period.end && on <= here.period.end)
}

export function barTip(slot: Slot | undefined, pen: Pen): string {
  if (!slot) return ''
  const { figure, period } = slot
  if (!figure) return tip(pen.period(period), [{ label: pen.words.chart.actual, text: pen.words.chart.noData }])
  const lastYear = figure.lastYear?.comparable
    ? [{ label: pen.words.chart.lastYear, text: pen.amount(figure.lastYear.value) }]
    : []
  return tip(
    pen.period(figure.period),
    [{ label: pen.words.chart.actual, text: pen.amount(figure.value!), strong: true }, ...lastYear],
    published(figure, pen),
  )
}
