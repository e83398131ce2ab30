/** Owns tables as CSV for spreadsheets: UTF-8 with BOM, CRLF, texts that cannot become formulas. Numbers stay numbers. */
export type Cell = string | number | null

/** What a spreadsheet may take for a formula, also behind blanks and in full-width form. */
const risky = /^[\s\u00a0\ufeff\u200b]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/

/** A text as a spreadsheet shows it: an apostrophe in front keeps it from becoming a formula. */
export const harmless = (text: string): string => (risky.test(text) ? `'${text}` : text)

/** Negative numbers are numbers and pass untouched; null is an empty field. */
export function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = harmless(cell)
  return /[",\r\n;]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}

/** RFC 4180 with a byte order mark, which Excel needs to read UTF-8. */
export const csv = (rows: readonly (readonly Cell[])[]): string =>
  `\ufeff${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`
