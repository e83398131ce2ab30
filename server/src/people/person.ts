/** Owns people as the store keeps them, and the viewer that each of them is. */
import type { Audience, Role, Viewer } from '@laban/shared'
import { Failure } from '@laban/shared'
import type { Db } from '../store/connection.ts'
import type { Tables } from '../store/tables.ts'

export type PersonRow = Tables['people']

/** What may be said of a person; no password, no claim. */
export type Person = {
  id: string
  account: string
  name: string
  roles: Role[]
  scope: 'all' | string[]
  areas: 'all' | string[]
  clearance: Audience[]
  demo: boolean
  /** Whether a password is set, and whether the identity provider's name of the person is known. */
  byPassword: boolean
  byProvider: boolean
  created: string
  disabled: string | null
  revision: number
}

/** Whether somebody enters figures for units of their own. */
export const reports = ({ roles }: Pick<Person, 'roles'>): boolean =>
  roles.includes('reporter') || roles.includes('head')

export const toPerson = (row: PersonRow): Person => ({
  id: row.id,
  account: row.account,
  name: row.name,
  roles: JSON.parse(row.roles) as Role[],
  scope: JSON.parse(row.scope) as Person['scope'],
  areas: JSON.parse(row.areas) as Person['areas'],
  clearance: JSON.parse(row.clearance) as Audience[],
  demo: row.demo === 1,
  byPassword: row.password !== null,
  byProvider: row.claim !== null,
  created: row.created,
  disabled: row.disabled,
  revision: row.revision,
})

export const viewerOf = ({ id, roles, scope, areas, clearance }: Person): Viewer => ({
  person: id,
  roles,
  scope,
  areas,
  clearance,
})

export const personOf = async (db: Db, id: string): Promise<Person | undefined> => {
  const row = await db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toPerson(row)
}

/** Accounts are compared as people type them: any case, any form of the same letter. */
export const accountOf = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()

export type NewPerson = Pick<Person, 'account' | 'name' | 'roles' | 'scope' | 'areas' | 'clearance'> & {
  id: string
  password?: string | null
  claim?: string | null
  demo?: boolean
}

export const rowOf = (person: NewPerson): PersonRow => ({
  id: person.id,
  account: accountOf(person.account),
  name: person.name,
  roles: JSON.stringify(person.roles),
  scope: JSON.stringify(person.scope),
  areas: JSON.stringify(person.areas),
  clearance: JSON.stringify(person.clearance),
  password: person.password ?? null,
  claim: person.claim ?? null,
  demo: person.demo ? 1 : 0,
  created: new Date().toISOString(),
  disabled: null,
  revision: 1,
  mail: '',
  language: 'vi',
  mail_off: 0,
})

export const noPerson = (): Failure =>
  new Failure('write/unknown-subject', { vi: 'Không có người dùng này', en: 'There is no such person' })
