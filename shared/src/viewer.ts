/** Owns who asks and what they may read. Permission is an argument of `compile`; screens only show what came through. */
import type { Catalogue } from './catalogue.ts'
import { answerable, indicatorOf, isWithin } from './catalogue.ts'
import type { City } from './city.ts'
import { Failure } from './failure.ts'
import type { Indicator } from './indicator.ts'

/**
 * public: nobody in particular · leader: of the city, or of the fields in `areas` · head: answers for a unit · reporter: enters its
 * figures · reviewer: approves or returns them · analyst: reads and compares · steward: keeps calendars and definitions · admin:
 * keeps people · auditor: reads the trail of who did what.
 */
export const roles = [
  'public',
  'leader',
  'head',
  'reporter',
  'reviewer',
  'analyst',
  'steward',
  'admin',
  'auditor',
] as const
export type Role = (typeof roles)[number]

export const audiences = ['public', 'internal', 'restricted'] as const
export type Audience = (typeof audiences)[number]

/** Somebody absent whose work a viewer does for some days: with the viewer's own units, where they are the absent's too. */
export type StandIn = { person: string; scope: 'all' | readonly string[] }

export type Viewer = {
  /** Id of the person; null: the public, or a script. */
  person: string | null
  /** At least one; a person's never contain `public`. */
  roles: readonly Role[]
  /** Units (ids) whose subtrees are the viewer's own; `all`: every one. It cuts what is not public, and bounds all writing. */
  scope: 'all' | readonly string[]
  /** Areas of responsibility (ids) of a leader; they bound what is restricted. */
  areas: 'all' | readonly string[]
  /** Audiences that may be read. */
  clearance: readonly Audience[]
  /** In whose place the viewer reports today. */
  standsIn?: readonly StandIn[]
}

/** Roles that count when a procedure is called: who stands in for a reporter reports. */
export const heldRoles = ({ roles: held, standsIn }: Pick<Viewer, 'roles' | 'standsIn'>): readonly Role[] =>
  standsIn && standsIn.length > 0 && !held.includes('reporter') ? [...held, 'reporter'] : held

export const publicViewer: Viewer = {
  person: null,
  roles: ['public'],
  scope: 'all',
  areas: 'all',
  clearance: ['public'],
}

/** @param thing  `area`: the one that answers for it; left out: not known, then an area bounds nothing */
export function mayRead(viewer: Viewer, { audience, area }: { audience: Audience; area?: string }): boolean {
  if (!viewer.clearance.includes(audience)) return false
  return audience !== 'restricted' || viewer.areas === 'all' || area === undefined || viewer.areas.includes(area)
}

/** As `mayRead`, by the area that answers for the indicator in that city. */
export const mayReadIn = (viewer: Viewer, indicator: Indicator, city: City): boolean =>
  mayRead(viewer, { audience: indicator.audience, area: answerable(indicator, city).area })

/**
 * The indicator, where the viewer may read it. What may not be read is not named, and not offered beside a wrong name.
 * @throws Failure question/unknown-indicator, access/denied
 */
export function readableOf(viewer: Viewer, id: string, city: City, catalogue: Catalogue): Indicator {
  const found = catalogue.indicators.find((one) => one.id === id)
  if (found && mayReadIn(viewer, found, city)) return found
  if (found) {
    throw new Failure('access/denied', {
      vi: 'Không có quyền xem chỉ tiêu này',
      en: 'No access to this indicator',
    })
  }
  const offered = catalogue.indicators.filter((one) => mayReadIn(viewer, one, city))
  return indicatorOf({ ...catalogue, indicators: offered }, id)
}

/** Whether a unit lies in the viewer's own subtrees. */
export const isOwn = (viewer: Viewer, unit: string, catalogue: Catalogue): boolean =>
  viewer.scope === 'all' || viewer.scope.some((root) => isWithin(catalogue, unit, root))
