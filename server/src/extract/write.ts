/**
 * Owns the making of one extract: an engine of its own reads the release's files and writes a database that the browser's engine
 * reads. The file is seen whole or not at all.
 */
import { rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Failure, rollupTable } from '@laban/shared'
import { name, text } from '../ingest/engine.ts'
import { settle, syncFolder } from '../store/disk.ts'
import type { Facts, Outline } from './outline.ts'
import { mergeSmall, rowsWhere, selectMonths, selectRows } from './select.ts'

/** Written so that DuckDB 1.4, which the browser runs, can read it. */
const storage = 'v1.2.0'

/** `rows`: all columns of every row; `facts`: the columns that figures need; `months`: sums by month and dimensions. */
export const details = ['rows', 'facts', 'months'] as const
export type Detail = (typeof details)[number]

export type Written = {
  bytes: number
  /** Of facts, over all tables. */
  rows: number
  detail: Detail
  /** Tables that questions may name. */
  tables: string[]
  /** Cells that were too small and stand merged with others; `leftOut` had none to be merged with. null: nothing had to be. */
  merged: { atLeast: number; cells: number; leftOut: number } | null
}

export type Job = {
  outline: Outline
  /** Table of the release -> its file. */
  files: Readonly<Record<string, string>>
  path: string
  maxBytes: number
  timeoutMs: number
}

/** Table of sums by month, named as the semantic layer names roll-ups. */
export const monthsTable = ({ dataset, unit, dimensions }: Pick<Facts, 'dataset' | 'unit' | 'dimensions'>): string =>
  rollupTable({ id: dataset }, [unit, ...dimensions])

const tooLarge = (bytes: number, maxBytes: number): Failure => {
  const [is, may] = [bytes, maxBytes].map((size) => Math.ceil(size / 2 ** 20))
  return new Failure('extract/too-large', {
    vi: `Gói dữ liệu lớn quá mức cho phép: ${is} MB; tối đa ${may} MB. Máy chủ vẫn trả lời các câu hỏi về chỉ tiêu này`,
    en: `The extract is too large: ${is} MB; allowed: ${may} MB. The server still answers questions about this indicator`,
  })
}

const late = (timeoutMs: number, cause: unknown): Failure =>
  new Failure(
    'engine/timeout',
    {
      vi: `Chuẩn bị gói dữ liệu quá ${timeoutMs / 1000} giây nên đã dừng`,
      en: `Preparing the extract was stopped after ${timeoutMs / 1000} s`,
    },
    { cause },
  )

const reader = (files: Job['files'], table: string): string => {
  const file = files[table]
  if (file === undefined) throw new Error(`release without a file of ${table}`)
  return `read_parquet(${text(file)})`
}

async function count(connection: DuckDBConnection, sql: string): Promise<number[]> {
  const [row] = (await connection.runAndReadAll(sql)).getRowsJS()
  return row!.map(Number)
}

/** Tables `around`, the units of the city, and `held`, those whose rows are taken, each with the one that it is merged into. */
async function hold(connection: DuckDBConnection, outline: Outline, files: Job['files']): Promise<void> {
  const put = async (table: string, rows: Outline['units']) => {
    await connection.run(`CREATE TABLE ${table} (unit VARCHAR, root VARCHAR)`)
    const values = rows.map(({ unit, root }) => `(${text(unit)}, ${text(root)})`)
    if (values.length > 0) await connection.run(`INSERT INTO ${table} VALUES ${values.join(', ')}`)
  }
  await put(
    'around',
    outline.around.map((unit) => ({ unit, root: unit })),
  )
  await put('held', outline.units)
  await put('outside', outline.outside)
  await connection.run(
    `INSERT INTO held FROM outside WHERE unit IN (SELECT from_unit FROM ${reader(files, 'crosswalk')} WHERE to_unit IN (SELECT unit FROM around))`,
  )
}

/** Everything that is small: which unit lies below which, and how old units lead to today's. */
const mapOf = (files: Job['files']): string[] => [
  `CREATE TABLE x.dim_unit AS FROM ${reader(files, 'dim_unit')} WHERE unit IN (SELECT unit FROM around UNION ALL SELECT unit FROM held)`,
  `CREATE TABLE x.crosswalk AS FROM ${reader(files, 'crosswalk')} WHERE to_unit IN (SELECT unit FROM around)`,
]

