/** Owns what a store is reached by, whichever engine keeps it. */
import type { Kysely } from 'kysely'
import type { Engine } from './migrations/step.ts'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>

export type Connection = {
  engine: Engine
  /** Sees one state of the store throughout, and never the half of a writing. */
  read: <T>(use: (db: Db) => Promise<T>) => Promise<T>
  /**
   * One transaction: all or nothing, and on disk when the promise resolves. Writings stand in one line, over all processes.
   * @throws the engine's own error where it refuses
   */
  write: <T>(use: (db: Db) => Promise<T>) => Promise<T>
  /** Moves when anything was written, by this process or another. Cheap enough to be asked every few hundred ms. */
  changes(): number
  close(): Promise<void>
}
