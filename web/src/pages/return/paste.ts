/**
 * Owns a block that was copied in a spreadsheet: laid over the form from one cell to the right and below, as spreadsheets do, with the
 * same rules as typing. All of it fits or nothing is taken, and every cell that does not fit is named. An empty cell leaves what is there.
 */
import type { Lang, Words } from '@laban/shared'
import { issuesOf, readNumber, withTotals, writeNumber } from '@laban/shared'
import { parseCsv } from 'hucre/csv'
import type { Figure, Return } from './typing.ts'
import { formOf, isOpen } from './typing.ts'

export type Column = 'value' | 'note'
export type PasteFault = { figure: Words | null; column: Column; message: Words }
export type Pasted = {
  /** Empty where there are faults. */
  changes: Record<string, { text?: string; note?: string }>
  cells: number
  faults: PasteFault[]
}

const columns: readonly Column[] = ['value', 'note']
const longestNote = 500

/** Whether the text is more than one cell: else it is pasted into a field as any text. */
export const isBlock = (text: string): boolean => /[\t\n]/.test(text.replace(/\r?\n$/, ''))

const rowsIn = (text: string): string[][] =>
  parseCsv(text.replace(/\r?\n$/, ''), { delimiter: '\t' }).map((cells) =>
    cells.map((cell) => (cell === null ? '' : String(cell)).trim()),
  )

const message = (vi: string, en: string): Words => ({ vi, en })
const outside = message('nằm ngoài biểu', 'lies outside the form')
const shut = message('đã gửi hoặc đã duyệt, không sửa được', 'was submitted or approved and cannot be changed')

/**
 * @param values  as they stand, typed ones included
 * @param at  the cell that the block begins with
 */
export function placeBlock(
  text: string,
  at: { figure: string; column: Column },
  page: Return,
  values: Readonly<Record<string, number | null>>,
  lang: Lang,
): Pasted {
  const { figures, rules } = page
  const totals = new Set(rules.filter(({ kind }) => kind === 'total').map(({ figure }) => figure))
  const first = figures.findIndex(({ key }) => key === at.figure)
  const offset = columns.indexOf(at.column)
  const faults: PasteFault[] = []
  const changes: Pasted['changes'] = {}
  const next = { ...values }
  const sums: { figure: Figure; value: number }[] = []
  let cells = 0
  rowsIn(text).forEach((row, i) => {
    row.forEach((cell, j) => {
      if (cell === '') return
      const figure = figures[first + i]
      const column = columns[offset + j]
      const refuse = (said: Words) =>
        faults.push({ figure: figure?.title ?? null, column: column ?? 'note', message: said })
      if (!figure || !column) return void refuse(outside)
      if (column === 'note') {
        if (!isOpen(figure)) return void (cell === figure.note || refuse(shut))
        if (cell.length > longestNote)
          return void refuse(message(`dài quá ${longestNote} ký tự`, `longer than ${longestNote} characters`))
        // A note is one line.
        changes[figure.key] = { ...changes[figure.key], note: cell.replaceAll(/\s*\n\s*/g, ' ') }
        cells++
        return
      }
      const read = readNumber(cell, lang)
      if ('fault' in read) return void refuse(read.fault)
      if (totals.has(figure.key)) return void sums.push({ figure, value: read.value })
      if (!isOpen(figure)) return void (read.value === figure.value || refuse(shut))
      changes[figure.key] = { ...changes[figure.key], text: writeNumber(read.value, lang) }
      next[figure.key] = read.value
      cells++
    })
  })
  const form = formOf(page)
  const whole = withTotals(form, next)
  for (const { figure, value } of sums) {
    const sum = whole[figure.key] ?? null
    if (sum === value) continue
    const said = (of: Lang) => (sum === null ? '–' : writeNumber(sum, of))
    faults.push({
      figure: figure.title,
      column: 'value',
      message: message(
        `tự cộng là ${said('vi')}, trong bảng dán là ${writeNumber(value, 'vi')}`,
        `adds up to ${said('en')}, the pasted table says ${writeNumber(value, 'en')}`,
      ),
    })
  }
  const pasted = new Set(Object.keys(changes).filter((key) => changes[key]!.text !== undefined))
  for (const issue of issuesOf(form, { items: {} }, whole, {}))
    if (issue.severity === 'error' && pasted.has(issue.figure))
      faults.push({
        figure: figures.find(({ key }) => key === issue.figure)!.title,
        column: 'value',
        message: issue.message,
      })
  return faults.length > 0 ? { changes: {}, cells: 0, faults } : { changes, cells, faults }
}
