/** Owns the bounds of reporting: people write for units in their scope and nowhere else. */
import type { Unit, Viewer } from '@laban/shared'
import { cityOf, isOwn, subtreeOf, unitOf } from '@laban/shared'
import type { Context } from './context.ts'
import { denied } from './procedure.ts'

type Asking = Pick<Context, 'desk' | 'asker' | 'home'>

export const isOwnUnit = ({ desk, asker }: Asking, unit: string): boolean =>
  asker.viewer.person !== null && isOwn(asker.viewer, unit, desk.catalogue)

/** @throws Failure question/unknown-unit, access/denied */
export function ownUnit(asking: Asking, unit: string): Unit {
  const found = unitOf(asking.desk.catalogue, unit)
  if (!isOwnUnit(asking, unit)) throw denied()
  return found
}

/** Units of the home city in the viewer's scope. */
export function ownUnits({ desk, asker, home }: Asking): Set<string> {
  const city = cityOf(desk.catalogue, home)
  const all = new Set(city.units.flatMap((root) => [...subtreeOf(desk.catalogue, root)]))
  const { scope, person } = asker.viewer
  if (person === null) return new Set()
  if (scope === 'all') return all
  const own = new Set(scope.flatMap((root) => [...subtreeOf(desk.catalogue, root)]))
  return new Set([...all].filter((unit) => own.has(unit)))
}

export const holds = ({ roles }: Viewer, ...wanted: Viewer['roles'][number][]): boolean =>
  wanted.some((role) => roles.includes(role))

/** The id and the name of a unit, as screens show it. */
export type Named = Pick<Unit, 'id' | 'name' | 'short' | 'level'>

export function named({ desk }: Pick<Context, 'desk'>, unit: string): Named {
  const { id, name, short, level } = unitOf(desk.catalogue, unit)
  return { id, name, short, level }
}
