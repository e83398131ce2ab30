/** SQL in the browser: written, completed, run, stopped, drawn, shared and proposed by keyboard; files of one's own stay in the tab. */
import { AxeBuilder } from '@axe-core/playwright'
import { writeXlsx } from 'hucre/xlsx'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { limits } from '../../web/src/lab/bench.ts'
import { examples } from '../../web/src/lab/examples.ts'
import { lab as en } from '../../web/src/words/en/lab.ts'
import { lab as words } from '../../web/src/words/vi/lab.ts'
import { enter, hasFocus, openHouse, patience, soon, walkTo } from './journey.ts'

/** The engine comes up, tables come in, statements run: on a busy machine that takes its time. */
const long = 4 * patience
const whole = 10 * patience

const { visit, address } = openHouse(undefined, { SIMULATE_ROWS: '4000' })

const editor = (page: Page): Locator => page.locator('.lab__editor')
const code = (page: Page): Locator => page.locator('.cm-content')
const grid = (page: Page): Locator => page.getByRole('grid')
const runButton = (page: Page): Locator => page.getByRole('button', { name: words.run, exact: true })

async function openLab(path = '/lab'): Promise<Page> {
  const page = await visit(path)
  await code(page).waitFor({ timeout: long })
  return page
}

/** Puts the cursor into the editor as the keyboard does, and a text in place of what is there. */
async function write(page: Page, sql: string): Promise<void> {
  await walkTo(editor(page))
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  if (sql !== '') await page.keyboard.insertText(sql)
}

async function run(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter')
}

/** Cells of a result, row by row. */
const cells = (page: Page): Promise<string[][]> =>
  grid(page)
    .locator('[role=rowgroup] [role=row]')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('[role=gridcell]')].map(({ textContent }) => textContent)),
    )

async function result(page: Page, sql: string): Promise<string[][]> {
  await write(page, sql)
  await run(page)
  await page.getByText(/dòng trong/).waitFor({ timeout: long })
  return cells(page)
}

test(
  'a name is completed, Ctrl+Enter runs, rows are walked by arrow keys, and Tab and Escape lead out',
  async () => {
    const page = await openLab()
    await write(page, 'SELECT item, count(*) AS n FROM ')
    await page.keyboard.type('bud')
    await page
      .locator('.cm-tooltip-autocomplete li')
      .filter({ hasText: /^budget/ })
      .first()
      .waitFor()
    // A list that has just opened takes no key for 75 ms, so that a line ended in haste is not completed by mistake.
    const opened = await page.evaluate(() => performance.now())
    await page.waitForFunction((since) => performance.now() > since + 150, opened)
    await page.keyboard.press('Enter')
    await soon(() => code(page).innerText()).toMatch(/FROM budget/)
    await page.keyboard.type(' WHERE bu')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(`SELECT item, count(*) AS n FROM budget GROUP BY item ORDER BY n DESC, item`)
    await run(page)
    await grid(page).waitFor({ timeout: long })
    const rows = await cells(page)
    expect(rows[0]![0]).toBe('budget_revenue')
    expect(Number(await grid(page).getAttribute('aria-rowcount'))).toBe(rows.length + 1)
    expect(await grid(page).getAttribute('aria-colcount')).toBe('3')

    // A form's field would be left by Tab, and so is the editor.
    await walkTo(editor(page))
    await page.keyboard.press('Tab')
    await soon(() => hasFocus(runButton(page))).toBe(true)
    await walkTo(editor(page), 'Shift+Tab')
    await walkTo(runButton(page), 'Escape')

    await walkTo(grid(page).getByRole('columnheader', { name: 'item' }))
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key)
    await soon(() => page.locator(':focus').innerText()).toBe(rows[1]![1])
    await page.keyboard.press('Control+End')
    await soon(() => page.locator(':focus').innerText()).toBe(rows.at(-1)![1])
    // What is written into the editor calls no shortcut of the page.
    await write(page, 'w ? /')
    expect(new URL(page.url()).pathname).toBe('/lab')
    expect(await page.getByRole('dialog').count()).toBe(0)
  },
  whole,
)

