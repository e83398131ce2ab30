import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isSafe, openSqlite } from './sqlite.ts'

test('releases of SQLite that may lose commits are known by their number', () => {
  const safe = ['3.44.6', '3.50.7', '3.51.3', '3.52.0', '3.53.4', '4.0.0']
  const unsafe = ['3.44.5', '3.45.3', '3.50.6', '3.51.2', '3.7.0']
  expect(safe.filter((version) => !isSafe(version))).toEqual([])
  expect(unsafe.filter(isSafe)).toEqual([])
})

test('a store is opened with its log, full syncing and foreign keys', () => {
  const folder = mkdtempSync(join(tmpdir(), 'la-ban-'))
  const db = openSqlite(join(folder, 'x.sqlite'))
  const pragma = (name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]
  expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys')]).toEqual(['wal', 2, 1])
  db.close()
  rmSync(folder, { recursive: true })
})
