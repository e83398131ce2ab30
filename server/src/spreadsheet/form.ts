/** Owns the form of a return as a spreadsheet: written with headings, limits and locked cells, and matched again when it comes back. */
import type { Dataset, Duty, Values, Words } from '@laban/shared'
import {
  asCellText,
  fromCellText,
  issuesOf,
  measureOf,
  measureOfFigure,
  plain,
  readNumber,
  titleOf,
  withTotals,
} from '@laban/shared'
import type { Cell, CellStyle, DataValidation } from 'hucre/xlsx'
import { writeXlsx } from 'hucre/xlsx'
import type { Grid } from './child.ts'

export type SheetForm = {
  duty: Duty
  dataset: Dataset
  /** Says which return it is; a file of another one is refused. */
  mark: string
  /** Lines above the table: title, unit, period. */
  head: string[]
  last: Values
}

export type SheetFigure = { figure: string; value: number | null; note: string }
export type SheetFault = { cell: string; message: Words; figure: string | null }

const headings = ['Mã', 'Số liệu', 'Đơn vị tính', 'Kỳ trước', 'Kỳ này', 'Ghi chú', 'Cần sửa']
const firstRow = 6
const [valueColumn, noteColumn, faultColumn] = [4, 5, 6]

const bold: CellStyle = { font: { bold: true } }
const open: CellStyle = {
  protection: { locked: false },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'EEF4F4' } },
}
const wrong: CellStyle = {
  protection: { locked: false },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'F8D7D4' } },
}

const totalsOf = ({ rules }: Duty): Set<string> =>
  new Set(rules.filter(({ kind }) => kind === 'total').map(({ figure }) => figure))

/** The file to fill, or what was sent with every fault beside its row. */
export async function writeForm(
  { duty, dataset, mark, head, last }: SheetForm,
  given: readonly SheetFigure[],
  faults: readonly SheetFault[] = [],
): Promise<Uint8Array> {
  const totals = totalsOf(duty)
  const cells = new Map<string, Partial<Cell>>()
  const validations: DataValidation[] = []
  const rows: (string | number | null)[][] = [[mark], ...head.map((line) => [null, line] as (string | null)[])]
  while (rows.length < firstRow - 1) rows.push([])
  rows.push(faults.length ? headings : headings.slice(0, faultColumn))
  headings.forEach((_, column) => cells.set(`${firstRow - 1},${column}`, { style: bold }))
  cells.set('1,1', { style: { font: { bold: true, size: 14 } } })
  duty.figures.forEach((figure, i) => {
    const { key, min, max, whole } = figure
    const typed = given.find((one) => one.figure === key)
    const said = faults.filter((fault) => fault.figure === key).map(({ message }) => message.vi)
    const row = firstRow + i
    rows.push([
      key,
      asCellText(titleOf(figure, dataset).vi),
      measureOf(measureOfFigure(figure, dataset)).short.vi,
      last[key] ?? null,
      totals.has(key) ? null : (typed?.value ?? null),
      asCellText(typed?.note ?? ''),
      ...(said.length ? [said.join('; ')] : []),
    ])
    const style = said.length ? wrong : open
    if (totals.has(key)) rows.at(-1)![valueColumn] = 'tự cộng'
    else {
      cells.set(`${row},${valueColumn}`, { style: { ...style, numFmt: whole ? '#,##0' : '#,##0.######' } })
      validations.push({
        type: whole ? 'whole' : 'decimal',
        operator: 'between',
        formula1: String(min ?? -1e15),
        formula2: String(max ?? 1e15),
        allowBlank: true,
        showErrorMessage: true,
        errorTitle: 'Số liệu không hợp lệ',
        errorMessage: `${whole ? 'Số nguyên' : 'Số'}${min === undefined ? '' : `, từ ${min}`}${max === undefined ? '' : `, đến ${max}`}`,
        range: `E${row + 1}`,
      })
    }
    cells.set(`${row},${noteColumn}`, { style: open })
  })
  return writeXlsx({
    sheets: [
      {
        name: 'Báo cáo',
        rows,
        cells,
        columns: [{ width: 4, hidden: true }, ...[52, 16, 16, 18, 40, 44].map((width) => ({ width }))],
        dataValidations: validations,
        protection: { sheet: true, selectLockedCells: true, selectUnlockedCells: true, formatColumns: true },
        freezePane: { rows: firstRow },
      },
    ],
  })
}

const placeOf = (row: number, column: number): string => `${'ABCDEFG'[column] ?? '?'}${row + 1}`

/** Figures that a filled form holds, and everything that is wrong with it, cell by cell. */
export function matchForm(
  { duty, dataset, mark, last }: SheetForm,
  { rows, formulas }: Grid,
): { figures: SheetFigure[]; faults: SheetFault[] } {
  const faults: SheetFault[] = []
  const fault = (cell: string, vi: string, en: string, figure: string | null = null) =>
    faults.push({ cell, message: { vi, en }, figure })
  if (rows[0]?.[0] !== mark) {
    fault('A1', 'không phải biểu của đơn vị và kỳ này', 'not the form of this unit and period')
    return { figures: [], faults }
  }
  const totals = totalsOf(duty)
  const figures: SheetFigure[] = []
  const places = new Map<string, number>()
  rows.forEach((cells, row) => {
    const key = cells[0]
    if (row < firstRow || typeof key !== 'string' || key === '') return
    if (!duty.figures.some((figure) => figure.key === key))
      return void fault(placeOf(row, 0), `mã lạ: ${key.slice(0, 40)}`, `unknown code: ${key.slice(0, 40)}`)
    if (places.has(key)) return void fault(placeOf(row, 0), 'dòng lặp lại', 'the row is there twice', key)
    places.set(key, row)
    if (totals.has(key)) return
    const at = placeOf(row, valueColumn)
    const cell = cells[valueColumn] ?? null
    const note = cells[noteColumn]
    const kept: SheetFigure = {
      figure: key,
      value: null,
      note: typeof note === 'string' ? fromCellText(plain(note).trim().slice(0, 500)) : '',
    }
    if (formulas.includes(`${row},${valueColumn}`))
      fault(at, 'ô có công thức; hãy dán giá trị', 'the cell holds a formula; paste its value', key)
    else if (typeof cell === 'number') kept.value = cell
    else if (typeof cell === 'string' && cell.trim() !== '') {
      const read = readNumber(cell, 'vi')
      if ('value' in read) kept.value = read.value
      else faults.push({ cell: at, message: read.fault, figure: key })
    } else if (cell !== null && cell !== '') fault(at, 'không phải số', 'not a number', key)
    figures.push(kept)
  })
  for (const { key } of duty.figures) {
    if (!places.has(key) && !totals.has(key)) fault('A', `thiếu dòng ${key}`, `row ${key} is missing`, key)
  }
  const values = withTotals(duty, Object.fromEntries(figures.map(({ figure, value }) => [figure, value])))
  for (const issue of issuesOf(duty, dataset, values, last)) {
    const row = places.get(issue.figure)
    const isEmpty = (values[issue.figure] ?? null) === null
    if (issue.severity === 'error' && row !== undefined && !isEmpty)
      faults.push({ cell: placeOf(row, valueColumn), message: issue.message, figure: issue.figure })
  }
  return { figures, faults }
}
