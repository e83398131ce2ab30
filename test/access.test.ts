/** Who may call what: every procedure with every kind of caller, and what each may read. */
import type { Overview } from '@laban/shared'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { grants, mayCall } from '../server/src/api/grants.ts'
import { appRouter } from '../server/src/api/router.ts'
import type { TinyServer } from './serving.ts'
import { serveTiny, token } from './serving.ts'

let tiny: TinyServer
beforeAll(async () => {
  tiny = await serveTiny()
})
afterAll(() => tiny.stop())

const { _def: definition } = appRouter
const procedures = Object.keys(definition.procedures).sort()

const callers = {
  public: {},
  viewer: { authorization: `Bearer ${token}` },
  'wrong token': { authorization: 'Bearer wrong-token-wrong-token' },
  'token of yesterday': { authorization: `Bearer ${token.replace('tests', 'yesterday')}` },
  'token cut short': { authorization: `Bearer ${token.slice(0, -1)}` },
  'other scheme': { authorization: `Basic ${Buffer.from(`viewer:${token}`).toString('base64')}` },
  'empty credentials': { authorization: 'Bearer' },
} as const

/** An input that the procedure accepts, about something public and about something internal. */
const inputs: Record<string, { open: unknown; inner: unknown }> = {
  'catalogue.list': { open: {}, inner: null },
  'indicator.ask': {
    open: { indicator: 'money/revenue', city: 'tiny' },
    inner: { indicator: 'money/debt', city: 'tiny' },
  },
  'indicator.get': { open: { id: 'money/revenue' }, inner: { id: 'money/debt' } },
  'indicator.passport': {
    open: { indicator: 'money/revenue', city: 'tiny', period: '2023-12-31' },
    inner: { indicator: 'money/debt', city: 'tiny', period: '2023-12-31' },
  },
  'lab.parcel': { open: { table: 'permits' }, inner: null },
  'lab.tables': { open: {}, inner: null },
  'overview.get': { open: {}, inner: null },
  'peers.get': { open: {}, inner: null },
  'release.current': { open: {}, inner: null },
  'unit.covered': { open: { map: 'before' }, inner: null },
  'unit.list': { open: {}, inner: null },
}

test('every procedure has its row in the table of grants, and no row is left over', () => {
  expect(Object.keys(grants).sort()).toEqual(procedures)
  expect(Object.keys(inputs).sort()).toEqual(procedures)
})

test('a procedure that is not in the table may be called by nobody', () => {
  expect([mayCall('public', 'secret.get'), mayCall('viewer', 'secret.get'), mayCall('viewer', 'toString')]).toEqual([
    false,
    false,
    false,
  ])
})

const [answered, denied, unknown] = [
  [200, undefined],
  [403, 'access/denied'],
  [401, 'access/unknown-viewer'],
]

const cells = procedures.flatMap((procedure) =>
  Object.keys(callers).map((caller) => [procedure, caller as keyof typeof callers] as const),
)

test.each(cells)('%s called by: %s', async (procedure, caller) => {
  const { open, inner } = inputs[procedure]!
  const ends = { public: [answered, denied], viewer: [answered, answered] } as const
  const [openEnd, innerEnd] = caller in ends ? ends[caller as keyof typeof ends] : [unknown, unknown]
  const end = async (input: unknown) => {
    const { status, failure } = await tiny.call(procedure, input, callers[caller])
    return [status, failure?.code]
  }
  expect(await end(open)).toEqual(openEnd)
  expect(inner === null ? innerEnd : await end(inner)).toEqual(innerEnd)
})

test('what is internal is in no list of the public, not even by its name', async () => {
  for (const procedure of ['overview.get', 'catalogue.list', 'peers.get']) {
    const outside = JSON.stringify((await tiny.call(procedure)).data)
    expect(outside).not.toContain('money/debt')
  }
  const inside = (await tiny.call('overview.get', {}, callers.viewer)).data as Overview
  expect(inside.tiles.map(({ indicator }) => indicator)).toContain('money/debt')
})

test('the plain API and the pages know the same callers', async () => {
  for (const path of ['/api/v1/indicators', '/']) {
    expect((await tiny.get(path, callers.viewer)).status).toBe(200)
    const refused = await tiny.get(path, callers['wrong token'])
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Bearer'])
  }
})

test('only reading is possible', async () => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
    const { status, headers } = await tiny.get('/api/trpc/overview.get', callers.viewer, method)
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD'])
  }
})
