/** Owns a workbook's first sheet as CSV text: dates as days, numbers as numbers, empty as empty. */

/** Values as the reader of workbooks gives them. */
export type SheetValue = string | number | boolean | Date | null | undefined | object

const pad = (n: number) => String(n).padStart(2, '0')

function dayOf(at: Date): string {
  const day = `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`
  const isMidnight = at.getUTCHours() + at.getUTCMinutes() + at.getUTCSeconds() === 0
  return isMidnight ? day : `${day} ${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())}`
}

function field(value: SheetValue): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : dayOf(value)
  if (typeof value === 'object') return field('text' in value ? String(value.text) : '')
  const text = String(value)
  // An empty text and nothing are told apart by quotes.
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** @returns null where the sheet holds nothing. Empty rows and columns around the table are left out. */
export function sheetCsv(rows: readonly (readonly SheetValue[])[]): string | null {
  const isEmpty = (value: SheetValue) => value === null || value === undefined || value === ''
  const full = rows.filter((row) => row.some((value) => !isEmpty(value)))
  if (full.length === 0) return null
  const width = full.reduce((most, row) => Math.max(most, row.findLastIndex((value) => !isEmpty(value)) + 1), 0)
  return full.map((row) => Array.from({ length: width }, (_, i) => field(row[i])).join(',')).join('\n')
}
