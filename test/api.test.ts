/** Journeys through a real server over the tiny city: questions, failures, addresses, copies that clients keep. */
import type { Answer, Overview, Passport } from '@laban/shared'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerShape, indicatorShape, listShape } from '../server/src/api/shapes.ts'
import type { TinyServer } from './serving.ts'
import { serveTiny, token } from './serving.ts'

let tiny: TinyServer
beforeAll(async () => {
  tiny = await serveTiny()
})
afterAll(() => tiny.stop())

const revenue = { indicator: 'money/revenue', city: 'tiny' }
const yearEnd = { ...revenue, period: '2023-12-31' }
const valueOf = ({ figures }: Answer) => figures.at(-1)?.value

test('a question is answered with its figure, its date and its release', async () => {
  const { status, data } = await tiny.call('indicator.ask', yearEnd)
  const answer = data as Answer
  expect(status).toBe(200)
  expect(valueOf(answer)).toBe(1200)
  expect(answer.release).toBe(tiny.serving.house.room().id)
})

const known = async (asOf: string) => valueOf((await tiny.call('indicator.ask', { ...yearEnd, asOf })).data)

test('as of an earlier day the answer is the one known then', async () => {
  expect(await known('2023-12-31')).toBe(1180)
  expect(await known('2024-01-31')).toBe(1195)
  expect(await known('2024-06-30')).toBe(1200)
})

test('the overview has a tile for every public indicator of the city, and is the same in the page', async () => {
  const overview = (await tiny.call('overview.get', { asOf: '2024-04-30' })).data as Overview
  expect(overview.asOf).toBe('2024-04-30')
  expect(overview.tiles.map(({ indicator }) => indicator)).toContain('money/revenue')
  expect(overview.tiles.map(({ indicator }) => indicator)).not.toContain('money/debt')
  const page = await tiny.get('/?asOf=2024-04-30&other=1')
  expect(page.status).toBe(200)
  expect(page.text).toContain(`<main>${overview.tiles.length} tiles as of 2024-04-30 $& of ${overview.release}</main>`)
})

test('a passport opens a figure to its statements', async () => {
  const { data } = await tiny.call('indicator.passport', yearEnd)
  const { evidence, sql, release } = data as Passport
  expect(evidence.filter(({ role }) => role === 'chosen').map(({ value }) => value)).toEqual([1200])
  expect(evidence.map(({ value }) => value)).toContain(1180)
  expect(sql.text).toMatch(/SELECT/i)
  expect(release).toBe(tiny.serving.house.room().id)
})

test.each([
  ['indicator.ask', { ...revenue, indicator: 'money/revenu' }, 404, 'question/unknown-indicator', 'money/revenue'],
  ['indicator.get', { id: 'money/revenu' }, 404, 'question/unknown-indicator', 'money/revenue'],
  ['overview.get', { city: 'tyny' }, 404, 'question/unknown-city', 'tiny'],
  ['indicator.ask', { ...revenue, unit: 'tiny/eest' }, 404, 'question/unknown-unit', 'tiny/east'],
  ['indicator.ask', { ...revenue, by: ['source_off'] }, 400, 'question/unknown-cut', 'source_of'],
  ['indicator.ask', { ...revenue, where: { source_of: ['feez'] } }, 400, 'question/unknown-value', 'fees'],
  ['overview.get', { area: 'mony' }, 400, 'question/unknown-value', 'money'],
])('%s of %j is refused and offers what is near', async (procedure, input, status, code, near) => {
  const refused = await tiny.call(procedure, input)
  expect(refused.status).toBe(status)
  expect(refused.failure.code).toBe(code)
  expect(refused.failure.nearest?.map(({ id }) => id)).toContain(near)
})

test.each([
  ['overview.get', { asof: '2024-01-01' }, 'question/invalid', 'asof'],
  ['overview.get', { asOf: '2024-02-30' }, 'question/invalid', 'asOf'],
  ['indicator.ask', { ...revenue, period: '2024-13' }, 'question/bad-period', '2024-13'],
  ['indicator.ask', { ...revenue, grain: 'week' }, 'question/invalid', 'grain'],
  ['indicator.ask', [1], 'question/invalid', ''],
])('%s of %j is refused, saying what is wrong', async (procedure, input, code, said) => {
  const { status, failure } = await tiny.call(procedure, input)
  expect([status, failure.code]).toEqual([400, code])
  expect(failure.words.en).toContain(said)
  expect(failure.words.vi).toContain(said)
})

