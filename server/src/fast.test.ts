import { createServer, request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFast, placeOf } from './fast.ts'

const fast = createFast('r1')
const body = Buffer.from(JSON.stringify({ text: 'Sở Tài chính '.repeat(200) }))
const server = createServer((req, res) => {
  if (!fast.answer(req, res)) res.writeHead(404).end('slow')
})

beforeAll(async () => {
  fast.keep(placeOf('/api/x?input=1', undefined), await fast.entry({ body, type: 'application/json' }))
  fast.keep(
    placeOf('/', 'lang=en; theme=dark'),
    await fast.entry({ body: Buffer.from('dark'), type: 'text/html', vary: 'Cookie' }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

type Got = { status: number; headers: IncomingHttpHeaders; body: Buffer }
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<Got>((resolve, reject) => {
    const { port } = server.address() as AddressInfo
    const sent = request({ port, path, headers, method, agent: false }, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('end', () => resolve({ status: res.statusCode!, headers: res.headers, body: Buffer.concat(chunks) }))
    })
    sent.on('error', reject).end()
  })

test('the same bytes in the encoding that the client takes', async () => {
  const plain = await get('/api/x?input=1')
  const gz = await get('/api/x?input=1', { 'accept-encoding': 'gzip, deflate' })
  const br = await get('/api/x?input=1', { 'accept-encoding': 'gzip, br' })
  expect(plain.body).toEqual(body)
  expect(gunzipSync(gz.body)).toEqual(body)
  expect(brotliDecompressSync(br.body)).toEqual(body)
  expect([plain, gz, br].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'gzip', 'br'])
  expect(new Set([plain, gz, br].map(({ headers }) => headers.etag)).size).toBe(3)
  expect(plain.headers.vary).toBe('Accept-Encoding')
})

test('an encoding of weight zero is not taken', async () => {
  const { headers } = await get('/api/x?input=1', { 'accept-encoding': 'br;q=0, gzip;q=0.5' })
  expect(headers['content-encoding']).toBe('gzip')
})

test('who has the bytes already gets 304 without them', async () => {
  const { headers } = await get('/api/x?input=1', { 'accept-encoding': 'br' })
  const again = await get('/api/x?input=1', { 'accept-encoding': 'br', 'if-none-match': `"other", ${headers.etag!}` })
  expect(again.status).toBe(304)
  expect(again.body.length).toBe(0)
  expect(again.headers.etag).toBe(headers.etag)
  expect((await get('/api/x?input=1', { 'if-none-match': headers.etag! })).status).toBe(200)
})

test('another address, another method or any credentials are not answered from memory', async () => {
  expect((await get('/api/x?input=2')).status).toBe(404)
  expect((await get('/api/x?input=1', {}, 'POST')).status).toBe(404)
  expect((await get('/api/x?input=1', { authorization: 'Bearer x' })).status).toBe(404)
  expect((await get('/api/x?input=1', { cookie: 'lang=en; laban=x' })).status).toBe(404)
  expect((await get('/api/x?input=1', { cookie: '__Host-laban=x' })).status).toBe(404)
})

test('a page is kept by language and theme, data is not', async () => {
  expect((await get('/', { cookie: 'theme=dark; lang=en; other=1' })).body.toString()).toBe('dark')
  expect((await get('/', { cookie: 'lang=en' })).status).toBe(404)
  expect((await get('/api/x?input=1', { cookie: 'lang=en' })).status).toBe(200)
})

test('what was kept first gives way when the bytes become too many', async () => {
  const small = createFast('r1', 3 * 4096)
  const entry = await small.entry({ body: Buffer.alloc(2000, 'x'), type: 'text/plain' })
  small.keep(placeOf('/api/a', undefined), entry)
  small.keep(placeOf('/api/b', undefined), entry)
  small.keep(placeOf('/api/c', undefined), entry)
  const asks = (url: string) =>
    small.answer({ method: 'GET', url, headers: {} } as never, { writeHead: () => 0, end: () => 0 } as never)
  expect(['/api/a', '/api/c'].map(asks)).toEqual([false, true])
})
