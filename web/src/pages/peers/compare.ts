/** Owns which figures of a row may be held against each other, and what then follows: median, difference, places on a line. Pure. */
import type { Day, Period } from '@laban/shared'
import { daysBetween } from '@laban/shared'

export type Comparable = { value: number; period: Period }

/** Why a figure stands apart from the one it is held against. */
export type Apart = 'date' | 'span' | null

/** Further apart than this many days are two figures of different years, even where a year ends on 31 January. */
const farDays = 366
/** Two cumulative figures may close some days apart, never a month and a half. */
const spanDays = 45

const lengthOf = ({ start, end }: Period): number => daysBetween(start, end)

/** The figure that others are held against: the home city's, which stands first, else the newest. */
export function reference<T extends Comparable>(cells: readonly (T | null)[]): T | null {
  const [home] = cells
  if (home) return home
  return cells.reduce<T | null>((newest, cell) => (cell && (!newest || cell.period.end > newest.period.end) ? cell : newest), null)
}

/** @param time  for stocks the length of a period says nothing */
export function apartFrom(against: Comparable, cell: Comparable, time: 'flow' | 'stock' | 'cumulative'): Apart {
  if (Math.abs(daysBetween(against.period.end, cell.period.end)) > farDays) return 'date'
  if (time !== 'stock' && Math.abs(lengthOf(against.period) - lengthOf(cell.period)) > spanDays) return 'span'
  return null
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

export function compareRow<T extends Comparable>(cells: readonly (T | null)[], time: 'flow' | 'stock' | 'cumulative'): Compared<T> {
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
