/** Owns sums over every two axes, without filters: small whatever the number of rows. They answer as long as one axis is filtered. */
import type { Axis, Matrix, Sizes } from './axis.ts'
import { turned } from './axis.ts'

export type Pairs = { matrix: (x: Axis, y: Axis) => Matrix | null }

/** @param cells  sums of the two axes a < b, by `a,b` */
export function openPairs(sizes: Sizes, cells: ReadonlyMap<string, Matrix>): Pairs {
  const over = new Map<string, Matrix>()
  return {
    matrix(x, y) {
      if (x < y) return cells.get(`${x},${y}`) ?? null
      const found = over.get(`${x},${y}`)
      if (found) return found
      const straight = cells.get(`${y},${x}`)
      if (!straight) return null
      const made = turned(straight, sizes[y]!, sizes[x]!)
      over.set(`${x},${y}`, made)
      return made
    },
  }
}
