/** Owns pictures of any result: bars, lines, points and cells of colour, from plain points. Knows no indicator. */
import type { BarSeriesOption, HeatmapSeriesOption, LineSeriesOption, ScatterSeriesOption } from 'echarts/charts'
import type {
  GridComponentOption,
  LegendComponentOption,
  TooltipComponentOption,
  VisualMapComponentOption,
} from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import type { Look } from '../pen.ts'
import { ticksOf } from '../ticks.ts'
import { tip } from '../tip.ts'

export type FreeKind = 'bar' | 'line' | 'scatter' | 'heat'

/** `y` null: missing, drawn as a gap. `row`: the lower axis of heat maps. */
export type FreePoint = { x: string | number; y: number | null; series: string }

export type Free = {
  kind: FreeKind
  /** How `x` is laid out: days at their true places, numbers along a scale, names in the order of the result. */
  xIs: 'name' | 'day' | 'number'
  points: readonly FreePoint[]
  xTitle: string
  yTitle: string
  /** A value as text, without and with its unit of measure. */
  tick: (value: number) => string
  amount: (value: number) => string
  xText: (x: string | number) => string
  missing: string
}

export type FreeOption = ComposeOption<
  | BarSeriesOption
  | LineSeriesOption
  | ScatterSeriesOption
  | HeatmapSeriesOption
  | GridComponentOption
  | TooltipComponentOption
  | VisualMapComponentOption
  | LegendComponentOption
>

/** Series are told apart by a quiet scale of lightness and by dashes; the first wears the accent. */
const dashes = ['solid', 'dashed', 'dotted'] as const
function inkOf(look: Look, at: number): string {
  const inks = [look.accent, look.ink, look.quiet, look.status.behind, look.status.late, look.status['on-track']]
  return inks[at % inks.length]!
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)]

export const seriesOf = ({ points }: Pick<Free, 'points'>): string[] => unique(points.map(({ series }) => series))

const timeOf = (x: string | number): number => (typeof x === 'number' ? x : Date.parse(`${x.slice(0, 10)}T00:00:00Z`))

function baseOf(look: Look, hasLegend: boolean): FreeOption {
  return {
    useUTC: true,
    animation: false,
    textStyle: { fontFamily: look.font, color: look.ink },
    grid: {
      left: 8,
      right: 24,
      top: hasLegend ? 44 : 20,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    ...(hasLegend
      ? {
          legend: {
            top: 4,
            left: 0,
            type: 'scroll' as const,
            icon: 'roundRect',
            textStyle: { color: look.ink, fontFamily: look.font },
            pageTextStyle: { color: look.quiet },
            pageIconColor: look.quiet,
          },
        }
      : {}),
    tooltip: {
      trigger: 'item',
      confine: true,
      transitionDuration: 0,
      className: 'chart-tip',
      backgroundColor: look.surface,
      borderColor: look.line,
      borderWidth: 1,
      padding: [10, 12],
      extraCssText:
        'box-shadow: var(--float); border-radius: var(--radius); max-width: 300px; white-space: normal; line-height: 1.45',
      textStyle: { color: look.ink, fontFamily: look.font, fontSize: look.size + 1 },
    },
  }
}

const text = (look: Look) => ({ color: look.quiet, fontFamily: look.font, fontSize: look.size })

/** Axes of names hide labels that would run into each other; the tooltip tells them all. */
const nameAxis = (names: readonly string[], look: Look, room: number) => ({
  type: 'category' as const,
  data: [...names],
  axisLine: { lineStyle: { color: look.line } },
  axisTick: { show: false },
  axisLabel: { ...text(look), hideOverlap: true, width: room, overflow: 'truncate' as const },
})

function xAxisOf(free: Free, look: Look, width: number): NonNullable<FreeOption['xAxis']> {
  if (free.xIs === 'name') {
    const names = unique(free.points.map(({ x }) => free.xText(x)))
    return nameAxis(names, look, Math.max(56, Math.min(160, width / Math.max(1, Math.min(names.length, 8)) - 12)))
  }
  return {
    type: free.xIs === 'day' ? 'time' : 'value',
    scale: true,
    axisLine: { lineStyle: { color: look.line } },
    axisTick: { show: false },
    splitLine: { show: free.kind === 'scatter', lineStyle: { color: look.line } },
    splitNumber: width < 520 ? 3 : 5,
    axisLabel: {
      ...text(look),
      hideOverlap: true,
      formatter: (value: number) => free.xText(free.xIs === 'day' ? new Date(value).toISOString().slice(0, 10) : value),
    },
  }
}

function yAxisOf(free: Free, look: Look): NonNullable<FreeOption['yAxis']> {
  const values = free.points.flatMap(({ y }) => y ?? [])
  return {
    type: 'value',
    ...ticksOf(values, { fromZero: free.kind === 'bar' }),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: look.line } },
    axisLabel: { ...text(look), formatter: (value: number) => free.tick(value) },
  }
}

