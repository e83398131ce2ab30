/**
 * Owns telling people: a notice in their inbox and, where mail is set up and wanted, a mail that waits to go out. Both are rows of the
 * write that causes them, so that neither is lost nor told of what never happened.
 */
import type { Db } from '../store/connection.ts'
import { newId } from '../people/token.ts'
import { addressOf } from './address.ts'
import type { Told } from './told.ts'

export type Post = {
  /** Ids; nobody is told twice. */
  people: Iterable<string>
  told: Told
  /** Path of the page. */
  link: string
  /** ISO 8601 in UTC. */
  at: string
  /** Whether the house sends mail. */
  mails: boolean
}

/** To be called inside the write that the notice tells of. @returns how many were told */
export async function post(trx: Db, { people, told, link, at, mails }: Post): Promise<number> {
  const ids = [...new Set(people)].filter((id) => id !== '')
  if (ids.length === 0) return 0
  const rows = await trx
    .selectFrom('people')
    .select(['id', 'mail', 'account', 'mail_off', 'disabled', 'demo'])
    .where('id', 'in', ids)
    .where('disabled', 'is', null)
    .execute()
  for (const row of rows) {
    const id = newId('n')
    const notice = { id, person: row.id, at, kind: told.kind, told: JSON.stringify(told), link, read: null }
    await trx.insertInto('notices').values(notice).execute()
    if (!mails || addressOf(row) === undefined) continue
    const mail = { notice: id, state: 'waiting', next: at, attempts: 0, error: '', sent: null } as const
    await trx.insertInto('mails').values(mail).execute()
  }
  return rows.length
}
