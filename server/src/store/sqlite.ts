/** Owns the way to SQLite: opening with the guarantees that we promise, and the shape that Kysely drives. */
import type { SQLInputValue } from 'node:sqlite'
import { DatabaseSync } from 'node:sqlite'
import type { SqliteDatabase } from 'kysely'

/**
 * Releases with the WAL-reset race lose committed pages in silence while another connection checkpoints; it was mended in 3.51.3
 * and carried back to 3.50.7 and 3.44.6 (https://sqlite.org/wal.html#walresetbug).
 */
export function isSafe(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  if (major !== 3) return major > 3
  if (minor === 44) return patch >= 6
  if (minor === 50) return patch >= 7
  return minor > 51 || (minor === 51 && patch >= 3)
}

/**
 * Opens a database whose commits are on disk before they return, also through a power cut.
 * @throws plain Error where the SQLite of this Node is one that may lose commits
 */
export function openSqlite(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 10_000, enableForeignKeyConstraints: true })
  const { version } = db.prepare('select sqlite_version() as version').get() as { version: string }
  if (!isSafe(version)) {
    db.close()
    throw new Error(`unsafe SQLite: ${version}; allowed: 3.51.3 and later, 3.50.7, 3.44.6`)
  }
  db.exec('PRAGMA journal_mode = WAL')
  // Said explicitly: builds exist that report FULL and yet never sync in WAL mode.
  db.exec('PRAGMA synchronous = FULL')
  return db
}

const bind = (parameters: readonly unknown[]) => parameters as SQLInputValue[]

/** The few methods of better-sqlite3 that Kysely calls, over `node:sqlite`. */
export const drive = (db: DatabaseSync): SqliteDatabase => ({
  close: () => db.close(),
  prepare: (text) => {
    const statement = db.prepare(text)
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => statement.all(...bind(parameters)),
      run: (parameters) => statement.run(...bind(parameters)),
      iterate: (parameters) => statement.iterate(...bind(parameters)),
    }
  },
})
