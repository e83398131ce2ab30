/**
 * A server killed again and again while people report: what was acknowledged is there afterwards, nothing is half done, and the trail is
 * whole. Used by the test (some cycles) and by `pnpm crash` (as many as one likes).
 */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { load } from '../server/src/ingest/load.ts'
import { verify } from '../server/src/store/audit.ts'
import type { Store } from '../server/src/store/store.ts'
import { openStore } from '../server/src/store/store.ts'
import { signIn } from './people.ts'
import { freePort, startServer, temporary } from './server.ts'

export type Crashed = { cycles: number; acknowledged: number; lost: string[]; half: string[]; fault: unknown }

const duty = 'reports'
const unit = 'tiny/office'
const keys = ['revenue', 'disbursed', 'firms', 'accounts', 'debt']
const year = 2026

/** The tiny city with one return a quarter, of five figures that are always written together. */
async function packsIn(folder: string): Promise<string> {
  const packs = join(folder, 'kpis')
  await cp(new URL('city/packs', import.meta.url).pathname, packs, { recursive: true })
  await mkdir(join(packs, 'tiny/duties'))
  await writeFile(
    join(packs, 'tiny/duties/reports.yaml'),
    `- id: ${duty}
  city: tiny
  kind: return
  dataset: money
  title: { vi: Báo cáo quý, en: Quarterly report }
  every: quarter
  first: '2015-Q1'
  opens: end
  withinDays: 20
  owes: [{ units: [${unit}] }]
  basis: { text: { vi: Để thử, en: For testing } }
  figures:
${keys.map((key) => `    - { key: ${key}, item: ${key} }`).join('\n')}
`,
  )
  return packs
}

/** Who reports for one quarter, and what is known of it. */
export type Writer = {
  period: string
  headers: Record<string, string>
  /** How often it was written, as the store has it; the value of every figure. */
  count: number
  acknowledged: number
  tried: number
}

/** Writes to the server until it is gone: three times the figures of the return, then an initiative is begun. */
async function report(
  address: string,
  writer: Writer,
  isDown: () => boolean,
  told: { acknowledge: (id?: string) => void; refuse: (why: string) => void },
): Promise<void> {
  for (let i = 1; !isDown(); i++) {
    const begins = i % 4 === 0
    const value = writer.count + 1
    const figures = keys.map((figure) => ({ figure, version: writer.count, value, note: '' }))
    if (!begins) writer.tried = value
    try {
      const response = await fetch(`${address}/api/trpc/${begins ? 'initiative.begin' : 'return.save'}`, {
        method: 'POST',
        headers: { ...writer.headers, origin: address, 'content-type': 'application/json' },
        body: JSON.stringify(begins ? { unit, year } : { duty, unit, period: writer.period, figures }),
      })
      // The status line is the acknowledgement, whether or not the rest arrives.
      if (response.status !== 200) {
        if (!isDown()) told.refuse(`${writer.period}: ${response.status} ${await response.text()}`)
        return
      }
      if (!begins) writer.count = writer.acknowledged = value
      const { result } = (await response.json()) as { result: { data: { id: string } } }
      told.acknowledge(begins ? result.data.id : undefined)
    } catch {
      // Killed in the middle of it.
    }
  }
}

