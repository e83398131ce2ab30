/** Owns who is told about a unit's reporting: those who report for it. */
import type { Catalogue, Day } from '@laban/shared'
import { subtreeOf } from '@laban/shared'
import { reports, toPerson } from '../people/person.ts'
import { standInsOn } from '../reporting/deputies.ts'
import type { Db } from '../store/connection.ts'

export type Reporter = { person: string; covers: (unit: string) => boolean }

/**
 * People who report for some units on a day, also in somebody's place. Those who answer for a whole city watch instead: they are not told of every ward.
 */
export async function reportersIn(db: Db, catalogue: Catalogue, day: Day): Promise<Reporter[]> {
  const cities = new Set(catalogue.cities.flatMap(({ units }) => units))
  const rows = await db.selectFrom('people').selectAll().where('disabled', 'is', null).execute()
  const standIns = await standInsOn(db, day)
  const unitsOf = (scope: 'all' | readonly string[]) =>
    scope === 'all' ? [] : scope.filter((unit) => !cities.has(unit)).flatMap((root) => [...subtreeOf(catalogue, root)])
  return rows.map(toPerson).flatMap(({ id, roles, scope }): Reporter[] => {
    const mine = unitsOf(scope)
    const own = reports({ roles }) ? mine : []
    const absent = new Set((standIns.get(id) ?? []).flatMap((one) => unitsOf(one.scope)))
    const others = mine.filter((unit) => absent.has(unit))
    const units = new Set([...own, ...others])
    return units.size > 0 ? [{ person: id, covers: (unit) => units.has(unit) }] : []
  })
}

/** Ids of those who report for a unit, and of who handed in; without who acts. */
export async function toldOf(
  db: Db,
  catalogue: Catalogue,
  { unit, also, but, day }: { unit: string; also: Iterable<string | null>; but?: string; day: Day },
): Promise<Set<string>> {
  const reporters = await reportersIn(db, catalogue, day)
  const told = new Set(reporters.filter(({ covers }) => covers(unit)).map(({ person }) => person))
  for (const one of also) if (one) told.add(one)
  if (but !== undefined) told.delete(but)
  return told
}
