/** Owns figures held against targets: which target is in force, what it asks for by the figure's day, and the word for it. */
import type { Figure, PlanLine, Standing, Status } from '../answer.ts'
import type { Catalogue } from '../catalogue.ts'
import type { Indicator } from '../indicator.ts'
import { isAdditive } from '../indicator.ts'
import type { Day, Period } from '../period.ts'
import { addDays, bucketOf, day, daysBetween, lastDateOf, yearOf } from '../period.ts'
import type { Curve, Target } from '../target.ts'
import { knotsOf, planAt } from './curve.ts'
import type { Plan } from './plan.ts'

/** Year that a figure counts towards: a cumulative one belongs to the year it began in. */
export const reportingYear = (indicator: Pick<Indicator, 'time'>, { start, end }: Period): number =>
  yearOf(indicator.time === 'cumulative' ? start : end)

/** The target of a unit and year as it was known at the end of a day: its highest version. */
export function targetOf(
  catalogue: Catalogue,
  indicator: string,
  unit: string,
  year: number,
  asOf: Day,
): Target | undefined {
  return catalogue.targets
    .filter(
      (target) =>
        target.indicator === indicator && target.unit === unit && target.year === year && target.published <= asOf,
    )
    .reduce<Target | undefined>(
      (last, one) =>
        !last || one.version > last.version || (one.version === last.version && one.published > last.published)
          ? one
          : last,
      undefined,
    )
}

const curveOf = (catalogue: Catalogue, target: Target): Curve | undefined =>
  catalogue.curves.find(({ id }) => id === target.curve)

/** `within` and `reduce` ask for less, whatever is better; so does an indicator of which less is better. */
const isLess = (target: Target, indicator: Indicator): boolean =>
  target.kind === 'within' || target.kind === 'reduce' || indicator.better === 'lower'

/** Share of the plan that was attained; a plan of nothing is attained. */
function statusOf(value: number, plan: number, less: boolean, bands: Indicator['bands']): Status {
  if (less ? value <= plan : value >= plan) return 'on-track'
  if (plan === 0 && !less) return 'on-track'
  const attained = less ? plan / value : value / plan
  if (plan < 0 || attained < bands.behind) return 'off-track'
  return attained >= bands.onTrack ? 'on-track' : 'behind'
}

/** Yearly targets of sums are not held against a month's sum. */
const isComparable = (indicator: Indicator, { start, end }: Period): boolean =>
  indicator.time !== 'flow' ||
  !isAdditive(indicator.measure) ||
  (bucketOf(start, 'year').start === start && bucketOf(start, 'year').end === end)

/** Offices close on the 15th or 20th, or a day before the year does: a figure up to half a month before `by` is held against it. */
const closesEarlyDays = 16
const closingDay = (target: Target, on: Day): Day =>
  !target.curve && !target.milestones?.length && on < target.by && daysBetween(on, target.by) <= closesEarlyDays
    ? target.by
    : on

/** null: no target in force for the figure's unit and year, or no figure. Targets speak of wholes, never of cuts. */
export function standingOf(figure: Figure, plan: Plan, indicator: Indicator, catalogue: Catalogue): Standing | null {
  if (
    figure.value === null ||
    plan.cuts.length ||
    Object.keys(plan.question.where).length ||
    !isComparable(indicator, figure.period)
  )
    return null
  const target = targetOf(catalogue, indicator.id, figure.unit, reportingYear(indicator, figure.period), plan.asOf)
  if (!target) return null
  const { value: due, phasing } = planAt(
    target,
    curveOf(catalogue, target),
    closingDay(target, figure.period.end),
    indicator.time,
  )
  const less = isLess(target, indicator)
  const planToDate = due ?? target.value
  const reached = less ? figure.value <= target.value : figure.value >= target.value
  return {
    status: due === null ? (reached && !less ? 'on-track' : null) : statusOf(figure.value, due, less, indicator.bands),
    target: target.value,
    planToDate,
    distance: less ? planToDate - figure.value : figure.value - planToDate,
    by: target.by,
    basis: target.basis,
    source: target.source,
    phasing,
  }
}

function pointsOf(target: Target, catalogue: Catalogue, indicator: Indicator): PlanLine['points'] {
  const curve = curveOf(catalogue, target)
  const { knots, phasing } = knotsOf(target, curve)
  if (indicator.time !== 'cumulative' || phasing === 'end') return knots
  const last = knots.at(-1)!.on
  const points = [{ on: day(target.year, 1, 1), value: 0 }]
  for (let at = day(target.year, 1, 31); at < last; at = monthEndAfter(at)) {
    points.push({ on: at, value: planAt(target, curve, at, indicator.time).value ?? 0 })
  }
  return [...points, knots.at(-1)!]
}

const monthEndAfter = (at: Day): Day => {
  const next = addDays(at, 1)
  return day(yearOf(next), Number(next.slice(5, 7)), lastDateOf(yearOf(next), Number(next.slice(5, 7))))
}

/** One line for each unit asked and reporting year in the period that has a target. */
export function planLines(
  plan: Plan,
  indicator: Indicator,
  catalogue: Catalogue,
  figures: readonly Figure[],
): PlanLine[] {
  if (plan.cuts.length || plan.levels || Object.keys(plan.question.where).length) return []
  const known = figures.filter(({ value }) => value !== null).map(({ period }) => reportingYear(indicator, period))
  const first = plan.period ? yearOf(plan.period.start) : Math.min(...known, yearOf(plan.asOf))
  const last = plan.period ? yearOf(plan.period.end) : Math.max(...known, yearOf(plan.asOf))
  const lines: PlanLine[] = []
  for (const unit of plan.units) {
    for (let year = first; year <= last; year++) {
      const target = targetOf(catalogue, indicator.id, unit, year, plan.asOf)
      if (!target) continue
      lines.push({
        year,
        unit,
        target: target.value,
        points: pointsOf(target, catalogue, indicator),
        basis: target.basis,
        source: target.source,
      })
    }
  }
  return lines
}

/** Day by which the figure after this one is due, by the duty of freshness; null: the period asked ends before it. A bucket that closed early counts as reported. */
export function nextDueOf(dataDate: Day, plan: Plan, { freshness }: Indicator): Day | null {
  const own = bucketOf(dataDate, freshness.every)
  const next = daysBetween(dataDate, own.end) <= closesEarlyDays ? bucketOf(addDays(own.end, 1), freshness.every) : own
  if (plan.period && next.end > plan.period.end) return null
  return addDays(next.end, freshness.withinDays)
}
