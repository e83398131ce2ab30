/** Owns deadlines that were put off: one unit's, for one period, with a reason; each putting off is kept. */
import type { Day } from '@laban/shared'
import type { Db } from '../store/connection.ts'
import type { ReturnPlace } from './returns.ts'
import type { Writing } from './initiatives.ts'

export type Extension = { due: Day; reason: string; at: string; by: string }

export const placeKey = ({ duty, unit, period }: ReturnPlace): string => `${duty} ${unit} ${period}`

/** The one in force of each obligation, by `placeKey`. */
export async function extensionsIn(db: Db): Promise<Map<string, Extension>> {
  const rows = await db.selectFrom('extensions').selectAll().orderBy('step').execute()
  return new Map(rows.map(({ due, reason, at, by, ...place }) => [placeKey(place), { due, reason, at, by }]))
}

export async function extensionOf(db: Db, { duty, unit, period }: ReturnPlace): Promise<Extension | undefined> {
  return await db
    .selectFrom('extensions')
    .select(['due', 'reason', 'at', 'by'])
    .where('duty', '=', duty)
    .where('unit', '=', unit)
    .where('period', '=', period)
    .orderBy('step', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function extend(
  trx: Db,
  { duty, unit, period, due, reason, by, at }: ReturnPlace & { due: Day; reason: string } & Writing,
): Promise<void> {
  const { last } = await trx
    .selectFrom('extensions')
    .select(({ fn }) => fn.max('step').as('last'))
    .where('duty', '=', duty)
    .where('unit', '=', unit)
    .where('period', '=', period)
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('extensions')
    .values({ duty, unit, period, step: (last ?? 0) + 1, due, reason, by, at })
    .execute()
}
