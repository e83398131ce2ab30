/** Owns the bounds of reporting: people write for units in their scope and nowhere else. */
import type { Unit, Viewer } from '@laban/shared'
import { cityOf, Failure, isOwn, subtreeOf, unitOf } from '@laban/shared'
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

/** Ids of those absent in whose place the viewer reports for the unit. */
const absentFor = ({ desk, asker: { viewer } }: Asking, unit: string): string[] =>
  (viewer.standsIn ?? [])
    .filter(({ scope }) => isOwn({ ...viewer, scope }, unit, desk.catalogue))
    .map(({ person }) => person)

/** Whether the viewer reports for the unit: by a role, or in somebody's place. */
export const reportsFor = (asking: Asking, unit: string): boolean =>
  isOwnUnit(asking, unit) && (holds(asking.asker.viewer, 'reporter', 'head') || absentFor(asking, unit).length > 0)

/** To be asked before anything is written for a unit by who reports. @throws Failure question/unknown-unit, access/denied */
export function reportUnit(asking: Asking, unit: string): Unit {
  const found = ownUnit(asking, unit)
  if (!reportsFor(asking, unit)) throw denied()
  return found
}

export const ownDeadline = (): Failure =>
  new Failure('write/four-eyes', {
    vi: 'Người báo cáo không được tự đổi hạn cho đơn vị mình; cần người khác đổi',
    en: 'Who reports for a unit may not move its deadline; somebody else must',
  })

/** For the trail: in whose place this is done; nothing where nobody is absent. */
export function insteadOf(asking: Asking, ...units: string[]): { insteadOf?: string[] } {
  const absent = new Set(units.flatMap((unit) => absentFor(asking, unit)))
  return absent.size > 0 ? { insteadOf: [...absent] } : {}
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

export const holds = ({ roles }: Pick<Viewer, 'roles'>, ...wanted: Viewer['roles'][number][]): boolean =>
  wanted.some((role) => roles.includes(role))

/** The id and the name of a unit, as screens show it. */
export type Named = Pick<Unit, 'id' | 'name' | 'short' | 'level'>

export function named({ desk }: Pick<Context, 'desk'>, unit: string): Named {
  const { id, name, short, level } = unitOf(desk.catalogue, unit)
  return { id, name, short, level }
}
