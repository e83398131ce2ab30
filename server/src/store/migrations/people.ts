/** Owns the tables of people, their sessions, one-time links, known browsers and failed sign-ins. */
import type { Step } from './step.ts'

export const people: Step = {
  name: '003-people',
  async up(db, { text, whole }) {
    await db.schema
      .createTable('people')
      .addColumn('id', text, (column) => column.primaryKey())
      .addColumn('account', text, (column) => column.notNull().unique())
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('roles', text, (column) => column.notNull())
      .addColumn('scope', text, (column) => column.notNull())
      .addColumn('areas', text, (column) => column.notNull())
      .addColumn('clearance', text, (column) => column.notNull())
      .addColumn('password', text)
      .addColumn('claim', text, (column) => column.unique())
      .addColumn('demo', whole, (column) => column.notNull())
      .addColumn('created', text, (column) => column.notNull())
      .addColumn('disabled', text)
      .addColumn('revision', whole, (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('sessions')
      .addColumn('id', text, (column) => column.primaryKey())
      .addColumn('token', text, (column) => column.notNull().unique())
      .addColumn('person', text, (column) => column.notNull().references('people.id'))
      .addColumn('means', text, (column) => column.notNull())
      .addColumn('agent', text, (column) => column.notNull())
      .addColumn('opened', text, (column) => column.notNull())
      .addColumn('seen', text, (column) => column.notNull())
      .addColumn('expires', text, (column) => column.notNull())
      .addColumn('seeing_as', text, (column) => column.references('people.id'))
      .execute()
    await db.schema.createIndex('sessions_person').on('sessions').column('person').execute()
    await db.schema
      .createTable('links')
      .addColumn('token', text, (column) => column.primaryKey())
      .addColumn('purpose', text, (column) => column.notNull())
      .addColumn('person', text, (column) => column.references('people.id'))
      .addColumn('expires', text, (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('devices')
      .addColumn('token', text, (column) => column.primaryKey())
      .addColumn('person', text, (column) => column.notNull().references('people.id'))
      .addColumn('seen', text, (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('throttle')
      .addColumn('key', text, (column) => column.primaryKey())
      .addColumn('failures', whole, (column) => column.notNull())
      .addColumn('last', text, (column) => column.notNull())
      .execute()
  },
}
