/**
 * Owns rows as typed columns in order of month: codes of each dimension and measures. Finds the rows that filters let through by
 * lists of rows per code, or by one scan where those would be long, and adds them up over two axes.
 */
import type { Axis, Mask, Masks, Matrix, Sizes } from './axis.ts'

export type Codes = Uint8Array | Uint16Array | Uint32Array

export type Columns = {
  sizes: Sizes
  /** Rows of month m are starts[m] .. starts[m + 1]. */
  starts: Uint32Array
  /** By axis; that of time is null, since `starts` says it. */
  codes: (Codes | null)[]
  /** null: every row counts one. */
  measures: (Float64Array | null)[]
}

/** Rows that pass, ascending; null: all rows of the months. */
type Selection = { rows: Uint32Array | null; months: Mask }

/** Rows of each code, ascending; those of code c are rows[starts[c]] .. rows[starts[c + 1]]. */
type Postings = { starts: Uint32Array; rows: Uint32Array }

export const codesFor = (size: number, rows: number): Codes =>
  size <= 0x100 ? new Uint8Array(rows) : size <= 0x10000 ? new Uint16Array(rows) : new Uint32Array(rows)

/** Rows that a step goes through: a few milliseconds. */
const stepRows = 500_000

/** In steps, so that who asks meanwhile is not held up. */
function* postingsOf(codes: Codes, size: number): Generator<undefined, Postings> {
  const starts = new Uint32Array(size + 1)
  for (let from = 0; from < codes.length; from += stepRows) {
    const to = Math.min(codes.length, from + stepRows)
    for (let row = from; row < to; row++) starts[codes[row]! + 1]!++
    yield
  }
  for (let code = 0; code < size; code++) starts[code + 1]! += starts[code]!
  const next = starts.slice(0, size)
  const rows = new Uint32Array(codes.length)
  for (let from = 0; from < codes.length; from += stepRows) {
    const to = Math.min(codes.length, from + stepRows)
    for (let row = from; row < to; row++) rows[next[codes[row]!]!++] = row
    yield
  }
  return { starts, rows }
}

/** First place in `rows[from .. to]` whose row is not below `row`. */
function lowerBound(rows: Uint32Array, from: number, to: number, row: number): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rows[middle]! < row) low = middle + 1
    else high = middle
  }
  return low
}

export type Rows = {
  /** Sums over two axes of the rows that the masks of all other axes let through. */
  matrix: (x: Axis, y: Axis, masks: Masks) => Matrix
  count: number
  /** One step of making ready what the filter of an axis will need. @returns whether that is done */
  prepare: (axis: Axis) => boolean
}

/** Lists are shorter to walk than all rows only where they hold a small part of them. */
const worthLists = 1 / 4

