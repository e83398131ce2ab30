/**
 * Owns the way of a question through one open release: access and compile, queue, engine, finish. Equal questions share one
 * run and one remembered answer. Knows neither HTTP nor where a release comes from.
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { Answer, Catalogue, Compiled, Param, Passport, Plan, Question, Row, Viewer } from '@laban/shared'
import { compile, compileAll, duckdb, evidence, holds } from '@laban/shared'
import { LRUCache } from 'lru-cache'
import type { Extracts, Made } from './extract/extracts.ts'
import type { Guarded } from './extract/guard.ts'
import { createGuard, notHeld } from './extract/guard.ts'
import type { Queue } from './queue.ts'
import type { Warehouse } from './warehouse/warehouse.ts'

/** Who asks, and whose turn it takes in the queue. */
export type Asker = { viewer: Viewer; lane: string }

/** One open release. Everything it hands out is shared and must not be changed by who receives it. */
export type Desk = {
  catalogue: Catalogue
  /** @throws Failure as `compile` does; engine/busy, engine/timeout */
  ask(question: Question, asker: Asker): Promise<Answer>
  /** Several at once, in few statements. @throws Failure as `ask` */
  askAll(questions: readonly Question[], asker: Asker): Promise<Answer[]>
  /** @throws Failure as `evidence` does; engine/busy, engine/timeout */
  passport(question: Question, asker: Asker): Promise<Passport>
  /** Runs a statement that this house has written: never one that came from outside. @throws Failure engine/busy, engine/timeout */
  read(sql: string, params: Param[], asker: Asker): Promise<Row[]>
  /** What answers instead of the release where rows speak of few; undefined: nothing does. @throws Failure as `Extracts.get` */
  guard(plan: Plan, asker: Asker): Promise<Guarded | undefined>
  /** What a browser may explore by itself. @throws Failure as `Extracts.get` */
  extract(question: Question, asker: Asker): Promise<Made>
  /** Dataset -> number of rows. */
  rows: Readonly<Record<string, number>>
  /** What follows from the release and the viewer's rights alone, made once and remembered under `key`. */
  once<T>(key: string, asker: Asker, make: () => Promise<T>): Promise<T>
  /** Resolves when no question is under way, and what was opened for some of them is closed. */
  settled(): Promise<void>
}

export type DeskLimits = { timeoutMs: number; remembered: number }

/** Rights as text: two viewers with the same rights share what is remembered. */
const rights = ({ roles, scope, areas, clearance }: Viewer): string => JSON.stringify([roles, scope, areas, clearance])

export type Opened = {
  catalogue: Catalogue
  warehouse: Warehouse
  rows: Readonly<Record<string, number>>
  /** Table -> its file. */
  files: Readonly<Record<string, string>>
}

type Statement = { sql: string; params: Param[] }

/** Questions that share a statement: so few that two statements of an overview run side by side. */
const together = 8

/** What is short gets in between the steps of what is long. */
async function inTurns<T>(steps: Generator<undefined, T>): Promise<T> {
  for (;;) {
    await turn()
    const { done, value } = steps.next()
    if (done) return value
  }
}

export function openDesk(opened: Opened, queue: Queue, limits: DeskLimits, extracts: Extracts): Desk {
  const { catalogue, warehouse, rows, files } = opened
  const remembered = new LRUCache<string, object>({ max: limits.remembered })
  const underWay = new Map<string, Promise<object>>()

  /** A failed make is not remembered: the next asker tries again. */
  function once<T>(key: string, asker: Asker, make: () => Promise<T>): Promise<T> {
    const full = `${rights(asker.viewer)} ${key}`
    const known = remembered.get(full) as { value: T } | undefined
    if (known) return Promise.resolve(known.value)
    const running = underWay.get(full) as Promise<{ value: T }> | undefined
    if (running) return running.then(({ value }) => value)
    const made = make()
      .then((value) => {
        remembered.set(full, { value })
        return { value }
      })
      .finally(() => underWay.delete(full))
    underWay.set(full, made)
    return made.then(({ value }) => value)
  }

  const run = (sql: string, params: Param[], asker: Asker): Promise<Row[]> =>
    queue.run(asker.lane, () => warehouse.query(sql, params, { timeoutMs: limits.timeoutMs }))

  const runOne =
    (asker: Asker) =>
    ({ sql, params }: Statement): Promise<Row[]> =>
      run(sql, params, asker)

  async function runAll(questions: readonly Compiled[], asker: Asker): Promise<Row[][]> {
    const { sql, params, apart } = compileAll(questions, duckdb)
    return apart(await run(sql, params, asker))
  }

  const guards = createGuard(extracts, { catalogue, files })
  const guard: Desk['guard'] = async (plan, asker) => {
    const found = await guards.of(plan, asker)
    return (
      found && {
        ...found,
        query: (sql, params, options) =>
          queue.run(asker.lane, () => found.query(sql, params, { ...limits, ...options })),
      }
    )
  }

  /** Rows of the release or, where they speak of few, of what answers instead; and the question as it was put there. */
  async function rowsFor<Put extends Statement & { plan: Plan }>(
    question: Question,
    asker: Asker,
    { one, put, rowsOf }: { one: Put; put: (from: Catalogue) => Put; rowsOf: (one: Put) => Promise<Row[]> },
  ): Promise<{ asked: Put; found: Row[] }> {
    const guarded = await guard(one.plan, asker)
    if (!guarded) return { asked: one, found: await rowsOf(one) }
    if (!holds(guarded, question)) throw notHeld(guarded.atLeast)
    const asked = put(guarded.catalogue)
    return { asked, found: await guarded.query(asked.sql, asked.params, {}) }
  }

  async function answer(
    question: Question,
    asker: Asker,
    rowsOf: (compiled: Compiled) => Promise<Row[]>,
  ): Promise<Answer> {
    const put = (from: Catalogue) => compile(question, from, asker.viewer, duckdb)
    const one = put(catalogue)
    return await once(`answer ${one.key}`, asker, async () => {
      const { asked, found } = await rowsFor(question, asker, { one, put, rowsOf })
      return await inTurns(asked.steps(found))
    })
  }

  return {
    catalogue,
    rows,
    once,
    read: run,
    guard,
    async ask(question, asker) {
      return await answer(question, asker, runOne(asker))
    },
    async askAll(questions, asker) {
      const batches: { compiled: Compiled[]; rows?: Promise<Row[][]> }[] = []
      // Who comes first in a batch runs it, a moment later, when all have found their place.
      const rowsOf = async (one: Compiled): Promise<Row[]> => {
        let batch = batches.at(-1)
        if (!batch || batch.rows || batch.compiled.length === together) batches.push((batch = { compiled: [] }))
        const place = batch.compiled.push(one) - 1
        await Promise.resolve()
        batch.rows ??= runAll(batch.compiled, asker)
        return (await batch.rows)[place]!
      }
      return await Promise.all(questions.map((question) => answer(question, asker, rowsOf)))
    },
    async passport(question, asker) {
      const put = (from: Catalogue) => evidence(question, from, asker.viewer, duckdb)
      const one = put(catalogue)
      return await once(`passport ${one.key}`, asker, async () => {
        const { asked, found } = await rowsFor(question, asker, { one, put, rowsOf: runOne(asker) })
        return asked.finish(found)
      })
    },
    extract: (question, { viewer, lane }) => extracts.get(question, viewer, lane, { catalogue, files }),
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay.values())
      await guards.close()
    },
  }
}
