/**
 * Owns cross-filtering: each axis is summed under the filters of all others. An interaction changes one axis; what it needs of
 * the rest is one matrix a chart, kept as long as the other filters stand, so that a drag only adds up lines of it.
 */
import type { Axis, Masks, Matrix, Sizes, Sums } from './axis.ts'
import { alongMask, restKey, throughMask, totalOf, turned } from './axis.ts'
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
    const rest = restKey(masks, [x, y])
    const key = `${x} ${y} ${rest}`
    // What was seen from the other side only has to be turned.
    const other = made.get(`${y} ${x} ${rest}`)
    const found =
      made.get(key) ??
      (other && turned(other, sizes[y]!, sizes[x]!)) ??
      pairs?.matrix(x, y, masks) ??
      rows?.matrix(x, y, masks)
    if (!found) return null
    made.delete(key)
    made.set(key, found)
    if (made.size > kept) made.delete(made.keys().next().value!)
    return found
  }

  const others = (axis: Axis): Axis[] => sizes.map((_, other) => other).filter((other) => other !== axis)

  /** Everything from the side of one axis: of each other one a matrix with it, under the filters of the rest. */
  function from(at: Axis, masks: Masks): Crossed | null {
    const sums: Sums[] = []
    for (const axis of others(at)) {
      const cells = matrix(at, axis, masks)
      if (!cells) return null
      sums[axis] = throughMask(cells, masks[at]!, sizes[at]!, sizes[axis]!)
    }
    // The axis itself comes out of a matrix that is there already, summed the other way.
    const side = others(at).find((axis) => masks[axis] !== null) ?? others(at)[0]!
    sums[at] = alongMask(matrix(at, side, masks)!, masks[side]!, sizes[at]!, sizes[side]!)
    return { sums, total: totalOf(sums[at], masks[at]!) }
  }

  return {
    give(found) {
      rows = found
    },
    enter: (axis, masks) => others(axis).every((other) => matrix(axis, other, masks) !== null),
    ask(masks, at) {
      const filtered = masks.flatMap((mask, axis) => (mask === null || axis === at ? [] : [axis]))
      // Pairs may know from another axis what they cannot know from the one that the reader is at.
      for (const axis of [at, ...filtered.toReversed()]) {
        const found = from(axis, masks)
        if (found) return found
      }
      return null
    },
    table: matrix,
  }
}
