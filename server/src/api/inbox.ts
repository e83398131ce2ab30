/** Owns `inbox.*`: what the viewer's units owe and what waits for the viewer's decision. */
import type { Day, Words } from '@laban/shared'
import { heldRoles } from '@laban/shared'
import { today } from '../reporting/clock.ts'
import type { Owed, Waiting } from '../reporting/obligations.ts'
import { owedOn, waitingFor } from '../reporting/obligations.ts'
import { contentOf } from '../reporting/initiatives.ts'
import { z } from 'zod'
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
  waiting: Waiting[]
  /** Initiatives that were sent back, also where the year's duty is met by another. */
  returned: { id: string; unit: string; year: number; title: string }[]
}

export const inboxRouter = router({
  /** All that units in the viewer's scope owe, the most urgent first; what was done long ago is left out. */
  get: procedure.input(z.strictObject({})).query(async ({ ctx }): Promise<Inbox> => {
    const { viewer } = ctx.asker
    const { catalogue } = ctx.desk
    const own = ownUnits(ctx)
    const day = today()
    const reviews = holds(viewer, 'reviewer')
    const { owed, waiting, returned } = await ctx.store.read(async (db) => ({
      owed: await owedOn(db, catalogue, ctx.home, day, own),
      waiting: reviews ? await waitingFor(db, own) : [],
      returned: await db
        .selectFrom('initiatives')
        .select(['id', 'unit', 'year', 'content'])
        .where('state', '=', 'returned')
        .orderBy('decided')
        .execute(),
    }))
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
      waiting,
      returned: back.map(({ id, unit, year, content }) => ({ id, unit, year, title: contentOf({ content }).title })),
    }
  }),
})
