/**
 * Owns reading of one release by DuckDB: an instance in memory over immutable files. Once its tables stand it can reach no file but
 * those of the release, no network, and no setting can be changed.
 */
import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBType, DuckDBValue } from '@duckdb/node-api'
import { BIGINT, BOOLEAN, DOUBLE, DuckDBInstance, INTEGER, VARCHAR } from '@duckdb/node-api'
import type { Param, Row } from '@laban/shared'
import { Failure } from '@laban/shared'
import { giveWay } from './niceness.ts'
import type { QueryOptions, Warehouse } from './warehouse.ts'

/** A table of the warehouse and the Parquet file behind it. */
export type TableFile = { table: string; path: string; rows: number }

/**
 * Tables up to so many rows are copied into memory, some 8 bytes a row once compressed and 65 before; larger ones stay in their file,
 * where a question takes twice as long.
 */
export const rowsInMemory = 20_000_000
/** Name of the database in memory. The engine's own first one would not compress, and is read four times slower. */
const memory = 'house'
/** Name of a shelf in the engine. */
const nameOf = (_: string, place: number) => `shelf${place}`
/** Statements kept ready on each connection. */
const ready = 64

export const quote = (identifier: string) => `"${identifier.replaceAll('"', '""')}"`
export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

export async function fill(connection: DuckDBConnection, { table, path, rows }: TableFile) {
  const what = rows > rowsInMemory ? 'VIEW' : 'TABLE'
  await connection.run(`CREATE ${what} ${quote(table)} AS SELECT * FROM read_parquet(${literal(path)})`)
}

/** A table made of others. */
export type MadeTable = { table: string; query: string }

async function lock(connection: DuckDBConnection, files: readonly TableFile[]) {
  const left = files.filter(({ rows }) => rows > rowsInMemory).map(({ path }) => literal(path))
  await connection.run(`SET allowed_paths = [${left.join(', ')}]`)
  // Which units lie below another is asked of every statement: as a filter pushed into the scan it costs more than it leaves out.
  await connection.run("SET disabled_optimizers = 'join_filter_pushdown'")
  await connection.run('SET enable_external_access = false')
  await connection.run('SET lock_configuration = true')
}

function typeOf(param: Param): DuckDBType {
  if (typeof param === 'boolean') return BOOLEAN
  if (typeof param !== 'number') return VARCHAR
  if (!Number.isInteger(param)) return DOUBLE
  return Math.abs(param) < 2 ** 31 ? INTEGER : BIGINT
}

const bound = (param: Param): DuckDBValue =>
  typeof param === 'number' && Number.isInteger(param) && Math.abs(param) >= 2 ** 31 ? BigInt(param) : param

/** Dates and other engine values as text, big integers as numbers. */
function plain(value: unknown): Row[string] {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return typeof value === 'object' ? (value as { toString(): string }).toString() : (value as Row[string])
}

/** One connection runs one statement at a time, so that stopping it stops nothing else. */
class Line {
  readonly #connection: DuckDBConnection
  readonly #prepared = new Map<string, DuckDBPreparedStatement>()

  constructor(connection: DuckDBConnection) {
    this.#connection = connection
  }

  async #prepare(sql: string): Promise<DuckDBPreparedStatement> {
    const statement = this.#prepared.get(sql) ?? (await this.#connection.prepare(sql))
    this.#prepared.delete(sql)
    this.#prepared.set(sql, statement)
    const [oldest] = this.#prepared
    if (this.#prepared.size > ready && oldest) {
      this.#prepared.delete(oldest[0])
      oldest[1].destroySync()
    }
    return statement
  }

  async run(sql: string, params: readonly Param[]): Promise<Row[]> {
    const statement = await this.#prepare(sql)
    statement.bind(params.map(bound), params.map(typeOf))
    const reader = await statement.runAndReadAll()
    // Columns first: values of one type in a row are converted fastest.
    const [names, columns] = [reader.columnNames(), reader.getColumnsJS()]
    const rows: Row[] = []
    for (let at = 0; at < reader.currentRowCount; at++) {
      const row: Row = {}
      for (let i = 0; i < names.length; i++) row[names[i]!] = plain(columns[i]![at])
      rows.push(row)
    }
    return rows
  }

  stop(): void {
    this.#connection.interrupt()
  }

  close(): void {
    for (const statement of this.#prepared.values()) statement.destroySync()
    this.#connection.closeSync()
  }
}

const isInterrupt = (error: unknown) => error instanceof Error && /INTERRUPT/i.test(error.message)

const timeout = (timeoutMs: number, cause: unknown) =>
  new Failure(
    'engine/timeout',
    {
      vi: `Câu hỏi chạy quá ${timeoutMs} ms nên đã dừng; hãy thu hẹp kỳ hoặc chiều`,
      en: `Question stopped after ${timeoutMs} ms; narrow its period or its cuts`,
    },
    { cause },
  )

/**
 * Opens files as tables, ready to be asked.
 * @param made  made of them, in this order
 * @param shelves  files of the engine's own with more tables; see `shelf.ts`
 * @throws plain Error where a file cannot be read
 */
export async function openDuckdb(
  files: readonly TableFile[],
  made: readonly MadeTable[] = [],
  shelves: readonly string[] = [],
): Promise<Warehouse> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const free: Line[] = []
  const busy = new Set<Promise<unknown>>()
  let isOpen = true
  const connect = async (): Promise<DuckDBConnection> => {
    const connection = await instance.connect()
    await connection.run(`SET search_path = '${[memory, ...shelves.map(nameOf)].join(',')}'`)
    return connection
  }
  try {
    const first = await instance.connect()
    await first.run(`ATTACH ':memory:' AS ${memory} (COMPRESS)`)
    for (const [i, path] of shelves.entries())
      await first.run(`ATTACH ${literal(path)} AS ${nameOf(path, i)} (READ_ONLY)`)
    first.closeSync()
    const connection = await connect()
    for (const file of files) await fill(connection, file)
    for (const { table, query } of made) await connection.run(`CREATE TABLE ${quote(table)} AS ${query}`)
    await connection.run(`CHECKPOINT ${memory}`)
    await lock(connection, files)
    free.push(new Line(connection))
    giveWay()
  } catch (error) {
    instance.closeSync()
    throw error
  }

  async function ask(sql: string, params: readonly Param[], { timeoutMs, signal }: QueryOptions): Promise<Row[]> {
    signal?.throwIfAborted()
    const line = free.pop() ?? new Line(await connect())
    let isLate = false
    const stop = () => line.stop()
    const late = () => {
      isLate = true
      line.stop()
    }
    const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs)
    signal?.addEventListener('abort', stop)
    try {
      return await line.run(sql, params)
    } catch (error) {
      if (!isInterrupt(error)) throw error
      signal?.throwIfAborted()
      throw isLate ? timeout(timeoutMs ?? 0, error) : error
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      free.push(line)
    }
  }

  return {
    query: (sql, params, options = {}) => {
      if (!isOpen) return Promise.reject(new Error('warehouse is closed'))
      const answer = ask(sql, params, options)
      const settled: Promise<unknown> = answer.catch(() => undefined).finally(() => busy.delete(settled))
      busy.add(settled)
      return answer
    },
    close: async () => {
      if (!isOpen) return
      isOpen = false
      await Promise.all(busy)
      for (const line of free) line.close()
      instance.closeSync()
    },
  }
}
