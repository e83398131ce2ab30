/**
 * Owns the trail: one entry a write, each holding the hash of the one before, so that nothing in it can be changed, left out or
 * exchanged unseen. Text is hashed as canonical JSON (RFC 8785).
 */
import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined }

/** What is done, as the trail keeps it. */
export type Act = {
  /** Id of a person; of a program: `program account@machine`; `public` where nobody has signed in. */
  actor: string
  /** `thing.verb`: `person.create` */
  action: string
  /** What it was done to: `person:p-1f…`; empty: nothing in particular. */
  subject: string
  /** Never a secret. Left-out (undefined) members are not kept. */
  detail: { readonly [name: string]: Json | undefined }
}

export type Entry = Tables['audit']
export type Head = { seq: number; hash: string }

/** Hash before the first entry. */
export const origin = '0'.repeat(64)

const secret = /pass(word|phrase|code)|secret|token|cookie|credential|^hash$/i

/** @throws plain Error for what JSON cannot hold, and for names that secrets go by */
export function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map((one: Json) => canonical(one)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value as Record<string, Json | undefined>)
      .filter(([, member]) => member !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => {
        if (secret.test(name)) throw new Error(`a secret has no place in the trail: ${name}`)
        return `${JSON.stringify(name)}:${canonical(member)}`
      })
    return `{${members.join(',')}}`
  }
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value)))
    throw new Error(`not to be kept as JSON: ${String(value)}`)
  return JSON.stringify(value)
}

export const hashOf = ({ seq, at, actor, action, subject, detail, previous }: Omit<Entry, 'hash'>): string =>
  createHash('sha256')
    .update(JSON.stringify([seq, at, actor, action, subject, detail, previous]))
    .digest('hex')

export const headOf = (db: Kysely<Tables>): Promise<Head> =>
  db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow()

/** Adds the next entry; to be called inside the write that it tells of, and nowhere else. */
export async function append(db: Kysely<Tables>, { actor, action, subject, detail }: Act): Promise<Head> {
  const { seq: last, hash: previous } = await headOf(db)
  const entry = {
    seq: last + 1,
    at: new Date().toISOString(),
    actor,
    action,
    subject,
    detail: canonical(detail),
    previous,
  }
  const head = { seq: entry.seq, hash: hashOf(entry) }
  await db
    .insertInto('audit')
    .values({ ...entry, hash: head.hash })
    .execute()
  await db.updateTable('audit_head').set(head).execute()
  return head
}

/** Where the chain breaks first. */
export type Break = { seq: number; why: 'missing' | 'changed' | 'unlinked' | 'cut-off' | 'added' }

/**
 * Checks every entry against the one before, and the last against the head.
 * @param known  a head that was kept elsewhere (printed, logged): must lie on the chain
 */
export async function verify(
  db: Kysely<Tables>,
  known?: Head,
): Promise<{ entries: number; head: Head; fault: Break | null }> {
  const head = await headOf(db)
  const step = 5000
  let [last, hash] = [0, origin]
  let fault: Break | null = null
  let met = known === undefined || (known.seq === 0 && known.hash === origin)
  for (;;) {
    const rows = await db.selectFrom('audit').selectAll().where('seq', '>', last).orderBy('seq').limit(step).execute()
    for (const row of rows) {
      if (row.seq !== last + 1) fault ??= { seq: last + 1, why: 'missing' }
      else if (row.previous !== hash) fault ??= { seq: row.seq, why: 'unlinked' }
      else if (hashOf(row) !== row.hash) fault ??= { seq: row.seq, why: 'changed' }
      ;[last, hash] = [row.seq, row.hash]
      if (known?.seq === row.seq && known.hash === row.hash) met = true
    }
    if (rows.length < step) break
  }
  const { n } = await db
    .selectFrom('audit')
    .select((count) => count.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  if (last < head.seq) fault ??= { seq: last + 1, why: 'cut-off' }
  if (last > head.seq) fault ??= { seq: head.seq + 1, why: 'added' }
  if (last === head.seq && hash !== head.hash) fault ??= { seq: last, why: 'changed' }
  // Rows below the first are on no chain.
  if (fault === null && n !== last) fault = { seq: 0, why: 'added' }
  if (!met) fault ??= { seq: known!.seq, why: last < known!.seq ? 'cut-off' : 'changed' }
  return { entries: last, head, fault }
}
