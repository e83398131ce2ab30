/**
 * Owns sums over every two axes: months with a dimension, and two dimensions by year. Small whatever the number of rows, and enough
 * while one dimension is filtered and time stands on whole years.
 */
import type { Axis, Mask, Masks, Matrix, Sizes } from './axis.ts'
import { turned } from './axis.ts'

export type PairCells = {
  sizes: Sizes
  /** Place of the year by month, and whether the month has any rows. */
  years: Uint16Array
  filled: Uint8Array
  /** By `a,b`, a < b: of months (a = 0) one matrix; of two dimensions one a year. */
  cells: ReadonlyMap<string, Matrix[]>
}

export type Pairs = {
  /** Sums under the masks of the other axes; null where pairs cannot know them. */
  matrix: (x: Axis, y: Axis, masks: Masks) => Matrix | null
}

/** The years that a span of months holds whole, as far as months have rows; null where it cuts one. */
function wholeYears(span: Mask, { years, filled }: PairCells): Set<number> {
  const inside = new Set<number>()
  for (let month = 0; month < years.length; month++) if (span === null || span[month] === 1) inside.add(years[month]!)
  return inside.size > 0 &&
    years.every((year, month) => filled[month] === 0 || inside.has(year) === (span === null || span[month] === 1))
    ? inside
    : new Set()
}

function summed(slices: readonly Matrix[]): Matrix {
  const [first, ...rest] = slices
  return first!.map((cells, measure) => {
    if (rest.length === 0) return cells
    const sum = cells.slice()
    for (const slice of rest) for (let i = 0; i < sum.length; i++) sum[i]! += slice[measure]![i]!
    return sum
  })
}

export function openPairs(given: PairCells): Pairs {
  const { sizes, cells } = given
  return {
    matrix(x, y, masks) {
      const [a, b] = x < y ? [x, y] : [y, x]
      const slices = cells.get(`${a},${b}`)
      if (!slices || masks.some((mask, axis) => mask !== null && axis !== 0 && axis !== x && axis !== y)) return null
      const span = a === 0 ? null : (masks[0] ?? null)
      const years = a === 0 ? null : wholeYears(span, given)
      if (years?.size === 0) return null
      const found = summed(years === null ? slices : slices.filter((_, year) => years.has(year)))
      return x < y ? found : turned(found, sizes[a]!, sizes[b]!)
    },
  }
}
