/** Owns the first start: a demonstration where nobody real has been entered and only this machine listens, or a link to set up. */
import type { Catalogue } from '@laban/shared'
import { inForce, localLevels } from '@laban/shared'
import type { Store } from '../store/store.ts'
import { arrangeDemo, demoPeople } from './demo.ts'
import { makeLink } from './link.ts'

/** One of each kind in the city that is shown first, in force on the release's last day. */
function exampleUnits({ cities, units, areas, release }: Catalogue, home: string) {
  const city = cities.find(({ id }) => id === home) ?? cities[0]
  const own = units.filter((unit) => inForce(unit, release.horizon) && city?.units.includes(unit.parent ?? ''))
  const local: readonly string[] = localLevels
  return {
    ward:
      own.find(({ level, short }) => local.includes(level) && short.vi === 'Sài Gòn')?.id ??
      own.find(({ level }) => local.includes(level))?.id ??
      '',
    department: own.find(({ level }) => level === 'department')?.id ?? '',
    area: areas[0]?.id ?? '',
  }
}

/**
 * @param wish  `auto`: a demonstration as long as nobody real has been entered
 * @param alone  only this machine can reach the house, and it is not in production
 */
export async function isDemo(
  store: Store,
  { wish, alone }: { wish: 'auto' | 'on' | 'off'; alone: boolean },
): Promise<boolean> {
  return wish === 'on' || (wish === 'auto' && alone && !(await hasPeople(store)))
}

const hasPeople = async (store: Store): Promise<boolean> => {
  const first = await store.read((db) =>
    db.selectFrom('people').select('id').where('demo', '=', 0).limit(1).executeTakeFirst(),
  )
  return first !== undefined
}

/** Makes the people of the demonstration. */
export const arrange = (store: Store, catalogue: Catalogue, home: string): Promise<void> =>
  arrangeDemo(store, demoPeople(exampleUnits(catalogue, home)))

/** @returns what stands in a new link to set up; null: somebody real can sign in already */
export async function offerSetup(store: Store, now: number): Promise<string | null> {
  if (await hasPeople(store)) return null
  return await store.write({ actor: 'program serve', action: 'setup.offer', subject: '', detail: {} }, (trx) =>
    makeLink(trx, 'setup', null, new Date(now + 24 * 3_600_000)),
  )
}
