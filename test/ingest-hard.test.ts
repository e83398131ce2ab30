/** Hard times: a second process, a load killed at any moment, a disk that is full. The last good release always serves. */
import type { ChildProcess } from 'node:child_process'
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { load } from '../server/src/ingest/load.ts'
import { lockFolder } from '../server/src/store/lock.ts'
import { openStore } from '../server/src/store/store.ts'
import { openCurrent } from '../server/src/warehouse/open.ts'
import { changed, folders } from './ingest-pack.ts'

const root = new URL('..', import.meta.url).pathname
const program = join(root, 'server/src/load.ts')
const fees = 'tiny/figures/fees/2025.csv'
const feesOf = (value: number) => changed(fees, ',41.5,', `,${value},`)

type Ended = { code: number | null; out: string; err: string }

function start(
  folder: { kpisDir: string; dataDir: string },
  args: string[] = [],
  shell?: string,
): { child: ChildProcess; ended: Promise<Ended> } {
  const env = { ...process.env, KPIS_DIR: folder.kpisDir, DATA_DIR: folder.dataDir, LANG: 'en' }
  const child = shell
    ? spawn('/bin/sh', ['-c', `${shell}; exec "$@"`, 'sh', process.execPath, program, ...args], { env })
    : spawn(process.execPath, [program, ...args], { env })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  return { child, ended: new Promise((done) => child.on('close', (code) => done({ code, out, err }))) }
}

const run = (folder: { kpisDir: string; dataDir: string }, args: string[] = [], shell?: string) =>
  start(folder, args, shell).ended

/** What a server would answer: the release in force, and the figure that tells the releases apart. */
async function served(dataDir: string): Promise<{ release: string; value: number; warning: boolean }> {
  const store = await openStore(dataDir)
  try {
    const { catalogue, warehouse, warning } = await openCurrent(dataDir, store)
    const [row] = await warehouse.query(`SELECT value FROM fees WHERE certainty = $1 AND stated = $2 AND kind = ''`, [
      'actual',
      'actual',
    ])
    await warehouse.close()
    return { release: catalogue.release.id, value: Number(row?.['value']), warning: warning !== undefined }
  } finally {
    await store.close()
  }
}

