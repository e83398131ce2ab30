/** Owns the words of cross-filtering: axes, masks, sums. Axis 0 is time, by month; every other axis is a dimension. */

/** Place of an axis in the list of axes; 0 is time. */
export type Axis = number

/** Which values of an axis are picked: 1 or 0 by place. null: the axis filters nothing. */
export type Mask = Uint8Array | null

/** By axis. */
export type Masks = readonly Mask[]

/** Sums of each measure, by place on an axis. */
export type Sums = Float64Array[]

/** Sums of each measure over two axes: the place of (x, y) is x * (size of y) + y. */
export type Matrix = Float64Array[]

/** Number of values by axis. */
export type Sizes = readonly number[]

/** One for every set of other filters that a matrix stands under. */
export const restKey = (masks: Masks, without: readonly Axis[]): string =>
  masks.map((mask, axis) => (mask === null || without.includes(axis) ? '' : mask.join(''))).join('|')

/** Adds up the rows of a matrix that the mask lets through. */
export function throughMask(matrix: Matrix, mask: Mask, height: number, width: number): Sums {
  return matrix.map((cells) => {
    const sums = new Float64Array(width)
    for (let x = 0; x < height; x++) {
      if (mask !== null && mask[x] === 0) continue
      const from = x * width
      for (let y = 0; y < width; y++) sums[y]! += cells[from + y]!
    }
    return sums
  })
}

/** The other way: of each row of a matrix, the sum of what the mask lets through. */
export function alongMask(matrix: Matrix, mask: Mask, height: number, width: number): Sums {
  return matrix.map((cells) => {
    const sums = new Float64Array(height)
    for (let x = 0; x < height; x++) {
      let sum = 0
      for (let y = 0; y < width; y++) if (mask === null || mask[y] === 1) sum += cells[x * width + y]!
      sums[x] = sum
    }
    return sums
  })
}

/** The same sums with the axes changed over. */
export function turned(matrix: Matrix, height: number, width: number): Matrix {
  return matrix.map((cells) => {
    const other = new Float64Array(cells.length)
    for (let x = 0; x < height; x++) {
      for (let y = 0; y < width; y++) other[y * height + x] = cells[x * width + y]!
    }
    return other
  })
}

/** Sum over the values of an axis that are picked. */
export function totalOf(sums: Sums, mask: Mask): number[] {
  return sums.map((values) => {
    let total = 0
    for (let i = 0; i < values.length; i++) if (mask === null || mask[i] === 1) total += values[i]!
    return total
  })
}
