/** Signing in and out, as a browser would: passwords, guesses, links, known browsers, and everything that ends a session. */
import { request } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { verify } from '../server/src/store/audit.ts'
import { checkPassword, hashPassword, isPassword } from '../server/src/people/password.ts'
import { signIn } from './people.ts'
import type { Called, TinyServer } from './serving.ts'
import { serveTiny } from './serving.ts'

const good = 'con mèo vàng leo cây cau'
const better = 'chín cái bánh giò nóng hổi'

let tiny: TinyServer
let ahead = 0
/** Stands still unless a test moves it, however slow the machine is. */
const start = Date.now()
const now = () => start + ahead
let admin: { cookie: string }
let adminId: string

beforeAll(async () => {
  tiny = await serveTiny({ now })
})
afterAll(() => tiny.stop())
beforeEach(async () => {
  ahead = 0
  await tiny.store.write({ actor: 'program test', action: 'test.arrange', subject: '', detail: {} }, (trx) =>
    trx.deleteFrom('throttle').execute(),
  )
  // Signed in anew: a test that moves the clock ends every session.
  const { id, headers } = await signIn(tiny.store, { roles: ['admin'] })
  admin = headers
  adminId = id
})
afterEach(() =>
  tiny.store.write({ actor: 'program test', action: 'test.arrange', subject: '', detail: {} }, (trx) =>
    trx.updateTable('people').set({ disabled: 'after the test' }).where('id', '=', adminId).execute(),
  ),
)

const session = (cookies: string[]): string => cookies.find((one) => /^laban=/.test(one))!.split(';')[0]!
const device = (cookies: string[]): string => cookies.find((one) => /^laban-device=/.test(one))!.split(';')[0]!
const whoIs = async (cookie: string): Promise<unknown> => {
  const { status, data } = await tiny.call('session.current', {}, { cookie })
  return status === 200 ? (data as { person: { account: string } | null }).person?.account : status
}
const entries = () => tiny.store.read((db) => db.selectFrom('audit').selectAll().orderBy('seq').execute())

let made = 0
/** A person who has set their password by the link that the admin was given. */
async function person(wanted: object = {}) {
  const account = `can.bo.${++made}`
  const rights = {
    name: 'Cán bộ',
    roles: ['reporter'],
    scope: ['tiny/east'],
    areas: 'all',
    clearance: ['public', 'internal'],
    claim: '',
  }
  const { data, status, failure } = await tiny.write('person.create', { account, ...rights, ...wanted }, admin)
  if (status !== 200) throw new Error(failure.words.en)
  const { id } = data as { id: string }
  const link = (await tiny.write('person.link', { id }, admin)).data as { url: string }
  const token = link.url.split('#')[1]!
  const { cookies } = await tiny.write('session.useLink', { token, password: good })
  return { id, account, token, cookie: session(cookies), device: device(cookies) }
}
const open = (account: string, password: string, headers: Record<string, string> = {}) =>
  tiny.write('session.open', { account, password }, headers)
const outcome = ({ status, failure }: Called) => [status, failure?.code, failure?.words.en]

