/** Owns files of the panel's tables: plain numbers in the unit of measure, totals, and what a reader of the file must know. */
import type { Cell } from '../charts/csv.ts'
import { toCsv } from '../charts/csv.ts'

export type Sheet = {
  title: string
  header: string[]
  /** The last ones are totals where `totals` says how many. */
  rows: Cell[][]
  totals: number
  /** Excel's format of the numbers. */
  format: string
  /** Lines of label and text: unit of measure, selection, release, badge. */
  about: [label: string, text: string][]
}

export const csvOf = ({ header, rows, about }: Sheet): Blob =>
  new Blob(
    [
      toCsv(header, [
        ...rows,
        header.map(() => null),
        ...about.map(([label, text]) => [label, text, ...header.slice(2).map(() => null)]),
      ]),
    ],
    { type: 'text/csv;charset=utf-8' },
  )

const risky = /^[=+\-@\t\r]/
/** A text that a spreadsheet would run is kept a text. */
const harmless = (cell: Cell): Cell => (typeof cell === 'string' && risky.test(cell) ? `'${cell}` : cell)

export async function xlsxOf(
  { title, header, rows, totals, format, about }: Sheet,
  names: { sheet: string; about: string },
): Promise<Blob> {
  const { writeXlsx } = await import('hucre/xlsx')
  const widths = header.map((head, i) =>
    Math.min(60, Math.max(head.length, ...rows.slice(0, 200).map((row) => String(row[i] ?? '').length)) + 2),
  )
  const cells = new Map<string, { style: { font: { bold: boolean } } }>()
  for (const i of header.keys()) {
    cells.set(`0,${i}`, { style: { font: { bold: true } } })
    for (let back = 0; back < totals; back++)
      cells.set(`${rows.length - back},${i}`, { style: { font: { bold: true } } })
  }
  const bytes = await writeXlsx({
    sheets: [
      {
        name: names.sheet,
        rows: [header, ...rows].map((row) => row.map(harmless)),
        columns: header.map((_, i) => ({ width: widths[i]!, ...(i === 0 ? {} : { numFmt: format }) })),
        cells,
        freezePane: { rows: 1, columns: 1 },
      },
      {
        name: names.about,
        rows: [['', title], ...about].map((row) => row.map(harmless)),
        columns: [{ width: 22 }, { width: 90 }],
      },
    ],
  })
  return new Blob([bytes as Uint8Array<ArrayBuffer>], {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  })
}
