/** Owns figures beside others: the same point last year, the one before, the peers' median. Compares nothing in silence. */
import type { Compared, Figure } from '../answer.ts'
import type { Indicator } from '../indicator.ts'
import { unitsOfMeasure } from '../measured.ts'
import type { Day, Grain, Period } from '../period.ts'
import { addDays, addYears, bucketOf, daysBetween, lastDateOf, monthOf, yearOf } from '../period.ts'
import type { Plan } from './plan.ts'

/**
 * Figures to look in, by cut: `points` as published, `buckets` one a bucket and unit where a grain was asked; `years` the points by
 * the year in which they begin. Values only.
 */
export type Pool = { points: Map<string, Figure[]>; buckets: Map<string, Figure[]>; years: Map<string, Figure[]> }

const yearKey = (year: number, cut: string): string => `${year} ${cut}`

export function poolOf(points: readonly Figure[], buckets: readonly Figure[]): Pool {
  const known = (figures: readonly Figure[]) => figures.filter(({ value }) => value !== null)
  return {
    points: Map.groupBy(known(points), cutKey),
    buckets: Map.groupBy(known(buckets), cutKey),
    years: Map.groupBy(known(points), (figure) => yearKey(yearOf(figure.period.start), cutKey(figure))),
  }
}

const slackDays = 10

/** Figures of one cell share their cut. */
const cutKeys = new WeakMap<Figure['cut'], string>()

export function cutKey({ cut }: Pick<Figure, 'cut'>): string {
  const known = cutKeys.get(cut)
  if (known !== undefined) return known
  const key = Object.values(cut).join('\u0000')
  cutKeys.set(cut, key)
  return key
}

const isMonthEnd = (at: Day): boolean => Number(at.slice(8)) === lastDateOf(yearOf(at), monthOf(at))

/** Same day of the year; month ends match month ends, so that 28 and 29 February do. */
export const isSameDay = (a: Day, b: Day): boolean =>
  a.slice(5) === b.slice(5) || (a.slice(5, 7) === b.slice(5, 7) && isMonthEnd(a) && isMonthEnd(b))

/** Points for percent, ranks and scores; a fraction of `then` for all others; null where `then` is nought. */
export function changeOf(now: number, then: number, measuredIn: string): number | null {
  if (unitsOfMeasure[measuredIn]?.compare === 'points') return now - then
  return then === 0 ? null : (now - then) / Math.abs(then)
}

/** The wider grain whose bucket a span fills exactly; undefined: none. */
export const grainOf = ({ start, end }: Period): Grain | undefined =>
  (['month', 'quarter', 'year'] as const).find(
    (grain) => bucketOf(start, grain).start === start && bucketOf(start, grain).end === end,
  )

function compared(figure: Figure, then: Figure | undefined, measuredIn: string, sameDate: boolean): Compared | null {
  if (!then || then.value === null || figure.value === null) return null
  const why = then.unit !== figure.unit ? 'territory' : sameDate ? undefined : 'other-date'
  return {
    value: then.value,
    period: then.period,
    unit: then.unit,
    change: changeOf(figure.value, then.value, measuredIn),
    comparable: why === undefined,
    ...(why === undefined ? {} : { why }),
  }
}

/** Nearest first; on equal distance the same territory. */
function nearestTo(target: Day, unit: string, candidates: readonly Figure[]): Figure | undefined {
  const far = ({ period }: Figure) => {
    const days = Math.abs(daysBetween(period.end, target))
    return days <= slackDays && isSameDay(period.end, target) ? 0 : days
  }
  return [...candidates].sort((a, b) => far(a) - far(b) || Number(a.unit !== unit) - Number(b.unit !== unit))[0]
}

/** Cut by unit, a unit has its own past only; a city through time has its predecessors'. */
const isKin = (plan: Plan, figure: Figure, other: Figure): boolean =>
  other.unit === figure.unit ||
  (plan.levels === null && plan.units.includes(other.unit) && plan.units.includes(figure.unit))

