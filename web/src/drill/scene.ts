/** Owns what all parts of the panel share: model, session, view and how numbers are written. */
import type { Lang, Scale } from '@laban/shared'
import {
  formatCell,
  formatDistance,
  formatNumber,
  formatPeriod,
  formatSignificant,
  formatValue,
  measureOf,
  scaleOf,
} from '@laban/shared'
import type { DrillWords } from '../words/vi/drill.ts'
import type { Model } from './model.ts'
import { daysOf, spanOf } from './model.ts'
import type { Sheet } from './sheet.ts'
import type { Session } from './session.ts'
import type { DrillView, writeDrill } from './view.ts'

export type Change = Parameters<typeof writeDrill>[0]

export type DrillScene = {
  model: Model
  session: Session
  view: DrillView
  lang: Lang
  words: DrillWords
  /** Name of the indicator, for files. */
  subject: string
  write: Writing
  change: (next: Change) => void
  /** What the shown table is, for files. */
  offer: (sheet: Sheet | null) => void
  /** Said in every file: selection, release, badge. */
  about: () => Sheet['about']
}

export type Together = { unit: string; cell: (value: number | null) => string; tick: (value: number) => string }

/** How numbers of one indicator are written. */
export type Writing = {
  /** With its unit of measure, each at its own scale. */
  amount: (value: number) => string
  /** With its sign and unit of measure. */
  difference: (value: number) => string
  share: (value: number) => string
  /** Numbers that stand together: one scale, said once. @param largest  of them; a table gives a smaller one, so that the others keep their digits */
  together: (largest: number) => Together
  /** Excel's format. */
  format: string
}

/** In a table the largest may be so much larger than the rest. */
const tableSpread = 1000

/** The largest that decides about a table's scale. */
export const forTable = (largest: number): number =>
  largest > tableSpread ? Math.max(1, largest / tableSpread) : largest

export function writingOf(measuredIn: string, lang: Lang): Writing {
  const isPoints = measureOf(measuredIn).compare === 'points'
  const written = (scale: Scale) => ({
    unit: scale.unit[lang],
    cell: (value: number | null) => formatCell(value, lang, scale),
    tick: (value: number) => formatSignificant(value / scale.divisor, lang, 3),
  })
  return {
    amount: (value) => formatValue(value, measuredIn, lang),
    together: (largest) => written(scaleOf(measuredIn, largest)),
    difference: (value) =>
      `${value > 0 ? '+' : value < 0 ? '−' : ''}${formatDistance(Math.abs(value), measuredIn, lang, isPoints ? undefined : scaleOf(measuredIn, value))}`,
    share: (value) => `${formatNumber(value * 100, lang, 1)}%`,
    format:
      measureOf(measuredIn).decimals > 0 ? `#,##0.${'0'.repeat(Math.max(1, measureOf(measuredIn).decimals))}` : '#,##0',
  }
}

/** The months summed, in words. */
export function spanText({ model, view, lang }: Pick<DrillScene, 'model' | 'view' | 'lang'>): string {
  const span = spanOf(model, view.span)
  return span ? formatPeriod(daysOf(span.from, span.to), 'flow', lang) : ''
}

/** Axes that a table or ranking may stand on, without months. */
export const dimensionsOf = ({ axes }: Model): { axis: number; name: string; title: string }[] =>
  axes.flatMap(({ name, title }, axis) => (axis === 0 ? [] : [{ axis, name, title }]))
