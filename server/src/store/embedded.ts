/**
 * Owns the connection to the embedded store. Where the disk is full or closed, SQLite cannot even open a database for reading, since it first
 * makes files beside it; then each reading opens the file as it lies and lets go of it at once, until there is space again.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { drive, openSqlite } from './sqlite.ts'
import type { Connection } from './connection.ts'
import { migrationsOf } from './migrations/list.ts'
import type { Tables } from './tables.ts'

const over = (sqlite: DatabaseSync) => new Kysely<Tables>({ dialect: new SqliteDialect({ database: drive(sqlite) }) })

async function migrate(sqlite: DatabaseSync, db: Kysely<Tables>) {
  // A server and a loader may open an empty folder at the same moment: the second waits here for the first.
  sqlite.exec('BEGIN IMMEDIATE')
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => migrationsOf('sqlite') },
  }).migrateToLatest()
  sqlite.exec(error === undefined ? 'COMMIT' : 'ROLLBACK')
  if (error !== undefined) throw error
}

async function openWhole(path: string) {
  const sqlite = openSqlite(path)
  const db = over(sqlite)
  try {
    await migrate(sqlite, db)
  } catch (error) {
    sqlite.close()
    throw error
  }
  const dataVersion = sqlite.prepare('PRAGMA data_version')
  return { db, sqlite, version: () => (dataVersion.get() as { data_version: number }).data_version }
}

/** READONLY, IOERR, FULL, CANTOPEN: the disk refuses, the content may be good. */
const isRefused = (error: unknown) =>
  error instanceof Error && 'errcode' in error && [8, 10, 13, 14].includes(Number(error.errcode) & 0xff)

const sizeOf = (path: string) => (existsSync(path) ? statSync(path).size : 0)

/** Opens without making a file: as it lies, or, where commits still wait in the log, with the log's index in memory. */
function openAsItLies(path: string): DatabaseSync {
  if (sizeOf(`${path}-wal`) === 0) {
    const address = pathToFileURL(path)
    address.searchParams.set('immutable', '1')
    return new DatabaseSync(address, { readOnly: true })
  }
  const sqlite = new DatabaseSync(path, { timeout: 10_000 })
  sqlite.exec('PRAGMA locking_mode = EXCLUSIVE')
  return sqlite
}

/** Opens the store of a folder, making both where they are missing. */
export async function connectSqlite(dataDir: string): Promise<Connection> {
  mkdirSync(dataDir, { recursive: true })
  const path = join(dataDir, 'store.sqlite')
  let whole: Awaited<ReturnType<typeof openWhole>> | undefined
  let own = 0

  async function ready() {
    whole ??= await openWhole(path)
    return whole
  }
  async function readAsItLies<T>(use: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    const sqlite = openAsItLies(path)
    try {
      return await use(over(sqlite))
    } finally {
      sqlite.close()
    }
  }

  // One after the other: on the one connection a reading would see the half of a writing that is under way.
  let last: Promise<unknown> = Promise.resolve()
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = last.then(task)
    last = turn.catch(() => undefined)
    return turn
  }

  async function transact<T>(use: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    const { db, sqlite } = await ready()
    sqlite.exec('BEGIN IMMEDIATE')
    try {
      const result = await use(db)
      sqlite.exec('COMMIT')
      own++
      return result
    } catch (error) {
      // Where the disk is full SQLite has rolled back by itself.
      if (sqlite.isTransaction) sqlite.exec('ROLLBACK')
      throw error
    }
  }

  async function consult<T>(use: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    const { db } = await ready().catch((error: unknown) => {
      if (!isRefused(error)) throw error
      return { db: undefined }
    })
    return db ? use(db) : readAsItLies(use)
  }

  await ready().catch((error: unknown) => {
    if (!isRefused(error) || sizeOf(path) === 0) throw error
  })
  return {
    engine: 'sqlite',
    read: (use) => inTurn(() => consult(use)),
    write: (use) => inTurn(() => transact(use)),
    changes: () => {
      if (whole) return own + whole.version()
      return [path, `${path}-wal`].reduce((sum, file) => sum + (existsSync(file) ? statSync(file).mtimeMs : 0), 0)
    },
    close: () => inTurn(async () => whole?.sqlite.close()),
  }
}
