/** Owns `calendar.*`: opening a period of what is reported by call, and putting another due day on it. */
import { addDays, bucketKey, callable, daySchema, Failure, owingUnits, parsePeriod, textSchema } from '@laban/shared'
import { z } from 'zod'
import { post } from '../notices/post.ts'
import { reportersIn } from '../notices/reporters.ts'
import { call, dutiesIn } from '../reporting/calls.ts'
import { today } from '../reporting/clock.ts'
import { conflict, unknownSubject } from '../reporting/refuse.ts'
import { isOwnUnit, ownDeadline, reportsFor } from './own.ts'
import { denied, mutation, router } from './procedure.ts'

/** Days after today up to which what is called for may be due. */
const longest = 366

export const calendarRouter = router({
  /**
   * Opens a period for all who owe it, or changes its due day. Those who report for them are told.
   * @throws Failure write/unknown-subject; question/bad-period where it is not over; access/denied where some of the units are not
   *   the caller's; write/four-eyes for who reports for one of them and would move the day; write/conflict where it was opened or moved
   *   since `seen`; input/refused
   */
  open: mutation({
    action: 'calendar.open',
    input: z.strictObject({
      duty: z.string().max(60),
      period: z.string().max(20),
      /** Due day that the caller has seen; null: not open. */
      seen: daySchema.nullable(),
      due: daySchema,
      message: textSchema(1000),
    }),
    change: async (trx, { ctx, input, actor, note }) => {
      const { duty: id, period, seen, due, message } = input
      const { catalogue } = ctx.desk
      const [at, day] = [new Date().toISOString(), today()]
      const duty = (await dutiesIn(trx, catalogue, ctx.home)).find((one) => one.id === id && one.opens === 'call')
      if (!duty) throw unknownSubject('báo cáo theo yêu cầu', 'report that is called for')
      const before = duty.calls?.find((one) => one.period === period)
      if (!before && !callable(duty, day).some((one) => bucketKey(one, duty.every) === period))
        throw new Failure('question/bad-period', {
          vi: `Không có kỳ này, hoặc kỳ chưa kết thúc: ${period}`,
          en: `No such period, or it is not over yet: ${period}`,
        })
      const units = owingUnits(duty, parsePeriod(period), catalogue).map((unit) => unit.id)
      if (units.length === 0) throw unknownSubject('đơn vị phải báo cáo trong kỳ', 'unit that owes that period')
      if (!units.every((unit) => isOwnUnit(ctx, unit))) throw denied()
      if ((before?.due ?? null) !== seen) throw conflict()
      if (before && units.some((unit) => reportsFor(ctx, unit))) throw ownDeadline()
      if (due < day || due > addDays(day, longest) || due === before?.due)
        throw new Failure(
          'input/refused',
          {
            vi: 'Hạn phải từ hôm nay đến nhiều nhất một năm nữa, và khác hạn đang có',
            en: 'The due day must lie between today and a year from now, and differ from the present one',
          },
          { at: { field: 'due', value: due } },
        )
      await call(trx, { duty: id, period, opens: before?.opens ?? day, due, message, by: actor, at })
      const reporters = await reportersIn(trx, catalogue, day)
      const told = await post(trx, {
        people: reporters.filter(({ covers }) => units.some(covers)).map(({ person }) => person),
        told: { kind: 'period-called', title: duty.title, period, due, before: seen, message },
        link: '/inbox',
        at,
        mails: ctx.premises.mails,
      })
      note({ subject: `duty:${id}`, detail: { period, from: seen, due, units: units.length, told, message } })
      return { due, units: units.length, told }
    },
  }),
})
