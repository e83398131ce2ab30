/** A server killed again and again while decisions are told by mail: every acknowledged one arrives, at least once. */
import { rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { load } from '../server/src/ingest/load.ts'
import { openStore } from '../server/src/store/store.ts'
import { signIn } from './people.ts'
import { openPostOffice } from './post-office.ts'
import { initiativeOf } from './reporting-house.ts'
import { freePort, startServer, temporary } from './server.ts'

const packs = new URL('city/packs', import.meta.url).pathname
const unit = 'tiny_merged/riverside'
const cycles = 4
const pairs = 3
/** Decisions of a pair in one life of the server. */
const most = 8

const content = initiativeOf('x', 'money')

test('no mail is lost, whenever the server dies', async () => {
  const dataDir = await temporary('mail-crash')
  const office = await openPostOffice()
  try {
    await load({ dataDir, kpisDir: packs })
    const store = await openStore(dataDir)
    const reporter = await signIn(store, { roles: ['reporter'], scope: [unit], account: 'clerk@ward.example' })
    const reviewer = await signIn(store, { roles: ['reviewer'] })
    await store.close()
    const start = async () => {
      const port = await freePort()
      return await startServer({
        DATA_DIR: dataDir,
        KPIS_DIR: packs,
        CITY: 'tiny',
        LOG_LEVEL: 'silent',
        PORT: String(port),
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        SMTP_HOST: '127.0.0.1',
        SMTP_PORT: String(office.port),
        SMTP_SECURITY: 'none',
        MAIL_FROM: 'la-ban@city.example',
      })
    }
    const told = new Set<string>()
    for (let cycle = 0; cycle < cycles; cycle++) {
      const server = await start()
      let down = false
      const write = async <T>(who: typeof reporter, procedure: string, input: unknown): Promise<T> => {
        const response = await fetch(`${server.address}/api/trpc/${procedure}`, {
          method: 'POST',
          headers: { ...who.headers, origin: server.address, 'content-type': 'application/json' },
          body: JSON.stringify(input),
        })
        if (response.status !== 200) throw new Error(`${procedure}: ${response.status} ${await response.text()}`)
        return ((await response.json()) as { result: { data: T } }).result.data
      }
      const working = Array.from({ length: pairs }, async (_, pair) => {
        for (let i = 0; !down && i < most; i++) {
          const mark = `mark-${cycle}-${pair}-${i}.`
          try {
            const { id } = await write<{ id: string }>(reporter, 'initiative.begin', { unit, year: 2026 })
            await write(reporter, 'initiative.save', { id, version: 1, content })
            await write(reporter, 'initiative.submit', { id, version: 2 })
            const reasons = { general: mark }
            await write(reviewer, 'initiative.decide', { id, version: 3, verdict: 'return', reasons })
            told.add(mark)
          } catch (error) {
            // Killed in the middle of it: not acknowledged.
            if (!down) throw error
          }
        }
      })
      // At some moment of the sending: counted in mails, not by the clock.
      const after = office.received.length + 3 + cycle * 4
      const deadline = Date.now() + 60_000
      while (office.received.length < after && Date.now() < deadline) await new Promise((done) => setTimeout(done, 5))
      expect(office.received.length).toBeGreaterThanOrEqual(after)
      down = true
      await server.kill()
      await Promise.all(working)
    }
    const last = await start()
    const missing = () => [...told].filter((mark) => !office.received.some(({ text }) => text.includes(mark)))
    try {
      await expect.poll(() => missing().length, { timeout: 120_000, interval: 200 }).toBe(0)
    } finally {
      await last.stop()
    }
    expect(told.size).toBeGreaterThan(20)
    // Twice came only what was on its way when the server died.
    const ids = office.received.map(({ headers }) => headers.find((line) => /^message-id:/i.test(line)))
    expect(ids.length - new Set(ids).size).toBeLessThanOrEqual(cycles)
  } finally {
    await office.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}, 300_000)
