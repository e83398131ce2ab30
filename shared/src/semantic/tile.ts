/** Owns the first screen: which question a tile asks, what it shows of the answer, and the order of the tiles. */
import type { Answer, Figure } from '../answer.ts'
import type { Catalogue } from '../catalogue.ts'
import { answerable, cityOf, datasetOf, indicatorOf, unitOf } from '../catalogue.ts'
import type { Area } from '../city.ts'
import { Failure } from '../failure.ts'
import type { Indicator } from '../indicator.ts'
import { groups, partsOf } from '../indicator.ts'
import type { Overview, SparkPoint, Tile } from '../overview.ts'
import type { Day } from '../period.ts'
import { addYears, day, parsePeriod, wholeYear, yearOf } from '../period.ts'
import type { Question } from '../question.ts'
import { nearest } from '../search.ts'
import { grainOf } from './compare.ts'
import { newestOf } from './finish.ts'
import { endOf } from './plan.ts'
import { reportingYear } from './standing.ts'

/** `period`: text that `parsePeriod` reads; its last year is the one shown. Absent: whatever is newest. */
export type TileTime = { period?: string | undefined; asOf?: Day | undefined }

const sparkPoints = 12

/**
 * Looks back as far as its line needs: to the year before for figures through the year, twelve years for others.
 * @throws Failure question/unknown-indicator, question/bad-period
 */
export function tileQuestion(
  indicator: string,
  city: string,
  { period, asOf }: TileTime,
  catalogue: Catalogue,
): Question {
  const { time, measure, grain } = indicatorOf(catalogue, indicator)
  const end = period === undefined ? undefined : parsePeriod(period).end
  const isEvents = datasetOf(catalogue, partsOf(measure)['of']!.dataset).form === 'events'
  return {
    indicator,
    city,
    ...(end === undefined
      ? {}
      : { period: `${day(yearOf(end) - (time === 'cumulative' ? 1 : sparkPoints - 1), 1, 1)}..${end}` }),
    grain: isEvents && time !== 'cumulative' ? grain : 'point',
    by: [],
    where: {},
    compare: ['target', 'last-year'],
    ...(asOf === undefined ? {} : { asOf }),
    map: 'reported',
    from: 'published',
  }
}

const asPoints = (figures: readonly Figure[], years = 0): SparkPoint[] =>
  figures
    .map(({ period, value }) => ({ on: addYears(period.end, years), value: value! }))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))

/** This reporting year, its plan, and last year moved on to this year's dates. */
function yearSpark(newest: Figure, indicator: Indicator, answer: Answer, known: readonly Figure[]): Tile['spark'] {
  const year = reportingYear(indicator, newest.period)
  const of = (which: number) => known.filter(({ period }) => reportingYear(indicator, period) === which)
  const before = of(year - 1)
  const same = before.filter(({ unit }) => unit === newest.unit)
  const end = endOf(wholeYear(year), indicator)
  return {
    actual: asPoints(of(year).filter(({ unit }) => unit === newest.unit)),
    plan: answer.plans.find((line) => line.year === year && line.unit === newest.unit)?.points ?? [],
    lastYear: asPoints(same.length ? same : before, 1),
    from: day(year, 1, 1),
    to: newest.period.end > end ? newest.period.end : end,
  }
}

/** The last figures of the newest one's kind. */
function recentSpark(newest: Figure, indicator: Indicator, answer: Answer, known: readonly Figure[]): Tile['spark'] {
  const kind = indicator.time === 'flow' ? grainOf(newest.period) : undefined
  const actual = asPoints(known.filter(({ period }) => indicator.time !== 'flow' || grainOf(period) === kind)).slice(
    -sparkPoints,
  )
  const [from, to] = [actual[0]!.on, actual.at(-1)!.on]
  const plan = answer.plans
    .flatMap(({ unit, points }) => (unit === newest.unit ? points : []))
    .filter(({ on }) => on >= from && on <= to)
  return { actual, plan, lastYear: [], from, to }
}

/**
 * @param answer  to `tileQuestion`
 * @returns value null where nothing was published in the year shown
 */
