/**
 * Owns the one engine of a tab: DuckDB over extracts that were brought in once. What it gives are the same plain rows as the
 * server's warehouse, so that the same `compile` and `finish` run over both. An engine that dies is started again and brings its
 * extracts in anew; what was running is told so.
 */
import { DuckDBDataProtocol } from '@duckdb/duckdb-wasm'
import type { Life } from './boot.ts'
import { boot, memoryLimit } from './boot.ts'
import type { AttachOptions, Engine, Extract, QueryOptions, Result } from './contract.ts'
import { download } from './download.ts'
import { faultOf, isDeadly, restarted, tooLate } from './fault.ts'
import type { Asked } from './line.ts'
import { Line } from './line.ts'
import type { Batch } from './rows.ts'
import { columnsOf, numbersOf, quote, rowsOf, text } from './rows.ts'

/** In memory a table takes several times the place of its file. */
const growth = 6

/** Database of what the reader brought along. */
const own = 'own'

async function start(): Promise<Engine> {
  const attached = new Map<string, Extract>()
  /** Extracts that did not come back after a restart, and why. */
  const lost = new Map<string, unknown>()
  const listeners = new Set<() => void>()
  let free: Line[] = []
  let files = 0
  let isClosed = false
  let living: Promise<Life> = begin()
  let lastAttach: Promise<unknown> = Promise.resolve()

  async function begin(): Promise<Life> {
    const life = await boot(() => {
      free = []
      if (isClosed) return
      living = revive()
      living.catch(() => undefined)
    })
    await write(life, [`ATTACH ':memory:' AS ${own}`])
    return life
  }

  async function revive(): Promise<Life> {
    const life = await begin()
    for (const extract of attached.values()) {
      await bringIn(life, extract, {}).catch((error: unknown) => {
        attached.delete(extract.alias)
        lost.set(extract.alias, error)
      })
    }
    for (const listener of listeners) listener()
    return life
  }

  async function write(life: Life, statements: readonly string[]): Promise<void> {
    const connection = await life.guard(life.db.connect())
    try {
      for (const statement of statements) await life.guard(connection.query(statement))
    } finally {
      if (!life.isDead) await life.guard(connection.close())
    }
  }

  async function tablesOf(life: Life, database: string): Promise<string[]> {
    const connection = await life.guard(life.db.connect())
    const found = await life.guard(
      connection.query(`SELECT table_name AS name FROM duckdb_tables() WHERE database_name = ${text(database)}`),
    )
    await life.guard(connection.close())
    return found.toArray().map((row: { name: string }) => row.name)
  }

  /** Lines look at the state in which they began. */
  async function renewLines(life: Life): Promise<void> {
    const old = free
    free = []
    for (const line of old) if (!life.isDead) await line.close()
  }

  async function bringIn(life: Life, extract: Extract, options: AttachOptions): Promise<void> {
    const { alias } = extract
    const bytes = await download(extract, options)
    const file = `${alias}-${files++}.duckdb`
    const size = bytes.length
    await life.guard(life.db.registerFileBuffer(file, bytes))
    const from = `${alias}__file`
    const isCopied = size * growth < memoryLimit() / 2
    await write(life, [`ATTACH ${text(file)} AS ${quote(isCopied ? from : alias)} (READ_ONLY)`])
    if (isCopied) {
      const tables = await tablesOf(life, from)
      await write(life, [
        `ATTACH ':memory:' AS ${quote(alias)}`,
        ...tables.map((name) => `CREATE TABLE ${quote(alias)}.${quote(name)} AS FROM ${quote(from)}.${quote(name)}`),
        `DETACH ${quote(from)}`,
      ])
      await life.guard(life.db.dropFile(file))
    }
    await renewLines(life)
  }

  async function letGo(alias: string): Promise<void> {
    const life = await living
    attached.delete(alias)
    await renewLines(life)
    await write(life, [`DETACH DATABASE IF EXISTS ${quote(alias)}`])
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = lastAttach.then(work, work)
    lastAttach = done.catch(() => undefined)
    return done
  }

  const pathFor = (alias: string | undefined): string[] => {
    const all = [...attached.keys()].toReversed()
    return [...new Set([...(alias === undefined ? [] : [alias]), ...all, own])]
  }

  type Reading = Pick<QueryOptions, 'signal' | 'timeoutMs' | 'in'>

  async function read(
    asked: Omit<Asked, 'path'>,
    { signal, timeoutMs, in: alias }: Reading,
    onBatch: (batch: Batch) => boolean,
  ): Promise<void> {
    signal?.throwIfAborted()
    const life = await living
    if (alias !== undefined && lost.has(alias)) throw lost.get(alias)
    const late = new AbortController()
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => late.abort(tooLate(timeoutMs)), timeoutMs)
    const stopped = signal ? AbortSignal.any([signal, late.signal]) : late.signal
    const line = free.pop() ?? (await Line.open(life))
    try {
      await line.read({ ...asked, path: pathFor(alias) }, onBatch, stopped)
      if (!life.isDead) free.push(line)
    } catch (error) {
      if (isDeadly(error)) life.die(error)
      else if (!life.isDead)
        await line.renew().then(
          () => free.push(line),
          (again: unknown) => life.die(again),
        )
      stopped.throwIfAborted()
      throw isDeadly(error) ? restarted(error) : faultOf(error, asked.sql)
    } finally {
      clearTimeout(timer)
    }
  }

  await living
  return {
    attach: (extract, options = {}) =>
      inTurn(async () => {
        options.signal?.throwIfAborted()
        if (attached.get(extract.alias)?.address === extract.address) return options.onProgress?.(1)
        if (attached.has(extract.alias)) await letGo(extract.alias)
        await bringIn(await living, extract, options)
        lost.delete(extract.alias)
        attached.set(extract.alias, extract)
      }),
    detach: (alias) => inTurn(() => letGo(alias)),
    async query(sql, params, options = {}) {
      const { maxRows = Number.POSITIVE_INFINITY } = options
      const result: Result = { columns: [], rows: [], more: false }
      await read({ sql, params, streamed: Number.isFinite(maxRows) }, options, (batch) => {
        if (result.columns.length === 0) result.columns = columnsOf(batch)
        const left = maxRows - result.rows.length
        for (const row of rowsOf(batch, result.columns, left)) result.rows.push(row)
        result.more = batch.numRows > left
        return !result.more
      })
      return result
    },
    scan: (sql, params, onBatch, options = {}) =>
      read({ sql, params, streamed: true }, options, (batch) => {
        onBatch(numbersOf(batch, columnsOf(batch)), batch.numRows)
        return true
      }),
    addFile: (name, content) =>
      inTurn(async () => {
        const life = await living
        await life.guard(life.db.dropFile(name))
        await life.guard(
          // A file of the reader's disk is read piece by piece where it lies.
          content instanceof File
            ? life.db.registerFileHandle(name, content, DuckDBDataProtocol.BROWSER_FILEREADER, true)
            : life.db.registerFileBuffer(name, content),
        )
      }),
    addTable: (name, sql) =>
      inTurn(async () => {
        const life = await living
        const path = pathFor(undefined).map((alias) => `${quote(alias)}.main`)
        const made = `CREATE OR REPLACE TABLE ${own}.main.${quote(name)} AS ${sql}`
        await write(life, [`SET search_path = ${text(path.join(','))}`, made]).catch((error: unknown) => {
          if (isDeadly(error)) life.die(error)
          throw faultOf(error, sql)
        })
        await renewLines(life)
      }),
    onRestart(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      isClosed = true
      shared = undefined
      const life = await living.catch(() => undefined)
      life?.die(new Error('closed'))
    },
  }
}

let shared: Promise<Engine> | undefined

/** The one engine of this tab, started at the first call. @throws Failure engine/unavailable; the next call tries again */
export function openEngine(): Promise<Engine> {
  shared ??= start().catch((error: unknown) => {
    shared = undefined
    throw error
  })
  return shared
}
