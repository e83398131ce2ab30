/** Owns the table of periods that were called for. */
import type { Step } from './step.ts'

export const calls: Step = {
  name: '014-calls',
  async up(db, { text, whole }) {
    await db.schema
      .createTable('calls')
      .addColumn('duty', text, (column) => column.notNull())
      .addColumn('period', text, (column) => column.notNull())
      .addColumn('step', whole, (column) => column.notNull())
      .addColumn('opens', text, (column) => column.notNull())
      .addColumn('due', text, (column) => column.notNull())
      .addColumn('message', text, (column) => column.notNull())
      .addColumn('at', text, (column) => column.notNull())
      .addColumn('by', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('calls_key', ['duty', 'period', 'step'])
      .execute()
  },
}
