/**
 * Owns one connection: one statement at a time, read-only, stoppable. Statements with parameters stay prepared, so that asking
 * again costs no planning.
 */
import type { AsyncDuckDBConnection } from '@duckdb/duckdb-wasm'
import type { Param } from '@laban/shared'
import type { Life } from './boot.ts'
import type { Batch } from './rows.ts'
import { literal, quote, text, withoutCodes } from './rows.ts'

/** Statements kept ready on each connection. */
const ready = 16
/** Milliseconds in which a stopped statement must have stopped. */
const patience = 1500

export type Asked = {
  sql: string
  params: readonly Param[]
  /** Databases in which unqualified names are looked up, first one first. */
  path: readonly string[]
  /** Results come while they are being made: for those who will not read to the end. */
  streamed: boolean
}

export class Line {
  readonly #life: Life
  readonly #connection: AsyncDuckDBConnection
  readonly #prepared = new Map<string, string>()
  /** Statements that select coded text, and the same with it written out: codes are lost on the way out of the engine. */
  readonly #written = new Map<string, string>()
  #path = ''
  #count = 0

  private constructor(life: Life, connection: AsyncDuckDBConnection) {
    this.#life = life
    this.#connection = connection
  }

  static async open(life: Life): Promise<Line> {
    const line = new Line(life, await life.guard(life.db.connect()))
    await line.#run('BEGIN TRANSACTION READ ONLY')
    return line
  }

  #run(sql: string): Promise<unknown> {
    return this.#life.guard(this.#connection.query(sql))
  }

  async #statement({ sql, params, path }: Asked): Promise<string> {
    const wanted = path.map((name) => `${quote(name)}.main`).join(',')
    if (wanted !== this.#path) {
      await this.#run(`SET search_path = ${text(wanted)}`)
      for (const name of this.#prepared.values()) await this.#run(`DEALLOCATE ${name}`)
      this.#prepared.clear()
      this.#path = wanted
    }
    if (params.length === 0) return sql
    let name = this.#prepared.get(sql)
    if (name === undefined) {
      name = `q${this.#count++}`
      await this.#run(`PREPARE ${name} AS ${sql}`)
    }
    this.#prepared.delete(sql)
    this.#prepared.set(sql, name)
    const [oldest] = this.#prepared
    if (this.#prepared.size > ready && oldest) {
      this.#prepared.delete(oldest[0])
      await this.#run(`DEALLOCATE ${oldest[1]}`)
    }
    return `EXECUTE ${name}(${params.map(literal).join(', ')})`
  }

  async #send(asked: Asked, stopped: AbortSignal) {
    const statement = await this.#statement({ ...asked, sql: this.#written.get(asked.sql) ?? asked.sql })
    stopped.throwIfAborted()
    const reader = await this.#life.guard(this.#connection.send(statement, asked.streamed))
    return await this.#life.guard(reader.open())
  }

  /**
   * Hands out batches as they come; `onBatch` says whether more are wanted.
   * @param stopped  aborted: the statement is stopped, and the promise rejects with the signal's reason
   */
  async read(asked: Asked, onBatch: (batch: Batch) => boolean, stopped: AbortSignal): Promise<void> {
    let overdue: ReturnType<typeof setTimeout> | undefined
    const stop = (): void => {
      void this.#connection.cancelSent()
      overdue = setTimeout(() => this.#life.die(new Error('a stopped statement does not stop')), patience)
    }
    try {
      stopped.addEventListener('abort', stop, { once: true })
      let reader = await this.#send(asked, stopped)
      const written = withoutCodes(asked.sql, reader.schema)
      if (written !== undefined) {
        await this.#life.guard(this.#connection.cancelSent())
        this.#written.set(asked.sql, written)
        reader = await this.#send(asked, stopped)
      }
      const batches = reader[Symbol.asyncIterator]()
      let count = 0
      for (;;) {
        const { done, value } = await this.#life.guard(batches.next())
        stopped.throwIfAborted()
        if (done) break
        count++
        if (!onBatch(value)) {
          await this.#life.guard(this.#connection.cancelSent())
          break
        }
      }
      if (count === 0) onBatch({ numRows: 0, schema: reader.schema as Batch['schema'], getChildAt: () => null })
    } catch (error) {
      // Where the engine died, who waits must hear that it did, unless it was let die for not stopping.
      stopped.throwIfAborted()
      throw error
    } finally {
      clearTimeout(overdue)
      stopped.removeEventListener('abort', stop)
    }
  }

  /** After an error the transaction may be void. */
  async renew(): Promise<void> {
    await this.#run('ROLLBACK')
    await this.#run('BEGIN TRANSACTION READ ONLY')
  }

  async close(): Promise<void> {
    await this.#life.guard(this.#connection.close())
  }
}
