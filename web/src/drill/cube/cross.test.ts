import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Mask } from './axis.ts'
import type { Columns } from './columns.ts'
import { codesFor, openColumns } from './columns.ts'
import { openCross } from './cross.ts'
import { gather } from './gather.ts'
import type { PairCells } from './pairs.ts'
import { openPairs } from './pairs.ts'

/** Rows as anybody would write them: places on each axis, then the measure. */
type Row = { places: number[]; value: number }

type Case = { sizes: number[]; rows: Row[]; masks: Mask[]; at: number }

const cases: fc.Arbitrary<Case> = fc
  .array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 4 })
  .chain((sizes) =>
    fc.record({
      sizes: fc.constant(sizes),
      rows: fc.array(
        fc.record({
          places: fc.tuple(...sizes.map((size) => fc.integer({ min: 0, max: size - 1 }))),
          value: fc.integer({ min: -50, max: 50 }),
        }),
        { maxLength: 40 },
      ),
      masks: fc.tuple(
        ...sizes.map((size) =>
          fc.option(
            fc
              .array(fc.integer({ min: 0, max: 1 }), { minLength: size, maxLength: size })
              .map((bits) => Uint8Array.from(bits)),
          ),
        ),
      ),
      at: fc.integer({ min: 0, max: sizes.length - 1 }),
    }),
  )

/** Laid down in pieces, as rows come from an engine. */
function gathered({ sizes, rows }: Case): Columns {
  const half = Math.ceil(rows.length / 2)
  const pieces = [rows.slice(0, half), rows.slice(half)].map((some) => ({
    places: sizes.map((_, axis) => Uint8Array.from(some, ({ places }) => places[axis]!)),
    values: [Float64Array.from(some, ({ value }) => value)],
    rows: some.length,
  }))
  return gather(sizes, pieces, 1)
}

function columnsOf({ sizes, rows }: Case): Columns {
  const ordered = [...rows].sort((a, b) => a.places[0]! - b.places[0]!)
  const starts = new Uint32Array(sizes[0]! + 1)
  for (const { places } of ordered) starts[places[0]! + 1]!++
  for (let month = 0; month < sizes[0]!; month++) starts[month + 1]! += starts[month]!
  const codes = sizes.map((size, axis) => {
    if (axis === 0) return null
    const own = codesFor(size, ordered.length)
    for (const [i, { places }] of ordered.entries()) own[i] = places[axis]!
    return own
  })
  return { sizes, starts, codes, measures: [Float64Array.from(ordered, ({ value }) => value), null] }
}

const yearOf = (month: number, perYear: number): number => Math.floor(month / perYear)

/** Pairs as the server sends them: of two dimensions by year. */
function pairsOf(one: Case, perYear: number): PairCells {
  const { sizes, rows } = one
  const axes = [...sizes.keys()]
  const years = Uint16Array.from({ length: sizes[0]! }, (_, month) => yearOf(month, perYear))
  const filled = Uint8Array.from({ length: sizes[0]! }, (_, month) =>
    rows.some(({ places }) => places[0] === month) ? 1 : 0,
  )
  const cells = new Map<string, Float64Array[][]>()
  for (const a of axes) {
    for (const b of axes.slice(a + 1)) {
      const slices = Array.from({ length: a === 0 ? 1 : years.at(-1)! + 1 }, () =>
        [0, 1].map(() => new Float64Array(sizes[a]! * sizes[b]!)),
      )
      for (const { places, value } of rows) {
        const slice = slices[a === 0 ? 0 : years[places[0]!]!]!
        const place = places[a]! * sizes[b]! + places[b]!
        slice[0]![place]! += value
        slice[1]![place]!++
      }
      cells.set(`${a},${b}`, slices)
    }
  }
  return { sizes, years, filled, cells }
}