export function lastYearOf(figure: Figure, plan: Plan, indicator: Indicator, pool: Pool): Compared | null {
  const { start, end } = figure.period
  const target = addYears(end, -1)
  const kin = (some: readonly Figure[] = []) => some.filter((other) => isKin(plan, figure, other))
  const near = (candidates: readonly Figure[]) =>
    candidates.filter((other) => Math.abs(daysBetween(other.period.end, target)) <= slackDays)
  const lastYear = () => kin(pool.years.get(yearKey(yearOf(start) - 1, cutKey(figure))))
  let found: Figure | undefined
  if (plan.time === 'cumulative') found = nearestTo(target, figure.unit, near(lastYear()))
  else if (plan.time === 'flow') {
    const sameStart = lastYear().filter((other) => isSameDay(other.period.start, start))
    found = nearestTo(target, figure.unit, near(sameStart))
  } else {
    const all = kin(pool.points.get(cutKey(figure)))
    const bucket = bucketOf(target, plan.grain ?? indicator.grain)
    const inBucket = all.filter((other) => other.period.end >= bucket.start && other.period.end <= bucket.end)
    found = nearestTo(target, figure.unit, near(all).length ? near(all) : inBucket)
  }
  return compared(figure, found, indicator.measuredIn, found !== undefined && isSameDay(found.period.end, end))
}

export function previousOf(figure: Figure, plan: Plan, indicator: Indicator, pool: Pool): Compared | null {
  const grain = plan.grain ?? (plan.time === 'flow' ? grainOf(figure.period) : undefined)
  const all = (plan.grain ? pool.buckets : pool.points).get(cutKey(figure)) ?? []
  const before = all.filter((other) => isKin(plan, figure, other) && other.period.end < figure.period.end)
  const sameYear = (other: Figure) =>
    plan.time !== 'cumulative' || yearOf(other.period.start) === yearOf(figure.period.start)
  if (!grain) {
    if (plan.time === 'flow') return null
    const last = before.filter(sameYear).reduce((max, { period }) => (period.end > max ? period.end : max), '')
    return compared(
      figure,
      before.filter(sameYear).find(({ unit, period }) => period.end === last && unit === figure.unit) ??
        before.filter(sameYear).find(({ period }) => period.end === last),
      indicator.measuredIn,
      true,
    )
  }
  const bucket = bucketOf(
    addDays(bucketOf(plan.time === 'flow' ? figure.period.start : figure.period.end, grain).start, -1),
    grain,
  )
  const within = before.filter(
    (other) =>
      sameYear(other) &&
      other.period.end >= bucket.start &&
      other.period.end <= bucket.end &&
      (plan.time !== 'flow' || other.period.start === bucket.start),
  )
  return compared(figure, nearestTo(bucket.end, figure.unit, within), indicator.measuredIn, true)
}

const medianOf = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Median of the peers' newest figures in the same month, quarter or year: the indicator's own grain. */
export function peersOf(figure: Figure, plan: Plan, indicator: Indicator, points: readonly Figure[]): Figure['peers'] {
  if (figure.value === null || !plan.peers.length) return null
  const bucket = bucketOf(figure.period.end, indicator.grain)
  const isBeside = ({ period }: Figure) =>
    plan.time === 'flow'
      ? period.start === figure.period.start && period.end === figure.period.end
      : period.end >= bucket.start &&
        period.end <= bucket.end &&
        (plan.time !== 'cumulative' || yearOf(period.start) === yearOf(figure.period.start))
  const values = plan.peers.flatMap(({ units }) => {
    const own = points.filter((other) => units.includes(other.unit) && other.value !== null && isBeside(other))
    const newest = own.sort((a, b) =>
      a.period.end < b.period.end
        ? 1
        : a.period.end > b.period.end
          ? -1
          : units.indexOf(b.unit) - units.indexOf(a.unit),
    )[0]
    return newest ? [newest.value!] : []
  })
  return values.length ? { median: medianOf(values), count: values.length } : null
}