export function toTile(answer: Answer, catalogue: Catalogue): Tile {
  const { question } = answer
  const indicator = indicatorOf(catalogue, question.indicator)
  const city = cityOf(catalogue, question.city)
  const { owner, area } = answerable(indicator, city)
  const known = answer.figures.filter(({ value }) => value !== null)
  const last = newestOf(
    known,
    { units: city.units, time: indicator.time, grain: question.grain === 'point' ? null : question.grain },
    indicator,
  )
  const year = question.period === undefined ? undefined : yearOf(parsePeriod(question.period).end)
  const newest = last && (year === undefined || reportingYear(indicator, last.period) === year) ? last : undefined
  const then = newest?.lastYear
  return {
    indicator: indicator.id,
    name: indicator.name,
    group: indicator.group,
    headline: indicator.headline,
    measuredIn: indicator.measuredIn,
    better: indicator.better,
    time: indicator.time,
    value: newest?.value ?? null,
    period: newest?.period ?? null,
    unit: newest?.unit ?? null,
    certainty: newest?.certainty ?? null,
    rounding: newest?.rounding ?? null,
    status: newest ? answer.status : 'no-data',
    standing: newest?.standing ?? null,
    lastYear: then ? { value: then.value, change: then.change, comparable: then.comparable } : null,
    marks: newest?.marks ?? [],
    spark: !newest
      ? {
          actual: [],
          plan: [],
          lastYear: [],
          from: wholeYear(year ?? yearOf(answer.asOf)).start,
          to: wholeYear(year ?? yearOf(answer.asOf)).end,
        }
      : (indicator.time === 'cumulative' ? yearSpark : recentSpark)(newest, indicator, answer, known),
    dataDate: newest ? answer.dataDate : null,
    nextDue: newest ? answer.nextDue : null,
    owner: { id: owner, name: unitOf(catalogue, owner).name },
    area,
    empty: newest ? null : (indicator.empty ?? null),
  }
}

export type OverviewHead = {
  city: string
  period?: string | undefined
  asOf?: Day | undefined
  area?: string | undefined
}

const worstFirst = ['off-track', 'behind', 'late', 'on-track', 'untargeted', 'no-data'] as const

const rank = ({ status }: Tile): number => worstFirst.indexOf(status ?? 'untargeted')

function checkArea(area: string | undefined, areas: readonly Area[]): void {
  if (area === undefined || areas.some(({ id }) => id === area)) return
  const close = nearest(area, areas, ({ id, title }) => [id, title.vi, title.en])
  throw new Failure(
    'question/unknown-value',
    { vi: `Không có lĩnh vực "${area}"`, en: `Unknown area of responsibility: "${area}"` },
    { nearest: close.map(({ id, title }) => ({ id, name: title })) },
  )
}

/**
 * Tiles of other areas than `head.area` are left out; the rest is ordered worst first within each group, and counted.
 * @throws Failure question/unknown-city, question/unknown-value (area)
 */
export function toOverview(tiles: readonly Tile[], head: OverviewHead, catalogue: Catalogue): Overview {
  checkArea(head.area, catalogue.areas)
  const shown = tiles.filter(({ area }) => head.area === undefined || area === head.area)
  const ordered = [...shown].sort(
    (a, b) =>
      groups.indexOf(a.group) - groups.indexOf(b.group) ||
      rank(a) - rank(b) ||
      Number(b.headline) - Number(a.headline) ||
      (a.indicator < b.indicator ? -1 : 1),
  )
  const counts: Overview['counts'] = { 'on-track': 0, behind: 0, 'off-track': 0, 'no-data': 0, late: 0, untargeted: 0 }
  for (const { status } of shown) counts[status ?? 'untargeted']++
  const named = new Set(tiles.map(({ area }) => area))
  return {
    city: cityOf(catalogue, head.city).id,
    release: catalogue.release.id,
    asOf: head.asOf ?? catalogue.release.horizon,
    horizon: catalogue.release.horizon,
    period: head.period ?? null,
    area: head.area ?? null,
    counts,
    tiles: ordered,
    areas: catalogue.areas.filter(({ id }) => named.has(id)).map(({ id, title, post }) => ({ id, title, post })),
    cities: catalogue.cities.map(({ id, name }) => ({ id, name })),
  }
}
