/**
 * Owns the extracts of a data folder: one file for each (release, outline, scope), named so that nobody can guess another's, made
 * once however many ask, used again as long as it is there, made anew where it vanished, swept when old.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Catalogue, Question, Viewer } from '@laban/shared'
import { isFailure } from '@laban/shared'
import { LRUCache } from 'lru-cache'
import type { Log } from '../log.ts'
import type { Queue } from '../queue.ts'
import { asNotWritable, writeWhole } from '../store/disk.ts'
import type { Outline } from './outline.ts'
import { outlineOf } from './outline.ts'
import type { Written } from './write.ts'
import { writeExtract } from './write.ts'

/** Part of every name: raise it when what is written changes. */
const writer = 2

/** `path`: of the file. */
export type Made = Written & { address: string; path: string; outline: Outline }

/** What a release gives to be extracted from. */
export type Ground = { catalogue: Catalogue; files: Readonly<Record<string, string>> }

export type Extracts = {
  /**
   * The extract for a question and a viewer; made if it is not there.
   * @throws Failure as `compile` does; question/unsupported, extract/too-large, engine/busy, engine/timeout, data/not-writable
   */
  get(question: Question, viewer: Viewer, lane: string, ground: Ground): Promise<Made>
  /** Path of the file at an address; undefined where there is none, or none for this viewer: nobody can tell the two apart. */
  find(address: string, viewer: Viewer, lane: string): Promise<string | undefined>
  /** Removes what was left half-done, and the oldest files above the room that they may take. */
  sweep(): void
}

export type ExtractsOptions = { dataDir: string; queue: Queue; log: Log; maxBytes: number; timeoutMs: number }

export const extractsPath = '/extracts'
const pattern = /^\/extracts\/([0-9a-f]{40})\.duckdb$/

/** All files together may take so many times the size of one. */
const room = 40

/** Known to this folder alone, so that names cannot be made elsewhere. */
function secretOf(dataDir: string): Buffer {
  const path = join(dataDir, 'extracts', 'secret')
  if (!existsSync(path)) writeWhole(dataDir, path, randomBytes(32))
  return readFileSync(path)
}

export function createExtracts({ dataDir, queue, log, maxBytes, timeoutMs }: ExtractsOptions): Extracts {
  const folder = join(dataDir, 'extracts')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  mkdirSync(join(dataDir, 'temp'), { recursive: true })
  const secret = secretOf(dataDir)
  /** By name: how to check who asks, and how to make it anew. */
  const known = new LRUCache<string, { question: Question; ground: Ground }>({ max: 2000 })
  const underWay = new Map<string, Promise<Written>>()
  /** One is written at a time, so that a slot is always left for questions. */
  let last: Promise<unknown> = Promise.resolve()

  const nameOf = (outline: Outline): string =>
    createHmac('sha256', secret)
      .update(JSON.stringify([writer, maxBytes, outline]))
      .digest('hex')
      .slice(0, 40)
  const fileOf = (name: string): string => join(folder, `${name}.duckdb`)
  const noteOf = (name: string): string => join(folder, `${name}.json`)

  function remembered(name: string): Written | undefined {
    if (!existsSync(noteOf(name)) || !existsSync(fileOf(name))) return undefined
    const written = JSON.parse(readFileSync(noteOf(name), 'utf8')) as Written
    if (statSync(fileOf(name)).size !== written.bytes) return undefined
    const now = new Date()
    utimesSync(fileOf(name), now, now)
    return written
  }

  async function write(name: string, outline: Outline, lane: string, files: Ground['files']): Promise<Written> {
    const before = last
    const turn = before.then(() =>
      queue.run(lane, () => writeExtract({ outline, files, path: fileOf(name), maxBytes, timeoutMs })),
    )
    last = turn.catch(() => undefined)
    try {
      const begun = performance.now()
      const written = await turn
      writeWhole(dataDir, noteOf(name), JSON.stringify(written))
      log.info({ extract: outline.indicator, ms: Math.round(performance.now() - begun), ...written }, 'extract written')
      sweep()
      return written
    } catch (error) {
      throw isFailure(error) ? error : asNotWritable(error, dataDir)
    }
  }

  /** Equal requests share one run. */
  function made(name: string, outline: Outline, lane: string, files: Ground['files']): Promise<Written> {
    const there = remembered(name)
    if (there) return Promise.resolve(there)
    const running = underWay.get(name)
    if (running) return running
    const writing = write(name, outline, lane, files).finally(() => underWay.delete(name))
    underWay.set(name, writing)
    return writing
  }

  function sweep(): void {
    const all = readdirSync(folder)
    const busy = [...underWay.keys()]
    for (const file of all)
      if (/\.part(\.wal)?$/.test(file) && !busy.some((name) => file.startsWith(name)))
        rmSync(join(folder, file), { force: true })
    const files = all
      .filter((file) => file.endsWith('.duckdb'))
      .map((file) => ({ file, ...sizeAndTime(join(folder, file)) }))
      .sort((a, b) => b.time - a.time)
    let total = 0
    for (const { file, size } of files) {
      total += size
      if (total <= room * maxBytes) continue
      rmSync(join(folder, file), { force: true })
      rmSync(noteOf(basename(file, '.duckdb')), { force: true })
    }
  }

  return {
    async get(question, viewer, lane, ground) {
      const outline = outlineOf(question, ground.catalogue, viewer)
      const name = nameOf(outline)
      known.set(name, { question, ground })
      const written = await made(name, outline, lane, ground.files)
      return { ...written, address: `${extractsPath}/${name}.duckdb`, path: fileOf(name), outline }
    },
    async find(address, viewer, lane) {
      const [, name] = pattern.exec(address) ?? []
      const entry = name === undefined ? undefined : known.get(name)
      if (name === undefined || !entry) return undefined
      const outline = allowed(entry, viewer)
      if (!outline || nameOf(outline) !== name) return undefined
      await made(name, outline, lane, entry.ground.files)
      return fileOf(name)
    },
    sweep,
  }
}

function sizeAndTime(path: string): { size: number; time: number } {
  const found = statSync(path, { throwIfNoEntry: false })
  return { size: found?.size ?? 0, time: found?.mtimeMs ?? 0 }
}

/** What the viewer would be given for the same question; undefined where that is refused. */
function allowed({ question, ground }: { question: Question; ground: Ground }, viewer: Viewer): Outline | undefined {
  try {
    return outlineOf(question, ground.catalogue, viewer)
  } catch (error) {
    if (isFailure(error)) return undefined
    throw error
  }
}
