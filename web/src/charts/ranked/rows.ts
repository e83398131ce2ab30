/** Owns the order of a breakdown: which parts stand on one day, the largest first, each with its share where parts add up. */
import type { Answer, Figure, Period } from '@laban/shared'
import { periodKey } from '@laban/shared'

export type Part = {
  code: string
  name: string
  figure: Figure
  value: number
  /** 0..1 of the sum of all parts; null where parts do not add, and among units. */ share: number | null
  chosen: boolean
}

/** A period on which parts were published, with how many. */
export type Edition = { key: string; period: Period; count: number }

export const codeOf = (figure: Figure, cut: string): string =>
  cut.startsWith('unit:') ? figure.unit : (figure.cut[cut] ?? '')

/** Periods of the parts, newest first. */
export function editionsOf(figures: readonly Figure[]): Edition[] {
  const found = Map.groupBy(
    figures.filter(({ value }) => value !== null),
    ({ period }) => periodKey(period),
  )
  return [...found]
    .map(([key, parts]) => ({ key, period: parts[0]!.period, count: parts.length }))
    .toSorted((a, b) => (a.period.end === b.period.end ? b.count - a.count : a.period.end < b.period.end ? 1 : -1))
}

/** The newest edition that has at least half as many parts as the fullest: one stray figure does not hide the table before it. */
export function editionFor(editions: readonly Edition[], wanted?: string): Edition | undefined {
  const most = Math.max(0, ...editions.map(({ count }) => count))
  return editions.find(({ key }) => key === wanted) ?? editions.find(({ count }) => count * 2 >= most)
}

/**
 * @param level  codes of one level of the breakdown, since a wider code and its parts must not stand side by side
 * @param chosen  codes that the page is narrowed to
 */
export function rankedParts(
  answer: Pick<Answer, 'figures' | 'additive'>,
  {
    cut,
    edition,
    name,
    level,
    chosen,
  }: {
    cut: string
    edition: Edition | undefined
    name: (code: string) => string
    level: (code: string) => boolean
    chosen: readonly string[]
  },
): Part[] {
  const figures = answer.figures.filter(
    (figure) =>
      figure.value !== null &&
      edition !== undefined &&
      periodKey(figure.period) === edition.key &&
      codeOf(figure, cut) !== '' &&
      level(codeOf(figure, cut)),
  )
  const values = figures.map(({ value }) => value!)
  const sum = values.reduce((total, value) => total + value, 0)
  // A few districts that published are not the whole city: shares among them would mislead.
  const adds = answer.additive && !cut.startsWith('unit:') && sum > 0 && values.every((value) => value >= 0)
  return figures
    .map((figure) => {
      const code = codeOf(figure, cut)
      return {
        code,
        name: name(code),
        figure,
        value: figure.value!,
        share: adds ? figure.value! / sum : null,
        chosen: chosen.includes(code),
      }
    })
    .toSorted((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1))
}
