/** Owns which figures are shown: those of the period asked, one a bucket, a place kept where nothing was published. */
import type { Figure } from '../answer.ts'
import type { Catalogue } from '../catalogue.ts'
import { cityOf, cityUnitOf, unitOf } from '../catalogue.ts'
import type { Day, Grain, Period } from '../period.ts'
import { addDays, bucketOf, bucketsOf, daysBetween, wholeYear, yearOf } from '../period.ts'
import { cutKey } from './compare.ts'
import type { Plan } from './plan.ts'
import { isAsked } from './plan.ts'
import { daysOf } from './sums.ts'

const longestSpanDays = 366

export const isEvents = (plan: Plan): boolean => plan.parts[0]!.form === 'events'

/** A unit that has ended has no figures beyond its end; its plan was made before. */
export function isOfItsDays(figure: Figure, plan: Plan, catalogue: Catalogue): boolean {
  const { validTo } = unitOf(catalogue, figure.unit)
  const first = plan.parts[0]!
  const on = first.form === 'statements' && first.versions ? figure.period.start : figure.period.end
  return validTo === null || on <= validTo
}

/** Which bucket a figure stands for; undefined: none. A flow fills it exactly, others are its last word. */
function bucketFor({ period }: Figure, plan: Plan, grain: Grain): { year: number; bucket: Period } | undefined {
  if (plan.time === 'cumulative') {
    const year = yearOf(period.start)
    return { year, bucket: grain === 'year' ? wholeYear(year) : bucketOf(period.end, grain) }
  }
  const bucket = bucketOf(plan.time === 'flow' ? period.start : period.end, grain)
  if (plan.time === 'flow' && !isEvents(plan) && (bucket.start !== period.start || bucket.end !== period.end))
    return undefined
  return { year: yearOf(bucket.start), bucket }
}

type Slot = { year: number; bucket: Period; figure: Figure }

/** One figure a unit, cut and bucket: the last one with a value. Keys: cut, unit. */
function slotsOf(figures: readonly Figure[], plan: Plan, grain: Grain): Slot[] {
  const slots = new Map<string, Slot>()
  for (const figure of figures) {
    const at = bucketFor(figure, plan, grain)
    if (!at) continue
    const key = `${figure.unit}\u0000${cutKey(figure)}\u0000${at.year}\u0000${at.bucket.start}`
    const held = slots.get(key)?.figure
    const better =
      !held ||
      (held.value === null && figure.value !== null) ||
      ((figure.value !== null || held.value === null) && figure.period.end > held.period.end)
    if (better) slots.set(key, { ...at, figure })
  }
  return [...slots.values()]
}

const missing = (plan: Plan, unit: string, cut: Figure['cut'], period: Period): Figure => ({
  period,
  unit,
  cut,
  value: null,
  parts: Object.fromEntries(plan.parts.map(({ name }) => [name, null])),
  certainty: null,
  rounding: null,
  published: null,
  marks: [],
  origin: [],
})

/** Buckets asked for; without a period: from the first one published to the last one that is over. */
function bucketsAsked(plan: Plan, slots: readonly Slot[], grain: Grain): Period[] {
  if (plan.period) return bucketsOf(plan.period, grain)
  const starts = slots.map(({ bucket }) => bucket.start).sort()
  if (!starts.length) return []
  const over = bucketOf(addDays(bucketOf(addDays(plan.asOf, 1), grain).start, -1), grain).start
  const last = starts.at(-1)! > over ? starts.at(-1)! : over
  return bucketsOf({ start: starts[0]!, end: last }, grain)
}

/** The month in which a reporting year runs over into the next one is shown beside that year's own. */
function isOverrun({ year, bucket, figure }: Slot, plan: Plan): boolean {
  return yearOf(bucket.start) !== year && figure.value !== null && isAsked(plan, figure.period)
}

/** Cumulative figures are missing from 1 January on, others in their bucket. */
const periodMissing = (plan: Plan, bucket: Period): Period =>
  plan.time === 'cumulative' ? { start: wholeYear(yearOf(bucket.start)).start, end: bucket.end } : bucket

