/** Owns the sign that the warehouse must learn of something: raised in the write itself, so that it cannot be forgotten. */
import type { Db } from '../store/connection.ts'

export const markWanted = async (trx: Db): Promise<void> => {
  await trx
    .updateTable('reporting_marks')
    .set(({ eb }) => ({ wanted: eb('wanted', '+', 1) }))
    .execute()
}

export const wantedMark = async (db: Db): Promise<number> =>
  (await db.selectFrom('reporting_marks').select('wanted').executeTakeFirstOrThrow()).wanted
