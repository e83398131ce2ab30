/** Owns the engine's values as plain ones, as the server's warehouse gives them, and plain values as the engine's text. */
import type { Param, Row } from '@laban/shared'

/** As much of Arrow as is read here. */
type Field = { name: string; type: { toString(): string } }
type Vector = { get(row: number): unknown; toArray(): unknown; nullCount: number }
export type Batch = {
  numRows: number
  schema: { fields: Field[] }
  getChildAt(column: number): Vector | null
}

export type ColumnKind = 'text' | 'integer' | 'number' | 'date' | 'timestamp' | 'boolean' | 'other'
export type Column = { name: string; type: ColumnKind }

function kindOf(type: string): ColumnKind {
  if (/^Dictionary|Utf8/.test(type)) return 'text'
  if (/^U?[Ii]nt\d+$/.test(type)) return 'integer'
  if (/^Float|^Decimal/.test(type)) return 'number'
  if (type.startsWith('Date')) return 'date'
  if (type.startsWith('Timestamp')) return 'timestamp'
  return type === 'Bool' ? 'boolean' : 'other'
}

export const columnsOf = ({ schema }: Pick<Batch, 'schema'>): Column[] =>
  schema.fields.map(({ name, type }) => ({ name, type: kindOf(String(type)) }))

const asDay = (value: unknown): string => new Date(Number(value)).toISOString().slice(0, 10)
const asMoment = (value: unknown): string =>
  new Date(Number(value))
    .toISOString()
    .replace('T', ' ')
    .replace(/\.000Z$|Z$/, '')

function printed(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner))
}

function plain(value: unknown, kind: ColumnKind): Row[string] {
  if (value === null || value === undefined) return null
  if (kind === 'date') return asDay(value)
  if (kind === 'timestamp') return asMoment(value)
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'object' ? printed(value) : (value as Row[string])
}

/** The same statement with columns of coded text (ENUM) written out; undefined where there are none. */
export function withoutCodes(sql: string, schema: Batch['schema']): string | undefined {
  const isCoded = schema.fields.map(({ type }) => String(type).startsWith('Dictionary'))
  if (!isCoded.includes(true)) return undefined
  const columns = schema.fields.map(
    ({ name }, i) => `${isCoded[i] ? `CAST(c${i} AS VARCHAR)` : `c${i}`} AS ${quote(name)}`,
  )
  return `SELECT ${columns.join(', ')} FROM (\n${sql.replace(/;\s*$/, '')}\n) AS written(${isCoded.map((_, i) => `c${i}`).join(', ')})`
}

/** Rows of a batch, at most so many. */
export function rowsOf(batch: Batch, columns: readonly Column[], most: number): Row[] {
  const vectors = columns.map((_, column) => batch.getChildAt(column))
  return Array.from({ length: Math.min(batch.numRows, most) }, (_, row) =>
    Object.fromEntries(columns.map(({ name, type }, column) => [name, plain(vectors[column]?.get(row), type)])),
  )
}

export type Numbers =
  Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array

/** Columns of a batch as they lie in memory. @throws Error for a column that is not of small numbers, or lacks a value: a bug of the asker */
export function numbersOf(batch: Batch, columns: readonly Column[]): Numbers[] {
  return columns.map(({ name }, column) => {
    const vector = batch.getChildAt(column)
    const values = vector?.toArray()
    if (!ArrayBuffer.isView(values) || values instanceof BigInt64Array || values instanceof BigUint64Array)
      throw new Error(`not a column of small numbers: ${name}`)
    if (vector!.nullCount > 0) throw new Error(`a column that lacks values: ${name}`)
    return values as Numbers
  })
}

export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

export const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`

/** Of the type that the server binds: whole numbers as such, others as DOUBLE, text as VARCHAR. */
export function literal(param: Param): string {
  if (param === null) return 'NULL'
  if (typeof param === 'boolean') return String(param)
  if (typeof param === 'number') return Number.isSafeInteger(param) ? String(param) : `CAST('${param}' AS DOUBLE)`
  return `CAST(${text(param)} AS VARCHAR)`
}
