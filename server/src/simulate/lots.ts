/** Owns lots: cells with the number of rows that they become, and where those rows take their unit and other codes from. */
import type { Day } from '@laban/shared'
import { daysBetween } from '@laban/shared'
import type { Cell } from './cells.ts'
import { share } from './fit.ts'
import type { Land, Place } from './places.ts'
import { unitsIn } from './places.ts'

/** Slots of a set: a row takes the value of one slot by chance. */
export const slots = 4096

/** Sets of values by weight; each value has the slots `from` .. `to`, the last not inside. */
export type Sets = {
  of: (values: readonly (readonly [value: string, weight: number])[]) => number
  slices: { set: number; value: string; from: number; to: number }[]
}

export function createSets(): Sets {
  const slices: Sets['slices'] = []
  const known = new Map<string, number>()
  return {
    slices,
    of: (values) => {
      const key = JSON.stringify(values)
      const found = known.get(key)
      if (found !== undefined) return found
      const counts = share(
        slots,
        values.map(([, weight]) => weight),
      )
      const set = known.size
      let to = 0
      values.forEach(([value], i) => {
        to += counts[i]!
        slices.push({ set, value, from: to - counts[i]!, to })
      })
      known.set(key, set)
      return set
    },
  }
}

const unitSets = new WeakMap<readonly Place[], Map<string, number>>()

/** Set of the units at a place on a day; places that have rows of their own stand beside it. */
export function unitSet(sets: Sets, land: Land, place: string, on: Day, places: readonly Place[]): number {
  let known = unitSets.get(places)
  if (!known) unitSets.set(places, (known = new Map()))
  const key = `${place} ${on}`
  const found = known.get(key) ?? makeUnitSet(sets, land, place, on, places)
  known.set(key, found)
  return found
}

function makeUnitSet(sets: Sets, land: Land, place: string, on: Day, places: readonly Place[]): number {
  const others = new Set(places.map(({ id }) => id).filter((id) => id !== place))
  return sets.of(unitsIn(land, place, on, others).map(({ id }) => [id, land.weights.get(id) ?? 1] as const))
}

/** Rows come out of a lot as many as `rows`; their amounts add up to `amount`, their second amounts to `second`. */
export type Lot = {
  rows: number
  start: Day
  days: number
  amount: number
  second: number
  /** Set of units, and one for a further column; -1: none. */
  units: number
  picks: number
  codes: readonly (string | null)[]
}

/** How many rows each cell becomes: more where there is more, at least one where there is anything. */
export function rowsOf(amounts: readonly number[], rows: number, most: (amount: number) => number): number[] {
  const weights = amounts.map((amount) => Math.max(0, amount) ** 0.6)
  const sum = weights.reduce((a, b) => a + b, 0)
  return amounts.map((amount, i) =>
    amount <= 0 ? 0 : Math.min(most(amount), Math.max(1, Math.round((rows * weights[i]!) / sum))),
  )
}

export const spanOf = ({ start, end }: Pick<Cell, 'start' | 'end'>) => ({ start, days: daysBetween(start, end) + 1 })