/** Of each year the span holds all months with rows, or none; and it holds any month at all. */
function standsOnYears({ rows, masks, sizes }: Case, perYear: number): boolean {
  const [span] = masks
  if (!span) return true
  const inside = new Set([...span.keys()].filter((month) => span[month] === 1).map((month) => yearOf(month, perYear)))
  const months = [...Array(sizes[0]).keys()].filter((month) => rows.some(({ places }) => places[0] === month))
  return inside.size > 0 && months.every((month) => inside.has(yearOf(month, perYear)) === (span[month] === 1))
}

const passes = (row: Row, masks: readonly Mask[], without: readonly number[]): boolean =>
  masks.every((mask, axis) => mask === null || without.includes(axis) || mask[row.places[axis]!] === 1)

/** Row by row, without any of the means that are under test. */
function oracle({ sizes, rows, masks }: Case, axis: number): number[][] {
  const [values, counts] = [sizes, sizes].map(() => Array.from({ length: sizes[axis]! }, () => 0)) as [
    number[],
    number[],
  ]
  for (const row of rows) {
    if (!passes(row, masks, [axis])) continue
    values[row.places[axis]!]! += row.value
    counts[row.places[axis]!]!++
  }
  return [values, counts]
}

const plain = (sums: readonly Float64Array[]) => sums.map((values) => [...values].map((value) => value + 0))

describe('cross-filtering', () => {
  it('sums every axis under the filters of all others, whatever the reader is at', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const cross = openCross(one.sizes, null, openColumns(columnsOf(one)))
        const found = cross.ask(one.masks, one.at)!
        for (const axis of one.sizes.keys()) expect(plain(found.sums[axis]!)).toEqual(oracle(one, axis))
        const inside = one.rows.filter((row) => passes(row, one.masks, []))
        expect(found.total).toEqual([inside.reduce((sum, { value }) => sum + value, 0) + 0, inside.length])
      }),
      { numRuns: 400 },
    )
  })

  it('says the same from pairs as from rows while one dimension is filtered and time stands on whole years', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 3 }), (one, perYear) => {
        const rows = openColumns(columnsOf(one))
        const pairs = openPairs(pairsOf(one, perYear))
        const cross = openCross(one.sizes, pairs)
        const found = cross.ask(one.masks, one.at)
        const dimensions = one.masks.slice(1).filter((mask) => mask !== null).length
        const wanted = one.sizes.map((_, axis) => oracle(one, axis))
        const isWhole = standsOnYears(one, perYear)
        const canKnow = dimensions === 0 || (dimensions === 1 && isWhole)
        expect(found === null ? null : found.sums.map(plain)).toEqual(canKnow ? wanted : null)
        cross.give(rows)
        expect(cross.ask(one.masks, one.at)!.sums.map(plain)).toEqual(wanted)
      }),
      { numRuns: 400 },
    )
  })

  it('takes rows in pieces and in any order of months', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const cross = openCross(one.sizes, null, openColumns(gathered(one)))
        const wanted = one.sizes.map((_, axis) => oracle(one, axis))
        expect(cross.ask(one.masks, one.at)!.sums.map(plain)).toEqual(wanted)
      }),
    )
  })

  it('keeps what it built while one filter moves, and forgets nothing of another', () => {
    fc.assert(
      fc.property(cases, fc.array(fc.tuple(fc.nat(3), fc.nat(5)), { maxLength: 12 }), (one, moves) => {
        const cross = openCross(one.sizes, null, openColumns(columnsOf(one)))
        const masks: Mask[] = [...one.masks]
        for (const [axis, place] of moves) {
          if (axis >= one.sizes.length) continue
          cross.enter(axis, masks)
          const mask = masks[axis]?.slice() ?? new Uint8Array(one.sizes[axis]!)
          const at = place % mask.length
          mask[at] = mask[at] === 1 ? 0 : 1
          masks[axis] = mask.some((bit) => bit === 1) ? mask : null
          const now = { ...one, masks }
          expect(cross.ask(masks, axis)!.sums.map(plain)).toEqual(one.sizes.map((_, other) => oracle(now, other)))
        }
      }),
      { numRuns: 100 },
    )
  })
})
