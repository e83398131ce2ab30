/** Owns periods that are opened by a call instead of by the calendar; each call and each new due day is kept. */
import type { Catalogue, Day, Duty, Scheduled } from '@laban/shared'
import type { Db } from '../store/connection.ts'
import type { Writing } from './initiatives.ts'

type Called = { duty: string; period: string }

/** Duties of a city with what was called for. */
export async function dutiesIn(db: Db, catalogue: Catalogue, city: string): Promise<Scheduled[]> {
  const rows = await db.selectFrom('calls').select(['duty', 'period', 'opens', 'due']).orderBy('step').execute()
  const byDuty = Map.groupBy(rows, ({ duty }) => duty)
  return catalogue.duties.filter((duty) => duty.city === city).map((duty) => withCalls(duty, byDuty.get(duty.id) ?? []))
}

/** The duty as its periods stand now. */
export async function scheduled(db: Db, duty: Duty): Promise<Scheduled> {
  if (duty.opens !== 'call') return duty
  const rows = await db
    .selectFrom('calls')
    .select(['period', 'opens', 'due'])
    .where('duty', '=', duty.id)
    .orderBy('step')
    .execute()
  return withCalls(duty, rows)
}

/** @param rows  in their order: later ones hold */
const withCalls = (duty: Duty, rows: readonly { period: string; opens: Day; due: Day }[]): Scheduled =>
  duty.opens === 'call'
    ? {
        ...duty,
        calls: [...new Map(rows.map(({ period, opens, due }) => [period, { period, opens, due }])).values()],
      }
    : duty

/** Opens a period, or puts another due day on one that is open. */
export async function call(
  trx: Db,
  { duty, period, opens, due, message, by, at }: Called & { opens: Day; due: Day; message: string } & Writing,
): Promise<void> {
  const { last } = await trx
    .selectFrom('calls')
    .select(({ fn }) => fn.max('step').as('last'))
    .where('duty', '=', duty)
    .where('period', '=', period)
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('calls')
    .values({ duty, period, step: (last ?? 0) + 1, opens, due, message, by, at })
    .execute()
}
