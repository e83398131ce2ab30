/** Owns one comparison: a rate recomputed from its parts beside the same rate as printed. */
import type { Figure } from '../answer.ts'

const decimalsOf = (value: number): number => (String(value).split('.')[1] ?? '').length

/**
 * How far the recomputed rate lies from the printed one, beyond what rounding explains.
 * @returns computed - printed in points, or 0 where they agree; null where one of them is missing. Rounding explains half a
 *   unit of the last printed digit; a whole unit where a part was printed rounded ("hơn 9.000 tỷ").
 */
export function disagreement({ value, parts, rounding }: Pick<Figure, 'value' | 'parts' | 'rounding'>): number | null {
  const { of, per, printed } = parts
  if (value === null || of == null || per == null || printed == null) return null
  const unit = 10 ** -decimalsOf(printed)
  const allowed = rounding === null || rounding === 'exact' ? unit / 2 : unit
  const difference = value - printed
  return Math.abs(difference) <= allowed + 1e-9 ? 0 : difference
}
