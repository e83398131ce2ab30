/** Owns the tables of deadlines that were put off, and of who stands in for whom. */
import type { Step } from './step.ts'

export const deadlines: Step = {
  name: '012-deadlines',
  async up(db, { text, whole }) {
    await db.schema
      .createTable('extensions')
      .addColumn('duty', text, (column) => column.notNull())
      .addColumn('unit', text, (column) => column.notNull())
      .addColumn('period', text, (column) => column.notNull())
      .addColumn('step', whole, (column) => column.notNull())
      .addColumn('due', text, (column) => column.notNull())
      .addColumn('reason', text, (column) => column.notNull())
      .addColumn('at', text, (column) => column.notNull())
      .addColumn('by', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('extensions_key', ['duty', 'unit', 'period', 'step'])
      .execute()
    await db.schema
      .createTable('deputies')
      .addColumn('id', text, (column) => column.primaryKey())
      .addColumn('absent', text, (column) => column.notNull().references('people.id'))
      .addColumn('deputy', text, (column) => column.notNull().references('people.id'))
      .addColumn('from_day', text, (column) => column.notNull())
      .addColumn('to_day', text, (column) => column.notNull())
      .addColumn('reason', text, (column) => column.notNull())
      .addColumn('at', text, (column) => column.notNull())
      .addColumn('by', text, (column) => column.notNull())
      .addColumn('ended', text)
      .addColumn('ended_by', text)
      .execute()
    await db.schema.createIndex('deputies_deputy').on('deputies').column('deputy').execute()
  },
}
