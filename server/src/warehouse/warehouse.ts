/** Owns the seam between questions and engines. Read-only: nothing here can change data. */
import type { Param, Row } from '@laban/shared'

export type QueryOptions = {
  /** Longest time that the statement may run; absent: no limit. */
  timeoutMs?: number
  /** Stops the statement; the promise then rejects with the signal's reason. */
  signal?: AbortSignal
}

/** One release, opened for reading. */
export interface Warehouse {
  /**
   * Runs one statement with bound parameters.
   * @returns plain rows: numbers, texts, booleans and null; dates as `YYYY-MM-DD`, counts as numbers
   * @throws Failure engine/timeout
   */
  query(sql: string, params: readonly Param[], options?: QueryOptions): Promise<Row[]>
  /** Waits for statements in flight, then lets go of all memory. A later `query` is a bug and throws. */
  close(): Promise<void>
}
