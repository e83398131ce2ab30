/** Owns `deputy.*`: who reports in place of a colleague who is away, from one day to another. */
import type { Day } from '@laban/shared'
import { addDays, daySchema, Failure, textSchema } from '@laban/shared'
import { z } from 'zod'
import { post } from '../notices/post.ts'
import type { Person } from '../people/person.ts'
import { newId } from '../people/token.ts'
import { noPerson, personOf, reports, toPerson } from '../people/person.ts'
import { today } from '../reporting/clock.ts'
import { isColleague } from '../reporting/deputies.ts'
import { unknownSubject } from '../reporting/refuse.ts'
import type { Db } from '../store/connection.ts'
import type { Context } from './context.ts'
import { holds } from './own.ts'
import { denied, mutation, procedure, router } from './procedure.ts'

type Named = { id: string; name: string }

export type DeputyShown = {
  id: string
  absent: Named
  deputy: Named
  /** Both days included. */
  from: Day
  to: Day
  reason: string
  state: 'coming' | 'now' | 'over'
}

export type Deputies = {
  /** Those that the caller is part of; an admin sees all. The last 200. */
  deputies: DeputyShown[]
  /** In whose place the caller reports today. */
  standsInFor: Named[]
  /** For whom the caller may name somebody. */
  absentees: Named[]
}

const idSchema = z.string().max(60)
/** Days that one naming lasts at most. */
const longest = 366

const active = async (db: Db): Promise<Person[]> =>
  (await db.selectFrom('people').selectAll().where('disabled', 'is', null).orderBy('name').execute()).map(toPerson)

/** @throws Failure access/denied where the caller is neither the absent nor an admin */
function mayNameFor(ctx: Context, absent: string): void {
  if (absent !== ctx.asker.viewer.person && !holds(ctx.asker.viewer, 'admin')) throw denied()
}

const candidatesFor = (absent: Person, people: readonly Person[], ctx: Context): Person[] =>
  people.filter(
    (one) => one.id !== absent.id && one.demo === absent.demo && isColleague(absent, one, ctx.desk.catalogue),
  )

const refused = (field: string, vi: string, en: string): Failure =>
  new Failure('input/refused', { vi, en }, { at: { field } })

export const deputyRouter = router({
  list: procedure.input(z.strictObject({})).query(async ({ ctx }): Promise<Deputies> => {
    const { viewer } = ctx.asker
    const isAdmin = holds(viewer, 'admin')
    const day = today()
    return await ctx.store.read(async (db) => {
      let query = db
        .selectFrom('deputies')
        .innerJoin('people as absent', 'absent.id', 'deputies.absent')
        .innerJoin('people as deputy', 'deputy.id', 'deputies.deputy')
        .select(['deputies.id', 'absent.id as absentId', 'absent.name as absentName'])
        .select(['deputy.id as deputyId', 'deputy.name as deputyName'])
        .select(['from_day', 'to_day', 'reason', 'ended'])
      if (!isAdmin)
        query = query.where((or) =>
          or.or([or('deputies.absent', '=', viewer.person ?? ''), or('deputies.deputy', '=', viewer.person ?? '')]),
        )
      const rows = await query.orderBy('to_day', 'desc').orderBy('deputies.id').limit(200).execute()
      const people = (await active(db)).filter(reports)
      const away = new Set((viewer.standsIn ?? []).map(({ person }) => person))
      const named = ({ id, name }: Named): Named => ({ id, name })
      return {
        deputies: rows.map((row) => ({
          id: row.id,
          absent: { id: row.absentId, name: row.absentName },
          deputy: { id: row.deputyId, name: row.deputyName },
          from: row.from_day,
          to: row.to_day,
          reason: row.reason,
          state: row.ended !== null || row.to_day < day ? 'over' : row.from_day > day ? 'coming' : 'now',
        })),
        standsInFor: people.filter(({ id }) => away.has(id)).map(named),
        absentees: people.filter(({ id }) => isAdmin || id === viewer.person).map(named),
      }
    })
  }),

  /** Colleagues who may stand in for somebody. @throws Failure access/denied, write/unknown-subject */
  choices: procedure
    .input(z.strictObject({ absent: idSchema }))
    .query(async ({ ctx, input }): Promise<{ colleagues: Named[] }> => {
      mayNameFor(ctx, input.absent)
      const people = await ctx.store.read(active)
      const absent = people.find(({ id }) => id === input.absent)
      if (!absent) throw noPerson()
      return { colleagues: candidatesFor(absent, people, ctx).map(({ id, name }) => ({ id, name })) }
    }),

  /**
   * Names somebody who reports in another's place. They are given no unit that is not theirs already.
   * @throws Failure access/denied, write/unknown-subject, input/refused
   */
  name: mutation({
    action: 'deputy.name',
    input: z.strictObject({
      absent: idSchema,
      deputy: idSchema,
      from: daySchema,
      to: daySchema,
      reason: textSchema(300),
    }),
    change: async (trx, { ctx, input, actor, note }) => {
      const { absent: absentId, deputy: deputyId, from, to, reason } = input
      mayNameFor(ctx, absentId)
      const absent = await personOf(trx, absentId)
      if (!absent || absent.disabled !== null) throw noPerson()
      if (!reports(absent)) throw refused('absent', 'Người này không báo cáo', 'This person does not report')
      const deputy = candidatesFor(absent, await active(trx), ctx).find(({ id }) => id === deputyId)
      if (!deputy)
        throw refused(
          'deputy',
          'Chỉ đồng nghiệp cùng đơn vị mới làm thay được',
          'Only a colleague of the same unit can stand in',
        )
      if (from > to || to < today() || to > addDays(from, longest))
        throw refused(
          'to',
          'Ngày cuối phải sau ngày đầu, chưa qua, và trong vòng một năm',
          'The last day must follow the first, not be past, and lie within a year',
        )
      const id = newId('d')
      const at = new Date().toISOString()
      const days = { from_day: from, to_day: to }
      await trx
        .insertInto('deputies')
        .values({ id, absent: absentId, deputy: deputyId, ...days, reason, at, by: actor, ended: null, ended_by: null })
        .execute()
      await post(trx, {
        people: [deputyId, absentId].filter((person) => person !== actor),
        told: { kind: 'deputy-named', absent: absent.name, deputy: deputy.name, from, to, reason },
        link: '/inbox',
        at,
        mails: ctx.premises.mails,
      })
      note({ subject: `person:${deputyId}`, detail: { deputy: id, insteadOf: [absentId], from, to, reason } })
      return { id }
    },
  }),

  /** By the absent, the deputy or an admin; holds at once. @throws Failure access/denied, write/unknown-subject */
  end: mutation({
    action: 'deputy.end',
    input: z.strictObject({ id: idSchema }),
    change: async (trx, { ctx, input, actor, note }) => {
      const row = await trx.selectFrom('deputies').selectAll().where('id', '=', input.id).executeTakeFirst()
      if (!row || row.ended !== null) throw unknownSubject('người làm thay', 'deputy')
      if (row.deputy !== actor) mayNameFor(ctx, row.absent)
      const ended = { ended: new Date().toISOString(), ended_by: actor }
      await trx.updateTable('deputies').set(ended).where('id', '=', row.id).execute()
      note({ subject: `person:${row.deputy}`, detail: { deputy: row.id, insteadOf: [row.absent] } })
      return { id: row.id }
    },
  }),
})
