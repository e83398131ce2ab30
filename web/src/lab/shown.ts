/** Owns how the columns of a result read: numbers in the reader's way, units of measure where they are known, missing as missing. */
import type { Lang, Row } from '@laban/shared'
import { formatDay, isDay, unitsOfMeasure } from '@laban/shared'
import type { Result } from '../drill/engine/contract.ts'

export type Shown = {
  name: string
  type: Result['columns'][number]['type']
  /** The unit of measure in words; empty where none is known. */
  note: string
  measuredIn: string | null
  isNumber: boolean
  isMissing: (row: Row) => boolean
  text: (row: Row) => string
}

type Words = { missing: string; yes: string; no: string }

/** Years, codes and the like are numbers that nobody groups by thousands. */
const ungrouped =
  /^(?:year|month|quarter|day|week|nam|thang|quy|tuan|code|ma)$|_(?:year|nam|id|code|ma)$|^(?:year|month|quarter)\(/i

export function shownColumns(
  { columns }: Result,
  measureOf: (column: string) => string | null,
  lang: Lang,
  words: Words,
): Shown[] {
  const locale = lang === 'vi' ? 'vi-VN' : 'en-GB'
  const grouped = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 6, useGrouping: false })
  const wide = new Intl.NumberFormat(locale, { maximumSignificantDigits: 6 })
  return columns.map(({ name, type }) => {
    const isNumber = type === 'integer' || type === 'number'
    const measuredIn = isNumber ? measureOf(name) : null
    const numbers = measuredIn === null && ungrouped.test(name) ? plain : grouped
    const text = (row: Row): string => {
      const value = row[name]
      if (value === null || value === undefined) return words.missing
      if (typeof value === 'number') {
        if (!Number.isFinite(value)) return String(value)
        return value !== 0 && Math.abs(value) < 0.001 ? wide.format(value) : numbers.format(value)
      }
      if (typeof value === 'boolean') return value ? words.yes : words.no
      if (type === 'date' && isDay(value)) return formatDay(value, lang)
      return value
    }
    return {
      name,
      type,
      note: measuredIn === null ? '' : (unitsOfMeasure[measuredIn]?.title[lang] ?? ''),
      measuredIn,
      isNumber,
      isMissing: (row) => row[name] === null || row[name] === undefined,
      text,
    }
  })
}
