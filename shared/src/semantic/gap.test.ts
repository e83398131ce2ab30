import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GapPart } from './gap.ts'
import { explained, gapOf } from './gap.ts'
import { valueOf } from './value.ts'

const ratio = { kind: 'ratio', scale: 100 } as const
const sum = { kind: 'sum', scale: 1 } as const

const side = fc.record({ of: fc.integer({ min: 0, max: 1000 }), other: fc.integer({ min: 1, max: 1000 }) })
const parts: fc.Arbitrary<GapPart[]> = fc
  .uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 })
  .chain((codes) =>
    fc.tuple(
      ...codes.map((code) => fc.record({ code: fc.constant(code), here: fc.option(side), there: fc.option(side) })),
    ),
  )
const turned = (all: readonly GapPart[]): GapPart[] =>
  all.map(({ code, here, there }) => ({ code, here: there, there: here }))

describe('the value of a measure', () => {
  it('is a ratio of sums; a missing or empty whole gives no value', () => {
    expect(valueOf(ratio, 1, 4)).toBe(25)
    expect([valueOf(ratio, 1, 0), valueOf(ratio, 1, null), valueOf(ratio, null, 2)]).toEqual([null, null, null])
    expect([
      valueOf({ kind: 'difference', scale: 1 }, 5, 2),
      valueOf({ kind: 'difference', scale: 1 }, 5, null),
    ]).toEqual([3, null])
    expect([valueOf(sum, 0, null), valueOf(sum, null, null)]).toEqual([0, null])
  })
})

describe('the gap between two figures', () => {
  it('is the sum of what its parts contribute, for amounts and for ratios', () => {
    fc.assert(
      fc.property(parts, fc.constantFrom(ratio, sum, { kind: 'difference', scale: 1 } as const), (all, finish) => {
        const { gap, parts: found } = gapOf(all, finish)
        if (gap === null) return
        expect(found.reduce((total, { contribution }) => total + contribution, 0)).toBeCloseTo(gap, 6)
      }),
    )
  })

  it('turns its signs round when the sides change places', () => {
    fc.assert(
      fc.property(parts, (all) => {
        const [one, other] = [gapOf(all, ratio), gapOf(turned(all), ratio)]
        for (const { code, contribution } of one.parts) {
          expect(other.parts.find((part) => part.code === code)!.contribution).toBeCloseTo(-contribution, 6)
        }
      }),
    )
  })

  it('is told by the fewest parts that make 80 per cent of it', () => {
    const amount = (code: string, here: number, there: number): GapPart => ({
      code,
      here: { of: here, other: 0 },
      there: { of: there, other: 0 },
    })
    const gap = gapOf([amount('a', 10, 50), amount('b', 30, 70), amount('c', 20, 25), amount('d', 9, 4)], sum)
    expect(gap.gap).toBe(-80)
    expect(explained(gap)).toEqual({ codes: ['a', 'b'], share: 1 })
    expect(explained(gapOf([amount('a', 1, 1)], sum))).toBeNull()
  })

  it('is not known where one side has nothing', () => {
    const gap = gapOf([{ code: 'a', here: { of: 3, other: 4 }, there: null }], ratio)
    expect([gap.here, gap.there, gap.gap, explained(gap)]).toEqual([75, null, null, null])
  })
})
