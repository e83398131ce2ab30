/** Owns what the engine of a tab promises to whoever explores. */
import type { Param, Row } from '@laban/shared'
import type { Column, Numbers } from './rows.ts'

/** `alias` is the name under which SQL finds the extract's tables: `alias.table`. */
export type Extract = { address: string; bytes: number; alias: string }

export type AttachOptions = {
  /** Share of the bytes that are here, 0..1. */
  onProgress?: (share: number) => void
  signal?: AbortSignal
}

export type QueryOptions = {
  /** Stops the statement; the promise then rejects with the signal's reason. */
  signal?: AbortSignal
  timeoutMs?: number
  /** Reads no further than so many rows; `more` says whether there would have been more. */
  maxRows?: number
  /** Alias in which unqualified names are looked up first; absent: the one that was attached last. */
  in?: string
}

export type Result = { columns: Column[]; rows: Row[]; more: boolean }

/** Rows by column, days as YYYY-MM-DD text, counts and sums as numbers: the same plain rows as the server's warehouse. */
export type Engine = {
  /**
   * Brings an extract in once (by its address), read-only, copied into memory where that pays. Another address under the same
   * alias takes the place of the former.
   * @throws Failure extract/gone, extract/interrupted, access/denied; the signal's reason
   */
  attach(extract: Extract, options?: AttachOptions): Promise<void>
  detach(alias: string): Promise<void>
  /**
   * Runs one reading statement.
   * @throws Failure engine/statement (with line and column), engine/memory, engine/timeout, engine/restarted; the signal's reason
   */
  query(sql: string, params: readonly Param[], options?: QueryOptions): Promise<Result>
  /**
   * The same for many rows of small numbers (up to 32 bits, or DOUBLE; no nulls), batch by batch and as they lie in memory. The
   * arrays may be kept but share their buffers.
   */
  scan(
    sql: string,
    params: readonly Param[],
    onBatch: (columns: Numbers[], rows: number) => void,
    options?: Pick<QueryOptions, 'signal' | 'timeoutMs' | 'in'>,
  ): Promise<void>
  /** A file of the reader's own, e.g. for `read_csv('name')`. It never leaves the tab, and is gone after a restart. */
  addFile(name: string, content: Uint8Array | File): Promise<void>
  /** A table `own.<name>` made from what a statement selects, in place of one that may be there. Gone after a restart. */
  addTable(name: string, sql: string): Promise<void>
  /** Called after each restart. Returns what ends it. */
  onRestart(listener: () => void): () => void
  /** Ends the engine and frees its memory; a later `openEngine` starts another. */
  close(): Promise<void>
}
