/** Owns `deadline.*`: putting off what one unit owes for one period. */
import { addDays, daySchema, Failure, obligationsOf, textSchema, unitOf } from '@laban/shared'
import { z } from 'zod'
import { post } from '../notices/post.ts'
import { toldOf } from '../notices/reporters.ts'
import { dutiesIn } from '../reporting/calls.ts'
import { today } from '../reporting/clock.ts'
import { extend, extensionOf } from '../reporting/extensions.ts'
import { conflict, unknownSubject } from '../reporting/refuse.ts'
import { ownDeadline, ownUnit, reportsFor } from './own.ts'
import { mutation, router } from './procedure.ts'

/** Days after the first due day up to which it may be put off. */
const longest = 366

const refused = (vi: string, en: string): Failure => new Failure('input/refused', { vi, en }, { at: { field: 'due' } })

export const deadlineRouter = router({
  /**
   * Puts off what a unit owes for a period; it is overdue after the new day only. Those who report for it are told.
   * @throws Failure write/unknown-subject, access/denied; write/four-eyes for who reports for the unit; write/conflict where it was put
   *   off since `seen`; input/refused
   */
  extend: mutation({
    action: 'deadline.extend',
    input: z.strictObject({
      duty: z.string().max(60),
      unit: z.string().max(120),
      period: z.string().max(20),
      /** Due day that the caller has seen. */
      seen: daySchema,
      due: daySchema,
      reason: textSchema(500),
    }),
    change: async (trx, { ctx, input, actor, note }) => {
      const { duty: id, unit, period, seen, due, reason } = input
      const { catalogue } = ctx.desk
      const [at, day] = [new Date().toISOString(), today()]
      ownUnit(ctx, unit)
      const reporters = await toldOf(trx, catalogue, { unit, also: [], day })
      if (reporters.has(actor) || reportsFor(ctx, unit)) throw ownDeadline()
      const duty = (await dutiesIn(trx, catalogue, ctx.home)).find((one) => one.id === id)
      const owed = duty && obligationsOf([duty], catalogue, day, new Set([unit])).find((one) => one.period === period)
      if (!duty || !owed) throw unknownSubject('việc phải làm', 'obligation')
      const before = await extensionOf(trx, input)
      if ((before?.due ?? owed.due) !== seen) throw conflict()
      if (due <= owed.due || due < day)
        throw refused('Hạn mới phải sau hạn cũ và không ở quá khứ', 'The new day must be after the first, and not past')
      if (due > addDays(owed.due, longest))
        throw refused('Hạn mới quá xa: nhiều nhất một năm sau hạn cũ', 'The new day is too far: a year at most')
      if (reason === '') throw new Failure('input/refused', { vi: 'Cần ghi lý do', en: 'A reason is needed' })
      await extend(trx, { duty: id, unit, period, due, reason, by: actor, at })
      await post(trx, {
        people: reporters,
        told: { kind: 'deadline-extended', title: duty.title, unit: unitOf(catalogue, unit).name, period, due, reason },
        link: '/inbox',
        at,
        mails: ctx.premises.mails,
      })
      note({ subject: `unit:${unit}`, detail: { duty: id, period, from: seen, due, reason } })
      return { due }
    },
  }),
})
