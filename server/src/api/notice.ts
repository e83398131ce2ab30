/** Owns `notice.*`: what the caller was told, and whether mail goes out beside it. */
import type { Words } from '@laban/shared'
import { Failure } from '@laban/shared'
import { z } from 'zod'
import { addressOf, addressPattern } from '../notices/address.ts'
import type { Told } from '../notices/told.ts'
import { wordsOfNotice } from '../notices/told.ts'
import { noPerson } from '../people/person.ts'
import { mutation, procedure, router } from './procedure.ts'

export type NoticeShown = {
  id: string
  /** ISO 8601 in UTC. */
  at: string
  title: Words
  lines: Words[]
  /** Path of the page it speaks of. */
  link: string
  isRead: boolean
}
export type Notices = { unread: number; notices: NoticeShown[] }

export type MailWishes = {
  /** Whether this house sends mail at all. */
  mails: boolean
  wanted: boolean
  /** As entered; empty: none. */
  mail: string
  /** Where mail goes now; null: nowhere. */
  reaches: string | null
  language: 'vi' | 'en'
}

/** Notices that are shown; older ones stay in the store. */
const most = 50
const nothing = z.strictObject({})

export const noticeRouter = router({
  /** The caller's own, the newest first. */
  list: procedure.input(nothing).query(async ({ ctx }): Promise<Notices> => {
    const { person } = ctx.asker.viewer
    if (person === null) return { unread: 0, notices: [] }
    return await ctx.store.read(async (db) => {
      const own = db.selectFrom('notices').where('person', '=', person)
      const rows = await own.selectAll().orderBy('at', 'desc').orderBy('id').limit(most).execute()
      const unread = await own
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('read', 'is', null)
        .executeTakeFirstOrThrow()
      return {
        unread: unread.n,
        notices: rows.map(({ id, at, told, link, read }) => ({
          id,
          at,
          link,
          isRead: read !== null,
          ...wordsOfNotice(JSON.parse(told) as Told),
        })),
      }
    })
  }),

  /** Marks all that came up to a moment (of the newest that was seen) as read. */
  read: mutation({
    action: 'notice.read',
    input: z.strictObject({ until: z.iso.datetime() }),
    change: async (trx, { ctx, input, actor, note }) => {
      const { numUpdatedRows } = await trx
        .updateTable('notices')
        .set({ read: new Date(ctx.premises.now()).toISOString() })
        .where('person', '=', actor)
        .where('read', 'is', null)
        .where('at', '<=', input.until)
        .executeTakeFirst()
      const count = Number(numUpdatedRows)
      note({ subject: `person:${actor}`, detail: { count } })
      return { count }
    },
  }),

  wishes: procedure.input(nothing).query(async ({ ctx }): Promise<MailWishes> => {
    const { person } = ctx.asker.viewer
    const row = await ctx.store.read((db) =>
      db
        .selectFrom('people')
        .selectAll()
        .where('id', '=', person ?? '')
        .executeTakeFirst(),
    )
    if (!row) throw noPerson()
    const { mail, language, mail_off: off } = row
    return { mails: ctx.premises.mails, wanted: off === 0, mail, language, reaches: addressOf(row) ?? null }
  }),

  /** How the caller wants to be told. @throws Failure input/refused (no address) */
  choose: mutation({
    action: 'notice.choose',
    input: z.strictObject({
      wanted: z.boolean(),
      /** Empty: the account, where it is an address. */
      mail: z.string().trim().max(260),
      language: z.enum(['vi', 'en']),
    }),
    change: async (trx, { input, actor, note }) => {
      const { wanted, mail, language } = input
      if (mail !== '' && !addressPattern.test(mail)) {
        throw new Failure(
          'input/refused',
          { vi: `Không phải địa chỉ thư: “${mail}”`, en: `Not an address for mail: “${mail}”` },
          { at: { field: 'mail' } },
        )
      }
      await trx
        .updateTable('people')
        .set({ mail, language, mail_off: wanted ? 0 : 1 })
        .where('id', '=', actor)
        .execute()
      note({ subject: `person:${actor}`, detail: { wanted, mail, language } })
      return { wanted }
    },
  }),
})
