/**
 * A server killed again and again while people write: what was acknowledged is there afterwards, nothing is half done, and the trail is
 * whole. Used by the test (some cycles) and by `pnpm crash` (as many as one likes).
 */
import { rm } from 'node:fs/promises'
import { verify } from '../server/src/store/audit.ts'
import { openStore } from '../server/src/store/store.ts'
import { load } from '../server/src/ingest/load.ts'
import { signIn } from './people.ts'
import { freePort, startServer, temporary } from './server.ts'

const packs = new URL('city/packs', import.meta.url).pathname

export type Crashed = { cycles: number; acknowledged: number; lost: string[]; half: string[]; fault: unknown }

/** @param writers  people who write at once */
export async function crash({
  cycles,
  writers,
  databaseUrl,
  seed = 1,
}: {
  cycles: number
  writers: number
  databaseUrl?: string | undefined
  seed?: number
}): Promise<Crashed> {
  const dataDir = await temporary('crash')
  const result: Crashed = { cycles: 0, acknowledged: 0, lost: [], half: [], fault: null }
  const env = {
    DATA_DIR: dataDir,
    KPIS_DIR: packs,
    CITY: 'tiny',
    LOG_LEVEL: 'silent',
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  }
  try {
    await load({ dataDir, kpisDir: packs, databaseUrl })
    const store = await openStore(dataDir, databaseUrl)
    const { headers } = await signIn(store, { roles: ['admin'] })
    await store.close()
    const acknowledged = new Set<string>()
    const tried = new Set<string>()
    for (let cycle = 1; cycle <= cycles; cycle++) {
      const server = await startServer({ ...env, PORT: String(await freePort()) })
      let down = false
      const before = acknowledged.size
      const writing = Array.from({ length: writers }, async (_, writer) => {
        for (let i = 0; !down; i++) {
          const account = `c${cycle}.w${writer}.${i}`
          tried.add(account)
          const rights = {
            account,
            name: account,
            roles: ['reporter'],
            scope: ['tiny/east'],
            areas: 'all',
            clearance: ['public'],
            claim: '',
          }
          try {
            const response = await fetch(`${server.address}/api/trpc/person.create`, {
              method: 'POST',
              headers: { ...headers, origin: server.address, 'content-type': 'application/json' },
              body: JSON.stringify(rights),
            })
            // The status line is the acknowledgement, whether or not the rest arrives.
            if (response.status === 200) acknowledged.add(account)
            else if (!down) result.half.push(`${account}: ${response.status} ${await response.text()}`)
          } catch {
            // Killed in the middle of it: not acknowledged.
          }
        }
      })
      // Not before something was acknowledged, and then at some moment of the work: counted in writes, not by the clock.
      const after = before + 1 + ((cycle * 7 + seed * 13) % (writers + 5))
      const deadline = Date.now() + 60_000
      while (acknowledged.size < after && Date.now() < deadline) await new Promise((done) => setImmediate(done))
      down = true
      await server.kill()
      await Promise.all(writing)
      result.cycles++

      const again = await openStore(dataDir, databaseUrl)
      const { people, entries, fault } = await again.read(async (db) => ({
        people: await db.selectFrom('people').select(['id', 'account']).execute(),
        entries: await db.selectFrom('audit').select('subject').where('action', '=', 'person.create').execute(),
        fault: (await verify(db)).fault,
      }))
      await again.close()
      const there = new Set(people.map(({ account }) => account))
      const told = new Set(entries.map(({ subject }) => subject))
      for (const account of acknowledged) if (!there.has(account)) result.lost.push(account)
      for (const { id, account } of people) {
        if (!tried.has(account)) continue
        if (!told.has(`person:${id}`)) result.half.push(`${account} without an entry`)
        told.delete(`person:${id}`)
      }
      for (const subject of told) result.half.push(`${subject} without a person`)
      result.fault ??= fault
      if (result.lost.length > 0 || result.half.length > 0 || result.fault !== null) break
    }
    result.acknowledged = acknowledged.size
    return result
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}
