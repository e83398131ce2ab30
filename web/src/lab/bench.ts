/**
 * Owns one lab at work: which tables are here, what is running, what came out or went wrong. Knows the engine by its face alone and
 * no screen. Statements of a text run one after the other; the first that fails ends the run, and the last one's rows are the result.
 */
import type { Failure } from '@laban/shared'
import { isFailure } from '@laban/shared'
import type { Engine, Result } from '../drill/engine/contract.ts'
import type { SqlFault } from './fault.ts'
import { readFault } from './fault.ts'
import type { Statement } from './lexer.ts'
import { statementsOf, tablesIn } from './lexer.ts'
import { ownTableIn } from './own-table.ts'
import type { Refusal } from './refuse.ts'
import { refusalOf } from './refuse.ts'

export const limits = { rows: 10_000, timeoutMs: 60_000 }

/** Bytes of tables that are fetched without asking first. */
const unasked = 16 * 2 ** 20

/** What the server says about a table before it is fetched. */
export type Parcel = { name: string; release: string; address: string; bytes: number }

export type TableState =
  { kind: 'away' } | { kind: 'coming'; share: number; bytes: number } | { kind: 'here'; bytes: number }

/** What is wrong, without words; `from` and `to` are offsets in the text of the editor, null where it has no place. */
export type Trouble =
  | { kind: 'empty' }
  | ({ kind: 'refused'; refusal: Refusal } & Spot)
  | ({ kind: 'statement'; fault: SqlFault } & Spot)
  /** The release changed since the first table came: nothing is mixed. */
  | { kind: 'release' }
  | { kind: 'timeout'; seconds: number }
  | { kind: 'memory' }
  | { kind: 'restarted' }
  | { kind: 'failure'; failure: Failure }
  | { kind: 'unreachable' }
export type Spot = { from: number | null; to: number | null }

export type Outcome = {
  /** The statement that gave the rows, for titles and for units of measure. */
  statement: Statement
  result: Result
  ms: number
  /** How many statements ran. */
  count: number
  /** Set where the last statement made a table. */
  made: string | null
}

export type RunState =
  | { kind: 'idle' }
  /** So many bytes must be fetched first; the reader says whether. */
  | { kind: 'asking'; parcels: Parcel[] }
  | { kind: 'fetching'; names: string[] }
  | { kind: 'running'; at: number; of: number }
  | { kind: 'done'; outcome: Outcome }
  | { kind: 'stopped' }
  | { kind: 'failed'; trouble: Trouble }

export type BenchState = {
  tables: ReadonlyMap<string, TableState>
  run: RunState
  /** Counts up when the reader's own tables changed. */
  own: number
  /** Set from the engine's death until it is told away. */
  restarted: boolean
}

/** What the lab may take along, and how. */
export type Supply = {
  /** Names of the warehouse's tables, small letters. */
  known: ReadonlySet<string>
  /** Asks the server to make a table ready. */
  prepare: (name: string, signal: AbortSignal) => Promise<Parcel>
}

export type Bench = {
  /** Before the first run, and again whenever it changes. */
  supply: (supply: Supply) => void
  state: () => BenchState
  subscribe: (listener: () => void) => () => void
  /** @param base  offset of the text in the editor */
  run: (sql: string, base: number, agreed?: boolean) => Promise<RunState>
  /** Brings one table in, for the schema browser. @throws what fetching throws */
  fetch: (name: string) => Promise<void>
  /** A question of the page itself (samples, functions), outside the run. */
  ask: (sql: string) => Promise<Result>
  stop: () => void
  /** Lets all fetched tables go, so that the next run takes the release in force. */
  renew: () => Promise<void>
  acknowledge: () => void
  /** The reader's own tables changed by something else than a run. */
  touchOwn: () => void
  engine: () => Promise<Engine>
}

