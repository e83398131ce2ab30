/** Owns what follows from the figures of a row that may be compared: median, difference, ends of its line. Pure. */
import type { Apart, Dated, Day } from '@laban/shared'
import { apartFrom } from '@laban/shared'

/** The figure that others are held against: the home city's, which stands first, else the newest. */
export function reference<T extends Dated>(cells: readonly (T | null)[]): T | null {
  const [home] = cells
  if (home) return home
  return cells.reduce<T | null>(
    (newest, cell) => (cell && (!newest || cell.period.end > newest.period.end) ? cell : newest),
    null,
  )
}

export type Compared<T> = {
  /** In the order of the cells; null where there is no figure. */
  apart: (Apart | undefined)[]
  /** Of the figures that may be compared; null below two. */
  median: number | null
  count: number
  /** The home city against the median; null where either is missing. */
  difference: number | null
  /** Greatest and least of the figures drawn on the row's line, zero included. */
  from: number
  to: number
  against: T | null
}

export function compareRow<T extends Dated>(
  cells: readonly (T | null)[],
  time: 'flow' | 'stock' | 'cumulative',
): Compared<T> {
  const against = reference(cells)
  const apart = cells.map((cell) => (cell && against ? apartFrom(against, cell, time) : undefined))
  const values = cells.flatMap((cell, i) => (cell && apart[i] === null ? [cell.value] : []))
  const median = values.length < 2 ? null : medianOf(values)
  const home = cells[0]
  const all = cells.flatMap((cell) => cell?.value ?? [])
  return {
    apart,
    median,
    count: values.length,
    difference: home && median !== null ? home.value - median : null,
    from: Math.min(0, ...all),
    to: Math.max(0, ...all),
    against,
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

/** `before`: the territory ended on that day; `after`: it began on that day; null: a boundary that never moved in our records. */
export type Territory = { side: 'before' | 'after'; on: Day } | null

export const territoryOf = ({ unitFrom, unitTo }: { unitFrom: Day | null; unitTo: Day | null }): Territory =>
  unitTo !== null ? { side: 'before', on: unitTo } : unitFrom !== null ? { side: 'after', on: unitFrom } : null
