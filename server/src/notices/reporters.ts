/** Owns who is told about a unit's reporting: those who report for it. */
import type { Catalogue } from '@laban/shared'
import { subtreeOf } from '@laban/shared'
import { toPerson } from '../people/person.ts'
import type { Db } from '../store/connection.ts'

export type Reporter = { person: string; covers: (unit: string) => boolean }

/**
 * People who report for some units. Those who answer for a whole city watch instead: they are not told of every ward.
 */
export async function reportersIn(db: Db, catalogue: Catalogue): Promise<Reporter[]> {
  const cities = new Set(catalogue.cities.flatMap(({ units }) => units))
  const rows = await db.selectFrom('people').selectAll().where('disabled', 'is', null).execute()
  return rows.map(toPerson).flatMap(({ id, roles, scope }): Reporter[] => {
    if (!roles.includes('reporter') && !roles.includes('head')) return []
    const roots = scope === 'all' ? [] : scope.filter((unit) => !cities.has(unit))
    if (roots.length === 0) return []
    const units = new Set(roots.flatMap((root) => [...subtreeOf(catalogue, root)]))
    return [{ person: id, covers: (unit) => units.has(unit) }]
  })
}

/** Ids of those who report for a unit, and of who handed in; without who acts. */
export async function toldOf(
  db: Db,
  catalogue: Catalogue,
  { unit, also, but }: { unit: string; also: Iterable<string | null>; but: string },
): Promise<Set<string>> {
  const reporters = await reportersIn(db, catalogue)
  const told = new Set(reporters.filter(({ covers }) => covers(unit)).map(({ person }) => person))
  for (const one of also) if (one) told.add(one)
  told.delete(but)
  return told
}
