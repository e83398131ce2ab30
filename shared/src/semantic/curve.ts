/** Owns phasing: what a target asks for on a day, and how a curve is derived from earlier years. */
import type { Standing } from '../answer.ts'
import type { Indicator } from '../indicator.ts'
import type { Day } from '../period.ts'
import type { Curve, Target } from '../target.ts'

/**
 * What the target asks for on that day, in the indicator's unit of measure; null: nothing yet (due in full on `by`).
 * @param curve  the curve that `target.curve` names, if any
 */
export function planAt(
  target: Target,
  curve: Curve | undefined,
  on: Day,
  time: Indicator['time'],
): { value: number | null; phasing: Standing['phasing'] } {
  throw new Error(`not yet: ${target.indicator} ${String(curve?.id)} ${on} ${time}`)
}

/** Cumulative points of one reporting year; `total` is what the year came to (its last point where no total was published). */
export type YearPoints = { year: number; total: number; points: { on: Day; value: number }[] }

/** Shares by month end, 1..12 + overrun; never falling, last 1. */
export function deriveCurve(years: readonly YearPoints[], overrunMonths: number): Curve['shares'] {
  throw new Error(`not yet: ${years.length} ${overrunMonths}`)
}
