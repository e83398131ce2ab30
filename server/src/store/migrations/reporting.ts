/** Owns the tables of initiatives, registers and returns. */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Kinds, Step } from './step.ts'

const number = sql`double precision`

async function initiatives(db: Kysely<unknown>, { text, whole }: Kinds): Promise<void> {
  await db.schema
    .createTable('initiatives')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('unit', text, (column) => column.notNull())
    .addColumn('year', whole, (column) => column.notNull())
    .addColumn('state', text, (column) => column.notNull())
    .addColumn('version', whole, (column) => column.notNull())
    .addColumn('content', text, (column) => column.notNull())
    .addColumn('created', text, (column) => column.notNull())
    .addColumn('created_by', text, (column) => column.notNull())
    .addColumn('updated', text, (column) => column.notNull())
    .addColumn('updated_by', text, (column) => column.notNull())
    .addColumn('submitted', text)
    .addColumn('submitted_by', text)
    .addColumn('decided', text)
    .addColumn('decided_by', text)
    .addColumn('reasons', text, (column) => column.notNull())
    .execute()
  await db.schema.createIndex('initiatives_unit').on('initiatives').columns(['unit', 'year']).execute()
  await db.schema
    .createTable('initiative_steps')
    .addColumn('initiative', text, (column) => column.notNull().references('initiatives.id'))
    .addColumn('step', whole, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .addColumn('by', text, (column) => column.notNull())
    .addColumn('move', text, (column) => column.notNull())
    .addColumn('content', text, (column) => column.notNull())
    .addColumn('reasons', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('initiative_steps_key', ['initiative', 'step'])
    .execute()
  await db.schema
    .createTable('evidence')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('initiative', text, (column) => column.notNull().references('initiatives.id'))
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('type', text, (column) => column.notNull())
    .addColumn('bytes', whole, (column) => column.notNull())
    .addColumn('sha256', text, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .addColumn('by', text, (column) => column.notNull())
    .addColumn('removed', text)
    .execute()
  await db.schema.createIndex('evidence_initiative').on('evidence').column('initiative').execute()
}

async function registers(db: Kysely<unknown>, { text, whole }: Kinds): Promise<void> {
  await db.schema
    .createTable('register_entries')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('register', text, (column) => column.notNull())
    .addColumn('unit', text, (column) => column.notNull())
    .addColumn('version', whole, (column) => column.notNull())
    .addColumn('content', text, (column) => column.notNull())
    .addColumn('created', text, (column) => column.notNull())
    .addColumn('created_by', text, (column) => column.notNull())
    .addColumn('updated', text, (column) => column.notNull())
    .addColumn('updated_by', text, (column) => column.notNull())
    .addColumn('confirmed_year', whole)
    .addColumn('confirmed', text)
    .addColumn('confirmed_by', text)
    .addColumn('struck', text)
    .execute()
  await db.schema.createIndex('register_entries_unit').on('register_entries').columns(['register', 'unit']).execute()
  await db.schema
    .createTable('register_steps')
    .addColumn('entry', text, (column) => column.notNull().references('register_entries.id'))
    .addColumn('step', whole, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .addColumn('day', text, (column) => column.notNull())
    .addColumn('by', text, (column) => column.notNull())
    .addColumn('move', text, (column) => column.notNull())
    .addColumn('content', text, (column) => column.notNull())
    .addColumn('reason', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('register_steps_key', ['entry', 'step'])
    .execute()
  await db.schema
    .createTable('register_nones')
    .addColumn('register', text, (column) => column.notNull())
    .addColumn('unit', text, (column) => column.notNull())
    .addColumn('year', whole, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .addColumn('by', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('register_nones_key', ['register', 'unit', 'year'])
    .execute()
}

async function returns(db: Kysely<unknown>, { text, whole }: Kinds): Promise<void> {
  await db.schema
    .createTable('returns')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('duty', text, (column) => column.notNull())
    .addColumn('unit', text, (column) => column.notNull())
    .addColumn('period', text, (column) => column.notNull())
    .addColumn('version', whole, (column) => column.notNull())
    .addColumn('created', text, (column) => column.notNull())
    .addColumn('updated', text, (column) => column.notNull())
    .addColumn('updated_by', text, (column) => column.notNull())
    .addUniqueConstraint('returns_place', ['duty', 'unit', 'period'])
    .execute()
  await db.schema
    .createTable('return_figures')
    .addColumn('return', text, (column) => column.notNull().references('returns.id'))
    .addColumn('figure', text, (column) => column.notNull())
    .addColumn('state', text, (column) => column.notNull())
    .addColumn('version', whole, (column) => column.notNull())
    .addColumn('value', number)
    .addColumn('note', text, (column) => column.notNull())
    .addColumn('known', text, (column) => column.notNull())
    .addColumn('updated', text, (column) => column.notNull())
    .addColumn('updated_by', text, (column) => column.notNull())
    .addColumn('submitted', text)
    .addColumn('submitted_by', text)
    .addColumn('decided', text)
    .addColumn('decided_by', text)
    .addColumn('reason', text, (column) => column.notNull())
    .addColumn('before', number)
    .addColumn('again', whole, (column) => column.notNull())
    .addPrimaryKeyConstraint('return_figures_key', ['return', 'figure'])
    .execute()
  await db.schema
    .createTable('return_steps')
    .addColumn('return', text, (column) => column.notNull().references('returns.id'))
    .addColumn('step', whole, (column) => column.notNull())
    .addColumn('figure', text, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .addColumn('by', text, (column) => column.notNull())
    .addColumn('move', text, (column) => column.notNull())
    .addColumn('value', number)
    .addColumn('note', text, (column) => column.notNull())
    .addColumn('reason', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('return_steps_key', ['return', 'step'])
    .execute()
  const ledger = [
    'figure',
    'duty',
    'title',
    'reporter',
    'period',
    'dataset',
    'item',
    'unit',
    'period_start',
    'period_end',
  ]
  let table = db.schema
    .createTable('approved_figures')
    .addColumn('return', text, (column) => column.notNull().references('returns.id'))
    .addColumn('step', whole, (column) => column.notNull())
  for (const name of [...ledger, 'cut', 'note', 'published', 'at', 'submitted_by', 'approved_by'])
    table = table.addColumn(name, text, (column) => column.notNull())
  await table
    .addColumn('value', number, (column) => column.notNull())
    .addPrimaryKeyConstraint('approved_figures_key', ['return', 'step'])
    .execute()
}

export const reporting: Step = {
  name: '010-reporting',
  async up(db, kinds) {
    await initiatives(db, kinds)
    await registers(db, kinds)
    await returns(db, kinds)
    await db.schema
      .createTable('reporting_marks')
      .addColumn('id', kinds.whole, (column) => column.primaryKey().check(sql`id = 1`))
      .addColumn('wanted', kinds.whole, (column) => column.notNull())
      .execute()
    await sql`insert into reporting_marks (id, wanted) values (1, 0)`.execute(db)
  },
}
