/** Owns the first tables: loads, versions, releases, and which release is in force. */
import { sql } from 'kysely'
import type { Step } from './step.ts'

export const begin: Step = {
  name: '001-begin',
  async up(db, { engine, text, whole, counter }) {
    await db.schema
      .createTable('loads')
      .addColumn('id', counter)
      .addColumn('started', text, (column) => column.notNull())
      .addColumn('finished', text)
      .addColumn('who', text, (column) => column.notNull())
      .addColumn('packs', text, (column) => column.notNull())
      .addColumn('landing', text, (column) => column.notNull())
      .addColumn('rows', whole, (column) => column.notNull())
      .addColumn('rejects', whole, (column) => column.notNull())
      .addColumn('outcome', text, (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('versions')
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('hash', text, (column) => column.notNull())
      .addColumn('rows', whole, (column) => column.notNull())
      .addColumn('rejects', whole, (column) => column.notNull())
      .addColumn('bytes', whole, (column) => column.notNull())
      .addColumn('sha256', text, (column) => column.notNull())
      .addColumn('created', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('versions_key', ['name', 'hash'])
      .execute()
    await db.schema
      .createTable('releases')
      .addColumn('id', text, (column) => column.primaryKey())
      .addColumn('published_at', text, (column) => column.notNull())
      .addColumn('horizon', text, (column) => column.notNull())
      .addColumn('versions', text, (column) =>
        column.notNull().check(engine === 'sqlite' ? sql`json_valid(versions)` : sql`versions::json is not null`),
      )
      .addColumn('note', text)
      .execute()
    await db.schema
      .createTable('head')
      .addColumn('seq', counter)
      .addColumn('release', text, (column) => column.notNull().references('releases.id'))
      .addColumn('at', text, (column) => column.notNull())
      .addColumn('why', text, (column) => column.notNull())
      .addColumn('who', text, (column) => column.notNull())
      .execute()
  },
}