test(
  'a fault is told with line and column and marked in the text; what would change data is refused; own tables are allowed',
  async () => {
    const page = await openLab()
    await write(page, "SELECT item\nFROM budget\nWHERE valeu = 3 AND unit = 'hcmc'")
    await run(page)
    const alert = page.getByRole('alert')
    await alert.getByText(words.trouble.at(3, 7)).waitFor({ timeout: long })
    expect(await alert.innerText()).toContain(words.trouble.unknownColumn('valeu'))
    expect(await page.locator('.cm-lintRange-error').innerText()).toBe('valeu')

    await write(page, 'DELETE FROM budget')
    await run(page)
    await alert.getByText(words.trouble.readOnly('DELETE', 'budget')).waitFor()
    await write(page, 'WITH x AS (SELECT 1) INSERT INTO budget SELECT * FROM budget')
    await run(page)
    await alert.filter({ hasText: words.trouble.engine }).waitFor({ timeout: long })
    await write(page, 'INSTALL httpfs')
    await run(page)
    await alert.getByText(words.trouble.outside('INSTALL')).waitFor()

    // Statements run one after the other; a table made on the way is there for the next, and in the list.
    const made = await result(
      page,
      `CREATE TABLE mine AS SELECT item, count(*) AS n FROM budget GROUP BY item;\nSELECT count(*) AS items, sum(n) AS n FROM mine;`,
    )
    expect(made).toHaveLength(1)
    await page.getByText(words.state.doneOf(2)).waitFor()
    expect(await result(page, 'SELECT count(DISTINCT item) AS items, count(*) AS n FROM budget')).toEqual(made)
    await page
      .locator('.lab-table__name')
      .filter({ hasText: /^mine$/ })
      .waitFor()
    // Two columns of one name keep their own values.
    expect(await result(page, 'SELECT a.x, b.x FROM (SELECT 1 AS x) a, (SELECT 2 AS x) b')).toEqual([['1', '2']])
  },
  whole,
)

test(
  'a run is stopped by keyboard, a long result is cut and says so, and an engine that dies comes back with the text untouched',
  async () => {
    const page = await openLab()
    expect(await result(page, 'SELECT 1 AS one')).toEqual([['1']])
    await write(page, 'SELECT count(*) FROM range(100000000000) a')
    await run(page)
    const stop = page.getByRole('button', { name: words.stop, exact: true })
    await stop.waitFor()
    await walkTo(stop, 'Escape')
    await page.keyboard.press('Enter')
    await page.getByText(words.state.stopped).waitFor({ timeout: long })

    await write(page, 'SELECT * FROM range(25000)')
    await run(page)
    await page.getByText(words.state.more('10.000')).waitFor({ timeout: long })
    expect(await grid(page).getAttribute('aria-rowcount')).toBe('10001')
    expect((await cells(page)).length).toBeLessThan(200)

    // Without the rules of time zones, which are not shipped, the engine breaks down at this.
    const deadly = `SELECT TIMESTAMPTZ '2020-01-01' AT TIME ZONE 'Asia/Ho_Chi_Minh' AS here`
    await write(page, deadly)
    await run(page)
    await page.getByText(words.trouble.restarted).waitFor({ timeout: long })
    expect(await code(page).innerText()).toBe(deadly)
    const died = performance.now()
    expect(await result(page, 'SELECT count(*) > 0 AS there FROM units')).toEqual([[words.results.yes]])
    process.stdout.write(`answered ${Math.round(performance.now() - died)} ms after the engine had died\n`)
  },
  whole,
)

test(
  'a statement that takes too long is stopped and says so, with the text untouched and the engine at work',
  async () => {
    const page = await visit('/lab')
    await page.clock.install()
    await page.reload()
    await code(page).waitFor({ timeout: long })
    expect(await result(page, 'SELECT 1 AS one')).toEqual([['1']])
    const endless = 'SELECT count(*) FROM range(1000000000000) a'
    await write(page, endless)
    await run(page)
    await page.getByRole('button', { name: words.stop, exact: true }).waitFor()
    await soon(() => page.locator('.lab-status').innerText()).toMatch(/Đang chạy/)
    await page.clock.fastForward(limits.timeoutMs + 100)
    await page.getByText(words.trouble.timeout(limits.timeoutMs / 1000)).waitFor({ timeout: long })
    expect(await code(page).innerText()).toBe(endless)
    expect(await result(page, 'SELECT 2 AS two')).toEqual([['2']])
  },
  whole,
)