/** @param now  milliseconds */
export function createBench(openEngine: () => Promise<Engine>, now: () => number): Bench {
  let supplied: Supply = { known: new Set(), prepare: () => Promise.reject(new Error('nothing was supplied')) }
  let state: BenchState = { tables: new Map(), run: { kind: 'idle' }, own: 0, restarted: false }
  let release: string | null = null
  let stopping: AbortController | null = null
  let engine: Promise<Engine> | null = null
  const listeners = new Set<() => void>()
  const coming = new Map<string, Promise<void>>()

  const set = (change: Partial<BenchState>): void => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }
  const setTable = (name: string, table: TableState): void => set({ tables: new Map(state.tables).set(name, table) })
  const end = (run: RunState): RunState => (set({ run }), run)

  const opened = (): Promise<Engine> => {
    engine ??= openEngine().then(
      (one) => {
        one.onRestart(() => set({ restarted: true, own: state.own + 1 }))
        return one
      },
      (error: unknown) => {
        engine = null
        throw error
      },
    )
    return engine
  }

  async function bring(parcel: Parcel, signal: AbortSignal): Promise<void> {
    const { name, address, bytes } = parcel
    if (state.tables.get(name)?.kind === 'here') return
    const under = coming.get(name)
    if (under) return await under
    const fetching = (async () => {
      setTable(name, { kind: 'coming', share: 0, bytes })
      try {
        const one = await opened()
        await one.attach(
          { address, bytes, alias: name },
          { signal, onProgress: (share) => setTable(name, { kind: 'coming', share, bytes }) },
        )
        setTable(name, { kind: 'here', bytes })
      } catch (error) {
        setTable(name, { kind: 'away' })
        throw error
      } finally {
        coming.delete(name)
      }
    })()
    coming.set(name, fetching)
    await fetching
  }

  /** @throws Changed where the table is of another release than those that are here */
  async function parcelOf(name: string, signal: AbortSignal): Promise<Parcel> {
    const parcel = await supplied.prepare(name, signal)
    if (release !== null && parcel.release !== release) throw new Changed()
    release = parcel.release
    return parcel
  }

  async function runStatement(
    statement: Statement,
    signal: AbortSignal,
  ): Promise<{ result: Result; made: string | null }> {
    const one = await opened()
    const own = ownTableIn(statement)
    if (!own) {
      const options = { signal, timeoutMs: limits.timeoutMs, maxRows: limits.rows }
      const result = await one.query(statement.sql, [], options)
      const names = result.columns.map(({ name }) => name)
      if (new Set(names).size === names.length) return { result, made: null }
      // Two columns of one name would show one column's values twice; inside parentheses the engine tells them apart.
      return { result: await one.query(`SELECT * FROM (\n${statement.sql}\n)`, [], options), made: null }
    }
    // Asked first by itself, so that what is wrong in it is told at its own place.
    await one.query(own.select, [], { signal, timeoutMs: limits.timeoutMs, maxRows: 1 })
    await one.addTable(own.name, own.select)
    set({ own: state.own + 1 })
    return { result: { columns: [], rows: [], more: false }, made: own.name }
  }

  async function work(sql: string, base: number, agreed: boolean, signal: AbortSignal): Promise<RunState> {
    const statements = statementsOf(sql)
    if (statements.length === 0) return { kind: 'failed', trouble: { kind: 'empty' } }
    for (const statement of statements) {
      const refusal = refusalOf(statement, supplied.known)
      if (refusal)
        return {
          kind: 'failed',
          trouble: { kind: 'refused', refusal, from: base + refusal.from, to: base + refusal.to },
        }
    }
    const wanted = [...new Set(statements.flatMap(({ tokens }) => tablesIn(tokens, supplied.known)))]
    const away = wanted.filter((name) => state.tables.get(name)?.kind !== 'here')
    if (away.length > 0) {
      set({ run: { kind: 'fetching', names: away } })
      const parcels = await Promise.all(away.map((name) => parcelOf(name, signal)))
      if (!agreed && parcels.reduce((sum, { bytes }) => sum + bytes, 0) > unasked) return { kind: 'asking', parcels }
      await Promise.all(parcels.map((parcel) => bring(parcel, signal)))
    }
    let outcome: Outcome | undefined
    for (const [i, statement] of statements.entries()) {
      set({ run: { kind: 'running', at: i + 1, of: statements.length } })
      const begun = now()
      try {
        const { result, made } = await runStatement(statement, signal)
        outcome = { statement, result, made, ms: now() - begun, count: i + 1 }
      } catch (error) {
        if (signal.aborted) throw error
        return { kind: 'failed', trouble: troubleAt(error, statement, base) }
      }
    }
    return { kind: 'done', outcome: outcome! }
  }

  return {
    supply: (next) => {
      supplied = next
    },
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async run(sql, base, agreed = false) {
      if (stopping) return state.run
      const stop = new AbortController()
      stopping = stop
      set({ run: { kind: 'fetching', names: [] }, restarted: false })
      try {
        return end(await work(sql, base, agreed, stop.signal))
      } catch (error) {
        if (stop.signal.aborted) return end({ kind: 'stopped' })
        return end({ kind: 'failed', trouble: troubleOf(error) })
      } finally {
        stopping = null
      }
    },
    async fetch(name) {
      const stop = new AbortController()
      stopping ??= stop
      try {
        await bring(await parcelOf(name, stop.signal), stop.signal)
      } finally {
        if (stopping === stop) stopping = null
      }
    },
    ask: async (sql) => (await opened()).query(sql, [], { timeoutMs: limits.timeoutMs, maxRows: limits.rows }),
    stop: () => stopping?.abort(new Error('stopped by the reader')),
    async renew() {
      const one = await opened()
      for (const name of state.tables.keys()) await one.detach(name)
      release = null
      set({ tables: new Map(), run: { kind: 'idle' } })
    },
    acknowledge: () => set({ restarted: false }),
    touchOwn: () => set({ own: state.own + 1 }),
    engine: opened,
  }
}

class Changed extends Error {}

function troubleOf(error: unknown): Trouble {
  if (error instanceof Changed) return { kind: 'release' }
  if (!isFailure(error)) return { kind: 'unreachable' }
  if (error.code === 'engine/restarted') return { kind: 'restarted' }
  if (error.code === 'engine/memory') return { kind: 'memory' }
  if (error.code === 'engine/timeout') return { kind: 'timeout', seconds: limits.timeoutMs / 1000 }
  return { kind: 'failure', failure: error }
}

/** The engine's message speaks of one statement; the place is told in the text of the editor. */
function troubleAt(error: unknown, statement: Statement, base: number): Trouble {
  if (!isFailure(error) || error.code !== 'engine/statement') {
    // A bug of ours in reading a result is still told as what the engine said.
    if (isFailure(error)) return troubleOf(error)
    const fault = readFault(error instanceof Error ? error.message : String(error), statement.sql)
    return { kind: 'statement', fault, ...spotOf(fault, base + statement.from) }
  }
  const { cause } = error.detail
  const own = ownTableIn(statement)
  const shift = own ? own.from : 0
  const fault = readFault(cause instanceof Error ? cause.message : error.message, own ? own.select : statement.sql)
  return { kind: 'statement', fault, ...spotOf(fault, base + statement.from + shift) }
}

const spotOf = ({ from, to }: SqlFault, shift: number): Spot => ({
  from: from === null ? null : from + shift,
  to: to === null ? null : to + shift,
})
