/** Owns phasing: what a target asks for on a day, and how a curve is derived from earlier years. Knows no statements. */
import type { Standing } from '../answer.ts'
import type { Indicator } from '../indicator.ts'
import type { Day } from '../period.ts'
import { addDays, day, daysBetween, lastDateOf } from '../period.ts'
import type { Curve, Target } from '../target.ts'

type Knot = { on: Day; value: number }

/** Last day of the m-th month of a reporting year; 13 is January after. */
const monthEnd = (year: number, month: number): Day => {
  const [y, m] = [year + Math.floor((month - 1) / 12), ((month - 1) % 12) + 1]
  return day(y, m, lastDateOf(y, m))
}

/** Linear in days between knots; after the last knot its value; before the first nothing. Knots stand in order of days. */
function along(knots: readonly Knot[], on: Day): number | null {
  const next = knots.findIndex((knot) => knot.on >= on)
  if (next === -1) return knots.at(-1)?.value ?? null
  const [before, after] = [knots[next - 1], knots[next]!]
  if (after.on === on) return after.value
  if (!before) return null
  return before.value + ((after.value - before.value) * daysBetween(before.on, on)) / daysBetween(before.on, after.on)
}

const newYearsEve = (year: number): Knot => ({ on: day(year - 1, 12, 31), value: 0 })

/** The steps at which the target falls due, in the indicator's unit of measure; the target itself is the last. */
export function knotsOf(target: Target, curve: Curve | undefined): { knots: Knot[]; phasing: Standing['phasing'] } {
  if (curve) {
    const knots = curve.shares.map(({ month, share }) => ({
      on: monthEnd(target.year, month),
      value: share * target.value,
    }))
    return { knots: knots.sort((a, b) => (a.on < b.on ? -1 : 1)), phasing: 'curve' }
  }
  const milestones = (target.milestones ?? [])
    .map(({ by, value }) => ({ on: by, value }))
    .filter(({ on }) => on < target.by)
  const knots = [...milestones.sort((a, b) => (a.on < b.on ? -1 : 1)), { on: target.by, value: target.value }]
  return { knots, phasing: target.milestones?.length ? 'milestones' : 'end' }
}

/**
 * What the target asks for on that day, in the indicator's unit of measure; null: nothing is due yet.
 * Cumulative figures grow between milestones, so their plan runs linearly in days from nought on 31 December before; others
 * are asked for a milestone on its day and not before.
 * @param curve  the curve that `target.curve` names, if any
 */
export function planAt(
  target: Target,
  curve: Curve | undefined,
  on: Day,
  time: Indicator['time'],
): { value: number | null; phasing: Standing['phasing'] } {
  const { knots, phasing } = knotsOf(target, curve)
  if (phasing === 'curve' || (phasing === 'milestones' && time === 'cumulative')) {
    return { value: along([newYearsEve(target.year), ...knots], on), phasing }
  }
  return { value: knots.findLast((knot) => knot.on <= on)?.value ?? null, phasing }
}

/** Cumulative points of one reporting year, preferred statements only; a point after 31 December belongs to the year it began in. */
export type YearPoints = { year: number; points: { on: Day; value: number }[] }

const longestGapDays = 92
const slackDays = 31

/** Shares of the year's total by day, never falling; undefined where the year's total was not published. */
function profile({ year, points }: YearPoints, overrunMonths: number): Knot[] | undefined {
  const end = monthEnd(year, 12 + overrunMonths)
  const last = overrunMonths > 0 ? addDays(end, slackDays) : end
  const inside = points.filter(({ on }) => on <= last).sort((a, b) => (a.on < b.on ? -1 : 1))
  const total = inside.at(-1)
  if (!total || total.value <= 0 || daysBetween(total.on, end) > slackDays) return undefined
  const knots = [newYearsEve(year)]
  for (const { on, value } of inside) {
    const share = Math.max(knots.at(-1)!.value, value / total.value)
    const at = on > end ? end : on
    if (knots.at(-1)!.on === at) knots.pop()
    knots.push({ on: at, value: share })
  }
  if (knots.at(-1)!.on < end) knots.push({ on: end, value: 1 })
  return knots
}

/** Share at a day, where the neighbours are near enough to tell. */
function shareAt(knots: readonly Knot[], on: Day): number | undefined {
  const next = knots.findIndex((knot) => knot.on >= on)
  if (next === -1) return undefined
  const near =
    knots[next]!.on === on || (next > 0 && daysBetween(knots[next - 1]!.on, knots[next]!.on) <= longestGapDays)
  return near ? (along(knots, on) ?? undefined) : undefined
}

/**
 * The mean profile of some years: cumulative share of the year's total at each month end, 1..12 + `overrunMonths`. Years whose
 * total was not published within 31 days of their end are not used; months that no year tells are left out; the last is 1.
 */
export function deriveCurve({
  years,
  overrunMonths,
}: {
  years: readonly YearPoints[]
  overrunMonths: number
}): Curve['shares'] {
  const profiles = years.flatMap((points) => {
    const knots = profile(points, overrunMonths)
    return knots ? [{ year: points.year, knots }] : []
  })
  const shares: Curve['shares'] = []
  const last = 12 + overrunMonths
  for (let month = 1; month <= last; month++) {
    const known = profiles.flatMap(({ year, knots }) => shareAt(knots, monthEnd(year, month)) ?? [])
    const mean =
      month === last ? 1 : known.length ? known.reduce((sum, share) => sum + share, 0) / known.length : undefined
    if (mean === undefined) continue
    const share = Math.min(1, Math.max(mean, shares.at(-1)?.share ?? 0))
    shares.push({ month, share: Math.round(share * 10_000) / 10_000 })
  }
  return shares
}
