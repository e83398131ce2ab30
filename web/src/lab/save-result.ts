/** Owns a result as files and for the clipboard: raw numbers, ISO days, and texts that no spreadsheet runs. */
import type { Cell, Row } from '@laban/shared'
import { harmless } from '@laban/shared'
import { toCsv } from '../charts/csv.ts'
import type { Shown } from './shown.ts'

const raw = (row: Row, name: string): Cell => {
  const value = row[name] ?? null
  return typeof value === 'boolean' ? String(value) : value
}

/** `doanh_thu (tỷ đồng)`: a number without its unit of measure is half a number. */
export const headOf = ({ name, note }: Shown): string => (note ? `${name} (${note})` : name)

export const resultCsv = (columns: readonly Shown[], rows: readonly Row[]): Blob =>
  new Blob(
    [
      toCsv(
        columns.map(headOf),
        rows.map((row) => columns.map(({ name }) => raw(row, name))),
      ),
    ],
    {
      type: 'text/csv;charset=utf-8',
    },
  )

/** Tabs and lines, as spreadsheets paste them. */
export const resultText = (columns: readonly Shown[], rows: readonly Row[]): string =>
  [columns.map(headOf), ...rows.map((row) => columns.map(({ name }) => raw(row, name)))]
    .map((line) =>
      line
        .map((cell) => (typeof cell === 'string' ? harmless(cell).replaceAll(/[\t\r\n]+/g, ' ') : (cell ?? '')))
        .join('\t'),
    )
    .join('\n')

/** Numbers are numbers, days are days; `foot` says where it comes from, on a sheet of its own. */
export async function resultXlsx(
  columns: readonly Shown[],
  rows: readonly Row[],
  sheet: string,
  foot: readonly string[],
): Promise<Blob> {
  const { writeXlsx } = await import('hucre/xlsx')
  const value = (row: Row, { name, type }: Shown) => {
    const cell = row[name] ?? null
    return type === 'date' && typeof cell === 'string'
      ? new Date(`${cell}T00:00:00Z`)
      : typeof cell === 'string'
        ? harmless(cell)
        : cell
  }
  const bytes = await writeXlsx({
    sheets: [
      {
        name: sheet.slice(0, 31),
        columns: columns.map(({ type }) => ({ width: 18, ...(type === 'date' ? { numFmt: 'dd/mm/yyyy' } : {}) })),
        rows: [columns.map(headOf), ...rows.map((row) => columns.map((column) => value(row, column)))],
        freezePane: { rows: 1 },
      },
      { name: 'La Bàn', rows: foot.map((line) => [line]) },
    ],
  })
  return new Blob([bytes as Uint8Array<ArrayBuffer>], {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  })
}
