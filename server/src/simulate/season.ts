/** Owns how a year runs: taxes and payments by month, the dip at Tết, the rush before the books close. Shapes, not figures. */
import type { Day } from '@laban/shared'
import { addDays, day, daysBetween, monthOf, yearOf } from '@laban/shared'

export type Season = 'taxes' | 'spending' | 'building' | 'founding'

const months: Record<Season, number[]> = {
  taxes: [1.25, 0.8, 1, 1.1, 0.9, 0.95, 1.05, 0.9, 0.95, 1.05, 0.95, 1.2],
  spending: [0.5, 0.55, 0.8, 0.85, 0.9, 1.05, 0.9, 0.9, 1, 1.05, 1.2, 2.2],
  building: [0.25, 0.3, 0.5, 0.6, 0.8, 1, 0.8, 0.9, 1, 1, 1.3, 3.2],
  founding: [1, 0.75, 1.2, 1.1, 1.05, 1, 1, 0.95, 1, 1.05, 1.05, 1.05],
}

/** First day of the lunar year. */
const newYears: Day[] = [
  '2020-01-25',
  '2021-02-12',
  '2022-02-01',
  '2023-01-22',
  '2024-02-10',
  '2025-01-29',
  '2026-02-17',
  '2027-02-06',
  '2028-01-26',
  '2029-02-13',
  '2030-02-03',
]

const isHoliday = (at: Day): boolean => newYears.some((first) => Math.abs(daysBetween(addDays(first, 1), at)) <= 4)

function weightOn(at: Day, season: Season, year: number): number {
  const month = months[season][monthOf(at) - 1]!
  // Payments of a plan year that run into the next January are the last rush before it closes.
  if (yearOf(at) > year) return season === 'building' ? 3 : 0.5
  const rush = (season === 'spending' || season === 'building') && at.slice(5) >= '12-20' ? 1.8 : 1
  return month * rush * (isHoliday(at) ? 0.25 : 1)
}

/** Sums of the days' weights from 1 January on, by day of the year; the year's figures may still come in the quarter after it. */
const sums = new Map<string, number[]>()
function sumsOf(season: Season, year: number): number[] {
  const key = `${season} ${year}`
  let known = sums.get(key)
  if (!known) {
    known = [0]
    for (let at = day(year, 1, 1); at <= day(year + 1, 3, 31); at = addDays(at, 1))
      known.push(known.at(-1)! + weightOn(at, season, year))
    sums.set(key, known)
  }
  return known
}

/** Weight of the days from `start` to `end`, both inside, for figures that count towards `year`. */
export function weightOf(start: Day, end: Day, season: Season, year: number): number {
  const known = sumsOf(season, year)
  const at = (on: Day) => known[daysBetween(day(year, 1, 1), on)]!
  return at(addDays(end, 1)) - at(start)
}

/** From 1 January to `last`, cut at every month's end and at the days given. */
export function spansOf(year: number, last: Day, cuts: Iterable<Day>): { start: Day; end: Day }[] {
  const ends = new Set<Day>([last])
  for (let month = 1; month <= 14; month++)
    ends.add(addDays(day(year + Math.floor(month / 12), (month % 12) + 1, 1), -1))
  for (const cut of cuts) ends.add(cut)
  const spans: { start: Day; end: Day }[] = []
  let start = day(year, 1, 1)
  for (const end of [...ends].filter((at) => at >= start && at <= last).sort()) {
    spans.push({ start, end })
    start = addDays(end, 1)
  }
  return spans
}
