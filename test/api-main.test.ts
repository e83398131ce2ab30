/** The program itself: starts on an empty folder, starts again on what is there, refuses company, leaves when told. */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = new URL('..', import.meta.url).pathname
let folder = ''
const children = new Set<ChildProcess>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'la-ban-main-'))
  await cp(join(root, 'test/city/packs'), join(folder, 'kpis'), { recursive: true })
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

type Program = {
  address: string
  said: () => string
  end: Promise<{ code: number | null; said: string }>
  kill: (signal: NodeJS.Signals) => void
}

/** Resolves when the address was printed or the program ended. */
async function start(env: Record<string, string> = {}): Promise<Program> {
  const given = {
    DATA_DIR: join(folder, 'data'),
    KPIS_DIR: join(folder, 'kpis'),
    CITY: 'tiny',
    PORT: '0',
    LANG: 'en',
    LOG_LEVEL: 'silent',
  }
  const child = spawn(process.execPath, ['server/src/main.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...given, ...env },
  })
  children.add(child)
  let said = ''
  const printed = new Promise<string>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const found = /La Bàn: (http:\S+)/.exec(said)
      if (found) resolve(found[1]!)
    })
  })
  const end = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, said })),
  )
  const address = await Promise.race([printed, end.then(() => '')])
  return { address, said: () => said, end, kill: (signal) => child.kill(signal) }
}

const ready = async (address: string) =>
  (await (await fetch(`${address}/readyz`)).json()) as { ready: boolean; release: string }

test('starts on an empty folder, refuses a second process, leaves when told, and starts again with the same release', async () => {
  const first = await start()
  const { ready: isReady, release } = await ready(first.address)
  expect(isReady).toBe(true)

  const second = await start()
  const refused = await second.end
  expect(refused.code).toBe(1)
  expect(refused.said).toContain('Data folder is being served')
  expect(refused.said).not.toMatch(/\n\s+at /)

  first.kill('SIGTERM')
  expect((await first.end).code).toBe(0)

  const third = await start()
  expect((await ready(third.address)).release).toBe(release)

  // A process that is killed leaves no lock behind.
  third.kill('SIGKILL')
  await third.end
  const fourth = await start()
  expect((await ready(fourth.address)).release).toBe(release)
  fourth.kill('SIGINT')
  expect((await fourth.end).code).toBe(0)
})

test('with faults in the packs the last good release is served, and all faults are told', async () => {
  const good = await start()
  const { release } = await ready(good.address)
  good.kill('SIGTERM')
  await good.end
  const path = join(folder, 'kpis/tiny/areas.yaml')
  await writeFile(path, '- { id: money, titel: x }\n')

  const again = await start()
  expect((await ready(again.address)).release).toBe(release)
  expect(again.said()).toContain('areas.yaml')
  expect(again.said()).toContain('titel')
  expect(again.said()).toContain(`Release ${release} stays in force`)
  again.kill('SIGTERM')
  await again.end

  const empty = await (await start({ DATA_DIR: join(folder, 'empty') })).end
  expect(empty.code).toBe(1)
  expect(empty.said).toContain('areas.yaml')
  expect(empty.said).not.toMatch(/\n\s+at /)
})

test('an address that is taken and a setting that is wrong are said in one line', async () => {
  const wrong = await (await start({ PORT: 'eighty' })).end
  expect([wrong.code, wrong.said.split('\n').length]).toEqual([1, 2])
  expect(wrong.said).toContain('PORT')
  await cp(join(root, 'test/city/packs'), join(folder, 'kpis'), { recursive: true, force: true })
  const first = await start()
  const taken = await (await start({ PORT: new URL(first.address).port, DATA_DIR: join(folder, 'other') })).end
  expect([taken.code, taken.said.trim().split('\n').length]).toEqual([1, 1])
  expect(taken.said).toContain('set another PORT')
  first.kill('SIGTERM')
  await first.end
})
