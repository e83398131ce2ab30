/**
 * Owns the folder of generated rows in the data folder: made when there is none, made anew when the figures that it rests on have
 * changed, and loaded together with the packs.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isFailure } from '@laban/shared'
import { z } from 'zod'
import type { Loaded, LoadOptions } from '../ingest/load.ts'
import { load } from '../ingest/load.ts'
import { sha256, survey } from '../ingest/survey.ts'
import { asNotWritable, sweep, tempFolder } from '../store/disk.ts'
import { lockFolder } from '../store/lock.ts'
import { openRelease } from '../warehouse/open.ts'
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

/** Rows of a release, put where others may lie when they are whole. */
async function makeFrom(from: Parameters<typeof generate>[0], stamp: Stamp, out: string): Promise<Made | undefined> {
  if (!canGenerate(from)) return undefined
  const [fresh, old] = [`${out}.new`, `${out}.old`]
  for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  const made = await generate(from, fresh, stamp.rows, stamp.seed)
  writeFileSync(join(fresh, 'stamp.json'), `${JSON.stringify(stamp)}\n`)
  if (existsSync(out)) renameSync(out, old)
  renameSync(fresh, out)
  rmSync(old, { recursive: true, force: true })
  return made
}

/**
 * Makes the rows from the figures of the packs, in place of those that were there. What is in force is not touched: the figures are
 * loaded into a folder of their own, so that a release with the new figures and without rows that rest on them is never seen.
 * @param out  another folder than that of the data folder; it must be empty or absent
 * @returns undefined where the packs have no datasets for them
 * @throws Failure load/rejected, data/folder-in-use, data/not-writable
 */
export async function makeStandIns(
  { dataDir, kpisDir }: Pick<LoadOptions, 'dataDir' | 'kpisDir'>,
  { city, rows, seed }: StandIns,
  out = simulatedFolder(dataDir),
): Promise<Made | undefined> {
  const basis = await basisOf(kpisDir, city)
  if (basis === undefined) return undefined
  try {
    mkdirSync(dataDir, { recursive: true })
    const lock = lockFolder(dataDir, 'load')
    sweep(dataDir)
    const apart = join(tempFolder(dataDir), 'figures')
    try {
      const { release } = await load({ dataDir: apart, kpisDir })
      const opened = await openRelease(apart, release.id)
      try {
        return await makeFrom({ ...opened, city }, { rows, seed, basis }, out)
      } finally {
        await opened.warehouse.close()
      }
    } finally {
      rmSync(apart, { recursive: true, force: true })
      lock.unlock()
    }
  } catch (error) {
    throw asNotWritable(error, dataDir)
  }
}

/**
 * Brings in the packs and the rows that stand in for those that units do not deliver, as one release.
 * @param standIns  `rows`: how many to make where there are none yet; rows made before keep their number and seed. 0: none at all
 * @throws Failure as `load`
 */
export async function loadAll(options: LoadOptions, standIns: StandIns): Promise<Loaded> {
  const { dataDir, kpisDir } = options
  const simulatedDir = simulatedFolder(dataDir)
  const basis = standIns.rows > 0 ? await basisOf(kpisDir, standIns.city) : undefined
  if (basis === undefined) return load(options)
  const began = performance.now()
  const stamp = stampIn(simulatedDir)
  if (stamp?.basis !== basis) {
    const { rows, seed } = stamp ?? standIns
    try {
      if (!(await makeStandIns(options, { city: standIns.city, rows, seed }))) return await load(options)
    } catch (error) {
      // Refused once more, so that the store knows of it.
      if (isFailure(error) && error.code === 'load/rejected') return await load(options)
      throw error
    }
  }
  return { ...(await load({ ...options, simulatedDir })), durationMs: performance.now() - began }
}
