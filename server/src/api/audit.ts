/** Owns `audit.*`: the trail as an auditor reads it, checks it and takes it along. */
import { csv, daySchema } from '@laban/shared'
import { z } from 'zod'
import type { Break, Head } from '../store/audit.ts'
import { headOf, verify } from '../store/audit.ts'
import type { Db } from '../store/connection.ts'
import { mutation, procedure, router } from './procedure.ts'

const filter = {
  /** Id of a person. */
  actor: z.string().max(200).optional(),
  /** `person.`, `session.open`: what an action begins with. */
  action: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  from: daySchema.optional(),
  to: daySchema.optional(),
}
type Filter = { [Name in keyof typeof filter]?: string | undefined }

export type AuditEntry = {
  seq: number
  at: string
  actor: string
  /** Name of the person; null: a program, or nobody signed in. */
  actorName: string | null
  action: string
  subject: string
  subjectName: string | null
  detail: unknown
  hash: string
}

const pageSize = 100
const mostExported = 100_000

/** Days are those of Vietnam, which has one time all year. */
const startOf = (day: string): string => new Date(`${day}T00:00:00+07:00`).toISOString()
const endOf = (day: string): string => new Date(Date.parse(startOf(day)) + 86_400_000).toISOString()

async function entries(db: Db, { actor, action, subject, from, to }: Filter, before: number | undefined, most: number) {
  let query = db.selectFrom('audit').selectAll()
  if (actor !== undefined) query = query.where('actor', '=', actor)
  if (action !== undefined) query = query.where('action', '>=', action).where('action', '<', `${action}\u{10ffff}`)
  if (subject !== undefined) query = query.where('subject', '=', subject)
  if (from !== undefined) query = query.where('at', '>=', startOf(from))
  if (to !== undefined) query = query.where('at', '<', endOf(to))
  if (before !== undefined) query = query.where('seq', '<', before)
  const rows = await query.orderBy('seq', 'desc').limit(most).execute()
  const people = await db.selectFrom('people').select(['id', 'name']).execute()
  const names = new Map(people.map(({ id, name }) => [id, name]))
  return rows.map(({ seq, at, actor: who, action: did, subject: what, detail, hash }): AuditEntry => ({
    seq,
    at,
    actor: who,
    actorName: names.get(who) ?? null,
    action: did,
    subject: what,
    subjectName: names.get(what.replace(/^person:/, '')) ?? null,
    detail: JSON.parse(detail) as unknown,
    hash,
  }))
}

export const auditRouter = router({
  /** Newest first; `before` goes on where a page ended. */
  list: procedure
    .input(z.strictObject({ ...filter, before: z.int().positive().optional() }))
    .query(async ({ ctx, input }): Promise<{ entries: AuditEntry[]; more: boolean; head: Head; actions: string[] }> =>
      ctx.store.read(async (db) => {
        const { before, ...by } = input
        const found = await entries(db, by, before, pageSize + 1)
        const actions = await db.selectFrom('audit').select('action').distinct().orderBy('action').execute()
        return {
          entries: found.slice(0, pageSize),
          more: found.length > pageSize,
          head: await headOf(db),
          actions: actions.map(({ action }) => action),
        }
      }),
    ),

  /** Checks every entry against the one before. */
  verify: procedure
    .input(z.strictObject({}))
    .query(({ ctx }): Promise<{ entries: number; head: Head; fault: Break | null }> =>
      ctx.store.read((db) => verify(db)),
    ),

  /** The filtered trail as CSV. Taking it along is itself an entry. */
  export: mutation({
    action: 'audit.export',
    input: z.strictObject(filter),
    change: async (trx, { input, note }) => {
      const found = await entries(trx, input, undefined, mostExported)
      note({ detail: { filter: input, entries: found.length } })
      const rows = found.map(({ seq, at, actor, actorName, action, subject, detail, hash }) => [
        String(seq),
        at,
        actor,
        actorName ?? '',
        action,
        subject,
        JSON.stringify(detail),
        hash,
      ])
      return { csv: csv([['seq', 'at', 'actor', 'name', 'action', 'subject', 'detail', 'hash'], ...rows]) }
    },
  }),
})