async function writeMerged(
  connection: DuckDBConnection,
  facts: Facts,
  from: string,
  smallest: NonNullable<Facts['smallest']>,
): Promise<NonNullable<Written['merged']>> {
  for (const sql of mergeSmall(facts, from, smallest)) await connection.run(sql)
  await connection.run(
    `CREATE TABLE x.${name(monthsTable(facts))} AS FROM kept ORDER BY ${[facts.time, facts.unit, ...facts.dimensions].map(name).join(', ')}`,
  )
  const [cells, all, left] = await count(
    connection,
    `SELECT count(*) FILTER (WHERE NOT coalesce(${name(smallest.counts)}, 0) >= ${smallest.atLeast}), sum(rows)::BIGINT, (SELECT sum(rows)::BIGINT FROM kept) FROM cells`,
  )
  for (const table of ['cells', 'wide', 'widest', 'good', 'companion', 'kept'])
    await connection.run(`DROP TABLE ${table}`)
  return { atLeast: smallest.atLeast, cells: cells!, leftOut: all! - left! }
}

async function writeFacts(
  connection: DuckDBConnection,
  facts: Facts,
  from: string,
  detail: Detail,
): Promise<{ table: string; merged: Written['merged'] }> {
  if (facts.smallest) {
    return { table: monthsTable(facts), merged: await writeMerged(connection, facts, from, facts.smallest) }
  }
  const table = detail === 'months' ? monthsTable(facts) : facts.dataset
  const select =
    detail === 'months' ? `${selectMonths(facts, from)} ORDER BY ALL` : selectRows(facts, from, detail === 'rows')
  await connection.run(`CREATE TABLE x.${name(table)} AS ${select}`)
  return { table, merged: null }
}

/** Below so many rows a file of the usual blocks of 256 KB would be mostly empty. */
const fewRows = 100_000

/** One try at one detail. @returns undefined where the file came out too large */
async function writeOnce(
  connection: DuckDBConnection,
  job: Job,
  { detail, rows: expected }: Begin,
): Promise<Written | undefined> {
  const { outline, files, path, maxBytes } = job
  const block = expected < fewRows ? 16_384 : 262_144
  await connection.run(`ATTACH ${text(path)} AS x (STORAGE_VERSION ${text(storage)}, BLOCK_SIZE ${block})`)
  const tables: string[] = []
  let [rows, merged]: [number, Written['merged']] = [0, null]
  for (const sql of mapOf(files)) await connection.run(sql)
  for (const facts of outline.facts) {
    const written = await writeFacts(connection, facts, reader(files, facts.dataset), detail)
    tables.push(written.table)
    merged ??= written.merged
    rows += (await count(connection, `SELECT count(*) FROM x.${name(written.table)}`))[0]!
  }
  await connection.run('DETACH x')
  const { size } = statSync(path)
  const isRolled = outline.facts.every(({ smallest }) => smallest) || detail === 'months'
  if (size > maxBytes) {
    rmSync(path)
    if (isRolled) throw tooLarge(size, maxBytes)
    return undefined
  }
  return { bytes: size, rows, detail: isRolled ? 'months' : detail, tables, merged }
}

/** So many bytes of a file are needed for each value at the very least: below, a try would be in vain. */
const leastBytes = 0.5

type Begin = { detail: Detail; rows: number }

/** The finest detail worth trying, and how many rows there are. */
async function begin(connection: DuckDBConnection, { outline, files, maxBytes }: Job): Promise<Begin> {
  let [all, whole, needed] = [0, 0, 0]
  for (const facts of outline.facts) {
    const from = `${reader(files, facts.dataset)} WHERE ${rowsWhere(facts)}`
    const rows = (await count(connection, `SELECT count(*) FROM ${from}`))[0]!
    all += rows
    if (facts.smallest) continue
    const columns = 2 + facts.dimensions.length + facts.measures.length
    needed += rows * columns * leastBytes
    whole += rows * (columns + facts.more.length) * leastBytes
  }
  return { rows: all, detail: whole <= maxBytes ? 'rows' : needed <= maxBytes ? 'facts' : 'months' }
}

/**
 * Writes the finest detail that fits.
 * @throws Failure extract/too-large, engine/timeout; the system's own error where the disk refuses
 */
export async function writeExtract(job: Job): Promise<Written> {
  const part = `${job.path}.${process.pid}.part`
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    connection.interrupt()
  }, job.timeoutMs)
  try {
    await hold(connection, job.outline, job.files)
    const first = await begin(connection, job)
    for (const detail of details.slice(details.indexOf(first.detail))) {
      rmSync(part, { force: true })
      const written = await writeOnce(connection, { ...job, path: part }, { ...first, detail })
      if (!written) continue
      settle(part, job.path)
      syncFolder(dirname(job.path))
      return written
    }
    throw new Error('no detail fits, and none was refused')
  } catch (error) {
    throw isLate ? late(job.timeoutMs, error) : error
  } finally {
    clearTimeout(timer)
    connection.closeSync()
    instance.closeSync()
    for (const left of [part, `${part}.wal`]) rmSync(left, { force: true })
  }
}