/** What is wrong in a store after a kill; writers learn how often they were written. */
export async function look(store: Store, writers: readonly Writer[], begun: ReadonlySet<string>) {
  const [lost, half]: [string[], string[]] = [[], []]
  const { figures, initiatives, entries, fault } = await store.read(async (db) => ({
    figures: await db
      .selectFrom('returns')
      .innerJoin('return_figures', 'return_figures.return', 'returns.id')
      .select(['returns.id', 'returns.period', 'return_figures.value', 'return_figures.version'])
      .execute(),
    initiatives: await db.selectFrom('initiatives').select('id').execute(),
    entries: await db
      .selectFrom('audit')
      .select('subject')
      .where('action', 'in', ['return.save', 'initiative.begin'])
      .execute(),
    fault: (await verify(db)).fault,
  }))
  const told = new Map([...Map.groupBy(entries, ({ subject }) => subject)].map(([id, list]) => [id, list.length]))
  const byPeriod = Map.groupBy(figures, ({ period }) => period)
  for (const writer of writers) {
    const rows = byPeriod.get(writer.period) ?? []
    const count = rows[0]?.version ?? 0
    if (count < writer.acknowledged) lost.push(`${writer.period}: ${writer.acknowledged}, there is ${count}`)
    if (count > writer.tried) half.push(`${writer.period}: ${count}, nobody wrote more than ${writer.tried}`)
    if (rows.length > 0 && rows.length !== keys.length) half.push(`${writer.period}: ${rows.length} figures`)
    if (rows.some(({ value, version }) => value !== count || version !== count))
      half.push(`${writer.period}: ${rows.map(({ value, version }) => `${value} as ${version}`).join(', ')}`)
    const subject = `return:${rows[0]?.id}`
    if (count !== (told.get(subject) ?? 0)) half.push(`${writer.period}: ${count} writes, ${told.get(subject)} entries`)
    told.delete(subject)
    writer.count = count
  }
  const there = new Set(initiatives.map(({ id }) => id))
  for (const id of begun) if (!there.has(id)) lost.push(`initiative ${id}`)
  for (const id of there) {
    if (told.get(`initiative:${id}`) !== 1) half.push(`initiative ${id} without its entry`)
    told.delete(`initiative:${id}`)
  }
  for (const subject of told.keys()) half.push(`${subject} stands in the trail alone`)
  return { lost, half, fault }
}

/** @param writers  people who report at once, each for a quarter of its own */
export async function crash({
  cycles,
  writers: many,
  databaseUrl,
  seed = 1,
}: {
  cycles: number
  writers: number
  databaseUrl?: string | undefined
  seed?: number
}): Promise<Crashed> {
  const folder = await temporary('crash')
  const dataDir = join(folder, 'data')
  const result: Crashed = { cycles: 0, acknowledged: 0, lost: [], half: [], fault: null }
  try {
    const packs = await packsIn(folder)
    const env = { DATA_DIR: dataDir, KPIS_DIR: packs, CITY: 'tiny', LOG_LEVEL: 'silent' }
    await load({ dataDir, kpisDir: packs, databaseUrl })
    const store = await openStore(dataDir, databaseUrl)
    const writers: Writer[] = []
    for (let i = 0; i < many; i++) {
      const { headers } = await signIn(store, { roles: ['reporter'], scope: [unit] })
      const period = `${2015 + Math.floor(i / 4)}-Q${(i % 4) + 1}`
      writers.push({ period, headers, count: 0, acknowledged: 0, tried: 0 })
    }
    await store.close()
    const begun = new Set<string>()
    for (let cycle = 1; cycle <= cycles; cycle++) {
      const server = await startServer({
        ...env,
        ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
        PORT: String(await freePort()),
      })
      let down = false
      const before = result.acknowledged
      const acknowledge = (id?: string) => {
        result.acknowledged++
        if (id !== undefined) begun.add(id)
      }
      const told = { acknowledge, refuse: (why: string) => result.half.push(why) }
      const writing = writers.map((writer) => report(server.address, writer, () => down, told))
      // Not before something was acknowledged, and then at some moment of the work: counted in writes, not by the clock.
      const after = before + 1 + ((cycle * 7 + seed * 13) % (many + 5))
      const deadline = Date.now() + 60_000
      while (result.acknowledged < after && Date.now() < deadline) await new Promise((done) => setImmediate(done))
      down = true
      await server.kill()
      await Promise.all(writing)
      result.cycles++

      const again = await openStore(dataDir, databaseUrl)
      const found = await look(again, writers, begun)
      await again.close()
      result.lost.push(...found.lost)
      result.half.push(...found.half)
      result.fault ??= found.fault
      if (result.lost.length > 0 || result.half.length > 0 || result.fault !== null) break
    }
    return result
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
