/**
 * Owns the tables that analysts take into their browser: a `.duckdb` file a table, cut to the viewer's scope and clearance, named by
 * all that it holds, so that equal rights share one file. A file that vanished is written again.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Catalogue, Dataset, Viewer } from '@laban/shared'
import { columnsOf, datasetOf, Failure, nearest } from '@laban/shared'
import { fill, name, openEngine, text } from '../ingest/engine.ts'
import { asNotWritable, settle, syncFolder, tempFolder } from '../store/disk.ts'
import { asCells, cellsInto } from './cells.ts'
import type { Reference } from './reference.ts'
import { referencesOf } from './reference.ts'
import { visible } from './visible.ts'

export type TableEntry = {
  dataset: Dataset
  /** null: not known before it is written. Before the cut to the viewer's rights. */
  rows: number | null
  /** Made from the catalogue itself: explains codes, carries no figures. */
  reference: boolean
}

export type Parcel = { hash: string; path: string; bytes: number }

export type Parcels = {
  /** Tables that the viewer may take along, in the catalogue's order. */
  list(viewer: Viewer): TableEntry[]
  /**
   * The file of one table, written if it is not there.
   * @throws Failure extract/gone for a table that is not there or not for the viewer; data/not-writable
   */
  make(table: string, viewer: Viewer): Promise<Parcel>
}

/** Part of every name: raise it when what is written changes. */
const writer = 2
/** The engine in the browser reads files of this version. */
const storage = 'v1.2.0'
/** Files that nobody asked for in so many days are swept when another is written. */
const keptDays = 7

const types = { text: 'VARCHAR', integer: 'BIGINT', number: 'DOUBLE', date: 'DATE', boolean: 'BOOLEAN' }

const folderOf = (dataDir: string): string => join(dataDir, 'parcels')

export type ParcelSource = {
  dataDir: string
  catalogue: Catalogue
  /** Dataset -> number of rows. */
  rows: Readonly<Record<string, number>>
  /** Table of the release -> its file. */
  files: Readonly<Record<string, string>>
}

export function createParcels({ dataDir, catalogue, rows, files }: ParcelSource): Parcels {
  const references = new Map(referencesOf(catalogue).map((reference) => [reference.dataset.id, reference]))
  const underWay = new Map<string, Promise<Parcel>>()
  let turn: Promise<unknown> = Promise.resolve()

  const mayTake = (dataset: Dataset, viewer: Viewer): boolean => visible(dataset, catalogue, viewer) !== 'false'

  function hashOf(table: string, condition: string | null): string {
    const reference = references.get(table)
    const content = reference ? JSON.stringify(reference) : catalogue.release.versions[table]
    return createHash('sha256')
      .update(JSON.stringify([writer, storage, table, content, condition]))
      .digest('hex')
      .slice(0, 32)
  }

  async function write(table: string, path: string, condition: string | null): Promise<void> {
    const temp = join(tempFolder(dataDir), `parcel-${process.pid}-${table}-${Date.now()}.duckdb`)
    mkdirSync(dirname(temp), { recursive: true })
    mkdirSync(dirname(path), { recursive: true })
    const engine = await openEngine(undefined)
    try {
      await engine.run(`ATTACH ${text(temp)} AS parcel (STORAGE_VERSION ${text(storage)})`)
      const reference = references.get(table)
      if (reference) await writeReference(engine, reference)
      else {
        const from = `read_parquet(${text(files[table]!)})`
        const dataset = datasetOf(catalogue, table)
        const target = `parcel.${name(table)}`
        for (const sql of cellsInto(dataset, catalogue, { from, condition, target })) await engine.run(sql)
      }
      await engine.run('DETACH parcel')
      settle(temp, path)
      syncFolder(dirname(path))
    } catch (error) {
      throw asNotWritable(error, dataDir)
    } finally {
      engine.close()
      rmSync(temp, { force: true })
      rmSync(`${temp}.wal`, { force: true })
    }
    sweepOld(dirname(path))
  }

  async function bring(table: string, hash: string, condition: string | null): Promise<Parcel> {
    const path = join(folderOf(dataDir), `${hash}.duckdb`)
    if (existsSync(path)) utimesSync(path, new Date(), new Date())
    else {
      // One after the other: each takes an engine of its own.
      const written = turn.then(() => write(table, path, condition))
      turn = written.catch(() => undefined)
      await written
    }
    return { hash, path, bytes: statSync(path).size }
  }

  return {
    list(viewer) {
      const datasets = catalogue.datasets
        .filter((dataset) => mayTake(dataset, viewer))
        .map((dataset) => ({
          dataset: asCells(dataset),
          rows: dataset.smallestCell ? null : (rows[dataset.id] ?? 0),
          reference: false,
        }))
      const explained = [...references.values()].map(({ dataset, rows: { length } }) => ({
        dataset,
        rows: length,
        reference: true,
      }))
      return [...datasets, ...explained]
    },
    make(table, viewer) {
      const dataset = references.get(table)?.dataset ?? catalogue.datasets.find(({ id }) => id === table)
      if (!dataset || (!references.has(table) && !mayTake(dataset, viewer)))
        return Promise.reject(notThere(table, this.list(viewer)))
      const condition = references.has(table) ? null : visible(dataset, catalogue, viewer)
      const hash = hashOf(table, condition)
      const running = underWay.get(hash)
      if (running) return running
      const made = bring(table, hash, condition).finally(() => underWay.delete(hash))
      underWay.set(hash, made)
      return made
    },
  }
}

async function writeReference(
  engine: Awaited<ReturnType<typeof openEngine>>,
  { dataset, rows }: Reference,
): Promise<void> {
  const columns = columnsOf(dataset).map((column) => `${name(column.name)} ${types[column.type]}`)
  await fill(engine, `parcel.${name(dataset.id)}`, columns.join(', '), rows)
}

function notThere(table: string, entries: readonly TableEntry[]): Failure {
  const close = nearest(table, entries, ({ dataset }) => [dataset.id, dataset.title.vi, dataset.title.en])
  return new Failure(
    'extract/gone',
    { vi: `Không có bảng "${table}"`, en: `There is no table "${table}"` },
    { nearest: close.map(({ dataset }) => ({ id: dataset.id, name: dataset.title })) },
  )
}

function sweepOld(folder: string): void {
  const oldest = Date.now() - keptDays * 24 * 3600 * 1000
  for (const file of readdirSync(folder)) {
    const path = join(folder, file)
    if (statSync(path).mtimeMs < oldest) rmSync(path, { force: true })
  }
}
