/** Owns the shape of series: figures in order of time, broken where the territory changes or nothing was published. */
import type { Day, Figure } from '@laban/shared'
import { addYears, yearOf } from '@laban/shared'

export type Point = { on: Day; value: number | null; figure: Figure }

/** The year that a running total belongs to: that of its first day. */
export const reportingYear = (figure: Figure): number => yearOf(figure.period.start)

const byTime = (a: Figure, b: Figure): number =>
  a.period.end < b.period.end ? -1 : a.period.end > b.period.end ? 1 : a.unit < b.unit ? -1 : a.unit > b.unit ? 1 : 0

/**
 * One run for each territory, in order of time; a figure that is missing stays in its run as a gap.
 * @param years  moves every date on by so many years, to lay an earlier year on this one
 */
export function runsOf(figures: readonly Figure[], years = 0): Point[][] {
  const runs = new Map<string, Point[]>()
  for (const figure of figures.toSorted(byTime)) {
    const run = runs.get(figure.unit) ?? []
    if (run.length === 0) runs.set(figure.unit, run)
    run.push({ on: addYears(figure.period.end, years), value: figure.value, figure })
  }
  return [...runs.values()]
}

/** The newest figure that has a value; of two territories on one day the one that began later. */
export const newest = (figures: readonly Figure[]): Figure | undefined =>
  figures
    .filter(({ value }) => value !== null)
    .toSorted(byTime)
    .at(-1)

/** Years that have a figure, the newest first. */
export const yearsOf = (figures: readonly Figure[]): number[] =>
  [...new Set(figures.filter(({ value }) => value !== null).map(reportingYear))].toSorted((a, b) => b - a)

/** How long a period is, as people name it; `part`: from 1 January to some day, or any other span. */
export function lengthOf({ period }: Figure): 'year' | 'quarter' | 'month' | 'part' {
  const [start, end] = [period.start, period.end]
  if (start.slice(0, 4) !== end.slice(0, 4) || start.slice(8) !== '01') return start === end ? 'month' : 'part'
  const months = Number(end.slice(5, 7)) - Number(start.slice(5, 7)) + 1
  const closed = addYears(end, 0).slice(0, 7) !== nextDay(end).slice(0, 7)
  if (!closed) return 'part'
  if (months === 12) return 'year'
  if (months === 3 && Number(start.slice(5, 7)) % 3 === 1) return 'quarter'
  return months === 1 ? 'month' : 'part'
}

const nextDay = (at: Day): Day => new Date(Date.parse(`${at}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
