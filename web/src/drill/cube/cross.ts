/**
 * Owns cross-filtering: each axis is summed under the filters of all others. An interaction changes one axis; what it needs of
 * the rest is one matrix a chart, kept as long as the other filters stand, so that a drag only adds up lines of it.
 */
import type { Axis, Masks, Matrix, Sizes, Sums } from './axis.ts'
import { isFree, restKey, throughMask, totalOf } from './axis.ts'
import type { Rows } from './columns.ts'
import type { Pairs } from './pairs.ts'

export type Crossed = {
  /** By axis. */
  sums: Sums[]
  /** Under all filters, by measure. */
  total: number[]
}

export type Cross = {
  /** Rows that came later than the pairs. */
  give: (rows: Rows) => void
  /** Builds what changes of this axis will need. @returns whether it could */
  enter: (axis: Axis, masks: Masks) => boolean
  /**
   * @param at  the axis that the reader is at
   * @returns null where pairs do not suffice and rows are not there
   */
  ask: (masks: Masks, at: Axis) => Crossed | null
  /** Sums over two axes under all other filters, and under those of these two. */
  table: (x: Axis, y: Axis, masks: Masks) => Matrix | null
}

/** Matrices kept: enough for going to and fro between all charts. */
const kept = 48

export function openCross(sizes: Sizes, pairs: Pairs | null, rowsNow: Rows | null = null): Cross {
  let rows = rowsNow
  const made = new Map<string, Matrix>()

  function matrix(x: Axis, y: Axis, masks: Masks): Matrix | null {
    if (isFree(masks, [x, y])) {
      const found = pairs?.matrix(x, y)
      if (found) return found
    }
    if (!rows) return null
    const key = `${x} ${y} ${restKey(masks, [x, y])}`
    const known = made.get(key)
    const found = known ?? rows.matrix(x, y, masks)
    made.delete(key)
    made.set(key, found)
    if (made.size > kept) made.delete(made.keys().next().value!)
    return found
  }

  const others = (axis: Axis): Axis[] => sizes.map((_, other) => other).filter((other) => other !== axis)

  return {
    give(found) {
      rows = found
    },
    enter: (axis, masks) => others(axis).every((other) => matrix(axis, other, masks) !== null),
    ask(masks, at) {
      const filtered = masks.flatMap((mask, axis) => (mask === null ? [] : [axis]))
      // Under one filter everything follows from pairs with its axis, wherever the reader is.
      const changed = filtered.length === 1 ? filtered[0]! : at
      const sums: Sums[] = []
      for (const axis of others(changed)) {
        const cells = matrix(changed, axis, masks)
        if (!cells) return null
        sums[axis] = throughMask(cells, masks[changed]!, sizes[changed]!, sizes[axis]!)
      }
      // The axis itself, from the side of any other: a filtered one if there is, since its matrix stands under the fewest others.
      const from = others(changed).find((axis) => masks[axis] !== null) ?? others(changed)[0]!
      const cells = matrix(from, changed, masks)
      if (!cells) return null
      sums[changed] = throughMask(cells, masks[from]!, sizes[from]!, sizes[changed]!)
      return { sums, total: totalOf(sums[changed], masks[changed]!) }
    },
    table: (x, y, masks) => matrix(x, y, masks),
  }
}
