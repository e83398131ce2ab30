/**
 * Owns how often may be guessed. Attempts are counted in lanes: a browser from which the person has signed in before has a lane of its
 * own; all others are counted by account and address, and by account alone. So strangers are stopped after a hundred failures in a
 * row, whatever addresses they use, and cannot lock out who signs in from a known browser.
 */
import { Failure } from '@laban/shared'
import type { Db } from '../store/connection.ts'
import { digestOf } from './token.ts'

export type Attempt = {
  /** As normalised by `accountOf`; whether it exists makes no difference. */
  account: string
  address: string
  /** Digest of what the browser keeps from an earlier sign-in to this account; null: a stranger. */
  device: string | null
}

type Lane = { key: string; free: number; longestMs: number }

const minute = 60_000

/** Keys hold digests, so that what was typed by mistake (a password as the account) is kept nowhere. */
function lanesOf({ account, address, device }: Attempt): Lane[] {
  if (device !== null) return [{ key: `device ${device}`, free: 10, longestMs: 15 * minute }]
  return [
    { key: `pair ${digestOf(`${account} ${address}`)}`, free: 5, longestMs: 15 * minute },
    { key: `address ${digestOf(address)}`, free: 60, longestMs: 5 * minute },
    { key: `account ${digestOf(account)}`, free: 100, longestMs: 60 * minute },
  ]
}

/** Doubles with each failure beyond the free ones, from one second. */
const waitMs = (failures: number, { free, longestMs }: Lane): number =>
  failures < free ? 0 : Math.min(longestMs, 1000 * 2 ** Math.min(failures - free, 20))

/** @throws Failure access/throttled, the same for accounts that exist and that do not */
export async function checkThrottle(db: Db, attempt: Attempt, now: number): Promise<void> {
  const lanes = lanesOf(attempt)
  const rows = await db
    .selectFrom('throttle')
    .selectAll()
    .where(
      'key',
      'in',
      lanes.map(({ key }) => key),
    )
    .execute()
  const left = Math.max(
    0,
    ...rows.map(({ key, failures, last }) => {
      const lane = lanes.find((one) => one.key === key)!
      return Date.parse(last) + waitMs(failures, lane) - now
    }),
  )
  if (left === 0) return
  const wait = Math.ceil(left / minute)
  throw new Failure('access/throttled', {
    vi: `Sai quá nhiều lần; hãy thử lại sau ${wait} phút, hoặc dùng trình duyệt đã từng đăng nhập`,
    en: `Too many failures; try again in ${wait} ${wait === 1 ? 'minute' : 'minutes'}, or from a browser that has signed in before`,
  })
}

export async function countFailure(trx: Db, attempt: Attempt, now: number): Promise<void> {
  const last = new Date(now).toISOString()
  // A day without failures and the count begins anew.
  await trx
    .deleteFrom('throttle')
    .where('last', '<', new Date(now - 24 * 60 * minute).toISOString())
    .execute()
  for (const { key } of lanesOf(attempt)) {
    await trx
      .insertInto('throttle')
      .values({ key, failures: 1, last })
      .onConflict((on) => on.column('key').doUpdateSet((row) => ({ failures: row('throttle.failures', '+', 1), last })))
      .execute()
  }
}

/** Failures in a row end with a success; those of the address stay, since a sprayer may own one account. */
export async function clearFailures(trx: Db, attempt: Attempt): Promise<void> {
  const keys = lanesOf(attempt).map(({ key }) => key)
  await trx
    .deleteFrom('throttle')
    .where(
      'key',
      'in',
      keys.filter((key) => !key.startsWith('address ')),
    )
    .execute()
}
