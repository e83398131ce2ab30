/** Owns what the browser's answers are held against: the same `compile` and `finish` over the server's own engine. */
import { DuckDBInstance } from '@duckdb/node-api'
import type { Answer, Catalogue, Param, Question, Row, Viewer } from '@laban/shared'
import { compile, duckdb, isFailure } from '@laban/shared'

export type Outcome = { answer: Answer } | { code: string }

export type Ask = (sql: string, params: readonly Param[]) => Promise<Row[]>

/** An answer, or the code of the failure. */
export async function outcomeOf(question: Question, catalogue: Catalogue, viewer: Viewer, ask: Ask): Promise<Outcome> {
  try {
    const { sql, params, finish } = compile(question, catalogue, viewer, duckdb)
    return { answer: finish(await ask(sql, params)) }
  } catch (error) {
    if (isFailure(error)) return { code: error.code }
    throw error
  }
}

/** The server's engine over an extract itself: for those in which small cells stand merged. */
export async function openFile(path: string): Promise<{ ask: Ask; close: () => void }> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`ATTACH '${path}' AS x (READ_ONLY)`)
  await connection.run('USE x')
  return {
    ask: async (sql, params) => {
      const reader = await connection.runAndReadAll(sql, [...params])
      const plain = (value: unknown) =>
        typeof value === 'bigint' ? Number(value) : value instanceof Date ? value.toISOString().slice(0, 10) : value
      return reader
        .getRowObjectsJS()
        .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))) as Row[]
    },
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** Equal but for what adding up doubles in another order may change. */
export function isNear(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b), 1e-6)
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [mine, theirs] = [Object.entries(a), Object.entries(b)]
  return (
    mine.length === theirs.length &&
    mine.every(([name, value]) => Object.hasOwn(b, name) && isNear(value, (b as Record<string, unknown>)[name]))
  )
}

/** A short number for a long text, the same in Node and in the page. */
export function digest(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  return `${(a >>> 0).toString(16)}-${(b >>> 0).toString(16)}-${text.length}`
}
