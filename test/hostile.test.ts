/** Hostile files at the door of a real server: refused within five seconds in words, while its memory hardly moves. */
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { load } from '../server/src/ingest/load.ts'
import { openStore } from '../server/src/store/store.ts'
import { hostile } from './hostile.ts'
import { signIn } from './people.ts'
import type { Server } from './server.ts'
import { root, startServer, temporary } from './server.ts'

const ward = 'hcmc_merged/26740'
const place = `duty=thu-tuc-phuong-xa&unit=${encodeURIComponent(ward)}&period=2026-Q3`
const most = 50 * 2 ** 20

let server: Server
let dataDir: string
let headers: Record<string, string>

beforeAll(async () => {
  dataDir = await temporary('hostile')
  await load({ dataDir, kpisDir: `${root}kpis` })
  const store = await openStore(dataDir)
  const { headers: own } = await signIn(store, { roles: ['reporter'], scope: [ward] })
  await store.close()
  server = await startServer({ DATA_DIR: dataDir })
  headers = {
    ...own,
    origin: server.address,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/octet-stream',
  }
}, 180_000)
afterAll(async () => {
  await server?.stop()
  await rm(dataDir, { recursive: true, force: true })
}, 30_000)

/** Of the server alone, in bytes: what it spawns has its own. */
const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024

/** Watches from a thread of its own, so that making files here does not hide what happens there. */
function watch(pid: number): Promise<() => Promise<number>> {
  const code = `const { parentPort, workerData } = require('node:worker_threads')
    const { readFileSync } = require('node:fs')
    let most = 0
    const look = () => { most = Math.max(most, Number(/VmRSS:\\s+(\\d+) kB/.exec(readFileSync('/proc/' + workerData + '/status', 'utf8'))[1]) * 1024) }
    const timer = setInterval(look, 10)
    parentPort.on('message', () => { clearInterval(timer); look(); parentPort.postMessage(most) })
    look(); parentPort.postMessage('ready')`
  const worker = new Worker(code, { eval: true, workerData: pid })
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', () =>
      resolve(
        () =>
          new Promise((done) => {
            worker.once('message', (peak: number) => void worker.terminate().then(() => done(peak)))
            // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's has none
            worker.postMessage('end')
          }),
      ),
    )
  })
}

const send = async (bytes: Buffer) => {
  const start = performance.now()
  const response = await fetch(`${server.address}/api/files/return?${place}`, {
    method: 'POST',
    headers,
    body: new Blob([new Uint8Array(bytes)]),
  })
  return { status: response.status, text: await response.text(), ms: performance.now() - start }
}

test('each is refused in words within five seconds, and the server’s memory moves by less than 50 MB', async () => {
  // What any file costs once: code that is compiled, buffers that are kept.
  const form = await fetch(`${server.address}/api/files/return?${place}`, { headers })
  const good = Buffer.from(await form.arrayBuffer())
  for (let i = 0; i < 5; i++) expect((await send(good)).status).toBe(200)
  const files = hostile.map(([name, make, reason]) => ({ name, bytes: make(), reason }))
  const before = memoryOf(server.pid)
  const end = await watch(server.pid)
  const wrong: string[] = []
  for (const { name, bytes, reason } of files) {
    const { status, text, ms } = await send(bytes)
    if (status < 400 || status >= 500 || !reason.test(text)) wrong.push(`${name}: ${status} ${text.slice(0, 200)}`)
    if (ms > 5000) wrong.push(`${name}: ${Math.round(ms)} ms`)
  }
  const moved = (await end()) - before
  expect(wrong).toEqual([])
  expect(moved).toBeLessThan(most)
  expect((await send(good)).status).toBe(200)
}, 120_000)

test('many at once are answered, and the server’s memory moves by less than 50 MB', async () => {
  const files = hostile.map(([, make]) => make())
  const before = memoryOf(server.pid)
  const end = await watch(server.pid)
  const answers = await Promise.all(files.map(send))
  const moved = (await end()) - before
  // Some are told to come again: two are unpacked at once.
  expect(answers.filter(({ status }) => status !== 422 && status !== 413 && status !== 503)).toEqual([])
  expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(5000)
  expect(moved).toBeLessThan(most)
}, 120_000)