test('a person made by the admin sets a password by a link that is good once, and signs in by it', async () => {
  const { account, token, cookie } = await person()
  expect(await whoIs(cookie)).toBe(account)
  expect((await tiny.write('session.useLink', { token, password: better })).failure.code).toBe('write/unknown-subject')
  const signed = await open(`  ${account.toUpperCase()} `, good)
  expect(signed.status).toBe(200)
  expect(signed.cookies).toEqual([
    expect.stringMatching(/^laban=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
    expect.stringMatching(/^laban-device=.*Max-Age=31536000/),
  ])
  expect(session(signed.cookies)).not.toBe(cookie)
  expect(await whoIs(session(signed.cookies))).toBe(account)
})

test('what is wrong is not told: an unknown account, a wrong password, a disabled person, one without a password', async () => {
  const known = await person()
  const disabled = await person()
  await tiny.write('person.disable', { id: disabled.id, disabled: true }, admin)
  const without = await signIn(tiny.store, { roles: ['head'], account: 'without.password' })
  const outcomes = [
    await open(known.account, `${good}!`),
    await open('nobody.at.all', good),
    await open(disabled.account, good),
    await open('without.password', good),
  ]
  expect(new Set(outcomes.map((one) => JSON.stringify([outcome(one), one.cookies])))).toEqual(
    new Set([JSON.stringify([[401, 'access/wrong-credentials', 'The account or the password is wrong'], []])]),
  )
  const refused = (await entries()).filter(({ action }) => action === 'session.refuse').slice(-4)
  expect(refused.map(({ subject }) => subject)).toEqual([
    `person:${known.id}`,
    '',
    `person:${disabled.id}`,
    `person:${without.id}`,
  ])
  expect(JSON.stringify(await entries())).not.toContain('nobody.at.all')
})

test('guesses are slowed down the same for accounts that exist and that do not, and a known browser is let in meanwhile', async () => {
  const known = await person()
  for (const account of [known.account, 'no.such.account']) {
    const outcomes = []
    for (let i = 0; i < 7; i++) outcomes.push((await open(account, 'wrong password here')).failure.code)
    expect(outcomes.slice(0, 5)).toEqual(Array(5).fill('access/wrong-credentials'))
    expect(outcomes.slice(5)).toContain('access/throttled')
  }
  expect((await open(known.account, good)).failure.code).toBe('access/throttled')
  expect((await open(known.account, good, { cookie: known.device })).status).toBe(200)
  // Another person's known browser is a stranger's here.
  const other = await person()
  expect((await open(known.account, good, { cookie: other.device })).failure.code).toBe('access/throttled')
  ahead = 20 * 60_000
  expect((await open(known.account, good)).status).toBe(200)
})

test('many guesses at once are counted one by one', async () => {
  const known = await person()
  ahead = 48 * 3_600_000
  const outcomes = await Promise.all(Array.from({ length: 15 }, () => open(known.account, 'wrong password here')))
  expect(outcomes.filter(({ failure }) => failure.code === 'access/wrong-credentials').length).toBeLessThanOrEqual(7)
}, 60_000)

test('after a hundred failures in a row strangers stay out, from wherever they come', async () => {
  const known = await person()
  ahead = 96 * 3_600_000
  const { digestOf } = await import('../server/src/people/token.ts')
  await tiny.store.write({ actor: 'program test', action: 'test.arrange', subject: '', detail: {} }, async (trx) => {
    const key = `account ${digestOf(known.account)}`
    await trx
      .insertInto('throttle')
      .values({ key, failures: 110, last: new Date(now()).toISOString() })
      .execute()
  })
  expect((await open(known.account, good)).failure.code).toBe('access/throttled')
  expect((await open(known.account, good, { cookie: known.device })).status).toBe(200)
})

test('a session ends after an hour without use, and after twelve in any case', async () => {
  const { cookie, account } = await person()
  ahead = 59 * 60_000
  expect(await whoIs(cookie)).toBe(account)
  ahead += 59 * 60_000
  expect(await whoIs(cookie)).toBe(account)
  ahead += 61 * 60_000
  expect(await whoIs(cookie)).toBe(401)
  ahead = 0
  const long = await person()
  for (ahead = 0; ahead < 12 * 3_600_000; ahead += 50 * 60_000) expect(await whoIs(long.cookie)).toBe(long.account)
  ahead = 12 * 3_600_000 + 1000
  expect(await whoIs(long.cookie)).toBe(401)
})

test('a changed password ends all other sessions, and asks for the old one', async () => {
  const { cookie, account } = await person()
  const other = session((await open(account, good)).cookies)
  const change = (old: string, fresh: string) => tiny.write('session.changePassword', { old, new: fresh }, { cookie })
  expect((await change('wrong password here', better)).failure.code).toBe('access/wrong-credentials')
  expect((await change(good, 'short')).failure.code).toBe('input/refused')
  expect(await whoIs(other)).toBe(account)
  expect((await change(good, better)).status).toBe(200)
  expect([await whoIs(cookie), await whoIs(other)]).toEqual([account, 401])
  expect([(await open(account, good)).status, (await open(account, better)).status]).toEqual([401, 200])
})

test('one’s own sessions are listed and ended, nobody else’s', async () => {
  const { cookie, account, id } = await person()
  const other = session((await open(account, good, { 'user-agent': 'Another browser' })).cookies)
  const list = (await tiny.call('session.list', {}, { cookie })).data as {
    id: string
    agent: string
    isThis: boolean
  }[]
  expect(list.map(({ isThis }) => isThis).toSorted()).toEqual([false, true])
  const stranger = await person()
  const theirs = list.find(({ isThis }) => !isThis)!
  expect(theirs.agent).toBe('Another browser')
  const refused = await tiny.write('session.end', { session: theirs.id }, { cookie: stranger.cookie })
  expect(refused.failure.code).toBe('write/unknown-subject')
  expect((await tiny.write('session.end', { session: theirs.id }, { cookie })).status).toBe(200)
  expect([await whoIs(cookie), await whoIs(other)]).toEqual([account, 401])
  const third = session((await open(account, good)).cookies)
  expect((await tiny.write('session.endOthers', {}, { cookie: third })).data).toEqual({ ended: 1 })
  expect([await whoIs(cookie), await whoIs(third)]).toEqual([401, account])
  expect((await entries()).at(-1)).toMatchObject({ actor: id, action: 'session.end-others', subject: `person:${id}` })
})

/** Resolves when the stream has ended. */
function stream(cookie: string): Promise<{ begun: true; ended: Promise<void> }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${tiny.serving.address}/events`, { headers: { cookie }, agent: false }, (res) => {
      const ended = new Promise<void>((done) => res.on('close', done))
      res.once('data', () => resolve({ begun: true, ended }))
      res.resume()
    })
    sent.on('error', reject).end()
  })
}

test('who is disabled is out from the next request on, and streams end', async () => {
  const { cookie, id, account } = await person()
  const { ended } = await stream(cookie)
  expect(await whoIs(cookie)).toBe(account)
  await tiny.write('person.disable', { id, disabled: true }, admin)
  expect(await whoIs(cookie)).toBe(401)
  await ended
  expect((await open(account, good)).status).toBe(401)
  await tiny.write('person.disable', { id, disabled: false }, admin)
  expect(await whoIs(cookie)).toBe(401)
  expect((await open(account, good)).status).toBe(200)
})

test('a stream ends with its session, also where nobody tells it', async () => {
  const { cookie } = await person()
  const { ended } = await stream(cookie)
  ahead = 13 * 3_600_000
  await ended
})

test('a right that is taken holds from the next request on; who has not seen the last change cannot overwrite it', async () => {
  const { cookie, id, account } = await person({ roles: ['analyst'], scope: 'all' })
  expect((await tiny.call('indicator.get', { id: 'money/debt' }, { cookie })).status).toBe(200)
  const change = {
    id,
    account,
    name: 'Cán bộ',
    roles: ['analyst'],
    scope: 'all',
    areas: 'all',
    clearance: ['public'],
    claim: '',
  }
  expect((await tiny.write('person.change', { ...change, revision: 1 }, admin)).data).toEqual({ revision: 2 })
  expect((await tiny.call('indicator.get', { id: 'money/debt' }, { cookie })).failure.code).toBe('access/denied')
  expect((await tiny.write('person.change', { ...change, revision: 1 }, admin)).failure.code).toBe('write/conflict')
})

test.each([
  [{ account: 'x' }, 'question/invalid'],
  [{ roles: ['public'] }, 'question/invalid'],
  [{ roles: [] }, 'question/invalid'],
  [{ password: 'x' }, 'question/invalid'],
  [{ scope: ['tiny/nowhere'] }, 'question/unknown-unit'],
  [{ areas: ['nothing'] }, 'question/unknown-value'],
])('a person that cannot be is refused: %j', async (wrong, code) => {
  const rights = {
    account: 'sai.sot',
    name: 'x',
    roles: ['head'],
    scope: 'all',
    areas: 'all',
    clearance: ['public'],
    claim: '',
  }
  expect((await tiny.write('person.create', { ...rights, ...wrong }, admin)).failure.code).toBe(code)
})

test('an account is one person’s, and the last administrator stays', async () => {
  const { account } = await person()
  const rights = { name: 'x', roles: ['head'], scope: 'all', areas: 'all', clearance: ['public'], claim: '' }
  expect((await tiny.write('person.create', { account: account.toUpperCase(), ...rights }, admin)).failure.code).toBe(
    'input/refused',
  )
  const last = await tiny.write('person.disable', { id: adminId, disabled: true }, admin)
  expect(last.failure.code).toBe('input/refused')
})

test('an admin looks through another’s eyes: reads what they read, writes nothing, and the trail names the admin', async () => {
  const reporter = await person({ clearance: ['public'] })
  const { headers, id } = await signIn(tiny.store, { roles: ['admin'] })
  expect((await tiny.write('session.seeAs', { person: reporter.id }, headers)).status).toBe(200)
  expect((await tiny.call('session.current', {}, headers)).data).toMatchObject({
    person: { id },
    seeingAs: { id: reporter.id },
  })
  expect((await tiny.call('indicator.get', { id: 'money/debt' }, headers)).failure.code).toBe('access/denied')
  expect((await tiny.call('person.list', {}, headers)).failure.code).toBe('access/denied')
  expect((await tiny.write('session.endOthers', {}, headers)).failure.code).toBe('access/read-only')
  expect((await tiny.write('session.seeOwn', {}, headers)).status).toBe(200)
  expect((await tiny.call('person.list', {}, headers)).status).toBe(200)
  const told = (await entries())
    .filter(({ actor }) => actor === id)
    .map(({ action, subject }) => `${action} ${subject}`)
  expect(told.slice(0, 1)).toEqual([`session.see-as person:${reporter.id}`])
  expect(told[1]).toMatch(/^session\.see-own session:/)
  await tiny.write('person.disable', { id, disabled: true }, admin)
})

test('the trail is whole after all this, and holds no password', async () => {
  expect(await tiny.store.read((db) => verify(db))).toMatchObject({ fault: null })
  const text = JSON.stringify(await entries())
  for (const secret of [good, better, 'laban=', '$argon2id']) expect(text).not.toContain(secret)
})

test('without people a link sets the house up, once; demo people may come in only in a demonstration', async () => {
  const fresh = await serveTiny()
  try {
    expect(fresh.serving.demo).toBe(false)
    const token = fresh.serving.setup!
    expect((await fresh.write('session.openDemo', { person: 'p-demo-admin' })).failure.code).toBe('access/denied')
    const first = { token, account: 'quan.tri', name: 'Quản trị', password: good }
    expect((await fresh.write('session.setUp', { ...first, token: `${token}x` })).failure.code).toBe(
      'write/unknown-subject',
    )
    expect((await fresh.write('session.setUp', { ...first, password: 'quan.tri quan.tri' })).failure.code).toBe(
      'input/refused',
    )
    const { status, cookies } = await fresh.write('session.setUp', first)
    expect(status).toBe(200)
    expect((await fresh.call('person.list', {}, { cookie: session(cookies) })).status).toBe(200)
    expect((await fresh.write('session.setUp', first)).failure.code).toBe('write/unknown-subject')
  } finally {
    await fresh.stop()
  }
})

test('in a demonstration anybody may be anybody, and outside it their sessions open nothing', async () => {
  const demo = await serveTiny({ demo: 'auto', alone: true })
  try {
    expect([demo.serving.demo, demo.serving.setup]).toEqual([true, null])
    const { offers } = (await demo.call('session.current')).data as {
      offers: { demo: { id: string; roles: string[] }[] }
    }
    expect(new Set(offers.demo.flatMap(({ roles }) => roles)).size).toBe(8)
    const { cookies } = await demo.write('session.openDemo', { person: 'p-demo-admin' })
    const headers = { cookie: session(cookies) }
    expect((await demo.call('person.list', {}, headers)).status).toBe(200)
    expect((await demo.get('/')).text).toContain('data-demo')
    expect((await demo.get('/', headers)).text).toContain('data-person="Quản trị viên (trình diễn)"')
  } finally {
    await demo.stop()
  }
})

test.each([
  ['short one', false],
  ['12345678901234', false],
  ['123456789012345', false],
  ['aaaaaaaaaaaaaaaaaaaa', false],
  ['abcabcabcabcabcabc', false],
  ['password password password', false],
  ['Mật khẩu Hồ Chí Minh 2025', false],
  ['qwertyuiopasdfghjkl', false],
  ['tran.reporter2025!!', false],
  ['La Bàn TP.HCM 2026 2027', false],
  ['ba con vịt qua cầu tre', true],
  ['đêm rằm gió mát lắm ai ơi', true],
  ['7391-8264-0157-33', true],
  ['🐃🐓🐖🦆🐕🐈🐁🐍🐎🐐🐒🐉🐅🐇🦢', true],
  ['x'.repeat(257), false],
])('password %j is accepted: %s', (password, accepted) => {
  const check = () => checkPassword(password, ['tran.reporter', 'Trần Văn'])
  if (accepted) expect(check).not.toThrow()
  else expect(check).toThrow(expect.objectContaining({ code: 'input/refused' }))
})

test('a password is kept as argon2id, salted, and equal text is equal however it was typed', async () => {
  const [one, other] = await Promise.all([hashPassword(good), hashPassword(good)])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(other)
  expect(
    await Promise.all([isPassword(good.normalize('NFD'), one), isPassword(`${good} `, one), isPassword(good, null)]),
  ).toEqual([true, false, false])
})
