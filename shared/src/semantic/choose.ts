/**
 * Owns the rule of preference: of the statements that compete for one cell, which one is chosen, by which step, and how far the
 * others lie apart. Engines return all of them; the rule stands here once for every engine.
 */
import { certainties } from '../dataset.ts'
import type { StatementsPart } from './part.ts'
import type { Row } from './row.ts'

/** Steps in their order; `only`: nothing competed. */
export type Step = 'certainty' | 'exactness' | 'published' | 'source' | 'only'

/** A chosen row and the span of its rivals: those published with it or later, and those that it replaced; null: none differ in time. */
export type Chosen = { row: Row; low: number; high: number; earlierLow: number | null; earlierHigh: number | null }

type Rival = Row

const trust = ({ certainty }: Rival): number => certainties.findIndex((name) => name === certainty)
const isExact = ({ rounding }: Rival): boolean => rounding === 'exact'
const published = (row: Rival): string => String(row['published'])

/** First step of the rule in which two statements differ. @param versions  plans: what was published last is in force */
export function stepBetween(a: Rival, b: Rival, versions: boolean): Step {
  const later = published(a) !== published(b)
  if (versions && later) return 'published'
  if (trust(a) !== trust(b)) return 'certainty'
  if (isExact(a) !== isExact(b)) return 'exactness'
  return later ? 'published' : 'source'
}

/** Below zero: `a` is preferred. The id decides between equals, so that the choice is the same everywhere. */
export function compareStatements(a: Rival, b: Rival, versions: boolean): number {
  switch (stepBetween(a, b, versions)) {
    case 'certainty':
      return trust(b) - trust(a)
    case 'exactness':
      return isExact(a) ? -1 : 1
    case 'published':
      return published(a) > published(b) ? -1 : 1
    case 'source':
    case 'only':
      return Number(b['source_rank']) - Number(a['source_rank']) || (String(a['id']) < String(b['id']) ? -1 : 1)
  }
}

const cellOf = (part: StatementsPart, row: Row): string =>
  JSON.stringify([
    row['item'],
    row['stated'],
    row['of_unit'],
    row['unit'],
    row['period_start'],
    row['period_end'],
    part.versions ? row['published'] : '',
    ...part.dimensions.map((_, i) => row[`d${i}`]),
  ])

const spanOf = (rows: readonly Row[]): [number, number] | undefined => {
  const values = rows.map((row) => Number(row['value']))
  return values.length ? [Math.min(...values), Math.max(...values)] : undefined
}

/** @param rows  all candidates of the part; @returns one a cell */
export function choose(part: StatementsPart, rows: readonly Row[]): Chosen[] {
  return [...Map.groupBy(rows, (row) => cellOf(part, row)).values()].map((rivals) => {
    const row = rivals.reduce((best, one) => (compareStatements(one, best, part.versions) < 0 ? one : best))
    const [low, high] = spanOf(rivals.filter((one) => published(one) >= published(row)))!
    const earlier = spanOf(rivals.filter((one) => published(one) < published(row)))
    return { row, low, high, earlierLow: earlier?.[0] ?? null, earlierHigh: earlier?.[1] ?? null }
  })
}
