/** Owns where ticks stand: at most five a side, on round numbers and on dates that people speak of. */
import type { Day } from '@laban/shared'
import { day, lastDateOf } from '@laban/shared'

export type Ticks = { min: number; max: number; interval: number }

const steps = [1, 2, 2.5, 5, 10]

/**
 * Round bounds and a step with at most `most` ticks.
 * @param fromZero  bars and running totals start at zero; a line may leave it where the values lie far from it
 */
export function ticksOf(
  values: readonly number[],
  { fromZero, most = 5 }: { fromZero: boolean; most?: number },
): Ticks {
  const finite = values.filter(Number.isFinite)
  if (finite.length === 0) return { min: 0, max: 1, interval: 1 }
  let low = Math.min(...finite)
  let high = Math.max(...finite)
  const near = low >= 0 ? low < (high - low) * 2 : true
  if (fromZero || near) [low, high] = [Math.min(0, low), Math.max(0, high)]
  if (low === high) [low, high] = low === 0 ? [0, 1] : [Math.min(0, low), Math.max(0, high)]
  const power = 10 ** Math.floor(Math.log10((high - low) / (most - 1)))
  for (const factor of [1, 10, 100]) {
    for (const step of steps) {
      const interval = tidy(step * power * factor)
      const [min, max] = [tidy(Math.floor(low / interval) * interval), tidy(Math.ceil(high / interval) * interval)]
      if ((max - min) / interval <= most - 1 + 1e-9) return { min, max, interval }
    }
  }
  return { min: low, max: high, interval: high - low }
}

/** Rids sums of binary noise: 0.30000000000000004 -> 0.3. */
const tidy = (value: number): number => Number(value.toPrecision(12))

/** Milliseconds since 1970 in UTC, as time axes count; the axis is set to UTC, so a day never slips. */
export const timeOf = (at: Day): number => Date.parse(`${at}T00:00:00Z`)
export const dayAt = (time: number): Day => new Date(time).toISOString().slice(0, 10)

/** Quarter ends of a reporting year, and the end of January after it where the year runs that far. */
export function quarterEnds(year: number, overrunMonths: number): Day[] {
  const ends = [3, 6, 9, 12].map((month) => day(year, month, lastDateOf(year, month)))
  return overrunMonths > 0 ? [...ends, day(year + 1, overrunMonths, lastDateOf(year + 1, overrunMonths))] : ends
}

/** Thins days evenly to at most `most`, counted back from the last, which always stays. */
export function thinned(days: readonly Day[], most = 5): Day[] {
  const step = Math.ceil(days.length / most)
  return days.filter((_, index) => (days.length - 1 - index) % step === 0)
}