export function openColumns({ sizes, starts, codes, measures }: Columns): Rows {
  const count = starts.at(-1)!
  const months = sizes[0]!
  const postings: (Postings | undefined)[] = []
  const making: (Generator<undefined, Postings> | undefined)[] = []
  const prepare = (axis: Axis): boolean => {
    if (axis === 0 || postings[axis]) return true
    const { done, value } = (making[axis] ??= postingsOf(codes[axis]!, sizes[axis]!)).next()
    if (done) postings[axis] = value
    return done ?? false
  }
  const listsOf = (axis: Axis): Postings => {
    while (!prepare(axis));
    return postings[axis]!
  }
  /** Rows found last, by the masks that they passed: the charts of one click ask for the same. */
  let last: { key: readonly (readonly [Axis, Uint8Array])[]; months: Mask; found: Selection } | undefined
  /** Reused, so that a click leaves no garbage of many megabytes. */
  let space = new Uint32Array(0)

  function select(rest: readonly (readonly [Axis, Uint8Array])[], span: Mask): Selection {
    if (rest.length === 0) return { rows: null, months: span }
    if (last && last.months === span && sameMasks(last.key, rest)) return last.found
    const lengths = rest.map(([axis, mask]) => picked(listsOf(axis), mask))
    const fewest = lengths.indexOf(Math.min(...lengths))
    if (space.length < count) space = new Uint32Array(count)
    const rows = lengths[fewest]! <= count * worthLists ? byLists(rest, fewest, span) : byScan(rest, span)
    const found = { rows, months: span }
    last = { key: rest, months: span, found }
    return found
  }

  function byLists(rest: readonly (readonly [Axis, Uint8Array])[], driver: number, span: Mask): Uint32Array {
    const [axis, mask] = rest[driver]!
    const others = rest.filter((_, i) => i !== driver).map(([one, picks]) => ({ codes: codes[one]!, picks }))
    const lists = listsOf(axis)
    const chosen: number[] = []
    for (let code = 0; code < mask.length; code++) if (mask[code] === 1) chosen.push(code)
    let found = 0
    const at = chosen.map((code) => lists.starts[code]!)
    // Month by month, so that the rows of several codes come out in order of time.
    for (let month = 0; month < months; month++) {
      const end = starts[month + 1]!
      const isIn = span === null || span[month] === 1
      for (let i = 0; i < chosen.length; i++) {
        const from = at[i]!
        const to = lowerBound(lists.rows, from, lists.starts[chosen[i]! + 1]!, end)
        at[i] = to
        if (isIn) found = pass(lists.rows, { from, to }, others, found)
      }
    }
    return space.subarray(0, found)
  }

  /** Rows of a list that pass all filters, behind those found before. @returns how many are found now */
  function pass(list: Uint32Array, { from, to }: Span, filters: readonly Filter[], before: number): number {
    const [first] = filters
    if (!first) {
      space.set(list.subarray(from, to), before)
      return before + to - from
    }
    let found = before
    if (filters.length === 1) {
      const { codes: places, picks } = first
      // Every row is written, and kept by counting on: cheaper than asking.
      for (let place = from; place < to; place++) {
        const row = list[place]!
        space[found] = row
        found += picks[places[row]!]!
      }
      return found
    }
    for (let place = from; place < to; place++) if (passesAll(list[place]!, filters)) space[found++] = list[place]!
    return found
  }

  function byScan(rest: readonly (readonly [Axis, Uint8Array])[], span: Mask): Uint32Array {
    const all = rest.map(([axis, picks]) => ({ codes: codes[axis]!, picks }))
    let found = 0
    for (let month = 0; month < months; month++) {
      if (span !== null && span[month] === 0) continue
      for (let row = starts[month]!; row < starts[month + 1]!; row++) if (passesAll(row, all)) space[found++] = row
    }
    return space.subarray(0, found)
  }

  /** All measures at once: reading codes costs more than adding. */
  function add({ rows, months: span }: Selection, x: Axis, y: Axis): Matrix {
    const width = sizes[y]!
    const matrix = measures.map(() => new Float64Array(sizes[x]! * width))
    const sinks = sinksOf(matrix, measures)
    const [xs, ys] = [codes[x] ?? null, codes[y] ?? null]
    const line = (month: number): Place =>
      xs === null ? { base: month * width, step: 1 } : { base: month, step: width }
    let place = 0
    for (let month = 0; month < months; month++) {
      const end = starts[month + 1]!
      if (rows === null) {
        if (span !== null && span[month] === 0) continue
        const all = { from: starts[month]!, to: end }
        for (const sink of sinks) {
          if (xs === null || ys === null) addLine(sink, line(month), (xs ?? ys)!, all)
          else addCells(sink, { xs, ys, width }, all)
        }
        continue
      }
      const from = place
      // Of several codes the rows of one month stand list after list, all below its end.
      while (place < rows.length && rows[place]! < end) place++
      const some = { rows, from, to: place }
      for (const sink of sinks) {
        if (xs === null || ys === null) addListedLine(sink, line(month), (xs ?? ys)!, some)
        else addListedCells(sink, { xs, ys, width }, some)
      }
    }
    return matrix
  }

  return {
    count,
    prepare,
    matrix(x, y, masks) {
      const rest = masks.flatMap((mask, axis) =>
        mask === null || axis === 0 || axis === x || axis === y ? [] : [[axis, mask] as const],
      )
      const span = x === 0 || y === 0 ? null : (masks[0] ?? null)
      const found = select(rest, span)
      return add(found, x, y)
    },
  }
}

