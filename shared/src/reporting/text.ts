/** Owns what people may type: text stays text, numbers are read as the reader writes them, nothing is guessed. */
import { z } from 'zod'
import type { Words } from '../failure.ts'
import type { Lang } from '../format.ts'
import { formatNumber } from '../format.ts'

/** Characters that no text needs: controls but tab and line feed, and marks that turn the direction of writing. */
// oxlint-disable-next-line no-control-regex
const unseen = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g

/** The text as it is kept: one form of diacritics, one form of line end, nothing unseen. Never anything but text. */
export const plain = (text: string): string =>
  text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(unseen, '').normalize('NFC')

/** Text of at most `max` characters, cleaned and without blanks at its ends. */
export const textSchema = (max: number) =>
  z
    .string()
    .max(max * 2)
    .transform((text) => plain(text).trim())
    .pipe(z.string().max(max))

/** A spreadsheet would calculate it. It is kept and shown as it is, and marked as text where it leaves as a file. */
export const looksLikeFormula = (text: string): boolean => /^[=+\-@\t]/.test(text)

/** The text for a cell of a spreadsheet: what would be calculated gets the sign that says "text". */
export const asCellText = (text: string): string => (looksLikeFormula(text) ? `'${text}` : text)

/** The text that a cell made by `asCellText` stands for. */
export const fromCellText = (text: string): string =>
  text.startsWith("'") && looksLikeFormula(text.slice(1)) ? text.slice(1) : text

export type ReadNumber = { value: number } | { fault: Words }

const examples: Words = { vi: '1.234,5', en: '1,234.5' }

/**
 * Reads `1.234,5` (vi) or `1,234.5` (en). Digits that could mean two things are refused: "1.5" is no Vietnamese number.
 * @returns the number, or what is wrong with the text
 */
export function readNumber(text: string, lang: Lang): ReadNumber {
  const typed = plain(text)
    .replace(/[\s\u00A0\u202F]/g, '')
    .replace(/^\u2212/, '-')
  const pattern = lang === 'vi' ? /^-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/ : /^-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/
  const value = Number(lang === 'vi' ? typed.replaceAll('.', '').replace(',', '.') : typed.replaceAll(',', ''))
  if (pattern.test(typed) && Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return { value }
  return {
    fault: {
      vi: `không phải số: “${text.slice(0, 40)}”; viết như ${examples.vi}`,
      en: `not a number: “${text.slice(0, 40)}”; write it like ${examples.en}`,
    },
  }
}

/** The number as it is typed: `readNumber` reads it back. */
export const writeNumber = (value: number, lang: Lang): string =>
  formatNumber(value, lang, (/\.(\d+)$/.exec(value.toFixed(6).replace(/0+$/, ''))?.[1] ?? '').length)
