/**
 * Owns the folder of generated rows in the data folder: made when there is none, made anew when the figures that it rests on have
 * changed, and loaded together with the packs.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Loaded, LoadOptions } from '../ingest/load.ts'
import { load } from '../ingest/load.ts'
import { sha256, survey } from '../ingest/survey.ts'
import { asNotWritable } from '../store/disk.ts'
import { lockFolder } from '../store/lock.ts'
import { openStore } from '../store/store.ts'
import { openCurrent } from '../warehouse/open.ts'
import type { Made } from './generate.ts'
import { canGenerate, generate, generated } from './generate.ts'

/** Part of every basis: raise it when the rows that come out change. */
const maker = 1

const stampSchema = z.strictObject({ rows: z.int().positive(), seed: z.int(), basis: z.string() })
type Stamp = z.infer<typeof stampSchema>

export const simulatedFolder = (dataDir: string): string => join(dataDir, 'simulated')

function stampIn(folder: string): Stamp | undefined {
  const path = join(folder, 'stamp.json')
  if (!existsSync(path)) return undefined
  try {
    return stampSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // Not ours or damaged: made anew.
    return undefined
  }
}

const published = ['budget', 'investment', 'enterprise', 'people']

/** Digest of all that generated rows rest on; undefined where the packs have no datasets for them. */
async function basisOf(kpisDir: string, city: string): Promise<string | undefined> {
  const { files } = await survey(kpisDir)
  const contracts = new Set([...generated, ...published].map((id) => `datasets/${id}.yaml`))
  const used = files.filter(({ parts: [, ...rest] }) => {
    const path = rest.join('/')
    return (
      contracts.has(path) ||
      path === 'city.yaml' ||
      rest[0] === 'units' ||
      (rest[0] === 'figures' && published.includes(rest[1] ?? ''))
    )
  })
  const found = new Set(used.map(({ parts: [, ...rest] }) => rest.join('/')))
  if (![...contracts].every((path) => found.has(path))) return undefined
  return sha256([maker, city, ...used.map(({ file, hash }) => `${file} ${hash}`)].join('\n'))
}

export type StandIns = { city: string; rows: number; seed: number }

/**
 * Makes the rows from the release in force, in place of those that were there.
 * @param out  another folder than that of the data folder; it must be empty or absent
 * @returns undefined where the packs have no datasets for them
 * @throws Failure data/no-release, data/folder-in-use, data/not-writable
 */
export async function makeStandIns(
  { dataDir, databaseUrl, kpisDir }: Pick<LoadOptions, 'dataDir' | 'databaseUrl' | 'kpisDir'>,
  { city, rows, seed }: StandIns,
  out = simulatedFolder(dataDir),
): Promise<Made | undefined> {
  const basis = await basisOf(kpisDir, city)
  if (basis === undefined) return undefined
  const lock = lockFolder(dataDir, 'load')
  const store = await openStore(dataDir, databaseUrl)
  try {
    const { catalogue, warehouse } = await openCurrent(dataDir, store)
    try {
      if (!canGenerate({ catalogue, city })) return undefined
      const [fresh, old] = [`${out}.new`, `${out}.old`]
      for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true })
      mkdirSync(fresh, { recursive: true })
      const made = await generate({ catalogue, warehouse, city }, fresh, rows, seed)
      writeFileSync(join(fresh, 'stamp.json'), `${JSON.stringify({ rows, seed, basis } satisfies Stamp)}\n`)
      if (existsSync(out)) renameSync(out, old)
      renameSync(fresh, out)
      rmSync(old, { recursive: true, force: true })
      return made
    } finally {
      await warehouse.close()
    }
  } catch (error) {
    throw asNotWritable(error, dataDir)
  } finally {
    await store.close()
    lock.unlock()
  }
}

/**
 * Brings in the packs and the rows that stand in for those that units do not deliver.
 * @param standIns  `rows`: how many to make where there are none yet; rows made before keep their number and seed. 0: none at all
 * @throws Failure as `load`
 */
export async function loadAll(options: LoadOptions, standIns: StandIns): Promise<Loaded> {
  const { dataDir, kpisDir } = options
  const simulatedDir = simulatedFolder(dataDir)
  const basis = standIns.rows > 0 ? await basisOf(kpisDir, standIns.city) : undefined
  if (basis === undefined) return load(options)
  const stamp = stampIn(simulatedDir)
  if (stamp?.basis === basis) return load({ ...options, simulatedDir })
  const first = await load(options)
  const made = await makeStandIns(options, { ...standIns, ...(stamp ? { rows: stamp.rows, seed: stamp.seed } : {}) })
  if (!made) return first
  const second = await load({ ...options, simulatedDir })
  return { ...second, warnings: first.warnings, durationMs: first.durationMs + second.durationMs }
}
