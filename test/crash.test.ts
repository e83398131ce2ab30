/** Hard times for what people write: kills while twenty write, and the order of syncing and answering as the system saw it. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { load } from '../server/src/ingest/load.ts'
import type { Db } from '../server/src/store/connection.ts'
import { openStore } from '../server/src/store/store.ts'
import type { Writer } from './crash.ts'
import { crash, look } from './crash.ts'
import { engines } from './engines.ts'
import { signIn } from './people.ts'
import type { Postgres } from './postgres.ts'
import { startPostgres } from './postgres.ts'
import { freePort, root, temporary } from './server.ts'

let postgres: Postgres | undefined
afterAll(() => postgres?.stop())

/** Many where a change is judged, few where somebody waits. */
const cyclesOf = process.env['CI'] ? { sqlite: 200, postgres: 20 } : { sqlite: 10, postgres: 5 }

test.each(engines)(
  'killed while twenty people write, %s loses nothing that was acknowledged and keeps nothing half done',
  async (engine) => {
    if (engine === 'postgres') postgres = await startPostgres()
    const databaseUrl = await postgres?.database()
    const cycles = cyclesOf[engine]
    const result = await crash({ cycles, writers: 20, databaseUrl })
    expect(result).toMatchObject({ cycles, lost: [], half: [], fault: null })
    expect(result.acknowledged).toBeGreaterThanOrEqual(cycles)
  },
  1_200_000,
)

