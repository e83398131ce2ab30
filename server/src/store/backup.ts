/**
 * Owns backups: the rows of every table in one state of the store, and every file that cannot be made again, each with its hash. A
 * backup is whole when its manifest is there, which is written last.
 */
import { createHash } from 'node:crypto'
import {
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Failure } from '@laban/shared'
import { sql } from 'kysely'
import { connect } from './connect.ts'
import type { Connection, Db } from './connection.ts'
import { asNotWritable, syncFolder } from './disk.ts'

export type Place = { dataDir: string; databaseUrl: string | undefined }

type Manifest = {
  format: 1
  made: string
  migrations: string[]
  /** Table -> rows and hash of its file in `tables/`. */
  tables: Record<string, { rows: number; sha256: string }>
  /** Path below the data folder -> hash. */
  files: Record<string, string>
}

export type Kept = { rows: number; files: number; bytes: number }

const hashOf = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

/** Locks, half files, what the engines keep for themselves, and the store itself, which goes as rows. */
const left = /^(store\.sqlite.*|[^/]*\.lock.*|(temp|compiled|shelves)(\/.*)?)$/

function filesUnder(root: string, folder = root): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      const name = relative(root, path).replaceAll('\\', '/')
      if (left.test(name)) return []
      return entry.isDirectory() ? filesUnder(root, path) : [name]
    })
    .toSorted()
}

/** Written under another name, synced, then named. */
function keep(path: string, bytes: Buffer | string): void {
  mkdirSync(dirname(path), { recursive: true })
  const handle = openSync(`${path}.part`, 'w')
  try {
    writeFileSync(handle, bytes)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(`${path}.part`, path)
}

const refuse = (vi: string, en: string, file: string): Failure =>
  new Failure('load/rejected', { vi, en }, { at: { file } })

function wantEmpty(folder: string): void {
  const found = filesUnder(folder)
  if (found.length > 0) throw refuse(`Thư mục phải trống: ${folder}`, `The folder has to be empty: ${folder}`, folder)
}

type Rows = Record<string, unknown>[]

/** Our own tables, by name; what migrations keep for themselves is left out. */
async function tablesOf(db: Db): Promise<string[]> {
  const tables = await db.introspection.getTables()
  return tables
    .filter(({ isView }) => !isView)
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('kysely_') && !name.startsWith('sqlite_'))
    .toSorted()
}

const rowsOf = async (db: Db, table: string): Promise<Rows> =>
  (await sql<Rows[number]>`select * from ${sql.table(table)}`.execute(db)).rows

const migrationsIn = async (db: Db): Promise<string[]> =>
  (await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)).rows.map(
    ({ name }) => name,
  )

/** In an order that no engine decides: equal rows make equal files. */
const textOf = (rows: Rows): string =>
  rows
    .map((row) =>
      JSON.stringify(Object.fromEntries(Object.entries(row).toSorted(([one], [other]) => (one < other ? -1 : 1)))),
    )
    .toSorted()
    .map((line) => `${line}\n`)
    .join('')

async function withConnection<T>(
  { dataDir, databaseUrl }: Place,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  try {
    const connection = await connect(dataDir, databaseUrl)
    try {
      return await use(connection)
    } finally {
      await connection.close()
    }
  } catch (error) {
    throw asNotWritable(error, dataDir)
  }
}

/**
 * @param folder  of the new backup; made, must not hold anything
 * @throws Failure load/rejected, data/not-writable, data/unreachable
 */
