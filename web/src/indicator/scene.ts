/** Owns what all parts of an indicator's page need to know: its definition, the address, and names of units. */
import type { Answer, Lang, Scale } from '@laban/shared'
import { formatDay, formatNumber, measureOf, nbsp, scaleOf } from '@laban/shared'
import type { Answered } from '../api.ts'
import type { IndicatorWords } from '../words/vi/indicator.ts'
import type { View } from './view.ts'

export type About = Answered['indicator']['get']

export type Scene = {
  about: About
  view: View
  lang: Lang
  words: IndicatorWords
  /** Name of a unit in the reader's language; its id until the list of units is here. */
  unitName: (id: string) => string
}

/** One scale for all figures that stand together. */
export const scaleFor = (measuredIn: string, values: readonly (number | null | undefined)[]): Scale =>
  scaleOf(
    measuredIn,
    values.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0),
  )

/**
 * For tables: the unit of measure itself and every decimal that was published, so that a table is never coarser than a tile.
 * Computed rates have no last decimal; they keep the usual ones.
 */
export function plainScale(measuredIn: string, values: readonly (number | null | undefined)[]): Scale {
  const { short, decimals } = measureOf(measuredIn)
  const needed = values.reduce<number>((most, value) => Math.max(most, decimalsOf(value ?? 0)), 0)
  return { divisor: 1, unit: short, decimals: needed <= 2 ? needed : Math.max(decimals, 1) }
}

const decimalsOf = (value: number): number => String(Number(value.toPrecision(12))).split('.')[1]?.length ?? 0

/** A published figure to its last decimal, with its unit of measure. */
export function exact(value: number, measuredIn: string, lang: Lang): string {
  const unit = measureOf(measuredIn).short[lang]
  const number = formatNumber(value, lang, Math.min(4, decimalsOf(value)))
  return unit === '%' ? `${number}%` : `${number}${nbsp}${unit}`
}

/** What stands under every picture and on paper: release, day of knowledge, and the badge of simulated data. */
export const footOf = ({ words, about, lang }: Scene, answer: Answer, simulated: string): string[] => [
  `${about.owner.name[lang]} · ${words.sourceLine(answer.release, formatDay(answer.asOf, lang))}`,
  ...(answer.simulated ? [simulated] : []),
]
