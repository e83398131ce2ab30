/** Owns `inbox.*`: what the viewer's units owe and what waits for the viewer's decision. */
import type { Day, Period, Scheduled, Words } from '@laban/shared'
import {
  addDays,
  bucketKey,
  callable,
  comingPeriod,
  dueOn,
  heldRoles,
  opensOn,
  owingUnits,
  parsePeriod,
} from '@laban/shared'
import { dutiesIn } from '../reporting/calls.ts'
import { today } from '../reporting/clock.ts'
import type { Owed, Waiting } from '../reporting/obligations.ts'
import { owedOn, waitingFor } from '../reporting/obligations.ts'
import { contentOf } from '../reporting/initiatives.ts'
import { z } from 'zod'
import type { Context } from './context.ts'
import type { Named } from './own.ts'
import { holds, named, ownUnits } from './own.ts'
import { procedure, router } from './procedure.ts'

export type Inbox = {
  today: Day
  /** Whether the viewer reports, decides, or only looks on. */
  reports: boolean
  reviews: boolean
  /** Whether the viewer may put off deadlines. */
  extends: boolean
  units: Record<string, Named>
  duties: Record<string, { title: Words; about: Words | null; basis: Words }>
  owed: Omit<Owed, 'opens'>[]
  /** What is not open yet, by the calendar or until somebody calls for it; and what was called for and is not done. */
  coming: Coming[]
  waiting: Waiting[]
  /** Initiatives that were sent back, also where the year's duty is met by another. */
  returned: { id: string; unit: string; year: number; title: string }[]
}

/** A period that is not open yet, or that was called for and may get another due day. */
export type Coming = {
  duty: string
  period: string
  /** First day of it; null: when somebody calls for it. */
  opens: Day | null
  /** Where it is not open yet: as it will be, or is proposed if called for today. */
  due: Day
  isOpen: boolean
  /** How many of the viewer's units owe it. */
  units: number
  /** Whether the viewer may call for it, or move its due day. */
  mayCall: boolean
}

/** Periods of one duty that may be called for: nobody looks for years that were never asked about. */
const mostCallable = 4

function comingOf(
  ctx: Context,
  { duties, owed, day, own }: { duties: readonly Scheduled[]; owed: readonly Owed[]; day: Day; own: Set<string> },
): Coming[] {
  const { catalogue } = ctx.desk
  const isSteward = ctx.actor !== null && holds(ctx.asker.viewer, 'steward')
  const undone = new Set(owed.filter(({ state }) => state !== 'done').map(({ duty, period }) => `${duty} ${period}`))
  return duties.flatMap((duty) => {
    const rowOf = (period: Period, when: Pick<Coming, 'opens' | 'due' | 'isOpen'>): Coming[] => {
      const units = owingUnits(duty, period, catalogue)
      const mine = units.filter(({ id }) => own.has(id)).length
      const mayCall = isSteward && duty.opens === 'call' && mine === units.length
      const key = bucketKey(period, duty.every)
      return mine === 0 ? [] : [{ duty: duty.id, period: key, ...when, units: mine, mayCall }]
    }
    const next = comingPeriod(duty, day)
    if (next) return rowOf(next, { opens: opensOn(duty, next), due: dueOn(duty, next), isOpen: false })
    const proposed = { opens: null, due: addDays(day, duty.withinDays), isOpen: false }
    const called = (duty.calls ?? []).filter(({ period }) => undone.has(`${duty.id} ${period}`))
    return [
      ...called.flatMap(({ period, opens, due }) => rowOf(parsePeriod(period), { opens, due, isOpen: true })),
      ...callable(duty, day)
        .slice(0, mostCallable)
        .flatMap((period) => rowOf(period, proposed)),
    ]
  })
}

export const inboxRouter = router({
  /** All that units in the viewer's scope owe, the most urgent first; what was done long ago is left out. */
  get: procedure.input(z.strictObject({})).query(async ({ ctx }): Promise<Inbox> => {
    const { viewer } = ctx.asker
    const { catalogue } = ctx.desk
    const own = ownUnits(ctx)
    const day = today()
    const reviews = holds(viewer, 'reviewer')
    const { owed, duties, waiting, returned } = await ctx.store.read(async (db) => {
      const scheduled = await dutiesIn(db, catalogue, ctx.home)
      return {
        duties: scheduled,
        owed: await owedOn(db, catalogue, scheduled, day, own),
        waiting: reviews ? await waitingFor(db, own) : [],
        returned: await db
          .selectFrom('initiatives')
          .select(['id', 'unit', 'year', 'content'])
          .where('state', '=', 'returned')
          .orderBy('decided')
          .execute(),
      }
    })
    const shown = owed.filter(({ urgency, due }) => urgency !== 'done' || due >= `${Number(day.slice(0, 4)) - 1}-12-31`)
    const back = returned.filter(({ unit }) => own.has(unit))
    const ids = new Set([...shown, ...waiting, ...back].map(({ unit }) => unit))
    return {
      today: day,
      reports: holds({ roles: heldRoles(viewer) }, 'reporter', 'head'),
      reviews,
      extends: ctx.actor !== null && holds(viewer, 'reviewer', 'steward'),
      units: Object.fromEntries([...ids].map((id) => [id, named(ctx, id)])),
      duties: Object.fromEntries(
        catalogue.duties.map(({ id, title, about, basis }) => [id, { title, about: about ?? null, basis: basis.text }]),
      ),
      owed: shown.map(({ opens: _opens, ...rest }) => rest),
      coming: comingOf(ctx, { duties, owed, day, own }),
      waiting,
      returned: back.map(({ id, unit, year, content }) => ({ id, unit, year, title: contentOf({ content }).title })),
    }
  }),
})
