/** One indicator: from its tile to why, to its parts, to where the figure comes from, to paper and to files. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { failures } from '../../web/src/words/vi/failures.ts'
import { indicator as words } from '../../web/src/words/vi/indicator.ts'
import { status as statuses } from '../../web/src/words/vi/status.ts'
import { enter, hasFocus, numberIn, openHouse, searchOf, soon, untilReady, walkTo } from './journey.ts'

const revenue = 'Thu ngân sách nhà nước trên địa bàn'
/** Somebody names a part so that a spreadsheet would run it. */
const trap = '=1+1 Xuất nhập khẩu'

const { visit, ask, address } = openHouse(async (kpis) => {
  const contract = join(kpis, 'national/datasets/budget.yaml')
  const text = await readFile(contract, 'utf8')
  expect(text).toContain('vi: Xuất nhập khẩu,')
  await writeFile(contract, text.replace('vi: Xuất nhập khẩu,', `vi: "${trap}",`))
})

const head = (page: Page) => page.locator('main').getByRole('region', { name: revenue })
const plate = (page: Page, name: string | RegExp) => page.getByRole('figure', { name })
const trend = (page: Page) => plate(page, /^Lũy kế/)
const bySource = (page: Page) => plate(page, words.breakdown('nguồn thu'))

/** Lets the reader's browser save what `press` asks for. */
async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

/** Fields of a file without line breaks in them. */
const fieldsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
  )