test('what is lost or half done is seen', async () => {
  const folder = await temporary('half')
  const store = await openStore(folder)
  try {
    const at = new Date().toISOString()
    const writes = async (trx: Db, values: readonly number[], version: number) => {
      const place = { duty: 'reports', unit: 'tiny/office', period: '2015-Q1' }
      await trx.deleteFrom('return_figures').execute()
      await trx.deleteFrom('returns').execute()
      await trx
        .insertInto('returns')
        .values({ id: 'r', ...place, version, created: at, updated: at, updated_by: 'p' })
        .execute()
      const rest = { note: '', known: '', reason: '', again: 0, before: null, submitted: null, submitted_by: null }
      for (const [i, value] of values.entries())
        await trx
          .insertInto('return_figures')
          .values({
            ...rest,
            return: 'r',
            figure: `f${i}`,
            state: 'draft',
            version,
            value,
            updated: at,
            updated_by: 'p',
            decided: null,
            decided_by: null,
          })
          .execute()
    }
    const act = (action: string, subject: string) => ({ actor: 'p', action, subject, detail: {} })
    const lookAt = (acknowledged: number, begun: string[] = []) => {
      const writer: Writer = { period: '2015-Q1', headers: {}, count: 0, acknowledged, tried: 2 }
      return look(store, [writer], new Set(begun))
    }
    await store.write(act('return.save', 'return:r'), (trx) => writes(trx, [1, 1, 1, 1, 1], 1))
    expect(await lookAt(1)).toEqual({ lost: [], half: [], fault: null })
    expect((await lookAt(2)).lost).toEqual(['2015-Q1: 2, there is 1'])
    expect((await lookAt(1, ['gone'])).lost).toEqual(['initiative gone'])
    await store.write(act('test.arrange', ''), (trx) => writes(trx, [2, 2, 1, 2, 2], 2))
    expect((await lookAt(1)).half).toEqual([
      '2015-Q1: 2 as 2, 2 as 2, 1 as 2, 2 as 2, 2 as 2',
      '2015-Q1: 2 writes, 1 entries',
    ])
    await store.write(act('test.arrange', ''), (trx) => writes(trx, [1, 1, 1], 1))
    expect((await lookAt(1)).half).toEqual(['2015-Q1: 3 figures'])
    await store.write(act('initiative.begin', 'initiative:x'), (trx) => writes(trx, [1, 1, 1, 1, 1], 1))
    expect((await lookAt(1)).half).toEqual(['initiative:x stands in the trail alone'])
  } finally {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
})

const strace = '/usr/bin/strace'

/** Whether this machine lets us watch a process at all: a container may refuse it. */
function mayTrace(): boolean {
  if (!existsSync(strace)) return false
  try {
    execFileSync(strace, ['-f', '-e', 'trace=none', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const traced = mayTrace()
if (!traced) {
  const told =
    'strace is NOT to be had: that a write is synced before it is acknowledged is NOT tested. On Debian: apt-get install strace'
  if (process.env['CI']) throw new Error(told)
  process.stderr.write(`\n*** ${told} ***\n\n`)
}

/**
 * One line of the trace: what was called and whether it was done. `-y` names each file; a call that is interrupted by another thread's
 * ends in a line of its own.
 */
type Call = { name: string; on: string; text: string }

function callsOf(trace: string): Call[] {
  const begun = new Map<string, string>()
  return trace.split('\n').flatMap((line) => {
    const [, thread, rest] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    if (thread === undefined || rest === undefined) return []
    if (rest.endsWith('<unfinished ...>')) {
      begun.set(thread, rest)
      return []
    }
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(rest)
    const whole = resumed ? `${begun.get(thread) ?? ''} ${resumed[2]}` : rest
    const [, name, on] = /^(\w+)\(\d+<([^>]*)>/.exec(whole) ?? []
    return name === undefined || on === undefined ? [] : [{ name, on, text: whole }]
  })
}

describe.skipIf(!traced)('as the system saw it', () => {
  test('a completed sync of the store lies between each write and its acknowledgement', async () => {
    const dataDir = await temporary('trace')
    const packs = new URL('city/packs', import.meta.url).pathname
    const log = join(dataDir, 'trace.txt')
    await load({ dataDir, kpisDir: packs })
    const store = await openStore(dataDir)
    const { headers } = await signIn(store, { roles: ['admin'] })
    await store.close()
    const port = await freePort()
    const address = `http://127.0.0.1:${port}`
    const calls = 'trace=fsync,fdatasync,pwrite64,write,writev,sendto,sendmsg'
    const child = spawn(
      strace,
      ['-f', '-y', '-s', '4000', '-e', calls, '-o', log, process.execPath, 'server/src/main.ts'],
      {
        cwd: root,
        env: {
          ...process.env,
          DATA_DIR: dataDir,
          KPIS_DIR: packs,
          CITY: 'tiny',
          PORT: String(port),
          DEMO: 'off',
          LOG_LEVEL: 'silent',
        },
        stdio: 'ignore',
      },
    )
    const gone = new Promise((done) => child.once('exit', done))
    try {
      const deadline = Date.now() + 120_000
      while (
        !(await fetch(`${address}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ))
      ) {
        if (Date.now() > deadline || child.exitCode !== null) throw new Error('the traced server did not start')
        await new Promise((done) => setTimeout(done, 100))
      }
      const writes = 25
      for (let i = 0; i < writes; i++) {
        const rights = {
          account: `traced.${i}`,
          name: 'x',
          roles: ['head'],
          scope: 'all',
          areas: 'all',
          clearance: ['public'],
          claim: '',
        }
        const response = await fetch(`${address}/api/trpc/person.create`, {
          method: 'POST',
          headers: { ...headers, origin: address, 'content-type': 'application/json' },
          body: JSON.stringify(rights),
        })
        expect(response.status).toBe(200)
        await response.text()
      }
      // The child of strace: strace itself passes no signal on.
      const [traced] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').split(' ')
      process.kill(Number(traced), 'SIGTERM')
      await gone
      // From the first write of a person on: what happens before is start-up.
      let [synced, seen] = [false, 0]
      const faults: string[] = []
      for (const { name, on, text } of callsOf(readFileSync(log, 'utf8'))) {
        const isStore = on.endsWith('/store.sqlite-wal') || on.endsWith('/store.sqlite')
        if (isStore && name.startsWith('pwrite')) synced = false
        if (isStore && /^f(data)?sync/.test(name) && / = 0$/.test(text)) synced = true
        // The answer to a mutation: the only one with this shape of body.
        if (on.startsWith('TCP') || on.startsWith('socket')) {
          if (!text.includes('{\\"result\\":{\\"data\\":{\\"id\\":\\"p-')) continue
          seen++
          if (!synced) faults.push(text.slice(0, 200))
        }
      }
      expect(faults).toEqual([])
      expect(seen).toBe(writes)
    } finally {
      child.kill('SIGKILL')
      await gone
      await rm(dataDir, { recursive: true, force: true })
    }
  }, 300_000)
})
