/** People for tests: made in the store as an admin's screen would, and signed in without a password. */
import type { Audience, Role } from '@laban/shared'
import { newId } from '../server/src/people/token.ts'
import { rowOf } from '../server/src/people/person.ts'
import { openSession } from '../server/src/people/session.ts'
import type { Store } from '../server/src/store/store.ts'

export type Made = { id: string; session: string; headers: { cookie: string } }

export type Wanted = {
  roles: Role[]
  scope?: 'all' | string[]
  areas?: 'all' | string[]
  clearance?: Audience[]
  account?: string
  name?: string
}

const act = { actor: 'program test', action: 'test.arrange', subject: '', detail: {} }

/** A new person with an open session; `headers` go with every request of theirs. */
export async function signIn(store: Store, wanted: Wanted): Promise<Made> {
  const id = newId('p')
  const {
    roles,
    scope = 'all',
    areas = 'all',
    clearance = ['public', 'internal'],
    account = id,
    name = account,
  } = wanted
  return await store.write(act, async (trx) => {
    await trx.insertInto('people').values(rowOf({ id, account, name, roles, scope, areas, clearance })).execute()
    const { id: session, token } = await openSession(trx, {
      person: id,
      means: 'password',
      agent: 'test',
      now: Date.now(),
    })
    return { id, session, headers: { cookie: `laban=${token}` } }
  })
}