test('Enter on a tile opens its page, which says in one sentence why the status is what it is', async () => {
  const page = await visit('/')
  const tile = page.getByRole('article').filter({ hasText: revenue })
  const [figure, status] = [await tile.locator('.figure').innerText(), await tile.locator('.status').innerText()]
  await enter(tile.getByRole('link', { name: revenue }))
  await page.getByRole('heading', { level: 1, name: revenue }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/indicators/budget/revenue')
  await soon(() => head(page).innerText()).toContain(figure)
  const said = await head(page).innerText()
  expect(said).toContain(status)
  expect(said.replaceAll('\u00a0', ' ')).toMatch(
    /Đạt (?:khoảng |hơn |gần )?[\d.,]+ nghìn tỷ đồng so với [\d.,]+ nghìn tỷ đồng theo kế hoạch đến \d+\/\d+\/\d{4}; (?:thiếu|vượt) [\d.,]+ nghìn tỷ đồng; cùng kỳ/,
  )
})

test('the chart is drawn and says in a sentence what it shows', async () => {
  const page = await visit('/indicators/budget/revenue')
  const chart = trend(page).getByRole('img')
  await soon(() => chart.getAttribute('aria-label')).toMatch(/Đường lũy kế đến \d+\/\d+\/\d{4} đạt .+; kế hoạch .+\./)
  const inked = () =>
    chart.locator('canvas').evaluateAll((all) =>
      all.some((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement
        return (canvas as HTMLCanvasElement)
          .getContext('2d')!
          .getImageData(0, 0, width, height)
          .data.some((byte) => byte > 0)
      }),
    )
  await soon(inked).toBe(true)
})

test('the table behind the chart holds the numbers that the server answers', async () => {
  const page = await visit('/indicators/budget/revenue')
  const label = await trend(page).getByRole('img').getAttribute('aria-label')
  await enter(trend(page).getByRole('button', { name: words.showTable }))
  const table = trend(page).getByRole('table')
  await table.waitFor()
  expect(await trend(page).getByRole('img').count()).toBe(0)
  const titles = await table.getByRole('columnheader').allInnerTexts()
  const rows = await table
    .locator('tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)))
  const column = (title: string) => rows.map((row) => row[titles.indexOf(title)]!)
  const { figures } = (await ask('/indicators/budget/revenue/answer?compare=target')) as {
    figures: { period: { start: string; end: string }; value: number; standing: { planToDate: number } | null }[]
  }
  const wanted = figures
    .filter(({ period }) => period.start >= '2024')
    .toSorted((a, b) => (a.period.end < b.period.end ? 1 : -1))
  expect(rows.length).toBe(wanted.length)
  expect(rows.length).toBeGreaterThan(10)
  for (const [i, { value, standing }] of wanted.entries()) {
    const shown = numberIn(column(words.columns.value)[i]!)
    expect(Math.abs(shown.value - value / 1000)).toBeLessThanOrEqual(shown.slack)
    if (!standing) continue
    const plan = numberIn(column(words.columns.plan)[i]!)
    expect(Math.abs(plan.value - standing.planToDate / 1000)).toBeLessThanOrEqual(plan.slack)
  }
  const [, told] = /đạt (.+?) nghìn/.exec(label!.replaceAll('\u00a0', ' '))!
  expect(numberIn(column(words.columns.value)[0]!).value).toBeCloseTo(numberIn(told!).value, 1)
  await enter(trend(page).getByRole('button', { name: words.showChart }))
  await trend(page).getByRole('img').waitFor()
})

test('a part is opened and left by keyboard, and the address keeps it', async () => {
  const page = await visit('/indicators/budget/revenue?asOf=2026-03-31')
  await enter(bySource(page).getByRole('link', { name: 'Thu nội địa' }))
  await soon(() => searchOf(page)).toEqual({ asOf: '2026-03-31', where: 'revenue_source:domestic' })
  const filter = page.getByRole('listitem').filter({ hasText: words.filtered })
  await soon(() => filter.innerText()).toContain('Thu nội địa')
  await soon(() => head(page).innerText()).toContain('574')
  await untilReady(page, () => page.reload())
  await soon(() => head(page).innerText()).toContain('574')
  await enter(filter.getByRole('button', { name: words.clear }))
  await soon(() => searchOf(page)).toEqual({ asOf: '2026-03-31' })
  await soon(() => head(page).innerText()).toContain('165')
  await page.goBack()
  await soon(() => searchOf(page)).toMatchObject({ where: 'revenue_source:domestic' })
  await soon(() => head(page).innerText()).toContain('574')
})

test('where a figure comes from: both published values, their sources, the query; Escape leads back', async () => {
  const page = await visit('/indicators/budget/revenue?period=2025')
  const opener = head(page).getByRole('button', { name: words.seeOrigin })
  await enter(opener)
  const passport = page.getByRole('dialog', { name: words.passport })
  const statement = (value: string) => passport.getByRole('listitem').filter({ hasText: value })
  await soon(() => statement('800.043').first().innerText()).toContain(words.roles.chosen)
  expect(await statement('800.040 tỷ').innerText()).toContain(words.roles.conflicting)
  expect(await passport.innerText()).toContain(words.conflicts(1))
  const sources = await passport.getByRole('region').getByRole('link').all()
  expect(sources.length).toBeGreaterThanOrEqual(2)
  for (const link of sources) {
    expect(await link.getAttribute('href')).toMatch(/^https?:\/\/\S+\.\S+/)
    expect((await link.innerText()).length).toBeGreaterThan(10)
  }
  await enter(passport.getByText(words.sql, { exact: true }))
  const sql = passport.locator('pre')
  await soon(() => sql.isVisible()).toBe(true)
  expect(await sql.innerText()).toMatch(/SELECT[\s\S]+FROM/i)
  expect(await sql.innerText()).not.toContain('2025-12-31')
  expect(await passport.locator('ol').last().innerText()).toContain('2025-12-31')

  const elsewhere = await visit(`/indicators/budget/revenue${new URL(page.url()).search}`)
  await elsewhere.getByRole('dialog', { name: words.passport }).getByText('800.040 tỷ').waitFor()

  await page.keyboard.press('Escape')
  await passport.waitFor({ state: 'detached' })
  await soon(() => hasFocus(opener)).toBe(true)
  expect(searchOf(page)).toEqual({ period: '2025' })
})

test('a saved file opens rightly in a spreadsheet: its mark, the rows shown, and no text that runs', async () => {
  const page = await visit('/indicators/budget/revenue')
  const links = bySource(page).getByRole('listitem').getByRole('link')
  await soon(() => links.allInnerTexts()).toContain(trap)
  const names = await links.allInnerTexts()
  const { name, bytes } = await saved(page, () => enter(bySource(page).getByRole('button', { name: words.saveCsv })))
  expect(name).toMatch(/^[a-z0-9-]+\.csv$/)
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const lines = bytes.toString('utf8').slice(1).trimEnd().split('\r\n').map(fieldsOf)
  expect(lines[0]).toContain(words.columns.value)
  expect(lines.slice(1).map(([first]) => first)).toEqual(names.map((one) => (one === trap ? `'${trap}` : one)))
  const value = lines[0]!.indexOf(words.columns.value)
  const { figures } = (await ask('/indicators/budget/revenue/answer?by=revenue_source&period=2025')) as {
    figures: { cut: { revenue_source: string }; period: { end: string }; value: number }[]
  }
  const domestic = figures.find(({ cut, period }) => cut.revenue_source === 'domestic' && period.end === '2025-12-31')!
  expect(Number(lines.find(([first]) => first === 'Thu nội địa')![value])).toBe(domestic.value)
})

test('a saved picture is a picture', async () => {
  const page = await visit('/indicators/budget/revenue')
  await trend(page).getByRole('img').locator('canvas').first().waitFor()
  const { name, bytes } = await saved(page, () => enter(trend(page).getByRole('button', { name: words.savePng })))
  expect(name).toMatch(/^[a-z0-9-]+\.png$/)
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  expect(bytes.subarray(12, 16).toString('latin1')).toBe('IHDR')
  expect(bytes.readUInt32BE(16)).toBeGreaterThanOrEqual(1200)
  expect(bytes.length).toBeGreaterThan(20_000)
})

test('what to compare with is chosen by keyboard, kept in the address, and shown after a reload', async () => {
  const page = await visit('/indicators/budget/revenue')
  const choices = page.getByRole('group', { name: words.compare })
  await enter(choices.getByRole('button', { name: words.compares.previous }))
  await soon(() => searchOf(page)).toEqual({ compare: 'target,last-year,previous' })
  const numbers = page.getByRole('table', { name: words.tableTitle })
  await soon(() => numbers.getByRole('columnheader').allInnerTexts()).toContain(words.columns.previous)
  await untilReady(page, () => page.reload())
  await soon(() => numbers.getByRole('columnheader').allInnerTexts()).toContain(words.columns.previous)
  for (const one of ['target', 'last-year', 'previous'] as const)
    await enter(choices.getByRole('button', { name: words.compares[one], exact: true }))
  await soon(() => searchOf(page)).toEqual({ compare: 'none' })
  await soon(() => numbers.getByRole('columnheader').allInnerTexts()).not.toContain(words.columns.plan)
  expect(await choices.getByRole('button', { pressed: true }).count()).toBe(0)
})

test('an indicator that does not exist is not found, and the nearest names lead on', async () => {
  expect((await fetch(`${address()}/indicators/budget/revenu`)).status).toBe(404)
  const page = await visit('/indicators/budget/revenu')
  const fault = page.getByRole('alert')
  await soon(() => fault.innerText()).toContain(failures['question/unknown-indicator'])
  const first = fault.getByRole('listitem').first().getByRole('link')
  await walkTo(first)
  await untilReady(page, () => page.keyboard.press('Enter'))
  expect(new URL(page.url()).pathname).toBe('/indicators/budget/revenue')
})

test('an indicator without figures says why, who can fill it, and shows no number', async () => {
  const id = 'strategy/databases-at-data-centre'
  const page = await visit(`/indicators/${id}`)
  const { indicator, owner } = (await ask(`/indicators/${id}`)) as {
    indicator: { name: { vi: string }; empty: { vi: string } }
    owner: { name: { vi: string } }
  }
  const region = page.getByRole('region', { name: indicator.name.vi })
  await soon(() => region.innerText()).toContain(statuses['no-data'])
  const said = await region.innerText()
  expect(said).toContain(indicator.empty.vi)
  expect(said).toContain(words.whoCanChange(owner.name.vi))
  expect(await page.locator('main .figure').count()).toBe(0)
  expect(await page.getByRole('figure').count()).toBe(0)
  expect(said).not.toMatch(/\d%|\d (?:tỷ|triệu)/)
})

test('paper takes one to three A4 pages with name, figure and date, and without buttons', async () => {
  const page = await visit('/indicators/budget/revenue')
  await trend(page).getByRole('img').locator('canvas').first().waitFor()
  await bySource(page).waitFor()
  await page.emulateMedia({ media: 'print' })
  for (const shown of [
    page.getByRole('heading', { level: 1, name: revenue }),
    head(page).locator('.figure'),
    head(page).getByText('Số liệu đến 28/2/2026'),
    trend(page).getByRole('img'),
  ])
    expect(await shown.isVisible()).toBe(true)
  expect(await page.getByRole('navigation').locator('visible=true').count()).toBe(0)
  expect(await page.getByRole('button').locator('visible=true').allInnerTexts()).toEqual([])
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
  const pages = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0
  expect([1, 2, 3]).toContain(pages)
})
