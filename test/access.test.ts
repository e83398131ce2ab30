/** Who may call what: every procedure with every kind of caller, and what each may read. */
import type { Overview } from '@laban/shared'
import { roles } from '@laban/shared'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { grants, mayCall } from '../server/src/api/grants.ts'
import { appRouter } from '../server/src/api/router.ts'
import type { Got, TinyServer } from './serving.ts'
import { signIn } from './people.ts'
import { serveTiny, token } from './serving.ts'

let tiny: TinyServer
beforeAll(async () => {
  tiny = await serveTiny()
})
afterAll(() => tiny.stop())

type Kept = { type: string; meta?: { action?: string } }
const definitions = appRouter._def.procedures as unknown as Record<string, { _def: Kept }>
const kept = Object.entries(definitions).map(([name, { _def }]) => ({ name, ..._def }))
const procedures = kept.map(({ name }) => name).sort()
const writing = kept.filter(({ type }) => type === 'mutation').map(({ name }) => name)
/** Can only be asked about an initiative that somebody has written: reporting.test.ts does. */
const needsWriting = ['initiative.get']
/** What everybody may ask; the rest of the table is walked by matrix.test.ts. */
const reading = procedures.filter(
  (name) => !writing.includes(name) && !needsWriting.includes(name) && mayCall(['public'], name),
)

const callers = {
  public: {},
  script: { authorization: `Bearer ${token}` },
  'wrong token': { authorization: 'Bearer wrong-token-wrong-token' },
  'token of yesterday': { authorization: `Bearer ${token.replace('tests', 'yesterday')}` },
  'token cut short': { authorization: `Bearer ${token.slice(0, -1)}` },
  'other scheme': { authorization: `Basic ${Buffer.from(`script:${token}`).toString('base64')}` },
  'empty credentials': { authorization: 'Bearer' },
} as const

/** An input that the procedure accepts, about something public and about something internal. */
const inputs: Record<string, { open: unknown; inner: unknown }> = {
  'catalogue.list': { open: {}, inner: null },
  'drill.cubes': {
    open: { indicator: 'money/revenue', city: 'tiny' },
    inner: { indicator: 'money/debt', city: 'tiny' },
  },
  'drill.table': {
    open: { indicator: 'money/revenue', city: 'tiny', where: '', x: 'unit', y: 'month' },
    inner: { indicator: 'money/debt', city: 'tiny', where: '', x: 'unit', y: 'month' },
  },
  'drill.sums': {
    open: { indicator: 'money/revenue', city: 'tiny', where: 'source_of:tax' },
    inner: { indicator: 'money/debt', city: 'tiny', where: '' },
  },
  'extract.get': {
    open: { indicator: 'money/revenue', city: 'tiny', from: 'rows' },
    inner: { indicator: 'money/debt', city: 'tiny', from: 'rows' },
  },
  'indicator.ask': {
    open: { indicator: 'money/revenue', city: 'tiny' },
    inner: { indicator: 'money/debt', city: 'tiny' },
  },
  'indicator.get': { open: { id: 'money/revenue' }, inner: { id: 'money/debt' } },
  'indicator.passport': {
    open: { indicator: 'money/revenue', city: 'tiny', period: '2023-12-31' },
    inner: { indicator: 'money/debt', city: 'tiny', period: '2023-12-31' },
  },
  'initiative.coverage': { open: {}, inner: null },
  'initiative.gallery': { open: {}, inner: null },
  'lab.parcel': { open: { table: 'permits' }, inner: null },
  'lab.tables': { open: {}, inner: null },
  'overview.get': { open: {}, inner: null },
  'peers.get': { open: {}, inner: null },
  'release.current': { open: {}, inner: null },
  'session.current': { open: {}, inner: null },
  'unit.covered': { open: { map: 'before' }, inner: null },
  'unit.list': { open: {}, inner: null },
}

test('every procedure has its row in the table of grants, and no row is left over', () => {
  expect(Object.keys(grants).sort()).toEqual(procedures)
  expect(Object.keys(inputs).sort()).toEqual(reading)
})

test('a procedure that is not in the table may be called by nobody', () => {
  const asked = [mayCall(['public'], 'secret.get'), mayCall(roles, 'secret.get'), mayCall(roles, 'toString')]
  expect(asked).toEqual([false, false, false])
})

const [answered, denied, unknown] = [
  [200, undefined],
  [403, 'access/denied'],
  [401, 'access/unknown-viewer'],
]

const cells = reading.flatMap((procedure) =>
  Object.keys(callers).map((caller) => [procedure, caller as keyof typeof callers] as const),
)

test.each(cells)('%s called by: %s', async (procedure, caller) => {
  const { open, inner } = inputs[procedure]!
  const ends = { public: [answered, denied], script: [answered, answered] } as const
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
  const inside = (await tiny.call('overview.get', {}, callers.script)).data as Overview
  expect(inside.tiles.map(({ indicator }) => indicator)).toContain('money/debt')
})