/** A sum that is split by the city's boundary in time is shown in its two parts; of all others the territory in force at the end counts. */
function throughTime(plan: Plan, catalogue: Catalogue, slots: readonly Slot[], buckets: readonly Period[]): Figure[] {
  const city = cityOf(catalogue, plan.question.city)
  const groups = Map.groupBy(slots, ({ figure }) => cutKey(figure))
  if (!plan.cuts.length && !groups.size) groups.set('', [])
  const asked = buckets.map((bucket) => ({
    bucket,
    year: yearOf(bucket.start),
    own: cityUnitOf(catalogue, city, bucket.end).id,
  }))
  return [...groups.values()].flatMap((group) =>
    asked.flatMap(({ bucket, year, own }) => {
      const here = group.flatMap((slot) =>
        slot.bucket.start === bucket.start && slot.year === year ? slot.figure : [],
      )
      const inForce = here.find(({ unit }) => unit === own)
      const known = plan.units.flatMap(
        (unit) => here.find((figure) => figure.unit === unit && figure.value !== null) ?? [],
      )
      const from = plan.time === 'cumulative' ? wholeYear(year).start : bucket.start
      if (plan.time !== 'stock' && known.some(({ period }) => period.start > from)) return known
      if (inForce && inForce.value !== null) return inForce
      return known.at(-1) ?? inForce ?? missing(plan, own, group[0]?.figure.cut ?? {}, periodMissing(plan, bucket))
    }),
  )
}

function unitByUnit(plan: Plan, catalogue: Catalogue, slots: readonly Slot[], buckets: readonly Period[]): Figure[] {
  const groups = Map.groupBy(slots, ({ figure }) => `${figure.unit}\u0000${cutKey(figure)}`)
  if (!groups.size && !plan.cuts.length && !plan.levels)
    return buckets.map((bucket) => missing(plan, plan.units[0]!, {}, periodMissing(plan, bucket)))
  return [...groups.values()].flatMap((group) => {
    const { unit, cut } = group[0]!.figure
    const { from, to } = daysOf(unit, plan, catalogue)
    return buckets.flatMap((bucket) => {
      const here = group.find((slot) => slot.bucket.start === bucket.start && slot.year === yearOf(bucket.start))
      if (here) return [here.figure]
      const lives = (from === null || from <= bucket.end) && (to === null || to >= bucket.start)
      return lives ? [missing(plan, unit, cut, periodMissing(plan, bucket))] : []
    })
  })
}

/** By unit in the plan's order of time, then cut, then period. */
function inOrder(plan: Plan, figures: readonly Figure[]): Figure[] {
  const order = new Map(plan.units.map((unit, i) => [unit, String(i).padStart(6, '0')]))
  const placed = figures.map((figure) => {
    const { unit, period } = figure
    const place = `${order.get(unit) ?? '000000'}\u0000${unit}\u0000${cutKey(figure)}\u0000${period.end}\u0000${period.start}`
    return { figure, place }
  })
  return placed.sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0)).map(({ figure }) => figure)
}

/** @returns the figures to show, and one a bucket of all units to compare them with (empty at grain `point`) */
export function select(
  plan: Plan,
  figures: readonly Figure[],
  catalogue: Catalogue,
): { shown: Figure[]; buckets: Figure[] } {
  if (!plan.grain) {
    const spans = figures.filter(
      ({ value, period }) =>
        value !== null && daysBetween(period.start, period.end) <= longestSpanDays + 31 * plan.overrunMonths,
    )
    const asked = isEvents(plan)
      ? spans.filter(({ period }) => touches(plan, period))
      : spans.filter(({ period }) => isAsked(plan, period))
    return { shown: inOrder(plan, asked), buckets: [] }
  }
  const slots = slotsOf(figures, plan, plan.grain)
  const buckets = bucketsAsked(plan, slots, plan.grain)
  const overruns =
    plan.grain === 'year' ? [] : slots.filter((slot) => isOverrun(slot, plan)).map(({ figure }) => figure)
  const byUnit = plan.throughTime && !plan.levels ? throughTime : unitByUnit
  return {
    shown: inOrder(plan, [...byUnit(plan, catalogue, slots, buckets), ...overruns]),
    buckets: slots.map(({ figure }) => figure),
  }
}

/** Events at grain `point` come by month: those that the period touches. */
function touches(plan: Plan, period: Period): boolean {
  if (!plan.period) return true
  const months: { start: Day; end: Day } = {
    start: bucketOf(plan.period.start, 'month').start,
    end: bucketOf(plan.period.end, 'month').end,
  }
  return period.end >= months.start && period.end <= months.end
}
