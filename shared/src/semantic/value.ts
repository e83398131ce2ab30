/** Owns the one step that cannot be added: from the sums of a measure's parts to its value. Everybody who finishes figures calls it. */
import type { Measure } from '../indicator.ts'

export type Finish = {
  kind: Measure['kind']
  /** Ratios and shares are multiplied by it: 100 for percent. */
  scale: number
}

/**
 * @param of    sum of the first part; null: not known
 * @param other  `per` of a ratio or share, `less` of a difference; not looked at otherwise
 * @returns null where a side is missing or the whole is nought; a ratio of sums, never a sum of ratios
 */
export function valueOf({ kind, scale }: Finish, of: number | null, other: number | null): number | null {
  if (of === null) return null
  if (kind === 'ratio' || kind === 'share') return other === null || other === 0 ? null : (of / other) * scale
  if (kind === 'difference') return other === null ? null : of - other
  return of
}
