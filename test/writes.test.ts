/** Whose unit is written: every write of reporting, by every role, for a unit of one's own, beside, below, above, and without any. */
import type { Role } from '@laban/shared'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { grants } from '../server/src/api/grants.ts'
import type { ReportingHouse, Somebody } from './reporting-house.ts'
import { databaseEntry, openReportingHouse, ward } from './reporting-house.ts'

const [sibling, city] = ['hcmc_merged/26743', 'hcmc_merged']
const duty = 'thu-tuc-phuong-xa'

/** Scope of the caller, the unit that is written, and whether it is the caller's to write. */
const relations: Record<string, { scope: string[]; unit: string; isOwn: boolean }> = {
  own: { scope: [ward], unit: ward, isOwn: true },
  parent: { scope: [city], unit: ward, isOwn: true },
  sibling: { scope: [sibling], unit: ward, isOwn: false },
  child: { scope: [ward], unit: city, isOwn: false },
  none: { scope: [], unit: ward, isOwn: false },
}
const roles: Role[] = ['reporter', 'head', 'reviewer', 'steward', 'analyst', 'leader', 'admin', 'auditor']

/** What stands in each unit to be written to. */
type Ground = { initiative: string; entry: string; return: string }

/** Calls that change nothing where they are allowed: what they have seen is long past. */
const calls: Record<string, (unit: string, ground: Ground) => unknown> = {
  'deadline.extend': (unit) => ({ duty, unit, period: '2026-Q3', seen: '2020-01-01', due: '2030-01-01', reason: 'x' }),
  'initiative.begin': (unit) => ({ unit, year: 2026, inspiredBy: 'nothing' }),
  'initiative.save': (_, { initiative }) => ({ id: initiative, version: 99, content: {} }),
  'initiative.submit': (_, { initiative }) => ({ id: initiative, version: 99 }),
  'initiative.withdraw': (_, { initiative }) => ({ id: initiative, version: 99 }),
  'initiative.drop': (_, { initiative }) => ({ id: initiative, version: 99 }),
  'initiative.decide': (_, { initiative }) => ({ id: initiative, version: 99, verdict: 'recognise' }),
  'initiative.removeEvidence': (_, { initiative }) => ({ id: initiative, file: 'nothing' }),
  'register.enter': (unit) => ({ register: 'databases', unit, content: {} }),
  'register.change': (_, { entry }) => ({ id: entry, version: 99, content: {} }),
  'register.confirm': (_, { entry }) => ({ entries: [{ id: entry, version: 99 }] }),
  'register.strike': (_, { entry }) => ({ id: entry, version: 99, reason: 'x' }),
  'register.none': (unit) => ({ register: 'databases', unit }),
  'return.save': (unit) => ({
    duty,
    unit,
    period: '2026-Q3',
    figures: [{ figure: 'resolved', version: 99, value: 1, note: '' }],
  }),
  'return.submit': (_, ground) => ({ id: ground.return }),
  'return.withdraw': (_, ground) => ({ id: ground.return }),
  'return.reopen': (_, ground) => ({ id: ground.return, figure: 'resolved', version: 99, reason: 'x' }),
  'return.decide': (_, ground) => ({ id: ground.return, approve: [{ figure: 'resolved', version: 99 }] }),
}
/** Writes that name no unit, or all of them. */
const others = new Set(['calendar.open', 'deputy.name', 'deputy.end', 'notice.choose', 'notice.read'])

let house: ReportingHouse
const grounds: Record<string, Ground> = {}

beforeAll(async () => {
  house = await openReportingHouse()
  const everywhere = await house.somebody(['reporter'])
  const content = { title: 'x', ...databaseEntry }
  for (const unit of [ward, city]) {
    const idea = await everywhere.write<{ id: string }>('initiative.begin', { unit, year: 2026 })
    const entry = await everywhere.write<{ id: string }>('register.enter', { register: 'databases', unit, content })
    grounds[unit] = { initiative: idea.id, entry: entry.id, return: '' }
  }
  const figures = [{ figure: 'resolved', version: 0, value: 1, note: '' }]
  const made = await everywhere.write<{ id: string }>('return.save', { duty, unit: ward, period: '2026-Q3', figures })
  grounds[ward]!.return = made.id
  const whole = { duty: 'thu-tuc-thanh-pho', unit: 'hcmc_merged/van_phong_ubnd', period: '2026-Q3', figures }
  grounds[city]!.return = (await everywhere.write<{ id: string }>('return.save', whole)).id
}, 180_000)
afterAll(() => house?.stop(), 60_000)

/** The code that a write is refused with; `done` where it is not. */
const endOf = async (somebody: Somebody, name: string, input: unknown): Promise<string> => {
  try {
    await somebody.write(name, input)
    return 'done'
  } catch (error) {
    return (error as Error).message
  }
}

test('every write of reporting is tried', () => {
  const topics = /^(calendar|deadline|deputy|initiative|notice|register|return)\./
  const reads = /\.(get|list|gallery|coverage|mine|history|place|choices|wishes)$/
  const writes = Object.keys(grants).filter((name) => topics.test(name) && !reads.test(name))
  expect(writes.filter((name) => !others.has(name)).toSorted()).toEqual(Object.keys(calls).toSorted())
})

test('a write passes its rights by role and by unit, and by nothing else', async () => {
  const wrong: string[] = []
  let [cells, allowed] = [0, 0]
  for (const role of roles) {
    for (const [relation, { scope, unit, isOwn }] of Object.entries(relations)) {
      const somebody = await house.somebody([role], scope)
      for (const [name, inputOf] of Object.entries(calls)) {
        const end = await endOf(somebody, name, inputOf(unit, grounds[unit]!))
        const may = grants[name]!.includes(role) && isOwn
        cells++
        if (may) allowed++
        // What is allowed is refused for what it has seen; nothing here may be done.
        const asTold = may ? !end.startsWith('access/') && end !== 'done' : end === 'access/denied'
        if (!asTold) wrong.push(`${name} by ${role}, ${relation}: ${end}`)
      }
      const files: [string, string, string][] = [
        ['initiative.save', `evidence/${grounds[unit]!.initiative}?name=x.exe`, 'input/refused'],
        ['return.save', `return?duty=${duty}&unit=${unit}&period=2026-Q3`, 'input/refused'],
      ]
      for (const [name, path, refusal] of files) {
        const { body } = await somebody.send<{ error?: { failure?: { code: string }; code?: string } }>(
          path,
          new Uint8Array([1]),
        )
        const may = grants[name]!.includes(role) && isOwn
        const text = JSON.stringify(body)
        cells++
        if (!text.includes(may ? refusal : 'access/denied')) wrong.push(`${path} by ${role}, ${relation}: ${text}`)
      }
    }
  }
  expect(wrong).toEqual([])
  expect(cells).toBe(roles.length * Object.keys(relations).length * (Object.keys(calls).length + 2))
  expect(allowed).toBeGreaterThan(60)
}, 180_000)
