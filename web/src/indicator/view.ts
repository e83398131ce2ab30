/** Owns what the address says about an indicator's page, and the questions that follow from it. Pure. */
import type { Comparison, Dataset, Day, Figure, QuestionInput, Where } from '@laban/shared'
import { comparisons, parsePeriod, parseWhere, printWhere, yearOf } from '@laban/shared'
import type { PageSearch, RawSearch } from '../address.ts'
import { BadAddress, listIn, oneOf, periodIn, present, textIn } from '../address.ts'

export type View = {
  id: string
  city?: string
  period?: string
  asOf?: Day
  unit?: string
  where: Where
  compare: Comparison[]
  map: 'reported' | 'today'
  /** The edition of the breakdowns, as a period's key. */
  at?: string
  /** The figure whose passport is open: its period's key and its unit. */
  origin?: string
  of?: string
}

export const usualCompare: readonly Comparison[] = ['target', 'last-year']

/** @throws BadAddress */
export function viewOf(id: string, search: PageSearch): View {
  const raw = search as RawSearch
  return {
    id,
    where: whereOf(raw),
    compare: compareOf(raw),
    map: oneOf(raw, 'map', ['reported', 'today']) ?? 'reported',
    ...present({
      city: search.city,
      period: search.period,
      asOf: search.asOf,
      unit: textIn(raw, 'unit'),
      at: periodIn(raw, 'at'),
      origin: periodIn(raw, 'origin'),
      of: textIn(raw, 'of'),
    }),
  }
}

function whereOf(raw: RawSearch): Where {
  try {
    return parseWhere(textIn(raw, 'where') ?? '')
  } catch {
    throw new BadAddress('where', raw['where'] ?? '')
  }
}

/** `none` says that no comparison is wanted; absent means the usual ones. */
function compareOf(raw: RawSearch): Comparison[] {
  const list = listIn(raw, 'compare')
  if (!list) return [...usualCompare]
  if (list[0] === 'none') return []
  const wrong = list.find((one) => !comparisons.some((known) => known === one))
  if (wrong !== undefined) throw new BadAddress('compare', wrong, [...comparisons])
  return comparisons.filter((one) => list.includes(one))
}

export const writeCompare = (chosen: readonly Comparison[]): string | undefined =>
  chosen.length === 0
    ? 'none'
    : usualCompare.length === chosen.length && usualCompare.every((one) => chosen.includes(one))
      ? undefined
      : chosen.join(',')

export const writeFilter = (where: Where): string | undefined => printWhere(where) || undefined

type Asked = QuestionInput & { city: string }

const root = (view: View, city: string): Asked => ({
  indicator: view.id,
  city,
  ...present({ unit: view.unit, asOf: view.asOf }),
  ...(Object.keys(view.where).length ? { where: view.where } : {}),
  ...(view.map === 'today' ? { map: 'today' as const } : {}),
})

/** Everything up to the day asked: charts and table choose from it without asking again. */
export const seriesQuestion = (view: View, city: string): Asked => ({ ...root(view, city), compare: view.compare })

/** The newest figure of the period; without a period it is the series' own newest, and the same question. */
export const headQuestion = (view: View, city: string): Asked =>
  view.period ? { ...seriesQuestion(view, city), period: view.period } : seriesQuestion(view, city)

/** Parts of one cut. Events are summed by year; what was published keeps its own dates. */
export function cutQuestion(view: View, city: string, cut: string, form: Dataset['form']): Asked {
  const { [cut]: _, ...where } = view.where
  const { where: __, ...rest } = root(view, city)
  return {
    ...rest,
    by: [cut],
    ...(Object.keys(where).length ? { where } : {}),
    ...(form === 'events' ? { grain: 'year' as const } : {}),
    ...(view.period ? { period: view.period } : {}),
  }
}

/** Names one figure for its passport by its unit and last day: a whole year would name the newest of its reporting year. */
export const passportQuestion = (view: View, city: string, figure: Pick<Figure, 'unit' | 'period'>): Asked => ({
  ...root(view, city),
  unit: figure.unit,
  period: figure.period.end,
  compare: ['target'],
})

/** The year that charts show: that of the period asked for, else that of the newest figure. */
export const yearShown = (view: View, head: Figure | undefined): number | undefined =>
  view.period ? yearOf(parsePeriod(view.period).start) : head && yearOf(head.period.start)
