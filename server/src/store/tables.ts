/** Owns the tables of the store and how they come to be. Lists and maps are JSON text. */
import type { Generated, Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Times are ISO 8601 in UTC; sizes are bytes. */
export type Tables = {
  loads: {
    id: Generated<number>
    started: string
    finished: string | null
    who: string
    /** Digest of all files that were looked at. */
    packs: string
    /** JSON list of what landed: file and hash. */
    landing: string
    rows: number
    rejects: number
    outcome: 'running' | 'published' | 'unchanged' | 'refused' | 'failed' | 'interrupted'
  }
  versions: {
    name: string
    hash: string
    rows: number
    rejects: number
    bytes: number
    sha256: string
    created: string
  }
  releases: {
    id: string
    published_at: string
    horizon: string
    /** JSON: name -> hash of each version. */
    versions: string
    note: string | null
  }
  /** Which release came into force when. The last row holds; going back adds a row. */
  head: {
    seq: Generated<number>
    release: string
    at: string
    why: 'publish' | 'back'
    who: string
  }
}

/** By name, in order; one that was ever released is never edited. */
export const migrations: Record<string, Migration> = {
  '001-begin': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('loads')
        .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('started', 'text', (column) => column.notNull())
        .addColumn('finished', 'text')
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('packs', 'text', (column) => column.notNull())
        .addColumn('landing', 'text', (column) => column.notNull())
        .addColumn('rows', 'integer', (column) => column.notNull())
        .addColumn('rejects', 'integer', (column) => column.notNull())
        .addColumn('outcome', 'text', (column) => column.notNull())
        .execute()
      await db.schema
        .createTable('versions')
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull())
        .addColumn('rows', 'integer', (column) => column.notNull())
        .addColumn('rejects', 'integer', (column) => column.notNull())
        .addColumn('bytes', 'integer', (column) => column.notNull())
        .addColumn('sha256', 'text', (column) => column.notNull())
        .addColumn('created', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('versions_key', ['name', 'hash'])
        .execute()
      await db.schema
        .createTable('releases')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('published_at', 'text', (column) => column.notNull())
        .addColumn('horizon', 'text', (column) => column.notNull())
        .addColumn('versions', 'text', (column) => column.notNull().check(sql`json_valid(versions)`))
        .addColumn('note', 'text')
        .execute()
      await db.schema
        .createTable('head')
        .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('release', 'text', (column) => column.notNull().references('releases.id'))
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('why', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .execute()
    },
  },
}
