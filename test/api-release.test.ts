/** A new release under a running server: what open pages hear, what requests under way see, and what happens to a bad one. */
import type { IncomingMessage } from 'node:http'
import { renameSync } from 'node:fs'
import { get as httpGet } from 'node:http'
import type { Answer } from '@laban/shared'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { versionPath } from '../server/src/ingest/version.ts'
import type { TinyServer } from './serving.ts'
import { serveTiny } from './serving.ts'

let tiny: TinyServer
beforeAll(async () => {
  tiny = await serveTiny({ againMs: 1500 })
})
afterAll(() => tiny.stop())

const file = 'tiny/figures/money/revenue.csv'
const question = { indicator: 'money/revenue', city: 'tiny', period: '2023-12-31' }
const asked = async () => (await tiny.call('indicator.ask', question)).data as Answer

/** Listens to /events; `next` resolves with the id of the next release that is told. */
async function listen() {
  const told: string[] = []
  const waiting: ((id: string) => void)[] = []
  let ended = false
  const sent = httpGet(`${tiny.serving.address}/events`, { agent: false })
  const stream = await new Promise<IncomingMessage>((resolve) => sent.on('response', resolve))
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    for (const [, id] of text.matchAll(/event: release\ndata: \{"id":"([^"]+)"\}/g)) {
      const first = waiting.shift()
      if (first) first(id!)
      else told.push(id!)
    }
  })
  stream.on('close', () => (ended = true))
  const next = () => {
    const known = told.shift()
    return known === undefined ? new Promise<string>((resolve) => waiting.push(resolve)) : Promise.resolve(known)
  }
  return { next, type: stream.headers['content-type'], ended: () => ended, close: () => sent.destroy() }
}

test('open pages hear of a new release within two seconds, and the same address is answered from it', async () => {
  const events = await listen()
  const before = await asked()
  const path = '/api/trpc/overview.get?input=%7B%7D'
  const kept = await tiny.get(path)
  expect(events.type).toBe('text/event-stream; charset=utf-8')
  expect(await events.next()).toBe(before.release)

  const release = await tiny.change(file, (text) => text.replace(',1200,settled', ',1234,settled'))
  const published = performance.now()
  expect(await events.next()).toBe(release)
  expect(performance.now() - published).toBeLessThan(2000)

  const after = await asked()
  expect([before.figures.at(-1)?.value, after.figures.at(-1)?.value]).toEqual([1200, 1234])
  expect(after.release).toBe(release)
  const again = await tiny.get(path, { 'if-none-match': kept.headers.etag! })
  expect([again.status, again.text.includes(release)]).toEqual([200, true])
  expect((await tiny.get('/')).text).toContain(`of ${release}`)
  events.close()
})

test('going back is a release like any other', async () => {
  const events = await listen()
  const present = await events.next()
  const { id } = await tiny.store.back()
  expect(await events.next()).toBe(id)
  expect(id).not.toBe(present)
  expect((await asked()).figures.at(-1)?.value).toBe(1200)
  events.close()
})

test('who entered before a swap finishes on the release it entered, which is closed when all have left', async () => {
  const { house } = tiny.serving
  const [first, second] = [house.enter(), house.enter()]
  const events = await listen()
  await events.next()
  const release = await tiny.change(file, (text) => text.replace(',1234,settled', ',1250,settled'))
  expect(await events.next()).toBe(release)
  events.close()

  const { warehouse } = first.room
  expect(house.room().id).toBe(release)
  first.leave()
  first.leave()
  await expect(warehouse.query('SELECT 1 AS "one"', [])).resolves.toEqual([{ one: 1 }])
  second.leave()
  await expect
    .poll(() =>
      warehouse.query('SELECT 1 AS "one"', []).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed')
})

test('a release that cannot be opened is not put in force, and the next good one is', async () => {
  const { house } = tiny.serving
  const present = house.room().id
  const current = (await tiny.store.currentRelease())!
  await tiny.store.publish({ ...current, id: 'feedfeedfeed', versions: { ...current.versions, money: 'missing' } }, [])
  await new Promise((resolve) => setTimeout(resolve, 1000))
  expect(house.room().id).toBe(present)
  expect((await asked()).release).toBe(present)
  expect((await tiny.get('/readyz')).status).toBe(200)

  const release = await tiny.change(file, (text) => text.replace(',1250,settled', ',1260,settled'))
  await expect.poll(() => house.room().id, { timeout: 5000 }).toBe(release)
})

test('a release that could not be opened for a while is put in force when it can be', async () => {
  const { house } = tiny.serving
  const present = house.room().id
  const current = (await tiny.store.currentRelease())!
  const money = versionPath(tiny.dataDir, 'money', current.versions['money']!)
  renameSync(money, `${money}.away`)
  await tiny.store.publish({ ...current, id: 'beefbeefbeef' }, [])
  await new Promise((resolve) => setTimeout(resolve, 1000))
  expect(house.room().id).toBe(present)
  renameSync(`${money}.away`, money)
  await expect.poll(() => house.room().id, { timeout: 10_000 }).toBe('beefbeefbeef')
})

test('stopping ends open event streams, lets requests finish and closes the door', async () => {
  const events = await listen()
  await events.next()
  const room = tiny.serving.house.room()
  let answeredAlready = false
  const last = tiny
    .call('indicator.ask', { ...question, grain: 'month', period: '2023' })
    .finally(() => (answeredAlready = true))
  await expect.poll(() => room.inside > 0 || answeredAlready, { interval: 1 }).toBe(true)
  const began = performance.now()
  const [answered] = await Promise.all([last, tiny.serving.stop()])
  expect(performance.now() - began).toBeLessThan(5000)
  expect(answered.status).toBe(200)
  await expect.poll(events.ended).toBe(true)
  await expect(tiny.get('/healthz')).rejects.toThrow('ECONNREFUSED')
})
