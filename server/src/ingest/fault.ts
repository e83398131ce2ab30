/** Owns how faults of data are worded and printed. Grammar: what is wrong: the value; what is allowed. */
import type { Fault, Place, Words } from '@laban/shared'
import { nearest } from '@laban/shared'

/** Values longer than this are cut where they are shown. */
const longest = 120

export const shorten = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)

/** One fault; `value` and `allowed` are optional because a missing file has neither. */
export const fault = (at: Place, vi: string, en: string, allowed?: string): Fault => ({
  at: at.value === undefined ? at : { ...at, value: shorten(at.value) },
  message: { vi, en },
  ...(allowed === undefined ? {} : { allowed }),
})

/** A closed list in words; of a long one only the names nearest to the wrong one, and how many there are. */
export function anyOf(names: Iterable<string>, wrong = ''): string {
  const all = [...names]
  if (all.length <= 12) return all.join(', ')
  const close = nearest(wrong, all, (name) => [name], 4)
  return `${(close.length ? close : all.slice(0, 4)).join(', ')} … (${all.length})`
}

/** Fault for a name that is not in a list. */
export const unknown = (at: Place, what: Words, value: string, names: Iterable<string>): Fault =>
  fault({ ...at, value }, `không có ${what.vi}: "${value}"`, `unknown ${what.en}: "${value}"`, anyOf(names, value))

/** Asks whether a name is known and keeps a fault where it is not; a blank name is none. */
export type Known = (place: Place, name: string | null | undefined) => void

const placeText = ({ file, line, field, value }: Place): string =>
  [
    line === undefined ? '' : `:${line}`,
    field === undefined ? '' : `  ${field}`,
    value === undefined || value === '' ? '' : ` = ${JSON.stringify(value)}`,
  ].join('') ||
  (file ?? '')

/** At most so many faults of one file are printed; the rest is counted. */
const most = 30

/** Faults as lines for a console, grouped by file, in reading order. */
export function printFaults(faults: readonly Fault[], language: 'vi' | 'en'): string {
  const files = Map.groupBy(faults, ({ at }) => at.file ?? '')
  const allowedWord = language === 'vi' ? 'cho phép' : 'allowed'
  return [...files]
    .map(([file, list]) => {
      const sorted = list.toSorted((a, b) => (a.at.line ?? 0) - (b.at.line ?? 0))
      const lines = sorted.slice(0, most).map(({ at, message, allowed }) => {
        const rest = allowed === undefined ? '' : `; ${allowedWord}: ${allowed}`
        return `  ${placeText({ ...at, file: '' })}\n      ${message[language]}${rest}`
      })
      const more = sorted.length - most
      if (more > 0) lines.push(language === 'vi' ? `  … và ${more} lỗi nữa` : `  … and ${more} more`)
      return [file, ...lines].join('\n')
    })
    .join('\n')
}
