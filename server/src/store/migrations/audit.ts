/** Owns the table of the trail. The database itself refuses to change or delete its rows. */
import { sql } from 'kysely'
import { origin } from '../audit.ts'
import type { Step } from './step.ts'

export const audit: Step = {
  name: '002-audit',
  async up(db, { engine, text, whole }) {
    await db.schema
      .createTable('audit')
      .addColumn('seq', whole, (column) => column.primaryKey())
      .addColumn('at', text, (column) => column.notNull())
      .addColumn('actor', text, (column) => column.notNull())
      .addColumn('action', text, (column) => column.notNull())
      .addColumn('subject', text, (column) => column.notNull())
      .addColumn('detail', text, (column) => column.notNull())
      .addColumn('previous', text, (column) => column.notNull())
      .addColumn('hash', text, (column) => column.notNull())
      .execute()
    for (const column of ['actor', 'action', 'subject', 'at'])
      await db.schema.createIndex(`audit_${column}`).on('audit').columns([column, 'seq']).execute()
    await db.schema
      .createTable('audit_head')
      .addColumn('id', whole, (column) => column.primaryKey().check(sql`id = 1`))
      .addColumn('seq', whole, (column) => column.notNull())
      .addColumn('hash', text, (column) => column.notNull())
      .execute()
    await sql`insert into audit_head (id, seq, hash) values (1, 0, ${sql.lit(origin)})`.execute(db)
    if (engine === 'sqlite') {
      for (const verb of ['update', 'delete'])
        await sql
          .raw(
            `create trigger audit_no_${verb} before ${verb} on audit begin select raise(abort, 'the trail is never changed'); end`,
          )
          .execute(db)
      return
    }
    await sql`create function audit_unchanged() returns trigger language plpgsql as $$ begin raise exception 'the trail is never changed'; end $$`.execute(
      db,
    )
    await sql`create trigger audit_unchanged before update or delete or truncate on audit for each statement execute function audit_unchanged()`.execute(
      db,
    )
  },
}
