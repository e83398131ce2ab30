/**
 * Owns the question resolved: every name looked up in the catalogue, access turned into filters, time into windows. Plain data;
 * knows no SQL. Refuses what the catalogue does not name or the indicator does not offer.
 */
import type { Catalogue } from '../catalogue.ts'
import { cityOf, datasetOf, subtreeOf, unitOf } from '../catalogue.ts'
import type { City } from '../city.ts'
import { Failure } from '../failure.ts'
import type { Indicator, Measure } from '../indicator.ts'
import { isAdditive, meantBy, partsOf } from '../indicator.ts'
import type { Day, Grain, Period } from '../period.ts'
import { addMonths, bucketOf, day, parsePeriod, yearOf } from '../period.ts'
import type { Question } from '../question.ts'
import { nearest } from '../search.ts'
import type { UnitLevel } from '../unit.ts'
import { localLevels } from '../unit.ts'
import type { Viewer } from '../viewer.ts'
import { mayReadIn, readableOf } from '../viewer.ts'
import { canonical, scopeOf } from './ask.ts'
import type { PlanPart } from './part.ts'
import { planPart } from './part.ts'

/** Ends inside; null: open. */
export type Window = { start: Day | null; end: Day | null }

export type Plan = {
  /** In canonical form. */
  question: Question
  indicator: string
  kind: Measure['kind']
  /** Ratios are multiplied by it: 100 for percent. */
  scale: number
  time: Indicator['time']
  /** Months after December in which a reporting year's figures still come: one more than its definition, for accounts that close late. */
  overrunMonths: number
  asOf: Day
  /** Asked for; null: everything up to `asOf`. */
  period: Period | null
  /** Period widened to what comparisons look back to. */
  reach: Window
  /** null: grain `point`. */
  grain: Grain | null
  /** Dimensions, in order of columns c0, c1, ... */
  cuts: string[]
  /** Levels of the cut by unit; null: none. */
  levels: UnitLevel[] | null
  /** Units asked, in order of time; with a cut by unit: what the units cut to lie below. */
  units: string[]
  /** The city through time: figures of a unit that has ended are those of its days. */
  throughTime: boolean
  peers: { city: string; units: string[] }[]
  scope: 'all' | string[]
  parts: PlanPart[]
  additive: boolean
  simulated: boolean
}

const isWholeYears = ({ start, end }: Period): boolean => start.endsWith('-01-01') && end.endsWith('-12-31')

/** Cumulative figures of a whole year run over its end where the reporting year does. */
export const endOf = (period: Period, indicator: Pick<Indicator, 'time' | 'overrunMonths'>): Day =>
  indicator.time === 'cumulative' && isWholeYears(period) ? addMonths(period.end, indicator.overrunMonths) : period.end

/** Whether a figure lies in the period asked. Whole years hold their reporting years; other periods hold dates. */
export function isAsked(plan: Pick<Plan, 'period' | 'time' | 'overrunMonths'>, { start, end }: Period): boolean {
  const { period } = plan
  if (!period) return true
  if (plan.time === 'cumulative' && isWholeYears(period)) {
    return yearOf(start) >= yearOf(period.start) && yearOf(start) <= yearOf(period.end) && end <= endOf(period, plan)
  }
  return end >= period.start && end <= period.end
}

function reachOf(question: Question, indicator: Indicator, period: Period | null, overrunMonths: number): Window {
  if (!period) return { start: null, end: null }
  const looksBack = question.compare.includes('last-year') || question.compare.includes('previous')
  const grain = question.grain === 'point' ? indicator.grain : question.grain
  const back = looksBack ? 1 : 0
  const start = looksBack || indicator.time === 'cumulative' ? day(yearOf(period.start) - back, 1, 1) : period.start
  const bucket =
    question.grain === 'point'
      ? { start, end: period.end }
      : { start: bucketOf(start, grain).start, end: bucketOf(period.end, grain).end }
  const end = endOf(period, { time: indicator.time, overrunMonths })
  return { start: bucket.start < start ? bucket.start : start, end: bucket.end > end ? bucket.end : end }
}

function levelsOf(question: Question): UnitLevel[] | null {
  const asked = question.by.filter((cut) => cut.startsWith('unit:')).map((cut) => cut.slice('unit:'.length))
  if (asked.length > 1) {
    throw new Failure('question/unsupported', {
      vi: `Chỉ chia theo một cấp đơn vị mỗi lần: ${asked.join(', ')}`,
      en: `More than one cut by unit: ${asked.join(', ')}; allowed: one`,
    })
  }
  if (!asked.length) return null
  return asked[0] === 'local' ? [...localLevels] : [asked[0] as UnitLevel]
}

function checkCuts(question: Question, indicator: Indicator, catalogue: Catalogue): void {
  const columns = datasetOf(catalogue, partsOf(indicator.measure)['of']!.dataset).columns
  const offered = indicator.cuts.map((id) => ({
    id,
    name: columns.find(({ name }) => name === id)?.title ?? { vi: id, en: id },
  }))
  for (const cut of [...question.by.filter((one) => !one.startsWith('unit:')), ...Object.keys(question.where)]) {
    if (indicator.cuts.includes(cut)) continue
    const close = nearest(cut, offered, ({ id, name }) => [id, name.vi, name.en])
    const names = (language: 'vi' | 'en') => offered.map(({ id, name }) => `${id} (${name[language]})`).join(', ')
    throw new Failure(
      'question/unknown-cut',
      {
        vi: `Chỉ tiêu không có chiều "${cut}"; cho phép: ${offered.length ? names('vi') : 'không có chiều nào'}`,
        en: `Unknown cut: "${cut}"; allowed: ${offered.length ? names('en') : 'none'}`,
      },
      { nearest: close.length ? close : offered },
    )
  }
}

