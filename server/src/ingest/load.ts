/**
 * Owns one delivery from packs to a release in force: landed, checked, written as versions, published in one transaction. Whatever
 * goes wrong on the way, the release before stays in force.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '@laban/shared'
import { Failure } from '@laban/shared'
import { lockFolder } from '../store/lock.ts'
import type { ReleaseRow, Store, VersionRow } from '../store/store.ts'
import { openStore } from '../store/store.ts'
import { agree } from './agree.ts'
import { asNotWritable, sweep, tempFolder } from '../store/disk.ts'
import { fillReferences, openEngine } from './engine.ts'
import { land } from './landing.ts'
import type { Packs } from './pack.ts'
import { readPacks } from './pack.ts'
import { prepare, unfed } from './prepare.ts'
import { reportedFiles } from './reported.ts'
import { horizonOf, releaseOf } from './release.ts'
import type { Found } from './survey.ts'
import { sha256, survey } from './survey.ts'
import { isWhole } from './version.ts'

export type LoadOptions = {
  /** Absolute paths. */
  dataDir: string
  kpisDir: string
  /** Folder of generated rows; absent: none are loaded. */
  simulatedDir?: string
  /** Of a PostgreSQL that keeps the store; left out: a file in the data folder. */
  databaseUrl?: string | undefined
  /** Kept with the release; for `pnpm load --list`. */
  note?: string
  /** Does nothing where the packs are those of the last load and the release in force is whole. */
  ifChanged?: boolean
}

export type Loaded = {
  /** `unchanged`: the packs make the release that is in force already. */
  outcome: 'published' | 'unchanged'
  release: ReleaseRow
  /** Rows of all versions in the release. */
  rows: number
  /** Rows set aside, and the files that they were written to. */
  rejects: number
  aside: string[]
  /** Oddities that did not stop the load. */
  warnings: Fault[]
  durationMs: number
}

const refused = (faults: Fault[]): Failure =>
  new Failure(
    'load/rejected',
    {
      vi: `Không nạp được: ${faults.length} lỗi trong dữ liệu`,
      en: `Load refused: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} in the data`,
    },
    { faults },
  )

const total = (versions: readonly VersionRow[], of: 'rows' | 'rejects', packs: Packs): number => {
  const datasets = new Set(packs.datasets.map(({ value }) => value.id))
  return versions.filter(({ name }) => datasets.has(name)).reduce((sum, version) => sum + version[of], 0)
}

/**
 * Brings the packs in. May run beside a server on the same folder, but not beside another load.
 * @throws Failure load/rejected with every fault, data/folder-in-use, data/not-writable
 */
export async function load(options: LoadOptions): Promise<Loaded> {
  const { dataDir } = options
  try {
    mkdirSync(dataDir, { recursive: true })
    const lock = lockFolder(dataDir, 'load')
    try {
      const store = await openStore(dataDir, options.databaseUrl)
      try {
        return await deliver(store, options)
      } finally {
        await store.close()
      }
    } finally {
      lock.unlock()
    }
  } catch (error) {
    throw asNotWritable(error, dataDir)
  }
}

async function deliver(store: Store, options: LoadOptions): Promise<Loaded> {
  const began = performance.now()
  const { dataDir, kpisDir, simulatedDir, ifChanged = false } = options
  const packs = await survey(kpisDir, simulatedDir)
  const reported = await reportedFiles(store, packs.files)
  const files = [...packs.files, ...reported]
  const digest = reported.length ? sha256([packs.digest, ...reported.map(({ hash }) => hash)].join('\n')) : packs.digest
  const current = await store.currentRelease()
  if (ifChanged && current) {
    const last = await store.lastLoad()
    const settled = last?.outcome === 'published' || last?.outcome === 'unchanged'
    if (settled && last.packs === digest && (await isComplete(store, dataDir, current))) {
      const { rows, rejects } = last
      return {
        outcome: 'unchanged',
        release: current,
        rows,
        rejects,
        aside: [],
        warnings: [],
        durationMs: performance.now() - began,
      }
    }
  }
  sweep(dataDir)
  await store.interruptLoads()
  const id = await store.startLoad(digest)
  try {
    const landed = await land(files, dataDir)
    await store.noteLanding(
      id,
      landed.map(({ file, hash }) => ({ file, hash })),
    )
    const loaded = await bringIn(store, id, landed, options, current)
    return { ...loaded, durationMs: performance.now() - began }
  } catch (error) {
    // On a full disk this fails too; the load then counts as interrupted when the next one begins, and the first error is told.
    await store.endLoad(id, error instanceof Failure ? 'refused' : 'failed').catch(() => undefined)
    throw error
  } finally {
    sweep(dataDir)
  }
}

async function isComplete(store: Store, dataDir: string, release: ReleaseRow): Promise<boolean> {
  const versions = await store.versionsOf(release)
  const whole = await Promise.all(versions.map((version) => isWhole(dataDir, version)))
  return versions.length === Object.keys(release.versions).length && whole.every(Boolean)
}

/** Definitions as they stand in files, and whether they agree. */
export function define(files: readonly Found[]) {
  const { packs, faults } = readPacks(files)
  const agreed = agree(packs)
  return { packs, faults: [...faults, ...agreed.faults], unsound: agreed.unsound }
}

async function bringIn(
  store: Store,
  id: number,
  files: readonly Found[],
  options: LoadOptions,
  current: ReleaseRow | undefined,
) {
  const { dataDir, note } = options
  const { packs, faults, unsound } = define(files)
  const engine = await openEngine(join(tempFolder(dataDir), 'spill'))
  try {
    await fillReferences(engine, packs)
    const target = { dataDir, store, load: id }
    // With faults in the definitions rows are still checked, so that all faults are told at once; nothing is written then.
    const { versions, made, aside, ...told } = await prepare(engine, packs, unsound, faults.length ? undefined : target)
    faults.push(...told.faults)
    if (faults.length > 0) throw refused(faults)
    const horizon = await horizonOf(
      engine,
      dataDir,
      packs.datasets.map(({ value }) => value),
      Object.fromEntries(versions.map((row) => [row.name, row.hash])),
    )
    if (horizon === undefined)
      throw refused([
        { at: { file: options.kpisDir }, message: { vi: 'không có dòng số liệu nào', en: 'no rows at all' } },
      ])
    const warnings = [...told.warnings, ...(await unfed(engine, packs, target, versions))]

    const release = releaseOf(versions, horizon, new Date().toISOString(), note ?? null)
    const [rows, rejects] = [total(versions, 'rows', packs), total(versions, 'rejects', packs)]
    const isSame = current?.id === release.id
    if (isSame && made.length === 0) await store.endLoad(id, 'unchanged', rows, rejects)
    else await store.publish(release, made, { id, rows, rejects })
    const outcome: Loaded['outcome'] = isSame ? 'unchanged' : 'published'
    return { outcome, release: isSame ? current : release, rows, rejects, aside, warnings }
  } finally {
    engine.close()
  }
}

/** Reads and checks the packs as a load would, and writes nothing. */
export async function checkPacks(kpisDir: string): Promise<{ faults: Fault[]; warnings: Fault[] }> {
  const { files } = await survey(kpisDir)
  const { packs, faults, unsound } = define(files)
  const engine = await openEngine(undefined)
  try {
    await fillReferences(engine, packs)
    const told = await prepare(engine, packs, unsound, undefined)
    return { faults: [...faults, ...told.faults], warnings: told.warnings }
  } finally {
    engine.close()
  }
}
