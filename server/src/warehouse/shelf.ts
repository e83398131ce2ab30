/**
 * Owns shelves: tables of many rows as a file of the engine, made of their versions once, so that a release with the same rows opens
 * at once and a change of a few figures does not read millions of rows anew. All that lies here can be made again.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { DuckDBInstance, version as engine } from '@duckdb/node-api'
import { hashFile, sha256 } from '../ingest/survey.ts'
import { settle } from '../store/disk.ts'
import type { MadeTable, TableFile } from './duckdb.ts'
import { fill, literal, quote } from './duckdb.ts'

/** Tables that change together: a dataset, its roll-ups, and what is made of them. */
export type Group = { name: string; tables: readonly TableFile[]; made: readonly MadeTable[] }

const folderOf = (dataDir: string): string => join(dataDir, 'shelves')

/** What the content depends on: the engine's format, the versions, how tables are made of them. */
function pathOf(dataDir: string, { name, tables, made }: Group, units: TableFile): string {
  const files = [units, ...tables].map(({ path }) => relative(dataDir, path))
  const parts = [engine(), ...files, ...made.map(({ query }) => query)]
  return join(folderOf(dataDir), `${name}-${sha256(parts.join('\n')).slice(0, 16)}.duckdb`)
}

const sealOf = (path: string): string => `${path}.sha256`

async function isWhole(path: string): Promise<boolean> {
  if (!existsSync(path) || !existsSync(sealOf(path))) return false
  return readFileSync(sealOf(path), 'utf8') === (await hashFile(path))
}

async function make(path: string, { tables, made }: Group, units: TableFile): Promise<void> {
  const temp = `${path}.${process.pid}`
  rmSync(temp, { force: true })
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  try {
    const connection = await instance.connect()
    await connection.run(`ATTACH ${literal(temp)} AS shelf`)
    // Beside the shelf: every release has its own.
    await fill(connection, units)
    await connection.run("SET search_path = 'shelf,memory'")
    for (const table of tables) await fill(connection, table)
    for (const { table, query } of made) await connection.run(`CREATE TABLE ${quote(table)} AS ${query}`)
    await connection.run('CHECKPOINT shelf')
    await connection.run("SET search_path = 'memory'")
    await connection.run('DETACH shelf')
    connection.closeSync()
    writeFileSync(sealOf(temp), await hashFile(temp))
    settle(sealOf(temp), sealOf(path))
    settle(temp, path)
  } finally {
    instance.closeSync()
    for (const left of [temp, `${temp}.wal`, sealOf(temp)]) rmSync(left, { force: true })
  }
}

/**
 * Finds or makes the shelf of a group.
 * @param units  the table of units, which made tables may read
 * @returns its path
 * @throws the system's or the engine's own error where it cannot be written
 */
export async function shelve(dataDir: string, group: Group, units: TableFile): Promise<string> {
  const path = pathOf(dataDir, group, units)
  if (await isWhole(path)) return path
  mkdirSync(folderOf(dataDir), { recursive: true })
  await make(path, group, units)
  return path
}

/** Takes away shelves that no open release stands on, and what was left half made. */
export function clearShelves(dataDir: string, used: ReadonlySet<string>): void {
  const folder = folderOf(dataDir)
  if (!existsSync(folder)) return
  const names = new Set([...used].flatMap((path) => [basename(path), basename(sealOf(path))]))
  for (const name of readdirSync(folder)) if (!names.has(name)) rmSync(join(folder, name), { force: true })
}
