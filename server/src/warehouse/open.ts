/** Owns the way from a release's row to something that answers. A release with a missing or rotten file is not opened. */
import { readFile } from 'node:fs/promises'
import type { Catalogue, Dataset } from '@laban/shared'
import { Failure, rollupTable } from '@laban/shared'
import type { Definitions } from '../ingest/version.ts'
import { isWhole, versionPath } from '../ingest/version.ts'
import type { ReleaseRow, Store, VersionRow } from '../store/store.ts'
import { openStore } from '../store/store.ts'
import type { MadeTable, TableFile } from './duckdb.ts'
import { openDuckdb, rowsInMemory } from './duckdb.ts'
import { lifted } from './lifted.ts'
import { shelve } from './shelf.ts'
import type { Warehouse } from './warehouse.ts'

export type Opened = {
  catalogue: Catalogue
  warehouse: Warehouse
  /** Dataset -> number of rows. */
  rows: Record<string, number>
  /** Table -> its file. */
  files: Record<string, string>
  /** Files of the engine's own that the warehouse stands on. */
  shelves: string[]
  /** Why some tables stand in memory that should stand on a shelf. */
  unshelved?: unknown
  /** Set where an older release was opened: the one in force, and why it could not be. */
  warning?: { release: string; reason: string }
}

/**
 * Opens one release of a folder by its id.
 * @param kept  store that knows it; left out: the folder's own
 * @throws Failure data/no-release
 */
export async function openRelease(dataDir: string, id: string, kept?: Store): Promise<Opened> {
  const store = kept ?? (await openStore(dataDir))
  try {
    const release = (await store.releases()).find((one) => one.id === id)
    if (!release) {
      throw new Failure(
        'data/no-release',
        { vi: `Không có bản phát hành "${id}"`, en: `No release "${id}"` },
        { at: { file: dataDir, value: id } },
      )
    }
    return await open(dataDir, release, await store.versionsOf(release))
  } finally {
    if (!kept) await store.close()
  }
}

/**
 * Opens the release in force; where that is damaged, the newest good one before it, with a warning.
 * @throws Failure data/no-release where there is none that can be opened
 */
export async function openCurrent(dataDir: string, store: Store): Promise<Opened> {
  const reasons: { release: string; reason: string }[] = []
  const history = await store.history()
  const seen = new Set(history.map(({ id }) => id))
  const candidates = [...history, ...(await store.releases()).filter(({ id }) => !seen.has(id))]
  for (const release of candidates.filter(({ id }, i) => candidates.findIndex((other) => other.id === id) === i)) {
    try {
      const opened = await open(dataDir, release, await store.versionsOf(release))
      return reasons.length > 0 ? { ...opened, warning: reasons[0]! } : opened
    } catch (error) {
      reasons.push({ release: release.id, reason: (error as Error).message })
    }
  }
  const why = reasons.map(({ release, reason }) => `${release}: ${reason}`).join('; ')
  throw new Failure(
    'data/no-release',
    {
      vi: `Chưa có bản phát hành nào mở được; hãy chạy: pnpm load${why && ` (${why})`}`,
      en: `No release that can be opened; run: pnpm load${why && ` (${why})`}`,
    },
    { at: { file: dataDir } },
  )
}

async function open(dataDir: string, release: ReleaseRow, versions: readonly VersionRow[]): Promise<Opened> {
  for (const name of Object.keys(release.versions)) {
    const row = versions.find((version) => version.name === name)
    if (!row || !(await isWhole(dataDir, row)))
      throw new Error(`version missing or damaged: ${name} ${release.versions[name]}`)
  }
  const path = (name: string) => versionPath(dataDir, name, release.versions[name]!)
  const definitions = JSON.parse(await readFile(path('catalogue'), 'utf8')) as Definitions
  const datasets = new Set(definitions.datasets.map(({ id }) => id))
  const ofDatasets = (row: VersionRow) => datasets.has(row.name)
  const { id, publishedAt, horizon } = release
  const addresses = Object.fromEntries(versions.filter(ofDatasets).map(({ name, hash }) => [name, hash]))
  const tables = versions
    .filter(({ name }) => name !== 'catalogue')
    .map(({ name, rows }) => ({ table: name, path: path(name), rows }))
  const { warehouse, shelves, unshelved } = await stand(dataDir, tables, definitions.datasets)
  return {
    catalogue: {
      release: { id, publishedAt, horizon, versions: addresses },
      ...definitions,
      duties: definitions.duties ?? [],
    },
    warehouse,
    shelves,
    ...(unshelved === undefined ? {} : { unshelved }),
    files: Object.fromEntries(tables.map(({ table, path: file }) => [table, file])),
    rows: Object.fromEntries(versions.filter(ofDatasets).map(({ name, rows }) => [name, rows])),
  }
}

/** Datasets with as many rows, roll-ups included, stand on a shelf of their own; fewer are read faster than looked up. */
const manyRows = 10_000

/** Puts up the tables: what is small and what is too large as in their files, the rest on shelves. */
async function stand(dataDir: string, tables: readonly TableFile[], datasets: readonly Dataset[]) {
  const units = tables.find(({ table }) => table === 'dim_unit')!
  const shelved = new Set<string>()
  const [shelves, made]: [string[], MadeTable[]] = [[], []]
  let unshelved: unknown
  for (const dataset of datasets) {
    const names = new Set([dataset.id, ...dataset.rollups.map((by) => rollupTable(dataset, by))])
    const own = tables.filter(({ table, rows }) => names.has(table) && rows <= rowsInMemory)
    const isMany = own.reduce((sum, { rows }) => sum + rows, 0) >= manyRows
    const group = { name: dataset.id, tables: own, made: lifted(dataset) }
    // A full disk must not close a release: the tables stand in memory then.
    const keep = (error: unknown): undefined => void (unshelved = error)
    const shelf = isMany ? await shelve(dataDir, group, units).catch(keep) : undefined
    if (shelf === undefined) made.push(...group.made)
    else {
      shelves.push(shelf)
      for (const { table } of own) shelved.add(table)
    }
  }
  const rest = tables.filter(({ table }) => !shelved.has(table))
  return { warehouse: await openDuckdb(rest, made, shelves), shelves, unshelved }
}