test('no refusal carries SQL, a path or a stack', async () => {
  const refusals = await Promise.all([
    tiny.get('/api/trpc/indicator.ask?input={'),
    tiny.get(
      `/api/trpc/indicator.ask?input=${encodeURIComponent(JSON.stringify({ ...revenue, period: "';DROP TABLE money" }))}`,
    ),
    tiny.get('/api/trpc/nothing.here'),
    tiny.get('/api/v1/indicators/money/revenue/answer?by=%27'),
    tiny.get('/api/v1/%E0%A4%A'),
    tiny.get('/api/nothing'),
    tiny.get('/api/v1/indicators', {}, 'POST'),
  ])
  for (const { status, text } of refusals) {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(text).not.toMatch(/SELECT|\.ts\b|node_modules|"stack"|at \w+ \(/)
  }
})

test('a batch of calls too long is refused', async () => {
  const names = Array.from({ length: 21 }, () => 'release.current').join(',')
  expect((await tiny.get(`/api/trpc/${names}?batch=1&input={}`)).status).toBe(400)
})

test('the plain API answers what the screens are answered, in the described shapes', async () => {
  const list = await tiny.get('/api/v1/indicators')
  expect(listShape.parse(list.json()).indicators.map(({ id }) => id)).toContain('money/revenue')
  const page = await tiny.get('/api/v1/indicators/money%2Frevenue')
  expect(indicatorShape.parse(page.json()).targets.length).toBe(3)
  const address =
    '/api/v1/indicators/money/revenue/answer?period=2023-12-31&by=source_of&where=source_of:tax,fees&compare=target,last-year'
  const plain = answerShape.parse((await tiny.get(address)).json())
  const asked = {
    ...yearEnd,
    by: ['source_of'],
    where: { source_of: ['tax', 'fees'] },
    compare: ['target', 'last-year'],
  }
  expect(plain).toEqual((await tiny.call('indicator.ask', asked)).data)
  expect(plain.figures.map(({ cut, value }) => [cut['source_of'], value])).toEqual([
    ['fees', 50],
    ['tax', 650],
  ])
})

test('an unknown parameter of the plain API is refused with what is allowed', async () => {
  const { status, text } = await tiny.get('/api/v1/indicators/money/revenue/answer?peroid=2023')
  expect(status).toBe(400)
  expect(JSON.parse(text)).toMatchObject({ error: { code: 'question/invalid', nearest: [{ id: 'period' }] } })
  expect(text).toContain('allowed: city, unit, period, grain, by, where, compare, asOf, map, from, lang')
})

test('the same figures as a table for spreadsheets', async () => {
  const { headers, bytes, text } = await tiny.get(
    '/api/v1/indicators/money/revenue/answer.csv?period=2023-12-31&lang=en',
  )
  expect(headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(headers['content-disposition']).toContain('money-revenue-')
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const [head, row, end] = text.split('\r\n')
  expect(head).toContain('Indicator,Name,Unit,')
  expect(row).toContain('money/revenue,Revenue,tiny,Tiny City (before),2023-01-01,2023-12-31,1200,vnd_billion')
  expect(end).toBe('')
})

test('rows below a figure are asked for by name, and say in every form that they were generated', async () => {
  const asked = '/api/v1/indicators/money/revenue/answer?period=2023-03&from=rows&by=payer'
  const answer = (await tiny.get(asked)).json() as { simulated: boolean; figures: { cut: object; value: number }[] }
  expect(answer.simulated).toBe(true)
  expect(answer.figures.map(({ cut, value }) => [cut, value])).toEqual([
    [{ payer: 'Mill & Sons' }, 80],
    [{ payer: 'Old Bakery' }, 70],
    [{ payer: 'Treasury' }, 0],
    [{ payer: 'port' }, 150],
  ])
  const { text, headers } = await tiny.get(asked.replace('answer?', 'answer.csv?'))
  expect(headers['content-disposition']).toContain('money-revenue-simulated-')
  expect(
    text
      .split('\r\n')
      .slice(1, 5)
      .every((line) => line.includes(',mô phỏng,')),
  ).toBe(true)
  expect((await tiny.get('/api/v1/indicators/money/firms/answer?from=rows')).json()).toMatchObject({
    error: { code: 'question/unsupported' },
  })
})

test('the description is OpenAPI 3.1 and names what is served', async () => {
  const description = (await tiny.get('/api/v1/openapi.json')).json() as {
    openapi: string
    paths: Record<string, { get: { parameters: { name: string }[] } }>
  }
  expect(description.openapi).toBe('3.1.0')
  const answer = description.paths['/indicators/{domain}/{name}/answer']!.get.parameters.map(({ name }) => name)
  expect(answer.sort().join()).toBe('asOf,by,city,compare,domain,from,grain,lang,map,name,period,unit,where')
})

test('who has an answer already is told so, and both ways of answering send the same bytes', async () => {
  for (const path of ['/api/trpc/overview.get?input=%7B%7D', '/api/v1/indicators/money/revenue/answer', '/']) {
    const headers = { 'accept-encoding': 'br' }
    const first = await tiny.get(path, headers)
    const second = await tiny.get(path, headers)
    expect(first.status).toBe(200)
    expect(second.bytes.equals(first.bytes)).toBe(true)
    expect(second.headers.etag).toBe(first.headers.etag)
    expect(second.headers['content-security-policy']).toBe(first.headers['content-security-policy'])
    const sent = second.headers['content-encoding'] === 'br' ? brotliDecompressSync(second.bytes) : second.bytes
    expect(sent.toString()).toBe((await tiny.get(path)).text)
    const again = await tiny.get(path, { ...headers, 'if-none-match': first.headers.etag! })
    expect([again.status, again.bytes.length]).toEqual([304, 0])
  }
})

test('a page is said in the language that the reader chose', async () => {
  expect((await tiny.get('/units')).text).toContain(
    '<html lang="vi" data-theme="system"><head><title>vi /units</title>',
  )
  expect((await tiny.get('/', { cookie: 'lang=en; theme=dark' })).text).toContain(
    '<html lang="en" data-theme="dark"><head><title>en /',
  )
  expect((await tiny.get('/', { cookie: 'lang=<script>; theme=%22' })).text).toContain(
    '<html lang="vi" data-theme="system">',
  )
})

test.each([
  ['/nothing', 404],
  ['/indicators/money/revenu', 404],
  ['/indicators/money/debt', 403],
  ['/?asOf=2024-02-30', 400],
  ['/?area=nobody', 400],
  ['/indicators/money/revenue', 200],
  ['/indicators', 200],
  ['/peers', 200],
])('the page %s has the status %i', async (path, status) => {
  const page = await tiny.get(path)
  expect(page.status).toBe(status)
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(page.text).toContain('<main>')
})

test('every kind of response forbids foreign and inline script', async () => {
  for (const path of ['/', '/nothing', '/assets/main-abc.js', '/api/v1/indicators', '/healthz', '/api/nothing']) {
    const { headers } = await tiny.get(path)
    const policy = String(headers['content-security-policy'])
    expect(policy).toMatch(/default-src '(self|none)'/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['x-powered-by']).toBeUndefined()
  }
})

test('built files come compressed as they were built, and for ever', async () => {
  const { text, headers } = await tiny.get('/assets/main-abc.js', { 'accept-encoding': 'br' })
  expect(text).toBe('compressed')
  expect(headers['cache-control']).toContain('immutable')
})

test('a signed-in answer is never handed to the public, nor kept in shared caches', async () => {
  const path = '/api/v1/indicators/money/debt/answer'
  const inside = await tiny.get(path, { authorization: `Bearer ${token}` })
  expect(inside.status).toBe(200)
  expect(inside.headers['cache-control']).toContain('private')
  expect((await tiny.get(path)).status).toBe(403)
})

test('the probes really ask the engine and the store', async () => {
  expect((await tiny.get('/healthz')).status).toBe(200)
  expect((await tiny.get('/readyz')).json()).toMatchObject({ ready: true, release: tiny.serving.house.room().id })
})
