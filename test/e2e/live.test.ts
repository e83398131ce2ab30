/** New figures on open pages: brought in, taken back, refused, and a server that is cut off in the middle. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { shell } from '../../web/src/words/vi/shell.ts'
import { run, startServer } from '../server.ts'
import { openHouse, soon } from './journey.ts'

/** Its own copy of the packs, unchanged at first. */
const house = openHouse(() => Promise.resolve())
const revenue = 'Thu ngân sách nhà nước trên địa bàn'
const path = 'hochiminh/figures/budget/revenue.csv'
/** The newest published figure, as its file and the screens write it. */
const [now, later] = [
  { file: '2026-02-28,165110,', screen: '165,1' },
  { file: '2026-02-28,171234,', screen: '171,2' },
]

const file = () => join(house.kpis(), path)
let original = ''
async function change(from: string, to: string): Promise<number> {
  original ||= await readFile(file(), 'utf8')
  expect(original).toContain(from)
  await writeFile(file(), original.replace(from, to))
  return original.slice(0, original.indexOf(from)).split('\n').length
}
afterEach(async () => {
  if (original) await writeFile(file(), original)
})

const env = () => ({ DATA_DIR: house.server().dataDir, KPIS_DIR: house.kpis(), LANG: 'en' })
const load = (...args: string[]) => run('load', args, env())
const ready = async () =>
  (await (await fetch(`${house.address()}/readyz`)).json()) as { ready: boolean; release: string }

/** The figure as the overview and the indicator's page show it. */
const onTile = (page: Page) =>
  page.getByRole('article').filter({ hasText: revenue }).first().locator('.figure').innerText()
const onPage = (page: Page) => page.getByRole('region', { name: revenue }).locator('.figure').innerText()

/** A mark that a reload would wipe off. */
const mark = (page: Page) => page.evaluate(() => (document.body.dataset['here'] = 'yes'))
const isMarked = (page: Page) => page.evaluate(() => document.body.dataset['here'] === 'yes')

test('a figure brought in stands on open pages without a reload, and one step back brings the old one again', async () => {
  const overview = await house.visit('/')
  const indicator = await house.visit('/indicators/budget/revenue')
  await soon(() => onTile(overview)).toContain(now.screen)
  await soon(() => onPage(indicator)).toContain(now.screen)
  await Promise.all([mark(overview), mark(indicator)])
  const before = await ready()

  await change(now.file, later.file)
  const loaded = await load('--note', 'a corrected figure')
  const published = performance.now()
  expect([loaded.code, loaded.output]).toEqual([0, expect.stringContaining('published')])
  await soon(() => onTile(overview)).toContain(later.screen)
  const onOverview = performance.now() - published
  await soon(() => onPage(indicator)).toContain(later.screen)
  process.stdout.write(
    `after the load ended: overview ${Math.round(onOverview)} ms, indicator ${Math.round(performance.now() - published)} ms\n`,
  )
  await overview.getByText(shell.fresh).waitFor()
  expect((await ready()).release).not.toBe(before.release)

  const back = await load('--back')
  expect([back.code, back.output]).toEqual([0, expect.stringContaining(before.release)])
  await soon(() => onTile(overview)).toContain(now.screen)
  await soon(() => onPage(indicator)).toContain(now.screen)
  expect(await ready()).toMatchObject({ ready: true, release: before.release })
  expect(await Promise.all([isMarked(overview), isMarked(indicator)])).toEqual([true, true])
})

test('a broken file is refused by file, line and field, and open pages stay as they are', async () => {
  const page = await house.visit('/')
  const before = await ready()
  const said = await onTile(page)
  const line = await change(now.file, '2026-02-28,many,')
  const refused = await load()
  expect(refused.code).toBe(1)
  expect(refused.output).toContain(path)
  expect(refused.output).toMatch(new RegExp(`:${line}\\b.*value.*many`))
  expect(await ready()).toMatchObject({ ready: true, release: before.release })
  expect(await onTile(page)).toBe(said)
  expect(await page.getByText(shell.fresh).count()).toBe(0)
})

test('a second server on the same data refuses and says which folder is taken', async () => {
  const second = await run('main', [], { ...env(), PORT: '0', LOG_LEVEL: 'silent' })
  expect(second.code).toBe(1)
  expect(second.output).toContain(house.server().dataDir)
  expect(second.output).toMatch(/held by process \d+/)
  expect(await ready()).toMatchObject({ ready: true })
})

test('a server cut off in the middle comes back with the same release, even over broken packs, and open pages recover', async () => {
  const page = await house.visit('/')
  await mark(page)
  const before = await ready()
  const said = await onTile(page)
  await house.server().kill()
  await page.getByText(shell.offline).waitFor()
  expect(await onTile(page)).toBe(said)

  await change(now.file, '2026-02-28,many,')
  const again = await startServer({ ...env(), PORT: new URL(house.address()).port })
  onTestFinished(() => again.stop())
  expect(again.output()).toMatch(new RegExp(`${before.release} stays in force`))
  expect(await ready()).toMatchObject({ ready: true, release: before.release })
  await page.getByText(shell.offline).waitFor({ state: 'detached' })
  expect(await onTile(page)).toBe(said)
  expect(await isMarked(page)).toBe(true)
  expect(await onTile(await house.visit('/'))).toBe(said)
})
