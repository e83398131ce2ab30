/** Owns who stands in for whom, and on which days: a colleague of the same unit reports in place of one who is away. */
import type { Catalogue, Day, StandIn, Viewer } from '@laban/shared'
import { isOwn, publicViewer } from '@laban/shared'
import type { Person } from '../people/person.ts'
import { reports, toPerson } from '../people/person.ts'
import type { Db } from '../store/connection.ts'

/** For whom people stand in on a day: deputy -> those who are away, still report, and may still come in. */
export async function standInsOn(db: Db, day: Day, deputy?: string): Promise<Map<string, StandIn[]>> {
  let query = db
    .selectFrom('deputies')
    .innerJoin('people', 'people.id', 'deputies.absent')
    .selectAll('people')
    .select('deputies.deputy as standing')
    .where('deputies.ended', 'is', null)
    .where('deputies.from_day', '<=', day)
    .where('deputies.to_day', '>=', day)
    .where('people.disabled', 'is', null)
    .orderBy('deputies.at')
  if (deputy !== undefined) query = query.where('deputies.deputy', '=', deputy)
  const rows = (await query.execute()).map(({ standing, ...row }) => ({ standing, absent: toPerson(row) }))
  const found = Map.groupBy(
    rows.filter(({ absent }) => reports(absent)),
    ({ standing }) => standing,
  )
  return new Map(
    [...found].map(([id, list]) => [id, list.map(({ absent }) => ({ person: absent.id, scope: absent.scope }))]),
  )
}

const inScope = (scope: Viewer['scope'], unit: string, catalogue: Catalogue): boolean =>
  isOwn({ ...publicViewer, scope }, unit, catalogue)

/** Whether somebody's own units hold one of the absent's: nobody is given units that an admin has not given them. */
export function isColleague(
  absent: Pick<Person, 'scope'>,
  other: Pick<Person, 'scope'>,
  catalogue: Catalogue,
): boolean {
  if (absent.scope === 'all' || other.scope === 'all') return absent.scope === other.scope
  return absent.scope.some((unit) => inScope(other.scope, unit, catalogue))
}
