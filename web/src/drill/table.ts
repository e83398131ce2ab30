/** Owns tables of two axes with totals that are right: every total is finished from sums, never added up from ratios. Pure. */
import type { Mask, Matrix } from './cube/axis.ts'
import type { Model } from './model.ts'
import { timeAxis, totalValue } from './model.ts'

export type PivotRow = {
  place: number
  label: string
  /** Shares or amounts by column; null: nothing there. */
  cells: (number | null)[]
  total: number | null
}

export type Pivot = {
  rows: PivotRow[]
  columns: { place: number; label: string }[]
  totals: (number | null)[]
  total: number | null
}

export type Sides = { x: number; y: number; masks: readonly Mask[] }

const isIn = (mask: Mask | undefined, place: number): boolean => !mask || mask[place] === 1

/** Sums of a matrix over the places given, by measure. */
function sumOver(matrix: Matrix, places: Iterable<number>): number[] {
  const list = [...places]
  return matrix.map((cells) => list.reduce((sum, place) => sum + cells[place]!, 0))
}

/** Rows with anything in them, largest first; columns with anything in them, in the order of their axis. */
export function pivotOf(model: Model, matrix: Matrix, { x, y, masks }: Sides): Pivot {
  const [down, across] = [model.axes[x]!, model.axes[y]!]
  const width = model.sizes[y]!
  const counts = matrix[model.rows]!
  const lines = down.order.filter((place) => isIn(masks[x], place))
  const stacks = across.order.filter((place) => isIn(masks[y], place))
  const isThere = (some: readonly number[], cell: (one: number) => number) => some.some((one) => counts[cell(one)]! > 0)
  const shownLines = lines.filter((line) => isThere(stacks, (stack) => line * width + stack))
  const shownStacks = stacks.filter((stack) => isThere(shownLines, (line) => line * width + stack))
  const value = (places: Iterable<number>) => totalValue(model, sumOver(matrix, places))
  const lineTotal = (line: number) => value(shownStacks.map((stack) => line * width + stack))
  if (x !== timeAxis) {
    const totals = new Map(shownLines.map((line) => [line, lineTotal(line) ?? -Infinity]))
    shownLines.sort((a, b) => totals.get(b)! - totals.get(a)!)
  }
  return {
    columns: shownStacks.map((place) => ({ place, label: across.labels[place]! })),
    rows: shownLines.map((line) => ({
      place: line,
      label: down.labels[line]!,
      cells: shownStacks.map((stack) => value([line * width + stack])),
      total: lineTotal(line),
    })),
    totals: shownStacks.map((stack) => value(shownLines.map((line) => line * width + stack))),
    total: value(shownLines.flatMap((line) => shownStacks.map((stack) => line * width + stack))),
  }
}
