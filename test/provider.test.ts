/** Signing in by a real OpenID Connect provider: the whole way, and every way in which it must not end inside. */
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownPath } from '../server/src/people/provider.ts'
import { rowOf } from '../server/src/people/person.ts'
import { freePort } from './server.ts'
import type { TinyServer } from './serving.ts'
import { serveTiny } from './serving.ts'

let tiny: TinyServer
let standing: Server
let issuer: string

/** Who the provider says it is; an account there need not be one here. */
let claims: Record<string, string> = { email: 'can.bo@example.gov.vn' }

beforeAll(async () => {
  const [port, own] = [await freePort(), await freePort()]
  issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'la-ban',
        client_secret: 'a secret of the test alone',
        redirect_uris: [`http://localhost:${own}/sign-in/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email'], profile: ['name'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ['a key of the test alone'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...claims }) }),
  })
  standing = createServer((req, res) => void provider.callback()(req, res))
  await new Promise<void>((done) => standing.listen(port, '127.0.0.1', done))
  tiny = await serveTiny({
    port: own,
    provider: {
      issuer: new URL(issuer),
      clientId: 'la-ban',
      clientSecret: 'a secret of the test alone',
      claim: 'email',
      title: 'Cổng thử',
    },
  })
  const rights = {
    roles: ['analyst' as const],
    scope: 'all' as const,
    areas: 'all' as const,
    clearance: ['public' as const],
  }
  await tiny.store.write({ actor: 'program test', action: 'test.arrange', subject: '', detail: {} }, async (trx) => {
    await trx
      .insertInto('people')
      .values([
        rowOf({ id: 'p-in', account: 'can.bo', name: 'Cán bộ', claim: 'can.bo@example.gov.vn', ...rights }),
        {
          ...rowOf({ id: 'p-out', account: 'da.nghi', name: 'Đã nghỉ', claim: 'da.nghi@example.gov.vn', ...rights }),
          disabled: '2026-01-01',
        },
      ])
      .execute()
  })
})
afterAll(async () => {
  await tiny?.stop()
  await new Promise((done) => standing?.close(done))
})

/** Cookies by name, as a browser keeps them for one host. */
type Jar = Map<string, string>
const header = (jar: Jar) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
function keep(jar: Jar, set: readonly string[]): void {
  for (const one of set) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(one)!
    if (/Max-Age=0|expires=Thu, 01 Jan 1970/i.test(one)) jar.delete(name!)
    else jar.set(name!, value!)
  }
}

async function visit(url: string, jar: Jar, form?: Record<string, string>) {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { cookie: header(jar) },
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
  })
  keep(jar, response.headers.getSetCookie())
  const to = response.headers.get('location')
  return { status: response.status, to: to === null ? undefined : new URL(to, url).href, text: await response.text() }
}

/** Goes to the provider, signs in and consents there. @returns the address that it sends back to */
async function askProvider(url: string): Promise<string> {
  const jar: Jar = new Map()
  let next: string | undefined = url
  for (let step = 0; step < 20 && next !== undefined; step++) {
    if (next.includes('/sign-in/callback')) return next
    const { to, text } = await visit(next, jar)
    const action = /action="([^"]+)"/.exec(text)?.[1]
    if (to !== undefined) next = to
    else if (action === undefined) throw new Error(text)
    else {
      const login = text.includes('name="login"')
      next = (
        await visit(
          new URL(action, issuer).href,
          jar,
          login ? { prompt: 'login', login: 'someone', password: 'x' } : { prompt: 'consent' },
        )
      ).to
    }
  }
  throw new Error('the provider did not send back')
}

const leave = async (jar: Jar, to = '/units') =>
  (await visit(`${tiny.serving.address}/sign-in/provider?to=${encodeURIComponent(to)}`, jar)).to!
const comeBack = (callback: string, jar: Jar) =>
  visit(`${tiny.serving.address}${new URL(callback).pathname}${new URL(callback).search}`, jar)

test('the whole way: left with PKCE, state and nonce, back as the person whom the claim names', async () => {
  claims = { email: 'can.bo@example.gov.vn' }
  const jar: Jar = new Map()
  const asked = new URL(await leave(jar))
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({
    code_challenge_method: 'S256',
    response_type: 'code',
    state: expect.stringMatching(/.{20,}/) as string,
    nonce: expect.stringMatching(/.{20,}/) as string,
  })
  const back = await comeBack(await askProvider(asked.href), jar)
  expect([back.status, new URL(back.to!).pathname]).toEqual([303, '/units'])
  expect([...jar.keys()].toSorted()).toEqual(['laban', 'laban-device'])
  const { data } = await tiny.call('session.current', {}, { cookie: header(jar) })
  expect(data).toMatchObject({ person: { id: 'p-in' }, means: 'provider', offers: { provider: 'Cổng thử' } })
  const last = await tiny.store.read((db) =>
    db.selectFrom('audit').selectAll().orderBy('seq', 'desc').executeTakeFirstOrThrow(),
  )
  expect(last).toMatchObject({ actor: 'p-in', action: 'session.open' })
}, 60_000)

const failureOf = ({ to }: { to?: string | undefined }) => new URL(to!).searchParams.get('failure')

test.each([
  ['whom nobody has entered here', 'stranger@example.gov.vn'],
  ['who is shut out', 'da.nghi@example.gov.vn'],
  ['of whom the provider does not say the claim', ''],
])(
  'somebody %s does not come in',
  async (_, email) => {
    claims = email === '' ? {} : { email }
    const jar: Jar = new Map()
    const back = await comeBack(await askProvider(await leave(jar)), jar)
    expect(failureOf(back)).toBe('access/wrong-credentials')
    expect(jar.has('laban')).toBe(false)
  },
  60_000,
)

test('an answer that another browser asked for, an old one, or one that was changed opens nothing', async () => {
  claims = { email: 'can.bo@example.gov.vn' }
  const jar: Jar = new Map()
  const callback = await askProvider(await leave(jar))
  const wrong: [string, string, Jar][] = [
    ['no handshake', callback, new Map()],
    ['a handshake that is none', callback, new Map([['laban-handshake', 'e30']])],
    ['another state', callback.replace(/state=[^&]+/, 'state=other'), new Map(jar)],
    ['no code', callback.replace(/code=[^&]+&?/, ''), new Map(jar)],
    ['another code', callback.replace(/code=[^&]+/, 'code=other'), new Map(jar)],
  ]
  for (const [what, url, cookies] of wrong) {
    expect([what, failureOf(await comeBack(url, cookies))]).toEqual([what, 'access/wrong-credentials'])
    expect(cookies.has('laban')).toBe(false)
  }
  const stolen: Jar = new Map()
  await leave(stolen)
  expect(failureOf(await comeBack(callback, stolen))).toBe('access/wrong-credentials')
}, 60_000)

test.each([
  ['/units?x=1', '/units?x=1'],
  ['https://evil.example', '/'],
  ['//evil.example', '/'],
  [String.raw`/\evil.example`, '/'],
  ['javascript:alert(1)', '/'],
  ['/a\nb', '/'],
  [undefined, '/'],
])('one only goes on to a path of our own: %j -> %s', (to, path) => {
  expect(ownPath(to)).toBe(path)
})
