/**
 * Owns reading of small CSV lists (units, crosswalk, sources) with the line of each record, and how a cell is written. Figures are
 * parsed by the engine, never here.
 */
import type { Fault } from '@laban/shared'
import { fault } from './fault.ts'

export type CsvRow = { line: number; cells: string[] }

const byteOrderMark = '\uFEFF'

/**
 * Splits CSV text (RFC 4180: commas, double quotes, quotes doubled inside) into records; blank lines are passed over.
 * @returns records, the first being the header, and the line on which an open quote was never closed
 */
export function parseCsv(text: string): { rows: CsvRow[]; open?: number } {
  const rows: CsvRow[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let [line, started] = [1, 1]
  const end = () => {
    cells.push(cell)
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: started, cells })
    ;[cells, cell] = [[], '']
  }
  for (let i = text.startsWith(byteOrderMark) ? 1 : 0; i < text.length; i++) {
    const char = text[i]!
    if (char === '\n') line++
    if (quoted) {
      if (char !== '"') cell += char
      else if (text[i + 1] === '"') cell += text[i++]
      else quoted = false
    } else if (char === '"' && cell === '') quoted = true
    else if (char === ',') {
      cells.push(cell)
      cell = ''
    } else if (char === '\n') {
      end()
      started = line
    } else if (char !== '\r' || text[i + 1] !== '\n') cell += char
  }
  if (cell !== '' || cells.length > 0) end()
  return quoted ? { rows, open: started } : { rows }
}

/** One cell as it must be written so that `parseCsv` reads it back. */
export const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Text of a file, or a fault where the bytes are no UTF-8. */
export function decode(bytes: Uint8Array, file: string): string | Fault {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return fault({ file }, 'tệp không phải văn bản UTF-8', 'file is no UTF-8 text', 'UTF-8')
  }
}

/** Fault where a header is not the expected one, naming what is missing and what is too much. */
export function headerFault(file: string, found: readonly string[], expected: readonly string[]): Fault | undefined {
  if (found.length === expected.length && expected.every((name, i) => found[i] === name)) return undefined
  const missing = expected.filter((name) => !found.includes(name))
  const extra = found.filter((name) => !expected.includes(name))
  const [vi, en] = [
    [missing.length ? `thiếu cột ${missing.join(', ')}` : '', extra.length ? `thừa cột ${extra.join(', ')}` : ''],
    [
      missing.length ? `missing column ${missing.join(', ')}` : '',
      extra.length ? `extra column ${extra.join(', ')}` : '',
    ],
  ].map((parts) => parts.filter(Boolean).join('; '))
  return fault(
    { file, line: 1, field: [...missing, ...extra].join(', ') || 'header', value: found.join(',') },
    `tiêu đề sai: ${vi || 'thứ tự cột khác'}`,
    `wrong header: ${en || 'columns in another order'}`,
    expected.join(','),
  )
}
