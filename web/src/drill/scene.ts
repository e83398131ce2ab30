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

/** How numbers of one indicator are written, with one scale for all of the panel. */
export type Writing = {
  scale: Scale
  cell: (value: number | null) => string
  amount: (value: number) => string
  tick: (value: number) => string
  /** With its sign. */
  difference: (value: number) => string
  share: (value: number) => string
  /** Excel's format. */
  format: string
}

export function writingOf(measuredIn: string, largest: number, lang: Lang): Writing {
  const scale = scaleOf(measuredIn, largest)
  const isPoints = measureOf(measuredIn).compare === 'points'
  return {
    scale,
    cell: (value) => formatCell(value, lang, scale),
    amount: (value) => formatValue(value, measuredIn, lang, scale),
    tick: (value) => formatSignificant(value / scale.divisor, lang, 3),
    difference: (value) =>
      `${value > 0 ? '+' : value < 0 ? '−' : ''}${formatDistance(Math.abs(value), measuredIn, lang, isPoints ? undefined : scale)}`,
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
