/** A release that changes while somebody explores: a refresh is offered, nothing is mixed; an extract that vanished is made anew. */
import { readdirSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { drill } from '../../web/src/words/vi/drill.ts'
import { lab } from '../../web/src/words/vi/lab.ts'
import { run } from '../server.ts'
import { enter, openHouse, patience, soon, walkTo } from './journey.ts'

const rows = { SIMULATE_ROWS: '4000' }
const house = openHouse(() => Promise.resolve(), rows)
const long = 4 * patience

/** The newest published figure as its file writes it, then another one. */
const figures = ['2026-02-28,165110,', '2026-02-28,171234,']

/** Brings in the other of the two. */
async function publish(): Promise<void> {
  const file = join(house.kpis(), 'hochiminh/figures/budget/revenue.csv')
  const text = await readFile(file, 'utf8')
  const now = figures.find((figure) => text.includes(figure))!
  await writeFile(
    file,
    text.replace(
      now,
      figures.find((figure) => figure !== now)!,
    ),
  )
  const { code, output } = await run('load', [], {
    DATA_DIR: house.server().dataDir,
    KPIS_DIR: house.kpis(),
    LANG: 'en',
    ...rows,
  })
  expect([code, output]).toEqual([0, expect.stringContaining('published')])
}

async function ask(page: Page, sql: string): Promise<void> {
  await walkTo(page.locator('.lab__editor'))
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(sql)
  await page.keyboard.press('Control+Enter')
}
const cell = (page: Page) => page.getByRole('grid').getByRole('gridcell').last()
const newest = `SELECT max(value) AS most FROM budget WHERE item = 'budget_revenue' AND period_end = '2026-02-28'`

test(
  'the lab offers the new release, mixes it with nothing, and takes it when asked to',
  async () => {
    const page = await house.visit('/lab')
    await page.locator('.cm-content').waitFor({ timeout: long })
    await ask(page, newest)
    await cell(page).waitFor({ timeout: long })
    const before = await cell(page).innerText()
    expect(await page.getByText(lab.state.newRelease).count()).toBe(0)

    await publish()
    await page.getByText(lab.state.newRelease).waitFor()
    // What is here stays what it was; what would have to be fetched now is of another day.
    await ask(page, `${newest} -- again`)
    await page.getByText(/dòng trong/).waitFor({ timeout: long })
    expect(await cell(page).innerText()).toBe(before)
    await ask(page, 'SELECT count(*) FROM budget, units')
    await page.getByRole('alert').getByText(lab.trouble.release).waitFor({ timeout: long })

    await enter(page.getByRole('alert').getByRole('button', { name: lab.state.renew }))
    await soon(() => page.getByText(lab.state.newRelease).count()).toBe(0)
    await ask(page, newest)
    await soon(async () => ((await cell(page).count()) ? await cell(page).innerText() : '')).toBe('171.234')
    expect(before).not.toBe('171.234')
  },
  2 * long,
)

test(
  'the panel goes on showing the release that it began with until the reader refreshes it',
  async () => {
    const page = await house.visit('/indicators/budget/revenue?span=2024')
    const panel = page.getByRole('region', { name: drill.title })
    const release = async () => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        enter(panel.getByRole('button', { name: `${drill.files}: ${drill.fileOf.csv}` })),
      ])
      return /"?Bản phát hành"?,"?([^",\r\n ]+)/.exec(await readFile(await download.path(), 'utf8'))![1]!
    }
    await panel.getByRole('table').waitFor({ timeout: long })
    const before = await release()
    await publish()
    await panel.getByText(drill.fresh).waitFor({ timeout: long })
    expect(await release()).toBe(before)
    await enter(panel.getByRole('button', { name: drill.refresh }))
    await soon(() => panel.getByText(drill.fresh).count()).toBe(0)
    await panel.getByRole('table').waitFor({ timeout: long })
    await soon(release).not.toBe(before)
    // Figures and the rows that rest on them came as one release: nothing newer is offered.
    expect(await panel.getByText(drill.fresh).count()).toBe(0)
  },
  2 * long,
)

test(
  'an extract that vanished, from the disk or from what the server remembers, is made anew',
  async () => {
    const page = await house.visit('/indicators/budget/revenue?span=2025-09')
    const panel = page.getByRole('region', { name: drill.title })
    await panel.getByRole('table').first().waitFor({ timeout: long })
    const folder = join(house.server().dataDir, 'extracts')
    let refused = 0
    // The first time the file is asked for, the server has forgotten it, as after a restart.
    await page.route('**/extracts/*', (route) => {
      if (refused++ > 0) return route.continue()
      for (const file of readdirSync(folder)) if (file.endsWith('.duckdb')) rmSync(join(folder, file))
      return route.fulfill({ status: 404, json: { error: { code: 'extract/gone', words: { vi: '', en: '' } } } })
    })
    await enter(panel.getByRole('button', { name: drill.views.rows, exact: true }))
    await soon(async () => Number(await panel.getByRole('table').getAttribute('aria-rowcount'))).toBeGreaterThan(1)
    expect(refused).toBeGreaterThan(1)
  },
  2 * long,
)
