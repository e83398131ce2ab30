/**
 * Owns reminders: once a day, in the morning, each who reports is told in one notice what is due soon and what is overdue. Days on
 * which the server did not run are made up for, not repeated.
 */
import type { Catalogue, Day } from '@laban/shared'
import { addDays, noticeOn, unitOf } from '@laban/shared'
import type { Log } from '../log.ts'
import { dutiesIn } from '../reporting/calls.ts'
import { today } from '../reporting/clock.ts'
import type { Owed } from '../reporting/obligations.ts'
import { owedOn } from '../reporting/obligations.ts'
import type { Store } from '../store/store.ts'
import { who } from '../store/who.ts'
import type { Watch } from '../watch.ts'
import { startWatch } from '../watch.ts'
import { post } from './post.ts'
import { reportersIn } from './reporters.ts'
import { mostThings } from './told.ts'

/** Hour of the city's day before which nobody is told anything. */
const morning = 7
const hourMs = 3_600_000
/** Days that are made up for at most. */
const mostDays = 31

export type Daily = { store: Store; catalogue: Catalogue; city: string; mails: boolean; now: number }

function daysSince(last: Day | undefined, day: Day): Day[] {
  if (last === undefined) return [day]
  const days = Array.from({ length: mostDays }, (_, i) => addDays(day, -i))
  return days.filter((one) => one > last)
}

/** Tells everybody what there is to tell on this day, once. @returns how many were told; null: told before, or too early */
export async function remind({ store, catalogue, city, mails, now }: Daily): Promise<number | null> {
  const day = today(now)
  // Seven hours later it is the same day for those who may be told.
  if (today(now - morning * hourMs) !== day) return null
  const last = await store.read((db) =>
    db.selectFrom('notice_days').select('day').orderBy('day', 'desc').limit(1).executeTakeFirst(),
  )
  if (last && last.day >= day) return null
  const days = daysSince(last?.day, day)
  const { owed, reporters } = await store.read(async (db) => ({
    owed: await owedOn(db, catalogue, await dutiesIn(db, catalogue, city), day),
    reporters: await reportersIn(db, catalogue, day),
  }))
  const open = owed.filter(
    ({ urgency, due }) =>
      (urgency === 'overdue' || urgency === 'soon') && days.some((one) => noticeOn(due, one) !== null),
  )
  const at = new Date(now).toISOString()
  return await store.write(
    { actor: `program ${who()}`, action: 'notice.remind', subject: '', detail: { day } },
    async (trx, note) => {
      const done = await trx.selectFrom('notice_days').select('day').where('day', '>=', day).executeTakeFirst()
      if (done) return null
      await trx.insertInto('notice_days').values({ day, at }).execute()
      let told = 0
      for (const { person, covers } of reporters) {
        const own = open.filter(({ unit }) => covers(unit))
        if (own.length === 0) continue
        told += await post(trx, { people: [person], told: toldOfDue(own, day, catalogue), link: '/inbox', at, mails })
      }
      note({ detail: { told, things: open.length } })
      return told
    },
  )
}

function toldOfDue(own: readonly Owed[], day: Day, catalogue: Catalogue) {
  const overdue = own.filter(({ urgency }) => urgency === 'overdue').length
  return {
    kind: 'due' as const,
    day,
    overdue,
    soon: own.length - overdue,
    things: own.slice(0, mostThings).map(({ duty, unit, period, due }) => ({
      title: catalogue.duties.find(({ id }) => id === duty)!.title,
      unit: unitOf(catalogue, unit).name,
      period,
      due,
    })),
  }
}

export type Reminders = Pick<Watch, 'stop'>

/** @param catalogue  of the release in force */
export function startReminders({
  store,
  log,
  city,
  mails,
  catalogue,
  now = Date.now,
  everyMs = 5 * 60_000,
}: Omit<Daily, 'catalogue' | 'now'> & {
  log: Log
  catalogue: () => Catalogue
  now?: () => number
  everyMs?: number
}): Reminders {
  const look = async () => {
    const told = await remind({ store, catalogue: catalogue(), city, mails, now: now() })
    if (told !== null) log.info({ told }, 'reminded')
  }
  const watch = startWatch(look, everyMs, (error) =>
    log.error({ err: error }, 'nobody could be reminded; it is tried again'),
  )
  watch.now()
  return watch
}
