/** Owns putting rows that come in pieces into order of month, as typed columns: they are counted first and then laid down once. */
import type { Sizes } from './axis.ts'
import type { Codes, Columns } from './columns.ts'
import { codesFor } from './columns.ts'

/** Places on each axis (months first) and values of each measure, row by row. */
export type Piece = { places: ArrayLike<number>[]; values: Float64Array[]; rows: number }

/** @param ones  measures that count rows stand behind those with values, without a column */
export function gather(sizes: Sizes, pieces: readonly Piece[], ones: number): Columns {
  const starts = new Uint32Array(sizes[0]! + 1)
  for (const { places, rows } of pieces) {
    const months = places[0]!
    for (let row = 0; row < rows; row++) starts[months[row]! + 1]!++
  }
  for (let month = 0; month < sizes[0]!; month++) starts[month + 1]! += starts[month]!
  const count = starts.at(-1)!
  const codes: (Codes | null)[] = sizes.map((size, axis) => (axis === 0 ? null : codesFor(size, count)))
  const measures: Float64Array[] = (pieces[0]?.values ?? []).map(() => new Float64Array(count))
  const next = starts.slice()
  for (const { places, values, rows } of pieces) {
    const months = places[0]!
    const targets = new Uint32Array(rows)
    for (let row = 0; row < rows; row++) targets[row] = next[months[row]!]!++
    for (const [axis, list] of codes.entries()) {
      if (list === null) continue
      const from = places[axis]!
      for (let row = 0; row < rows; row++) list[targets[row]!] = from[row]!
    }
    for (const [measure, list] of measures.entries()) {
      const from = values[measure]!
      for (let row = 0; row < rows; row++) list[targets[row]!] = from[row]!
    }
  }
  return { sizes, starts, codes, measures: [...measures, ...Array.from({ length: ones }, () => null)] }
}