/** The unit asked, or the city's units one after the other in time. */
function rootsOf(question: Question, city: City, catalogue: Catalogue, scope: 'all' | string[]): string[] {
  if (question.unit === undefined) return city.units
  const unit = unitOf(catalogue, question.unit)
  const own = new Set(city.units.flatMap((root) => [...subtreeOf(catalogue, root)]))
  if (!own.has(unit.id)) {
    throw new Failure('question/unknown-unit', {
      vi: `"${unit.name.vi}" không thuộc ${city.name.vi}`,
      en: `Unit outside ${city.name.en}: "${unit.name.en}"`,
    })
  }
  if (scope !== 'all' && !scope.some((root) => subtreeOf(catalogue, root).has(unit.id))) {
    throw new Failure('access/denied', {
      vi: `Không có quyền xem đơn vị "${unit.name.vi}"`,
      en: `No access to the unit "${unit.name.en}"`,
    })
  }
  return [unit.id]
}

/**
 * A part of the city must not pass for the whole: where the whole is asked and the scope does not hold it, no row is read, and the
 * figure is missing.
 */
function wholeOrNothing(
  scope: 'all' | string[],
  question: Question,
  city: City,
  catalogue: Catalogue,
): 'all' | string[] {
  if (scope === 'all' || question.unit !== undefined || question.by.some((cut) => cut.startsWith('unit:'))) return scope
  const own = new Set(scope.flatMap((root) => [...subtreeOf(catalogue, root)]))
  return city.units.every((unit) => own.has(unit)) ? scope : []
}

/** Peers in which the viewer may read it: elsewhere another area may answer for it. */
function peersOf(
  question: Question,
  city: City,
  indicator: Indicator,
  catalogue: Catalogue,
  viewer: Viewer,
): Plan['peers'] {
  if (!question.compare.includes('peers') || question.by.length || question.unit !== undefined) return []
  return city.peers.flatMap((id) => {
    const peer = catalogue.cities.find((other) => other.id === id)
    return peer && peer.id !== city.id && mayReadIn(viewer, indicator, peer) ? [{ city: id, units: peer.units }] : []
  })
}

function refuseUnsupported(question: Question, indicator: Indicator): void {
  const recut =
    question.map === 'today' && (indicator.measure.kind === 'stated' || indicator.measure.kind === 'distinct')
  const running = indicator.measure.kind === 'distinct' && indicator.time === 'cumulative'
  if (!recut && !running) return
  throw new Failure('question/unsupported', {
    vi: recut
      ? 'Không thể tính lại theo bản đồ hôm nay: số liệu không cộng được'
      : 'Không thể lũy kế số đếm không trùng',
    en: recut
      ? "Cannot be re-cut to today's map: the figures do not add"
      : 'A count of distinct values cannot run through the year',
  })
}

/** @throws Failure question/unsupported where the indicator has no rows */
function meant(indicator: Indicator, from: Question['from']): Indicator {
  const found = meantBy(indicator, from)
  if (found) return found
  throw new Failure('question/unsupported', {
    vi: `Chỉ tiêu "${indicator.name.vi}" chưa có dữ liệu chi tiết theo dòng; chỉ có số liệu công bố`,
    en: `The indicator "${indicator.name.en}" has no rows to drill into; there are published figures only`,
  })
}

/**
 * @throws Failure question/unknown-indicator, question/unknown-city, question/unknown-unit, question/unknown-cut,
 *   question/unknown-value, question/bad-period, question/bad-date, question/unsupported, access/denied
 */
export function makePlan(asked: Question, catalogue: Catalogue, viewer: Viewer): Plan {
  const question = canonical(asked)
  const city = cityOf(catalogue, question.city)
  const indicator = meant(readableOf(viewer, question.indicator, city, catalogue), question.from)
  const scope = wholeOrNothing(scopeOf(viewer, indicator.audience), question, city, catalogue)
  checkCuts(question, indicator, catalogue)
  refuseUnsupported(question, indicator)
  const period = question.period === undefined ? null : parsePeriod(question.period)
  const cuts = question.by.filter((cut) => !cut.startsWith('unit:'))
  const overrunMonths = indicator.overrunMonths > 0 ? indicator.overrunMonths + 1 : 0
  const [levels, units, peers] = [
    levelsOf(question),
    rootsOf(question, city, catalogue, scope),
    peersOf(question, city, indicator, catalogue, viewer),
  ]
  const roots = [...units, ...peers.flatMap((peer) => peer.units)]
  const wholeCities =
    !levels &&
    scope === 'all' &&
    question.map === 'reported' &&
    roots.every((id) => unitOf(catalogue, id).level === 'city')
  const parts = Object.entries(partsOf(indicator.measure)).flatMap(
    ([name, part]) => planPart({ name, part, question, cuts, catalogue, indicator, wholeCities }) ?? [],
  )
  return {
    question,
    indicator: indicator.id,
    kind: indicator.measure.kind,
    scale: indicator.measure.kind === 'ratio' ? indicator.measure.scale : 100,
    time: indicator.time,
    overrunMonths,
    asOf: question.asOf ?? catalogue.release.horizon,
    period,
    reach: reachOf(question, indicator, period, overrunMonths),
    grain: question.grain === 'point' ? null : question.grain,
    cuts,
    levels,
    units,
    throughTime: question.unit === undefined,
    peers,
    scope,
    parts,
    additive: isAdditive(indicator.measure),
    simulated: parts.some(({ dataset }) => datasetOf(catalogue, dataset).simulated),
  }
}
