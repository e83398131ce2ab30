/**
 * Owns the question "who makes the difference?": the gap between two figures told apart by the parts of a cut, so that the parts
 * add up to the gap exactly, for amounts and for ratios.
 */
import type { Finish } from './value.ts'
import { valueOf } from './value.ts'

/** Sums of one part of a cut on one side: `of`, and `per` or `less` where the measure has them. */
export type Side = { of: number; other: number }

/** One part of a cut on both sides; null: it is not there on that side, and so has nothing. */
export type GapPart = { code: string; here: Side | null; there: Side | null }

export type Contribution = {
  code: string
  here: number | null
  there: number | null
  /** In the measure's own unit of measure (points for percent); all of them add up to the gap. */
  contribution: number
}

export type Gap = {
  here: number | null
  there: number | null
  /** here - there; null where a side has no value. */
  gap: number | null
  /** Largest first, whatever their sign. */
  parts: Contribution[]
}

const nothing: Side = { of: 0, other: 0 }

const sumOf = (sides: readonly Side[]): Side =>
  sides.reduce((sum, { of, other }) => ({ of: sum.of + of, other: sum.other + other }), nothing)

/**
 * For amounts a part contributes its own difference. For ratios the contribution is what its sum lies above or below the mean of
 * both ratios, over the whole of its side: sum_i (of_i - mean * per_i) / per is ratio - mean on each side, so that the
 * contributions add up to the gap, and turning the sides round turns the signs round.
 */
export function gapOf(parts: readonly GapPart[], finish: Finish): Gap {
  const [allHere, allThere] = [
    sumOf(parts.map((part) => part.here ?? nothing)),
    sumOf(parts.map((part) => part.there ?? nothing)),
  ]
  const valueAt = (side: Side | null) => (side === null ? null : valueOf(finish, side.of, side.other))
  const [here, there] = [
    parts.some((part) => part.here) ? valueAt(allHere) : null,
    parts.some((part) => part.there) ? valueAt(allThere) : null,
  ]
  const gap = here === null || there === null ? null : here - there
  const isRatio = finish.kind === 'ratio' || finish.kind === 'share'
  const mean = isRatio && here !== null && there !== null ? (here + there) / 2 / finish.scale : 0
  const share = (side: Side | null, whole: Side): number => {
    const { of, other } = side ?? nothing
    if (isRatio) return ((of - mean * other) / whole.other) * finish.scale
    return finish.kind === 'difference' ? of - other : of
  }
  return {
    here,
    there,
    gap,
    parts: parts
      .map((part) => ({
        code: part.code,
        here: valueAt(part.here),
        there: valueAt(part.there),
        contribution: gap === null ? 0 : share(part.here, allHere) - share(part.there, allThere),
      }))
      .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || (a.code < b.code ? -1 : 1)),
  }
}

export type Explained = {
  /** Fewest parts, largest first, that pull the gap's way and together make at least the wanted share of it. */
  codes: string[]
  /** What they make of the gap: 0.8 is 80%; above 1 where others pull against them. */
  share: number
}

/** "Two units explain 80% of the gap." @returns null where there is no gap, or all parts together do not reach the share */
export function explained({ gap, parts }: Gap, wanted = 0.8): Explained | null {
  if (gap === null || gap === 0) return null
  const codes: string[] = []
  let sum = 0
  for (const { code, contribution } of parts) {
    if (contribution === 0 || contribution > 0 !== gap > 0) continue
    codes.push(code)
    sum += contribution
    if (sum / gap >= wanted) return { codes, share: sum / gap }
  }
  return null
}
