/** Owns the tables of notices and of the mail that goes out beside them, and how each person wants to be told. */
import type { Step } from './step.ts'

export const notices: Step = {
  name: '011-notices',
  async up(db, { text, whole }) {
    for (const [name, preset] of [
      ['mail', ''],
      ['language', 'vi'],
    ] as const)
      await db.schema
        .alterTable('people')
        .addColumn(name, text, (column) => column.notNull().defaultTo(preset))
        .execute()
    await db.schema
      .alterTable('people')
      .addColumn('mail_off', whole, (column) => column.notNull().defaultTo(0))
      .execute()
    await db.schema
      .createTable('notices')
      .addColumn('id', text, (column) => column.primaryKey())
      .addColumn('person', text, (column) => column.notNull().references('people.id'))
      .addColumn('at', text, (column) => column.notNull())
      .addColumn('kind', text, (column) => column.notNull())
      .addColumn('told', text, (column) => column.notNull())
      .addColumn('link', text, (column) => column.notNull())
      .addColumn('read', text)
      .execute()
    await db.schema.createIndex('notices_person').on('notices').columns(['person', 'at']).execute()
    await db.schema
      .createTable('mails')
      .addColumn('notice', text, (column) => column.primaryKey().references('notices.id'))
      .addColumn('state', text, (column) => column.notNull())
      .addColumn('next', text, (column) => column.notNull())
      .addColumn('attempts', whole, (column) => column.notNull())
      .addColumn('error', text, (column) => column.notNull())
      .addColumn('sent', text)
      .execute()
    await db.schema.createIndex('mails_state').on('mails').columns(['state', 'next']).execute()
    await db.schema
      .createTable('notice_days')
      .addColumn('day', text, (column) => column.primaryKey())
      .addColumn('at', text, (column) => column.notNull())
      .execute()
  },
}