test('a second process on the same folder is refused and told who holds it; a dead holder holds nothing', async () => {
  const folder = folders()
  await load(folder)
  const lock = lockFolder(folder.dataDir, 'load')
  const refused = await run(folder)
  expect(refused.code).toBe(3)
  expect(refused.err).toContain(`held by process ${process.pid} since 20`)
  expect(() => lockFolder(folder.dataDir, 'load')).toThrow(expect.objectContaining({ code: 'data/folder-in-use' }))
  // Serving and loading go side by side.
  lockFolder(folder.dataDir, 'serve').unlock()
  lock.unlock()
  expect((await run(folder)).code).toBe(0)

  const code = `import { lockFolder } from ${JSON.stringify(join(root, 'server/src/store/lock.ts'))}
lockFolder(${JSON.stringify(folder.dataDir)}, 'serve'); console.log('held'); setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ['--input-type=module', '-e', code])
  await new Promise((held) => holder.stdout.once('data', held))
  expect(() => lockFolder(folder.dataDir, 'serve')).toThrow(
    expect.objectContaining({
      detail: expect.objectContaining({ at: { file: folder.dataDir, value: String(holder.pid) } }) as unknown,
    }),
  )
  const gone = new Promise((ended) => holder.once('close', ended))
  holder.kill('SIGKILL')
  await gone
  lockFolder(folder.dataDir, 'serve').unlock()
})

test('the program lists releases, goes back, and says by its exit code what happened', async () => {
  const folder = folders()
  expect(await run(folder, ['--back'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('No release before') as string,
  })
  expect(await run(folder, ['--note', 'first'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('published · 7 rows') as string,
  })
  folder.give(feesOf(43))
  expect((await run(folder)).code).toBe(0)
  expect((await run(folder, ['--back'])).out).toContain('in force again · figures to 2025-07-10')
  const { out } = await run(folder, ['--list'])
  const releases = out.split('\n').filter((line) => line.includes('horizon'))
  expect(releases).toEqual([
    expect.stringMatching(/^ {2}[0-9a-f]{12} /),
    expect.stringMatching(/^\* [0-9a-f]{12} .*first$/),
  ])
  folder.give(changed('tiny/areas.yaml', 'source: gazette', 'source: gazete'))
  expect(await run(folder)).toMatchObject({
    code: 1,
    err: expect.stringContaining('kpis/tiny/areas.yaml\n  :6  0.source = "gazete"') as string,
  })
  expect((await run(folder, ['--check'])).code).toBe(1)
  expect(await run(folder, ['--lisst'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('pnpm load --list') as string,
  })
})

test('a load killed at any moment leaves the last good release, and the next one sweeps up', async () => {
  const folder = folders()
  const began = performance.now()
  await run(folder)
  const whole = performance.now() - began
  let last = await served(folder.dataDir)
  const cycles = 24
  const seen = { before: 0, after: 0 }
  for (let cycle = 1; cycle <= cycles; cycle++) {
    folder.give(feesOf(100 + cycle))
    const { child, ended } = start(folder)
    // Spread over the whole run, from before the first byte on; the last two are let be.
    await (cycle > cycles - 2 ? ended : Promise.race([sleep((whole * cycle) / cycles), ended]))
    child.kill('SIGKILL')
    await ended
    const now = await served(folder.dataDir)
    expect([last.value, 100 + cycle]).toContain(now.value)
    expect(now.warning).toBe(false)
    if (now.value === 100 + cycle) seen.after++
    else seen.before++
    last = now
  }
  // Both outcomes must have been met, or the kills proved nothing.
  expect(seen.before).toBeGreaterThan(0)
  expect(seen.after).toBeGreaterThan(0)
  folder.give(feesOf(7))
  expect((await run(folder)).code).toBe(0)
  expect((await served(folder.dataDir)).value).toBe(7)
  expect(readdirSync(join(folder.dataDir, 'temp'))).toEqual([])
  const store = await openStore(folder.dataDir)
  expect((await store.lastLoad())?.outcome).toBe('published')
  await store.close()
}, 240_000)

/** A disk of its own, where this machine lets us have one. */
function smallDisk(kilobytes: number): { path: string; free: () => void } | undefined {
  const path = mkdtempSync(join(tmpdir(), 'la-ban-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path], { stdio: 'ignore' })
  } catch {
    rmSync(path, { recursive: true })
    return undefined
  }
  return {
    path,
    free: () => {
      execFileSync('umount', ['-l', path])
      rmSync(path, { recursive: true })
    },
  }
}

test('on a full disk the load fails with a clear word, the last good release serves, and loads go on once there is space', async () => {
  const disk = smallDisk(4096)
  if (!disk) return
  try {
    const dataDir = join(disk.path, 'data')
    const folder = { ...folders(), dataDir }
    expect((await run(folder)).code).toBe(0)
    const first = await served(dataDir)
    const ballast = join(disk.path, 'ballast')
    mkdirSync(ballast)
    // Full to the last kilobyte, then with ever more room, so that the disk runs full at ever later steps of the load.
    const outcomes: (number | null)[] = []
    for (let room = 0; room <= 256; room += 16) {
      fillUp(ballast, room)
      folder.give(feesOf(200 + room))
      const { code, err } = await run(folder)
      outcomes.push(code)
      const now = await served(dataDir)
      const failed = { code: 3, said: true, now: first }
      const done = { code: 0, said: false, now: { ...now, value: 200 + room, warning: false } }
      expect({ code, said: err.includes('Cannot write to the data folder'), now }).toEqual(code === 0 ? done : failed)
      if (code === 0) break
    }
    expect(outcomes[0]).toBe(3)
    rmSync(ballast, { recursive: true })
    folder.give(feesOf(5))
    expect((await run(folder)).code).toBe(0)
    expect((await served(dataDir)).value).toBe(5)
  } finally {
    disk.free()
  }
}, 240_000)

/** Fills what is left but for some kilobytes. */
function fillUp(folder: string, leaveKilobytes: number) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  for (let i = 0, size = 64 * 1024; size >= 1024; i++) {
    try {
      writeFileSync(join(folder, String(i)), Buffer.alloc(size))
    } catch {
      rmSync(join(folder, String(i)), { force: true })
      size /= 2
    }
  }
  if (leaveKilobytes === 0) return
  let freed = 0
  for (const name of readdirSync(folder).toReversed()) {
    if (freed >= leaveKilobytes * 1024) break
    freed += readFileSync(join(folder, name)).length
    rmSync(join(folder, name))
  }
}

test('where files may not grow, nothing half-written is ever seen', async () => {
  const folder = folders()
  expect((await run(folder)).code).toBe(0)
  const first = await served(folder.dataDir)
  folder.give(feesOf(9))
  // The limit is in blocks of 512 bytes; node ignores the signal, so that writes fail with EFBIG.
  for (const blocks of [0, 2, 4]) {
    const { code } = await run(folder, [], `trap '' XFSZ; ulimit -f ${blocks}`)
    expect(code).not.toBe(0)
    expect(await served(folder.dataDir)).toEqual(first)
  }
  expect((await run(folder)).code).toBe(0)
  expect((await served(folder.dataDir)).value).toBe(9)
  expect(existsSync(join(folder.dataDir, 'temp'))).toBe(true)
}, 120_000)