test('the plain API and the pages know the same callers', async () => {
  for (const path of ['/api/v1/indicators', '/']) {
    expect((await tiny.get(path, callers.script)).status).toBe(200)
    const refused = await tiny.get(path, callers['wrong token'])
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Bearer'])
  }
})

test('a mutation has a name in the trail, and nothing else has', () => {
  expect(kept.filter(({ type, meta }) => (type === 'mutation') !== (meta?.action !== undefined))).toEqual([])
  expect(kept.filter(({ type }) => type !== 'mutation' && type !== 'query')).toEqual([])
})

const codeOf = (got: Got) => (got.json() as { error: { data: { failure: { code: string } } } }).error.data.failure.code

test('writing is a POST to a procedure, from our own pages; anything else is refused', async () => {
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
    const { status, headers } = await tiny.get('/api/trpc/overview.get', callers.script, method)
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD, POST'])
  }
  const elsewhere = await tiny.get('/', callers.public, 'POST')
  expect([elsewhere.status, elsewhere.headers.allow]).toEqual([405, 'GET, HEAD'])

  const { headers } = await signIn(tiny.store, { roles: ['reporter'] })
  const host = new URL(tiny.serving.address).host
  const foreign: Record<string, string>[] = [
    {},
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: tiny.serving.address, 'sec-fetch-site': 'cross-site' },
    { origin: tiny.serving.address, 'sec-fetch-site': 'same-site' },
    { origin: tiny.serving.address.replace(/:\d+$/, ':1') },
  ]
  for (const from of foreign) {
    const body = { 'content-type': 'application/json', ...headers, ...from }
    const refused = await tiny.get('/api/trpc/session.close', body, 'POST', '{}')
    expect([from, refused.status, codeOf(refused)]).toEqual([from, 403, 'access/foreign-origin'])
  }
  // A name that was made to point at this machine.
  const rebound = {
    ...headers,
    host: `evil.example:${host.split(':')[1]}`,
    origin: `http://evil.example:${host.split(':')[1]}`,
  }
  expect((await tiny.write('session.close', {}, rebound)).status).toBe(403)
  expect((await tiny.call('session.current', {}, headers)).data).toMatchObject({ person: { roles: ['reporter'] } })
})

test('who has signed out is the public from the next request on, and the trail says so', async () => {
  const { headers, session, id } = await signIn(tiny.store, { roles: ['reporter'] })
  expect((await tiny.call('indicator.get', { id: 'money/debt' }, headers)).status).toBe(200)
  const closed = await tiny.write('session.close', {}, headers)
  expect(closed).toMatchObject({ status: 200, data: { closed: true } })
  expect(closed.cookies).toEqual([expect.stringMatching(/^laban=; .*HttpOnly.*Max-Age=0/)])
  const after = await tiny.call('indicator.get', { id: 'money/debt' }, headers)
  expect([after.status, after.failure.code, after.cookies.length]).toEqual([401, 'access/session-ended', 1])
  expect((await tiny.get('/', headers)).status).toBe(200)
  const entry = await tiny.store.read((db) =>
    db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirstOrThrow(),
  )
  expect(entry).toMatchObject({ actor: id, action: 'session.close', subject: `session:${session}` })
})

test('what a signed-in person is told is kept for nobody else', async () => {
  const { headers } = await signIn(tiny.store, { roles: ['analyst'] })
  const path = `/api/trpc/overview.get?input=${encodeURIComponent('{}')}`
  const inside = await tiny.get(path, headers)
  expect([inside.headers['cache-control'], inside.headers.vary]).toEqual([
    'private, no-cache',
    'Accept-Encoding, Authorization, Cookie',
  ])
  expect(inside.text).toContain('money/debt')
  const outside = await tiny.get(path, { 'if-none-match': inside.headers.etag! })
  expect([outside.status, outside.text.includes('money/debt')]).toEqual([200, false])
})

test('a body that is too large, no JSON or of another type is refused in words', async () => {
  const { headers } = await signIn(tiny.store, { roles: ['reporter'] })
  const own = { ...headers, 'content-type': 'application/json', origin: tiny.serving.address }
  const large = await tiny.get('/api/trpc/session.close', own, 'POST', JSON.stringify({ x: 'x'.repeat(1024 * 1024) }))
  expect([large.status, codeOf(large)]).toEqual([413, 'input/too-large'])
  for (const [type, body] of [
    ['application/json', '{'],
    ['text/plain', '{}'],
    ['application/json', '{"extra":1}'],
  ] as const) {
    const got = await tiny.get('/api/trpc/session.close', { ...own, 'content-type': type }, 'POST', body)
    expect([type, body, got.status]).toEqual([type, body, 400])
  }
})
