/** Owns the last step: rows of parts become an answer. The same function runs on the server and in the browser. */
import type { Answer, Figure, Mark, Status } from '../answer.ts'
import { marks } from '../answer.ts'
import type { Catalogue } from '../catalogue.ts'
import { cityOf, indicatorOf, unitOf } from '../catalogue.ts'
import type { Indicator } from '../indicator.ts'
import { meantBy } from '../indicator.ts'
import { addYears, daysBetween } from '../period.ts'
import type { Pool } from './compare.ts'
import { grainOf, lastYearOf, peersOf, poolOf, previousOf } from './compare.ts'
import { figuresOf, piecesOf } from './figures.ts'
import type { Plan } from './plan.ts'
import type { Row } from './row.ts'
import { isOfItsDays, select } from './select.ts'
import { nextDueOf, planLines, standingOf } from './standing.ts'

const longestLagDays = 366

/** The last figure with a value; of flows the last one of the indicator's own grain, unless that is more than a year behind. */
export function newestOf(
  figures: readonly Figure[],
  plan: Pick<Plan, 'units' | 'time' | 'grain'>,
  indicator: Indicator,
): Figure | undefined {
  const order = (figure: Figure) => plan.units.indexOf(figure.unit)
  const last = (some: readonly Figure[]) =>
    some.reduce<Figure | undefined>(
      (newest, one) =>
        !newest ||
        one.period.end > newest.period.end ||
        (one.period.end === newest.period.end && order(one) >= order(newest))
          ? one
          : newest,
      undefined,
    )
  const known = figures.filter(({ value }) => value !== null)
  const newest = last(known)
  if (plan.time !== 'flow' || plan.grain || !newest) return newest
  const own = last(known.filter(({ period }) => grainOf(period) === indicator.grain))
  return own && daysBetween(own.period.end, newest.period.end) <= longestLagDays ? own : newest
}

/** Territory differs from a year before, and no figure of the same territory stands there. */
function isNewTerritory(figure: Figure, plan: Plan, catalogue: Catalogue): boolean {
  if (figure.value === null || !cityOf(catalogue, plan.question.city).units.includes(figure.unit)) return false
  const { validFrom } = unitOf(catalogue, figure.unit)
  return validFrom !== null && addYears(figure.period.end, -1) < validFrom && figure.lastYear?.unit !== figure.unit
}

type Around = { plan: Plan; indicator: Indicator; catalogue: Catalogue; pool: Pool; all: readonly Figure[] }

function beside(figure: Figure, { plan, indicator, catalogue, pool, all }: Around): Figure {
  const asked = plan.question.compare
  if (asked.length === 0 && !isNewTerritory(figure, plan, catalogue)) return figure
  const whole = {
    ...figure,
    ...(asked.includes('target') ? { standing: standingOf(figure, plan, indicator, catalogue) } : {}),
    ...(asked.includes('last-year') ? { lastYear: lastYearOf(figure, plan, indicator, pool) } : {}),
    ...(asked.includes('previous') ? { previous: previousOf(figure, plan, indicator, pool) } : {}),
    ...(asked.includes('peers') ? { peers: peersOf(figure, plan, indicator, all) ?? null } : {}),
  }
  if (!isNewTerritory(whole, plan, catalogue)) return whole
  const found = new Set<Mark>([...whole.marks, 'new-boundary'])
  return { ...whole, marks: marks.filter((mark) => found.has(mark)) }
}

function statusOf(
  newest: Figure | undefined,
  nextDue: string | null,
  plan: Plan,
  indicator: Indicator,
  catalogue: Catalogue,
): Status | null {
  if (!newest) return 'no-data'
  if (plan.question.by.length) return null
  if (nextDue !== null && plan.asOf > nextDue) return 'late'
  return standingOf(newest, plan, indicator, catalogue)?.status ?? null
}

/** Rows above which an answer takes milliseconds. */
const many = 500

/**
 * An answer in steps: who answers many people lets others in between.
 * @param rows  what the engine returned for the plan's statement, in any order
 */
export function* steps(plan: Plan, catalogue: Catalogue, rows: readonly Row[]): Generator<undefined, Answer> {
  const indicator = meantBy(indicatorOf(catalogue, plan.indicator), plan.question.from)!
  const pieces = piecesOf(plan, rows, catalogue)
  if (rows.length > many) yield
  const all = figuresOf(plan, pieces)
  if (rows.length > many) yield
  const peers = new Set(plan.peers.flatMap(({ units }) => units))
  const own = all.filter(
    (figure) => !peers.has(figure.unit) && (!plan.throughTime || isOfItsDays(figure, plan, catalogue)),
  )
  const { shown, buckets } = select(plan, own, catalogue)
  if (rows.length > many) yield
  const looksBack = plan.question.compare.includes('last-year') || plan.question.compare.includes('previous')
  const pool = looksBack ? poolOf(own, buckets) : poolOf([], [])
  const figures = shown.map((figure) => beside(figure, { plan, indicator, catalogue, pool, all }))
  const newest = newestOf(figures, plan, indicator)
  const nextDue = newest ? nextDueOf(newest.period.end, plan, indicator) : null
  return {
    question: plan.question,
    measuredIn: indicator.measuredIn,
    release: catalogue.release.id,
    asOf: plan.asOf,
    figures,
    plans: planLines(plan, indicator, catalogue, figures),
    additive: plan.additive,
    simulated: plan.simulated,
    status: statusOf(newest, nextDue, plan, indicator, catalogue),
    dataDate: newest?.period.end ?? null,
    nextDue,
  }
}

/** @param rows  as `steps` */
export function finish(plan: Plan, catalogue: Catalogue, rows: readonly Row[]): Answer {
  const taken = steps(plan, catalogue, rows)
  for (;;) {
    const { done, value } = taken.next()
    if (done) return value
  }
}
