/** Owns what a chart draws with: colours of the page, words and numbers in the reader's language. Charts know no language. */
import type { Day, Figure, Lang, Period, Scale, Status } from '@laban/shared'
import {
  formatChange,
  formatDay,
  formatDayShort,
  formatDistance,
  formatPeriod,
  formatSignificant,
  formatValue,
  measureOf,
} from '@laban/shared'
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption, MarkLineComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import type { IndicatorWords } from '../words/vi/indicator.ts'

export type ChartOption = ComposeOption<
  LineSeriesOption | BarSeriesOption | GridComponentOption | TooltipComponentOption | MarkLineComponentOption
>

/** Colours as CSS text, read from the page's variables; `still` where reduced motion is asked for. */
export type Look = {
  ink: string
  quiet: string
  /** Lines and bars that stand behind the one spoken of. */
  faint: string
  line: string
  surface: string
  accent: string
  status: Record<Status, string>
  font: string
  /** CSS pixels of the smallest text. */
  size: number
  still: boolean
}

export type Pen = {
  look: Look
  words: IndicatorWords
  /** CSS pixels that the chart may fill; below 520 labels are shortened. */
  width: number
  /** CSS pixels. */
  height: number
  /** On an axis: no unit of measure, at the chart's scale. */
  tick: (value: number) => string
  /** With its unit of measure. */
  amount: (value: number) => string
  /** A signed distance, in points for percentages. */
  difference: (value: number) => string
  /** A distance without sign. */
  distance: (value: number) => string
  /** As `Compared.change`. */
  change: (value: number) => string
  /** 30/6/2025 */
  day: (at: Day) => string
  /** 30/6 */
  shortDay: (at: Day) => string
  period: (period: Period) => string
  /** "ước", "tạm tính" ...; empty where nothing needs saying. */
  caveat: (figure: Figure) => string
}

/** What a chart speaks about and to whom. */
export type Matter = {
  measuredIn: string
  time: 'flow' | 'stock' | 'cumulative'
  scale: Scale
  lang: Lang
  words: IndicatorWords
  width: number
  height: number
}

export function penOf(look: Look, { measuredIn, time, scale, lang, words, width, height }: Matter): Pen {
  const points = measureOf(measuredIn).compare === 'points'
  const distance = (value: number) => formatDistance(value, measuredIn, lang, points ? undefined : scale)
  return {
    look,
    words,
    width,
    height,
    tick: (value) => formatSignificant(value / scale.divisor, lang, 4),
    amount: (value) => formatValue(value, measuredIn, lang, scale),
    difference: (value) => `${value > 0 ? '+' : value < 0 ? '−' : ''}${distance(value)}`,
    distance,
    change: (value) => formatChange(value, measuredIn, lang),
    day: (at) => formatDay(at, lang),
    shortDay: (at) => formatDayShort(at, lang),
    period: (period) => formatPeriod(period, time, lang),
    caveat: ({ certainty }) => (certainty === null || certainty === 'actual' ? '' : words.certainties[certainty]),
  }
}

export const isNarrow = (pen: Pen): boolean => pen.width < 520
