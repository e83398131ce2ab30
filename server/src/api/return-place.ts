/** Owns finding the return that a request means, and what stands beside it: last time's values and what the warehouse knows. */
import type { Dataset, Period, Scheduled } from '@laban/shared'
import {
  addDays,
  bucketKey,
  bucketOf,
  datasetOf,
  Failure,
  formatPeriod,
  isPeriodOf,
  owingUnits,
  parsePeriod,
  unitOf,
} from '@laban/shared'
import { scheduled } from '../reporting/calls.ts'
import { today } from '../reporting/clock.ts'
import type { Known } from '../reporting/known.ts'
import { knownOf } from '../reporting/known.ts'
import { unknownSubject } from '../reporting/refuse.ts'
import type { FigureRow, ReturnPlace } from '../reporting/returns.ts'
import { figuresOfReturn, returnAt, returnBy } from '../reporting/returns.ts'
import type { Context } from './context.ts'
import { ownUnit } from './own.ts'

export type Opened = { duty: Scheduled; dataset: Dataset; period: Period; place: ReturnPlace }

/** @throws Failure write/unknown-subject, question/bad-period, access/denied */
export async function openPlace(ctx: Context, place: ReturnPlace): Promise<Opened> {
  const { catalogue } = ctx.desk
  const form = catalogue.duties.find(({ id, kind }) => id === place.duty && kind === 'return')
  if (!form) throw unknownSubject('biểu báo cáo', 'form')
  ownUnit(ctx, place.unit)
  const [duty = form] = await ctx.store.read((db) => scheduled(db, [form]))
  if (!isPeriodOf(duty, place.period, today())) {
    throw new Failure('question/bad-period', {
      vi: `Kỳ báo cáo chưa mở hoặc không có: ${place.period}`,
      en: `No such period, or not open yet: ${place.period}`,
    })
  }
  const period = parsePeriod(place.period)
  if (!owingUnits(duty, period, catalogue).some(({ id }) => id === place.unit)) {
    throw unknownSubject('báo cáo của đơn vị trong kỳ', 'return of that unit for that period')
  }
  return { duty, dataset: datasetOf(catalogue, duty.dataset), period, place }
}

export async function openId(ctx: Context, id: string): Promise<Opened> {
  const { duty, unit, period } = await ctx.store.read((db) => returnBy(db, id))
  return await openPlace(ctx, { duty, unit, period })
}

/** Values of the period before: what was typed then, else what the warehouse knows. */
export async function lastOf(ctx: Context, { duty, period, place }: Opened): Promise<Record<string, number | null>> {
  const before = bucketOf(addDays(period.start, -1), duty.every)
  const known = await knownOf(ctx.desk, ctx.asker, { duty, unit: place.unit, period: before, own: true })
  const key = bucketKey(before, duty.every)
  const typed = await ctx.store.read(async (db) => {
    const row = await returnAt(db, { ...place, period: key })
    return row ? await figuresOfReturn(db, row.id) : new Map<string, FigureRow>()
  })
  return Object.fromEntries(
    duty.figures.map((figure) => [figure.key, typed.get(figure.key)?.value ?? known.get(figure.key)?.value ?? null]),
  )
}

/** What the warehouse knows from elsewhere. */
export const elsewhere = (ctx: Context, { duty, period, place }: Opened): Promise<Map<string, Known>> =>
  knownOf(ctx.desk, ctx.asker, { duty, unit: place.unit, period, own: false })

/** A return as people call it, in Vietnamese as it stands among the sources. */
export const titleOfReturn = (ctx: Context, { duty, period, place }: Opened): string =>
  `${unitOf(ctx.desk.catalogue, place.unit).name.vi}: ${duty.title.vi}, ${formatPeriod(period, 'flow', 'vi')}`
