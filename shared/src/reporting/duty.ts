/**
 * Owns the calendar of reporting as data: which units owe what, for which periods, by when. Nothing here knows what day it is; who
 * asks says so.
 */
import { z } from 'zod'
import { identifierSchema } from '../dataset.ts'
import type { Day, Period } from '../period.ts'
import { addDays, bucketKey, bucketOf, daysBetween, nextBucket, parsePeriod } from '../period.ts'
import { daySchema, unitLevels, wordsSchema } from '../unit.ts'
import { formFigureSchema, formRuleSchema } from './form.ts'

/** Who owes: units by level or by name, while the rule is in force. */
export const oweSchema = z.strictObject({
  levels: z.array(z.enum(unitLevels)).default([]),
  units: z.array(z.string()).default([]),
  from: daySchema.optional(),
  to: daySchema.optional(),
})

export const dutyKinds = ['initiative', 'register', 'return'] as const

export const dutySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** The pack whose units owe it. */
  city: z.string(),
  kind: z.enum(dutyKinds),
  /** Where the figures go. */
  dataset: identifierSchema,
  title: wordsSchema,
  about: wordsSchema.optional(),
  every: z.enum(['year', 'quarter', 'month']),
  /** First period that is kept here, as text of `parsePeriod`. */
  first: z.string(),
  /** From when it can be done: the first day of the period, the end of it, or the day after that on which somebody calls for it. */
  opens: z.enum(['start', 'end', 'call']),
  /** Due so many days after the end of the period; where it is called for, that is proposed, counted from the call. */
  withinDays: z.int().min(0).max(366),
  owes: z.array(oweSchema).min(1),
  basis: z.strictObject({ text: wordsSchema, source: z.string().optional() }),
  /** Returns only: the unit whose figures they are; absent: the unit that reports. */
  speaksOf: z.string().optional(),
  figures: z.array(formFigureSchema).default([]),
  rules: z.array(formRuleSchema).default([]),
})
export type Duty = z.infer<typeof dutySchema>

/** One thing that one unit owes for one period. */
export type Obligation = { duty: string; unit: string; period: string; opens: Day; due: Day }

/** A period that somebody has called for. */
export type Call = { period: string; opens: Day; due: Day }
/** A duty with the calls so far, one a period. */
export type Scheduled = Duty & { calls?: readonly Call[] }

function callOf({ id, every, calls = [] }: Scheduled, period: Period): Call {
  const key = bucketKey(period, every)
  const found = calls.find((call) => call.period === key)
  if (!found) throw new Error(`${id} was not called for ${key}`)
  return found
}

/** @throws Error for a period that waits for a call and has none */
export const opensOn = (duty: Scheduled, period: Period): Day =>
  duty.opens === 'call' ? callOf(duty, period).opens : duty.opens === 'start' ? period.start : addDays(period.end, 1)
/** @throws Error for a period that waits for a call and has none */
export const dueOn = (duty: Scheduled, period: Period): Day =>
  duty.opens === 'call' ? callOf(duty, period).due : addDays(period.end, duty.withinDays)

const firstOf = (duty: Duty): Period => bucketOf(parsePeriod(duty.first).start, duty.every)

/** Periods that are open or past on a day, oldest first. */
export function periodsOf(duty: Scheduled, today: Day): Period[] {
  if (duty.opens === 'call')
    return (duty.calls ?? [])
      .filter(({ opens }) => opens <= today)
      .map(({ period }) => bucketOf(parsePeriod(period).start, duty.every))
      .sort((a, b) => (a.start < b.start ? -1 : 1))
  const periods: Period[] = []
  for (let period = firstOf(duty); opensOn(duty, period) <= today; period = nextBucket(period, duty.every))
    periods.push(period)
  return periods
}

/** Periods that are over and may be called for, newest first; none where the calendar opens them. */
export function callable(duty: Scheduled, today: Day): Period[] {
  if (duty.opens !== 'call') return []
  const called = new Set((duty.calls ?? []).map(({ period }) => period))
  const periods: Period[] = []
  for (let period = firstOf(duty); period.end < today; period = nextBucket(period, duty.every)) periods.push(period)
  return periods.filter((period) => !called.has(bucketKey(period, duty.every))).toReversed()
}

/** The next period that the calendar will open; undefined where it waits for a call. */
export function comingPeriod(duty: Scheduled, today: Day): Period | undefined {
  if (duty.opens === 'call') return undefined
  const last = periodsOf(duty, today).at(-1)
  return last ? nextBucket(last, duty.every) : firstOf(duty)
}

/** Whether a text names a period of the duty that is open or past. */
export const isPeriodOf = (duty: Scheduled, period: string, today: Day): boolean =>
  periodsOf(duty, today).some((one) => bucketKey(one, duty.every) === period)

/** How far the unit has come with it. */
export const obligationStates = ['returned', 'open', 'begun', 'submitted', 'done'] as const
export type ObligationState = (typeof obligationStates)[number]

export type Urgency = 'overdue' | 'soon' | 'later' | 'waiting' | 'done'

/** Days before the due day from which it is urgent. */
export const soonDays = 14

/** What was handed in waits for somebody else, and is nobody's hurry. */
export function urgencyOf(state: ObligationState, due: Day, today: Day): Urgency {
  if (state === 'done') return 'done'
  if (state === 'submitted') return 'waiting'
  if (today > due) return 'overdue'
  return daysBetween(today, due) <= soonDays ? 'soon' : 'later'
}

const urgencies: readonly Urgency[] = ['overdue', 'soon', 'later', 'waiting', 'done']

/** Overdue first, the oldest of them on top; then by due day. */
export const byUrgency = (a: { urgency: Urgency; due: Day }, b: { urgency: Urgency; due: Day }): number =>
  urgencies.indexOf(a.urgency) - urgencies.indexOf(b.urgency) || (a.due < b.due ? -1 : a.due > b.due ? 1 : 0)

const before = [14, 7, 3, 1]
const after = [1, 7, 14]

/** Whether somebody is told on this day: some days before, then after, monthly without end. */
export function noticeOn(due: Day, today: Day): 'reminder' | 'notice' | null {
  const left = daysBetween(today, due)
  if (left >= 0) return before.includes(left) ? 'reminder' : null
  return after.includes(-left) || -left % 30 === 0 ? 'notice' : null
}