export async function backUp(place: Place, folder: string): Promise<Kept> {
  wantEmpty(folder)
  return await withConnection(place, async (connection) => {
    // Rows first: whatever file they name is there already, and files are never changed.
    const { tables, migrations } = await connection.read(async (db) => {
      const names = await tablesOf(db)
      const texts: [string, Rows][] = []
      for (const name of names) texts.push([name, await rowsOf(db, name)])
      return { tables: texts, migrations: await migrationsIn(db) }
    })
    const manifest: Manifest = { format: 1, made: new Date().toISOString(), migrations, tables: {}, files: {} }
    const kept = { rows: 0, files: 0, bytes: 0 }
    for (const [name, rows] of tables) {
      const text = textOf(rows)
      keep(join(folder, 'tables', `${name}.jsonl`), text)
      manifest.tables[name] = { rows: rows.length, sha256: hashOf(text) }
      kept.rows += rows.length
      kept.bytes += text.length
    }
    for (const name of filesUnder(place.dataDir)) {
      const bytes = readFileSync(join(place.dataDir, name))
      keep(join(folder, 'files', name), bytes)
      manifest.files[name] = hashOf(bytes)
      kept.files++
      kept.bytes += bytes.length
    }
    keep(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`)
    syncFolder(folder)
    return kept
  })
}

function readManifest(folder: string): Manifest {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
    if (manifest.format === 1) return manifest
  } catch {
    // Missing or torn: the backup was never finished.
  }
  throw refuse(`Không phải bản sao lưu hoàn chỉnh: ${folder}`, `Not a whole backup: ${folder}`, folder)
}

function readWhole(path: string, sha256: string): Buffer {
  const bytes = existsSync(path) ? readFileSync(path) : undefined
  if (bytes && hashOf(bytes) === sha256) return bytes
  throw refuse(`Tệp sao lưu thiếu hoặc hỏng: ${path}`, `A file of the backup is missing or damaged: ${path}`, path)
}

/**
 * Puts a backup into an empty place; everything is checked before anything is written, and the rows come all or none.
 * @throws Failure load/rejected where the backup is not whole, is of a newer version, or the place is not empty; data/not-writable
 */
export async function restore(place: Place, folder: string): Promise<Kept> {
  const manifest = readManifest(folder)
  const tables = Object.entries(manifest.tables).map(([name, { sha256 }]) => {
    const text = readWhole(join(folder, 'tables', `${name}.jsonl`), sha256).toString()
    return {
      name,
      rows: text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Rows[number]),
      bytes: text.length,
    }
  })
  let bytes = tables.reduce((sum, table) => sum + table.bytes, 0)
  for (const [name, sha256] of Object.entries(manifest.files))
    bytes += readWhole(join(folder, 'files', name), sha256).length
  wantEmpty(place.dataDir)
  await withConnection(place, async (connection) => {
    const known = await connection.read(migrationsIn)
    if (manifest.migrations.some((name) => !known.includes(name)))
      throw refuse('Bản sao lưu thuộc phiên bản mới hơn', 'The backup is of a newer version', folder)
    for (const name of Object.keys(manifest.files)) {
      mkdirSync(dirname(join(place.dataDir, name)), { recursive: true })
      cpSync(join(folder, 'files', name), join(place.dataDir, name))
      syncFolder(join(place.dataDir, name))
    }
    await connection.write((db) => fill(db, connection.engine, tables))
  })
  return {
    rows: tables.reduce((sum, { rows }) => sum + rows.length, 0),
    files: Object.keys(manifest.files).length,
    bytes,
  }
}

async function fill(db: Db, engine: Connection['engine'], tables: { name: string; rows: Rows }[]): Promise<void> {
  // What migrations themselves put in comes with the backup.
  for (const seeded of ['audit_head', 'reporting_marks'] as const) await db.deleteFrom(seeded).execute()
  for (const name of await tablesOf(db)) {
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db)
    if (rows.length > 0) throw refuse('Kho dữ liệu phải trống', 'The store has to be empty', name)
  }
  // A table that names rows of another must come after it: those that are refused are tried again when others are in.
  let waiting = tables.filter(({ rows }) => rows.length > 0)
  while (waiting.length > 0) {
    const again: typeof waiting = []
    let reason: unknown
    for (const table of waiting) {
      await sql`savepoint filling`.execute(db)
      try {
        for (const row of table.rows)
          await db
            .insertInto(table.name as 'audit')
            .values(row as never)
            .execute()
        await sql`release savepoint filling`.execute(db)
      } catch (error) {
        await sql`rollback to savepoint filling`.execute(db)
        reason = error
        again.push(table)
      }
    }
    if (again.length === waiting.length) throw reason
    waiting = again
  }
  if (engine === 'postgres') await countOn(db)
}

/** Counters go on from the highest number that came. */
async function countOn(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string; field: string }>`
    select table_name as name, column_name as field from information_schema.columns
    where is_identity = 'YES' and table_schema = current_schema()`.execute(db)
  for (const { name, field } of rows)
    await sql`select setval(pg_get_serial_sequence(${name}, ${field}), coalesce(max(${sql.ref(field)}), 0) + 1, false) from ${sql.table(name)}`.execute(
      db,
    )
}
