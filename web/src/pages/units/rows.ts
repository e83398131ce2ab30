/** Owns the way from an answer cut by units to one row a unit: newest figure, order, search. Pure. */
import type { Figure, Unit, Words } from '@laban/shared'
import { fold, rank } from '@laban/shared'

export type UnitRow = { unit: Unit; figure: Figure | null }

/** The newest figure of each unit that has a value. */
export function newestByUnit(figures: readonly Figure[]): Map<string, Figure> {
  const newest = new Map<string, Figure>()
  for (const figure of figures) {
    if (figure.value === null) continue
    const known = newest.get(figure.unit)
    if (!known || known.period.end < figure.period.end) newest.set(figure.unit, figure)
  }
  return newest
}

export const sorts = ['-value', 'value', 'name', '-name', 'date', '-date'] as const
export type Sort = (typeof sorts)[number]

/** Rows without a figure stand last whichever way values are sorted: missing is not small. */
export function sortRows(rows: readonly UnitRow[], sort: Sort, name: (words: Words) => string): UnitRow[] {
  const sign = sort.startsWith('-') ? -1 : 1
  const collator = new Intl.Collator('vi', { numeric: true })
  const byName = (a: UnitRow, b: UnitRow) => collator.compare(name(a.unit.short), name(b.unit.short))
  return rows.toSorted((a, b) => {
    if (sort.endsWith('name')) return sign * byName(a, b)
    if (!a.figure || !b.figure) return Number(!a.figure) - Number(!b.figure) || byName(a, b)
    const order = sort.endsWith('value')
      ? a.figure.value! - b.figure.value!
      : a.figure.period.end < b.figure.period.end
        ? -1
        : Number(a.figure.period.end > b.figure.period.end)
    return sign * order || byName(a, b)
  })
}

/** Ids of the units that a typed name means; null: nothing was typed, so all are meant. */
export function foundUnits(rows: readonly UnitRow[], typed: string): Set<string> | null {
  if (typed.trim() === '') return null
  // What a unit was formed from is prose: only whole words in that order, or "quan 1" would find every old district from 10 to 12.
  const words = ` ${fold(typed)} `
  const matches = ({ unit }: UnitRow) =>
    [unit.name.vi, unit.name.en, unit.code ?? ''].some((text) => text !== '' && rank(typed, text) !== undefined) ||
    ` ${fold(unit.note ?? '')} `.includes(words)
  return new Set(rows.filter(matches).map(({ unit }) => unit.id))
}

/** Place of a unit among those with figures, counted from the highest; equal values share a place. */
export function placeOf(rows: readonly UnitRow[], unit: string): { at: number; of: number } | null {
  const own = rows.find((row) => row.unit.id === unit)?.figure?.value
  if (own === undefined || own === null) return null
  const values = rows.flatMap(({ figure }) => figure?.value ?? [])
  return { at: values.filter((value) => value > own).length + 1, of: values.length }
}
