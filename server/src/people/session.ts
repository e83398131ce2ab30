/**
 * Owns sessions: opened with a new random token each time somebody signs in, good until an hour without use or twelve hours in all,
 * and looked up at every request, so that closing one or disabling its person holds from the next request on.
 */
import type { Db } from '../store/connection.ts'
import type { Tables } from '../store/tables.ts'
import type { Person } from './person.ts'
import { personOf } from './person.ts'
import { digestOf, newId, newToken } from './token.ts'

export const idleMs = 60 * 60_000
export const longestMs = 12 * 60 * 60_000
/** Use within this time is not written down anew. */
const touchMs = 60_000

export type Means = 'password' | 'provider' | 'demo' | 'link'

export type Session = {
  id: string
  person: Person
  /** Through whose eyes an admin looks; null: own. */
  seeingAs: Person | null
  means: Means
  opened: string
  expires: string
  /** Whether the present use should be written down. */
  stale: boolean
}

/** Opens a session; to be called in the write that signs somebody in. @returns what the cookie holds, known to nobody afterwards */
export async function openSession(
  trx: Db,
  { person, means, agent, now }: { person: string; means: Means; agent: string; now: number },
): Promise<{ id: string; token: string }> {
  const token = newToken()
  const id = newId('s')
  const at = new Date(now).toISOString()
  await trx.deleteFrom('sessions').where('expires', '<=', at).execute()
  await trx
    .insertInto('sessions')
    .values({
      id,
      token: digestOf(token),
      person,
      means,
      agent: agent.slice(0, 200),
      opened: at,
      seen: at,
      expires: new Date(now + longestMs).toISOString(),
      seeing_as: null,
    })
    .execute()
  return { id, token }
}

const isGood = ({ seen, expires }: Pick<Tables['sessions'], 'seen' | 'expires'>, now: number): boolean =>
  Date.parse(expires) > now && Date.parse(seen) + idleMs > now

/** The session that a cookie's token opens now; undefined: none, it ended, or its person is disabled. */
export async function sessionBy(db: Db, token: string, now: number): Promise<Session | undefined> {
  const row = await db.selectFrom('sessions').selectAll().where('token', '=', digestOf(token)).executeTakeFirst()
  if (!row || !isGood(row, now)) return undefined
  const person = await personOf(db, row.person)
  if (!person || person.disabled !== null) return undefined
  const seeingAs = row.seeing_as === null ? null : ((await personOf(db, row.seeing_as)) ?? null)
  const { id, means, opened, expires, seen } = row
  const stale = now - Date.parse(seen) > touchMs
  return { id, person, seeingAs, means: means as Means, opened, expires, stale }
}

/** Of the sessions named, those that are good now. */
export async function goodSessions(db: Db, ids: readonly string[], now: number): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.person')
    .select(['sessions.id', 'sessions.seen', 'sessions.expires'])
    .where('sessions.id', 'in', [...ids])
    .where('people.disabled', 'is', null)
    .execute()
  return new Set(rows.filter((row) => isGood(row, now)).map(({ id }) => id))
}

/** Good sessions of a person, last used first. */
export async function sessionsOf(db: Db, person: string, now: number): Promise<Tables['sessions'][]> {
  const rows = await db
    .selectFrom('sessions')
    .selectAll()
    .where('person', '=', person)
    .orderBy('seen', 'desc')
    .execute()
  return rows.filter((row) => isGood(row, now))
}

/** @param but  id of the one that stays. @returns how many were closed */
export async function closeSessions(trx: Db, person: string, but?: string): Promise<number> {
  let query = trx.deleteFrom('sessions').where('person', '=', person)
  if (but !== undefined) query = query.where('id', '<>', but)
  return Number((await query.executeTakeFirst()).numDeletedRows)
}

export const closeSession = async (trx: Db, id: string): Promise<void> => {
  await trx.deleteFrom('sessions').where('id', '=', id).execute()
}
