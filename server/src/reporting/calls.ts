/** Owns periods that are opened by a call instead of by the calendar; each call and each new due day is kept. */
import type { Call, Catalogue, Duty, Scheduled } from '@laban/shared'
import type { Db } from '../store/connection.ts'
import type { Writing } from './initiatives.ts'

/** The duties as their periods stand now: later calls hold. */
export async function scheduled(db: Db, duties: readonly Duty[]): Promise<Scheduled[]> {
  const rows = await db.selectFrom('calls').select(['duty', 'period', 'opens', 'due']).orderBy('step').execute()
  const byDuty = Map.groupBy(rows, ({ duty }) => duty)
  return duties.map((duty) => {
    if (duty.opens !== 'call') return duty
    const last = new Map(byDuty.get(duty.id)?.map(({ period, opens, due }) => [period, { period, opens, due }]))
    return { ...duty, calls: [...last.values()] }
  })
}

/** Duties of a city with what was called for. */
export const dutiesIn = (db: Db, catalogue: Catalogue, city: string): Promise<Scheduled[]> =>
  scheduled(
    db,
    catalogue.duties.filter((duty) => duty.city === city),
  )

/** Opens a period, or puts another due day on one that is open. */
export async function call(
  trx: Db,
  { duty, period, opens, due, message, by, at }: Call & { duty: string; message: string } & Writing,
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