function sameMasks(a: readonly (readonly [Axis, Uint8Array])[], b: readonly (readonly [Axis, Uint8Array])[]): boolean {
  return a.length === b.length && a.every(([axis, mask], i) => axis === b[i]![0] && mask === b[i]![1])
}

type Filter = { codes: Codes; picks: Uint8Array }

function passesAll(row: number, filters: readonly Filter[]): boolean {
  for (const { codes, picks } of filters) if (picks[codes[row]!] === 0) return false
  return true
}

function picked(lists: Postings, mask: Uint8Array): number {
  let rows = 0
  for (let code = 0; code < mask.length; code++) {
    if (mask[code] === 1) rows += lists.starts[code + 1]! - lists.starts[code]!
  }
  return rows
}

// One loop a shape; what is tested inside stays the same for a whole loop, and is foreseen.

type Place = { base: number; step: number }
type Span = { from: number; to: number }
type Listed = Span & { rows: Uint32Array }
type Two = { xs: Codes; ys: Codes; width: number }

/** Where values go, and with them the count of rows. Without one of them its array is empty: writing beside it does nothing. */
type Sink = { cells: Float64Array; values: Float64Array; counts: Float64Array }

const nowhere = new Float64Array(0)

/** Each measure with values for itself, the first one together with the count. */
function sinksOf(matrix: Matrix, measures: readonly (Float64Array | null)[]): Sink[] {
  const ones = measures.indexOf(null)
  const counts = ones < 0 ? nowhere : matrix[ones]!
  const sinks = measures.flatMap((values, i) =>
    values === null ? [] : [{ cells: matrix[i]!, values, counts: nowhere }],
  )
  if (sinks.length === 0) return [{ cells: nowhere, values: nowhere, counts }]
  return [{ ...sinks[0]!, counts }, ...sinks.slice(1)]
}

function addLine({ cells, values, counts }: Sink, { base, step }: Place, codes: Codes, { from, to }: Span): void {
  const [hasValues, isCounted] = [values.length > 0, counts.length > 0]
  for (let row = from; row < to; row++) {
    const cell = base + codes[row]! * step
    if (hasValues) cells[cell]! += values[row]!
    if (isCounted) counts[cell]!++
  }
}

function addCells({ cells, values, counts }: Sink, { xs, ys, width }: Two, { from, to }: Span): void {
  const [hasValues, isCounted] = [values.length > 0, counts.length > 0]
  for (let row = from; row < to; row++) {
    const cell = xs[row]! * width + ys[row]!
    if (hasValues) cells[cell]! += values[row]!
    if (isCounted) counts[cell]!++
  }
}

function addListedLine(
  { cells, values, counts }: Sink,
  { base, step }: Place,
  codes: Codes,
  { rows, from, to }: Listed,
): void {
  const [hasValues, isCounted] = [values.length > 0, counts.length > 0]
  for (let i = from; i < to; i++) {
    const row = rows[i]!
    const cell = base + codes[row]! * step
    if (hasValues) cells[cell]! += values[row]!
    if (isCounted) counts[cell]!++
  }
}

function addListedCells({ cells, values, counts }: Sink, { xs, ys, width }: Two, { rows, from, to }: Listed): void {
  const [hasValues, isCounted] = [values.length > 0, counts.length > 0]
  for (let i = from; i < to; i++) {
    const row = rows[i]!
    const cell = xs[row]! * width + ys[row]!
    if (hasValues) cells[cell]! += values[row]!
    if (isCounted) counts[cell]!++
  }
}