function tipOf(free: Free, point: FreePoint | undefined, several: boolean): string {
  if (!point) return ''
  return tip(free.xText(point.x), [
    {
      label: several ? point.series : free.yTitle,
      text: point.y === null ? free.missing : free.amount(point.y),
      strong: true,
    },
  ])
}

/** @param width  CSS pixels that the chart may fill */
export function freeOption(free: Free, look: Look, width: number): FreeOption {
  const names = seriesOf(free)
  if (free.kind === 'heat') return heatOption(free, names, look, width)
  const several = names.length > 1
  const places = new Map(unique(free.points.map(({ x }) => free.xText(x))).map((x, i) => [x, i]))
  const series = names.map((name, at) => {
    const points = free.points.filter((point) => point.series === name)
    const place = (x: FreePoint['x']) =>
      free.xIs === 'name' ? places.get(free.xText(x))! : free.xIs === 'day' ? timeOf(x) : x
    const sorted = free.xIs === 'name' ? points : points.toSorted((a, b) => timeOf(a.x) - timeOf(b.x))
    const data = sorted.map((point) => [place(point.x), point.y ?? '-'])
    const color = inkOf(look, at)
    const shared = {
      id: `series-${at}`,
      name,
      data,
      itemStyle: { color },
      tooltip: { formatter: (hit: unknown) => tipOf(free, sorted[(hit as { dataIndex: number }).dataIndex], several) },
    }
    if (free.kind === 'line') {
      return {
        ...shared,
        type: 'line' as const,
        showSymbol: sorted.length <= 60,
        symbolSize: 6,
        connectNulls: false,
        lineStyle: { width: 2, color, type: dashes[Math.floor(at / 6) % dashes.length]! },
      }
    }
    if (free.kind === 'scatter')
      return {
        ...shared,
        type: 'scatter' as const,
        symbolSize: sorted.length > 500 ? 5 : 9,
        large: sorted.length > 2000,
        itemStyle: { color, opacity: 0.75 },
      }
    return { ...shared, type: 'bar' as const, barMaxWidth: 40, ...(several ? {} : { itemStyle: { color } }) }
  })
  return { ...baseOf(look, several), xAxis: xAxisOf(free, look, width), yAxis: yAxisOf(free, look), series }
}

function heatOption(free: Free, rows: string[], look: Look, width: number): FreeOption {
  const columns = unique(free.points.map(({ x }) => free.xText(x)))
  const values = free.points.flatMap(({ y }) => y ?? [])
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return {
    ...baseOf(look, false),
    xAxis: nameAxis(columns, look, Math.max(48, width / Math.max(1, Math.min(columns.length, 10)) - 10)),
    yAxis: { ...nameAxis(rows, look, Math.min(180, width * 0.3)), inverse: true },
    visualMap: {
      type: 'continuous',
      min: values.length > 0 ? least : 0,
      max: values.length > 0 && most > least ? most : least + 1,
      show: false,
      inRange: { color: [look.line, look.accent] },
    },
    series: [
      {
        id: 'cells',
        type: 'heatmap',
        data: free.points.map(({ x, y, series }) => [columns.indexOf(free.xText(x)), rows.indexOf(series), y ?? '-']),
        itemStyle: { borderColor: look.surface, borderWidth: 1 },
        emphasis: { itemStyle: { borderColor: look.ink, borderWidth: 2 } },
        tooltip: {
          formatter: (hit: unknown) => {
            const point = free.points[(hit as { dataIndex: number }).dataIndex]
            return point
              ? tip(free.xText(point.x), [
                  { label: point.series, text: point.y === null ? free.missing : free.amount(point.y), strong: true },
                ])
              : ''
          },
        },
      },
    ],
  }
}
