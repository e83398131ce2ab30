/**
 * Owns the program that unpacks one spreadsheet: bytes in, cells out as JSON. It runs as a process of its own with little memory, so
 * that a hostile file hurts nobody else. Its first sheet alone is read.
 */
import { readXlsx } from 'hucre/xlsx'

export type Grid = {
  /** Texts, numbers, booleans; dates as `{ date }`; null is empty. */
  rows: (string | number | boolean | null | { date: string })[][]
  /** Cells that hold a formula: `row,column` from 0. */
  formulas: string[]
}
export type ChildSaid = { grid: Grid } | { refused: 'columns' | 'rows' | 'empty' | 'encoding' | 'broken' }

const most = { rows: 2000, columns: 60 }

async function read(): Promise<ChildSaid> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  const book = await readXlsx(Buffer.concat(chunks), { sheets: [0], maxRows: most.rows + 1 })
  const sheet = book.sheets[0]
  if (!sheet) return { refused: 'broken' }
  if (sheet.rows.length === 0) return { refused: 'empty' }
  if (sheet.rows.length > most.rows) return { refused: 'rows' }
  if (sheet.rows.some((row) => row.length > most.columns)) return { refused: 'columns' }
  // Bytes that are no UTF-8 come out as this mark: what they were is lost.
  if (sheet.rows.some((row) => row.some((cell) => typeof cell === 'string' && cell.includes('\uFFFD'))))
    return { refused: 'encoding' }
  const rows = sheet.rows.map((row) =>
    row.map((cell) => (cell instanceof Date ? { date: cell.toISOString().slice(0, 10) } : cell)),
  )
  const formulas = [...(sheet.cells ?? [])].flatMap(([place, cell]) => (cell.formula === undefined ? [] : [place]))
  return { grid: { rows, formulas } }
}

if (import.meta.main) {
  const said = await read().catch((): ChildSaid => ({ refused: 'broken' }))
  process.stdout.write(JSON.stringify(said))
}
