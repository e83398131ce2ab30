/** Owns which figures of different cities may be held against each other: of like dates, and of periods of like length. */
import type { Period } from './period.ts'
import { daysBetween } from './period.ts'

export type Dated = { value: number; period: Period }

/** `date`: more than a year apart; `span`: periods of another length; null: may be compared. */
export type Apart = 'date' | 'span' | null

/** Further apart than this many days are two figures of different years, even where a year ends on 31 January. */
const farDays = 366
/** Two cumulative figures may close some days apart, never a month and a half. */
const spanDays = 45
/** What a year of age costs an anchor, in cities that it could be compared with: four cities in 2014 lose to two last year. */
const ageCost = 0.25

const apartDays = (a: Dated, b: Dated): number => Math.abs(daysBetween(a.period.end, b.period.end))

/** @param time  for stocks the length of a period says nothing */
export function apartFrom(against: Dated, figure: Dated, time: 'flow' | 'stock' | 'cumulative'): Apart {
  if (apartDays(against, figure) > farDays) return 'date'
  const length = ({ period }: Dated) => daysBetween(period.start, period.end)
  return time !== 'stock' && Math.abs(length(against) - length(figure)) > spanDays ? 'span' : null
}

const newest = <T extends Dated>(figures: readonly T[]): T | null =>
  figures.reduce<T | null>((best, figure) => (best && best.period.end >= figure.period.end ? best : figure), null)

/** The figure that may be compared with the anchor and lies nearest to its date. */
function nearestTo<T extends Dated>(anchor: T, figures: readonly T[], time: 'flow' | 'stock' | 'cumulative'): T | null {
  const like = figures.filter((figure) => apartFrom(anchor, figure, time) === null)
  return like.reduce<T | null>(
    (best, figure) => (best && apartDays(anchor, best) <= apartDays(anchor, figure) ? best : figure),
    null,
  )
}

/**
 * One figure a city, so chosen that as many as possible may be compared with the first city's and that all are recent.
 * @param cities  every figure of each city, the city that is compared first
 * @returns in the same order; null for a city without figures; where none is alike, the newest
 */
export function alike<T extends Dated>(
  cities: readonly (readonly T[])[],
  time: 'flow' | 'stock' | 'cumulative',
): (T | null)[] {
  const home = cities.find((figures) => figures.length > 0)
  const last = home && newest(home)
  if (!home || !last) return cities.map(() => null)
  const worth = (anchor: T): number =>
    cities.reduce((sum, figures) => {
      const other = figures === home ? null : nearestTo(anchor, figures, time)
      return other ? sum + 1 - apartDays(anchor, other) / (2 * farDays) : sum
    }, 0) -
    (ageCost * apartDays(anchor, last)) / 365
  const anchor = home.reduce((best, figure) => (worth(figure) > worth(best) ? figure : best), last)
  return cities.map((figures) => (figures === home ? anchor : (nearestTo(anchor, figures, time) ?? newest(figures))))
}
