/** Owns reading files of rows as Parquet: the form for many rows. Columns and kinds must be the contract's. */
import type { Column, Fault } from '@laban/shared'
import { headerFault } from './csv.ts'
import type { Engine } from './engine.ts'
import { name, text } from './engine.ts'
import { fault } from './fault.ts'
import { readAs } from './rules.ts'
import type { Found } from './survey.ts'

export const isParquet = ({ parts }: Pick<Found, 'parts'>): boolean => parts.at(-1)!.endsWith('.parquet')

const wholes = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'UTINYINT', 'USMALLINT', 'UINTEGER']
const fitting: Record<Column['type'], (kind: string) => boolean> = {
  text: (kind) => kind === 'VARCHAR',
  integer: (kind) => wholes.includes(kind),
  number: (kind) => wholes.includes(kind) || kind === 'DOUBLE' || kind === 'FLOAT' || kind.startsWith('DECIMAL'),
  date: (kind) => kind === 'DATE',
  boolean: (kind) => kind === 'BOOLEAN',
}

/** What keeps a file from being read at all: it is no Parquet, or its columns are not the contract's. */
export async function parquetFault(
  engine: Engine,
  columns: readonly Column[],
  { file, path }: Found,
): Promise<Fault | undefined> {
  let found: { name: string; kind: string }[]
  try {
    const rows = await engine.run(`DESCRIBE SELECT * FROM read_parquet(${text(path)})`)
    found = rows.map((row) => ({ name: String(row['column_name']), kind: String(row['column_type']) }))
  } catch {
    return fault({ file }, 'không phải tệp Parquet đọc được', 'no Parquet file that can be read', 'Parquet')
  }
  const wrong = headerFault(
    file,
    found.map((column) => column.name),
    columns.map((column) => column.name),
  )
  if (wrong) return wrong
  const odd = columns.findIndex(({ type }, i) => !fitting[type](found[i]!.kind))
  if (odd < 0) return undefined
  const { name: field, type } = columns[odd]!
  const { kind } = found[odd]!
  return fault({ file, field, value: kind }, `cột có kiểu ${kind}`, `column of the type ${kind}`, type)
}

/** Rows as they are checked. */
export const parquetRows = (columns: readonly Column[], { path }: Found): string =>
  `SELECT ${columns.map((column) => `${name(column.name)}::${readAs(column)}`).join(', ')} FROM read_parquet(${text(path)})`