test(
  'a statement that needs more memory than there is says so; the text is untouched, and the next one is answered at once',
  async () => {
    const page = await openLab()
    expect(await result(page, 'SELECT count(*) > 0 AS there FROM units')).toEqual([[words.results.yes]])
    const greedy = 'SELECT list(a.range) AS everything FROM range(400000000) a'
    await write(page, greedy)
    await run(page)
    await page.getByText(words.trouble.memory).or(page.getByText(words.trouble.restarted)).waitFor({ timeout: long })
    expect(await code(page).innerText()).toBe(greedy)
    const begun = performance.now()
    expect(await result(page, 'SELECT count(*) > 0 AS there FROM units')).toEqual([[words.results.yes]])
    process.stdout.write(`answered ${Math.round(performance.now() - begun)} ms after the memory had run out\n`)
  },
  whole,
)

test(
  'files of one’s own become tables and are sent nowhere; what cannot be read says why',
  async () => {
    const page = await openLab()
    expect(await result(page, 'SELECT 1 AS one')).toEqual([['1']])
    const sent: string[] = []
    page.on('request', (request) => {
      const { origin, protocol, pathname } = new URL(request.url())
      const isOurs =
        protocol === 'blob:' || (origin === address() && /^\/(assets|api\/trpc\/lab|api\/parcels)/.test(pathname))
      if (request.method() !== 'GET' || request.postData() !== null || !isOurs)
        sent.push(`${request.method()} ${request.url()}`)
    })
    const input = page.locator('.lab-files input[type=file]')
    const csv = 'đơn vị;số hộ\nhcmc;3\nhcmc_merged;4\n'
    await input.setInputFiles({ name: 'Số hộ.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${csv}`) })
    await page.getByText(words.schema.opened('so_ho')).waitFor({ timeout: long })
    expect(
      await result(page, 'SELECT u.unit, "số hộ" FROM so_ho s JOIN units u ON u.unit = s."đơn vị" ORDER BY 2'),
    ).toEqual([
      ['hcmc', '3'],
      ['hcmc_merged', '4'],
    ])

    const rows = [
      ['ten', 'ngay', 'gia_tri'],
      ['Thủ Đức', new Date(Date.UTC(2025, 0, 31)), 1.5],
    ]
    const book = await writeXlsx({ sheets: [{ name: 'x', rows, columns: [{}, { numFmt: 'dd/mm/yyyy' }, {}] }] })
    await input.setInputFiles({ name: 'Sổ 1.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(book) })
    await page.getByText(words.schema.opened('so_1')).waitFor({ timeout: long })
    expect(await result(page, 'SELECT * FROM so_1')).toEqual([['Thủ Đức', '31/1/2025', '1,5']])

    // As old programs of Vietnam save: not UTF-8.
    const tcvn = Buffer.concat([Buffer.from('ten,so\n'), Buffer.from([0x54, 0xfb, 0xd0, 0xee]), Buffer.from(',1\n')])
    await input.setInputFiles({ name: 'cu.csv', mimeType: 'text/csv', buffer: tcvn })
    await page.getByText(words.files.encoding).waitFor({ timeout: long })
    await input.setInputFiles({
      name: 'x.parquet',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('PAR1....PAR1'),
    })
    await page.getByText(words.files.parquet).waitFor()
    expect(sent).toEqual([])
  },
  whole,
)

test(
  'a link shows a query and runs nothing; what was written, run and named is there again; an indicator is proposed',
  async () => {
    const page = await openLab()
    const sql = `SELECT sum(value) AS thu FROM budget WHERE item = 'budget_revenue' AND stated = 'actual'`
    await write(page, sql)
    await run(page)
    await grid(page).waitFor({ timeout: long })
    await enter(page.getByRole('button', { name: words.share }))
    await soon(() => new URL(page.url()).hash).toMatch(/^#q=/)
    const { pathname, hash } = new URL(page.url())

    await enter(page.getByRole('button', { name: words.propose }))
    await soon(() => page.locator('.lab-proposal pre').innerText()).toMatch(
      /measure:\s+kind: sum[^]*item:\s+- budget_revenue/,
    )
    await enter(page.getByRole('button', { name: words.proposal.close }))
    await soon(() => hasFocus(editor(page))).toBe(true)

    await page.getByRole('tab', { name: words.side.shelf }).click()
    await page.getByLabel(words.shelf.name).fill('Thu các năm')
    await page.keyboard.press('Enter')
    await page.getByText(words.shelf.savedAs('Thu các năm')).waitFor()
    await page.reload()
    await code(page).waitFor({ timeout: long })
    await page.getByRole('tab', { name: words.side.shelf }).click()
    await page.getByRole('button', { name: words.shelf.open('Thu các năm') }).waitFor()

    const other = await openLab(pathname + hash)
    await other.getByText(words.fromLink).waitFor()
    await soon(() => code(other).innerText()).toBe(sql)
    await other.getByText(words.state.idle).waitFor()
    expect(await grid(other).count()).toBe(0)
    await walkTo(runButton(other))
    await other.keyboard.press('Enter')
    await grid(other).waitFor({ timeout: long })

    const broken = await openLab(`/lab${hash.slice(0, -8)}`)
    await broken.getByText(words.badLink).waitFor()
  },
  whole,
)

test(
  'every example runs on the tables that are there and finds rows; the density of the new units stands on the map',
  async () => {
    const page = await openLab()
    await page.getByRole('tab', { name: words.side.examples }).click()
    const failed: string[] = []
    for (const { title, sql } of examples) {
      await page.getByRole('button', { name: title.vi, exact: true }).click()
      await soon(() =>
        code(page)
          .innerText()
          .then((text) => text.replaceAll(/\s+/g, '')),
      ).toBe(sql.replaceAll(/\s+/g, ''))
      await run(page)
      await page
        .getByText(/dòng trong/)
        .or(page.getByRole('alert'))
        .or(page.getByText(words.state.none))
        .first()
        .waitFor({ timeout: long })
      if ((await grid(page).count()) === 0) failed.push(`${title.en}: ${await page.locator('.lab__main').innerText()}`)
      await write(page, '')
      await run(page)
      await page.getByText(words.trouble.empty).waitFor()
    }
    expect(failed).toEqual([])

    await page.getByRole('button', { name: examples.find(({ id }) => id === 'density')!.title.vi, exact: true }).click()
    await run(page)
    await grid(page).waitFor({ timeout: long })
    await page.getByRole('button', { name: words.results.chart }).click()
    await page.locator('.chart canvas').first().waitFor()
    for (const kind of ['heat', 'scatter', 'line'] as const) {
      await page.getByLabel(words.chart.kind, { exact: true }).selectOption(kind)
      await page.locator('.chart canvas').first().waitFor()
    }
    await page.getByLabel(words.chart.kind, { exact: true }).selectOption('map')
    await page.getByLabel(words.chart.unit).selectOption('unit')
    await page.getByLabel(words.chart.y).selectOption('density')
    await soon(() => page.getByRole('listbox').getByRole('option').count()).toBe(168)
    expect(await page.locator('.hexmap__cell--4').count()).toBeGreaterThan(10)
  },
  2 * whole,
)

test.each([
  ['vi', 'light'],
  ['en', 'dark'],
] as const)(
  'axe finds nothing serious with a result, a fault and a chart on the screen, in %s, %s',
  async (lang, colorScheme) => {
    const said = lang === 'vi' ? words : en
    const page = await visit('/lab', { lang, colorScheme })
    await code(page).waitFor({ timeout: long })
    const found: string[] = []
    const look = async (where: string) => {
      const { violations } = await new AxeBuilder({ page })
        .include('.lab')
        .options({ resultTypes: ['violations'] })
        .analyze()
      for (const { id, impact, nodes } of violations)
        if (impact === 'serious' || impact === 'critical')
          found.push(`${where}: ${id} at ${nodes[0]?.target.join(' ')}`)
    }
    await page.locator('.lab-table > summary').first().click()
    await page.getByRole('button', { name: said.schema.insert('revenue_source') }).waitFor()
    await write(page, 'SELECT unit, count(*) AS n FROM budget GROUP BY unit')
    await run(page)
    await grid(page).waitFor({ timeout: long })
    if (lang === 'vi') await look('rows')
    await page.getByRole('button', { name: said.results.chart, exact: true }).click()
    await page.locator('.chart canvas').first().waitFor()
    if (lang === 'en') await look('chart')
    await write(page, 'SELECT nothing FROM budget')
    await run(page)
    await page.getByRole('alert').waitFor({ timeout: long })
    await look('fault')
    expect(found).toEqual([])
  },
  whole,
)

test('a phone with little memory is told so and led to what works there', async () => {
  const page = await visit('/lab', { viewport: { width: 360, height: 740 } })
  await page.addInitScript(() => Object.defineProperty(navigator, 'deviceMemory', { value: 2 }))
  await page.reload()
  await page.getByRole('heading', { name: words.weak.title }).waitFor()
  expect(await page.getByRole('link', { name: words.weak.api }).getAttribute('href')).toBe('/api/v1/openapi.json')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  expect(await code(page).count()).toBe(0)
})
