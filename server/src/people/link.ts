/** Owns one-time links: the one that sets up the house, and those with which a person sets a password. */
import { Failure } from '@laban/shared'
import type { Db } from '../store/connection.ts'
import type { Tables } from '../store/tables.ts'
import { digestOf, newToken } from './token.ts'

type Purpose = Tables['links']['purpose']

/** A new link takes the place of the person's earlier ones. @returns what stands in it, known to nobody afterwards */
export async function makeLink(trx: Db, purpose: Purpose, person: string | null, expires: Date): Promise<string> {
  let old = trx.deleteFrom('links').where('purpose', '=', purpose)
  old = person === null ? old.where('person', 'is', null) : old.where('person', '=', person)
  await old.execute()
  const token = newToken()
  await trx
    .insertInto('links')
    .values({ token: digestOf(token), purpose, person, expires: expires.toISOString() })
    .execute()
  return token
}

/** @throws Failure write/unknown-subject for one that was used, has ended or never was */
export async function linkOf(db: Db, token: string, purpose: Purpose, now: number): Promise<Tables['links']> {
  const link = await db
    .selectFrom('links')
    .selectAll()
    .where('token', '=', digestOf(token))
    .where('purpose', '=', purpose)
    .executeTakeFirst()
  if (!link || Date.parse(link.expires) <= now) throw usedUp()
  return link
}

/** Uses it up. @throws Failure as `linkOf` */
export async function useLink(
  trx: Db,
  token: string,
  purpose: Purpose,
  now: number,
): Promise<{ person: string | null }> {
  const link = await linkOf(trx, token, purpose, now)
  await trx.deleteFrom('links').where('token', '=', link.token).execute()
  return { person: link.person }
}

const usedUp = (): Failure =>
  new Failure('write/unknown-subject', {
    vi: 'Đường dẫn này đã dùng hoặc đã hết hạn; hãy xin quản trị viên đường dẫn mới',
    en: 'This link was used or has expired; ask the administrator for a new one',
  })
