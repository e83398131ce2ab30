/**
 * Owns the demonstration: people of each role who anybody may be with one click. Only on this machine, never in production; outside it
 * they cannot sign in, and their sessions open nothing.
 */
import type { Role } from '@laban/shared'
import type { Store } from '../store/store.ts'
import type { NewPerson } from './person.ts'
import { rowOf } from './person.ts'

type DemoPerson = Omit<NewPerson, 'account'> & { roles: [Role] }

const everything = { scope: 'all', areas: 'all' } as const

/** By role and never by a person's name. Units and areas are those of the pack that is served first; unknown ones cut to nothing. */
export const demoPeople = (units: { ward: string; department: string; area: string }): DemoPerson[] => [
  {
    id: 'p-demo-leader',
    name: 'Chủ tịch (trình diễn)',
    roles: ['leader'],
    ...everything,
    clearance: ['public', 'internal', 'restricted'],
  },
  {
    id: 'p-demo-vice',
    name: 'Phó Chủ tịch (trình diễn)',
    roles: ['leader'],
    scope: 'all',
    areas: [units.area],
    clearance: ['public', 'internal', 'restricted'],
  },
  {
    id: 'p-demo-head',
    name: 'Giám đốc sở (trình diễn)',
    roles: ['head'],
    scope: [units.department],
    areas: 'all',
    clearance: ['public', 'internal'],
  },
  {
    id: 'p-demo-reporter',
    name: 'Cán bộ báo cáo phường (trình diễn)',
    roles: ['reporter'],
    scope: [units.ward],
    areas: 'all',
    clearance: ['public', 'internal'],
  },
  {
    id: 'p-demo-department',
    name: 'Cán bộ báo cáo sở (trình diễn)',
    roles: ['reporter'],
    scope: [units.department],
    areas: 'all',
    clearance: ['public', 'internal'],
  },
  {
    id: 'p-demo-reviewer',
    name: 'Người duyệt (trình diễn)',
    roles: ['reviewer'],
    ...everything,
    clearance: ['public', 'internal'],
  },
  {
    id: 'p-demo-analyst',
    name: 'Chuyên viên phân tích (trình diễn)',
    roles: ['analyst'],
    ...everything,
    clearance: ['public', 'internal'],
  },
  {
    id: 'p-demo-steward',
    name: 'Quản lý dữ liệu (trình diễn)',
    roles: ['steward'],
    ...everything,
    clearance: ['public', 'internal'],
  },
  {
    id: 'p-demo-admin',
    name: 'Quản trị viên (trình diễn)',
    roles: ['admin'],
    ...everything,
    clearance: ['public', 'internal'],
  },
  {
    id: 'p-demo-auditor',
    name: 'Kiểm tra viên (trình diễn)',
    roles: ['auditor'],
    ...everything,
    clearance: ['public', 'internal'],
  },
]

/** Makes those that are not there yet. */
export async function arrangeDemo(store: Store, people: readonly DemoPerson[]): Promise<void> {
  const there = await store.read((db) => db.selectFrom('people').select('id').where('demo', '=', 1).execute())
  const missing = people.filter(({ id }) => !there.some((one) => one.id === id))
  if (missing.length === 0) return
  await store.write(
    { actor: 'program demo', action: 'demo.arrange', subject: '', detail: { people: missing.map(({ id }) => id) } },
    async (trx) => {
      for (const person of missing)
        await trx
          .insertInto('people')
          .values(rowOf({ ...person, account: person.id.slice(2), demo: true }))
          .onConflict((on) => on.column('id').doNothing())
          .execute()
    },
  )
}
