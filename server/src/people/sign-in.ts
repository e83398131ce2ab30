/**
 * Owns signing in by account and password: the same answer and the same work whether the account is unknown, disabled, without a
 * password, or the password is wrong.
 */
import { Failure } from '@laban/shared'
import type { Queue } from '../queue.ts'
import type { Db } from '../store/connection.ts'
import type { Note, Store } from '../store/store.ts'
import { isPassword } from './password.ts'
import { accountOf, personOf } from './person.ts'
import type { Means } from './session.ts'
import { openSession } from './session.ts'
import type { Attempt } from './throttle.ts'
import { checkThrottle, clearFailures, countFailure } from './throttle.ts'
import { digestOf, newToken } from './token.ts'

export type Caller = { agent: string; address: string; device: string | undefined }

/** Of a guess: what it counts for, whose account it is (null: of nobody), whether it is right. */
export type Checked = { attempt: Attempt; account: string | null; isGood: boolean }

/** What signing in needs of the request's context. */
type Place = { caller: Caller; premises: { now: () => number }; reply: { session?: string | null; device?: string } }

const wrong = (): Failure =>
  new Failure('access/wrong-credentials', {
    vi: 'Tài khoản hoặc mật khẩu không đúng',
    en: 'The account or the password is wrong',
  })

const underWay = new Map<string, Promise<unknown>>()

function inTurn<T>(lane: string, task: () => Promise<T>): Promise<T> {
  const turn = (underWay.get(lane) ?? Promise.resolve()).then(task, task)
  const done = turn.catch(() => undefined)
  underWay.set(lane, done)
  void done.then(() => {
    if (underWay.get(lane) === done) underWay.delete(lane)
  })
  return turn
}

/** One guess after the other for an account from one place, so that many at once cannot outrun the count. */
export const inLane = <T>(typed: { account: string }, caller: Caller, task: () => Promise<T>): Promise<T> =>
  inTurn(`${caller.device ?? caller.address} ${digestOf(accountOf(typed.account))}`, task)

/** @throws Failure access/throttled, engine/busy */
export async function check(
  store: Store,
  { hashing, now }: { hashing: Queue; now: () => number },
  typed: { account: string; password: string },
  caller: Caller,
): Promise<Checked> {
  const account = accountOf(typed.account)
  const device = caller.device === undefined ? null : digestOf(caller.device)
  const { attempt, row } = await store.read(async (db) => {
    const found = await db.selectFrom('people').selectAll().where('account', '=', account).executeTakeFirst()
    const known = await db
      .selectFrom('devices')
      .select('token')
      .where('token', '=', device ?? '')
      .where('person', '=', found?.id ?? '')
      .executeTakeFirst()
    const asked = { account, address: caller.address, device: known ? device : null }
    await checkThrottle(db, asked, now())
    return { attempt: asked, row: found }
  })
  const kept = row && row.disabled === null ? row.password : null
  const isGood = await hashing.run(caller.address, () => isPassword(typed.password, kept))
  return { attempt, account: row?.id ?? null, isGood }
}

/** Counts a wrong guess. @returns what is answered, the same for all that may be wrong */
export async function refuse(trx: Db, { attempt }: Checked, now: number): Promise<Failure> {
  await countFailure(trx, attempt, now)
  return wrong()
}

/** Opens a session, or counts a wrong guess. */
export async function settle(
  trx: Db,
  note: Note,
  checked: Checked,
  place: Place,
): Promise<{ person: string } | Failure> {
  const { attempt, account, isGood } = checked
  // Disabled since it was checked?
  const person = isGood && account !== null ? await personOf(trx, account) : undefined
  if (!person || person.disabled !== null) {
    const subject = account === null ? '' : `person:${account}`
    note({ action: 'session.refuse', subject, detail: { address: place.caller.address } })
    return await refuse(trx, checked, place.premises.now())
  }
  await clearFailures(trx, attempt)
  return await admit(trx, note, { person: person.id, means: 'password' }, place)
}

/** Opens the session of somebody who has proved who they are, and makes their browser a known one. */
export async function admit(
  trx: Db,
  note: Note,
  { person, means }: { person: string; means: Means },
  { caller, premises, reply }: Place,
): Promise<{ person: string }> {
  const now = premises.now()
  const { id, token } = await openSession(trx, { person, means, agent: caller.agent, now })
  const device = caller.device ?? newToken()
  const seen = new Date(now).toISOString()
  await trx
    .insertInto('devices')
    .values({ token: digestOf(device), person, seen })
    // A browser that two people share is known as the last one's.
    .onConflict((on) => on.column('token').doUpdateSet({ person, seen }))
    .execute()
  note({ actor: person, subject: `session:${id}`, detail: { means, address: caller.address } })
  reply.session = token
  reply.device = device
  return { person }
}
