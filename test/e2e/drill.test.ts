/** From a figure down to its rows, by keyboard: charts follow each other, totals are the server's, the address keeps it all. */
import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Answer } from '@laban/shared'
import { readXlsx } from 'hucre/xlsx'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { AxisSums, Cubes } from '../../server/src/drill/cubes.ts'
import { drill as words } from '../../web/src/words/vi/drill.ts'
import { drill as english } from '../../web/src/words/en/drill.ts'
import { status } from '../../web/src/words/vi/status.ts'
import { enter, numberIn, openHouse, searchOf, soon, untilReady, walkTo } from './journey.ts'

const { visit, ask, address } = openHouse(undefined, { SIMULATE_ROWS: '20000' })

/** What a busy machine may take to prepare an extract and start an engine. */
const long = 60_000

const panel = (page: Page) => page.getByRole('region', { name: words.title })
const chart = (page: Page, name: RegExp) => panel(page).getByRole('listbox', { name })
const sources = (page: Page) => chart(page, /^Nguồn thu/)
const units = (page: Page) => chart(page, /^Đơn vị/)
const figure = (page: Page) => panel(page).locator('.drill__figure .figure')

/** The amount of the answer over rows to the same question, in billions of đồng. */
async function amountOf(question: string): Promise<number> {
  const { figures } = (await ask(`/indicators/budget/revenue/answer?from=rows&grain=month&${question}`)) as Answer
  return figures[0]!.value!
}

/** What a year ran up to: the figure of its last month with rows. */
async function yearOf(indicator: string, question: string): Promise<number> {
  const { figures } = (await ask(`/indicators/${indicator}/answer?from=rows&grain=month&${question}`)) as Answer
  return figures.findLast(({ value }) => value !== null)!.value!
}

/** `112,1 nghìn tỷ đồng` in billions, and half of its last decimal. */
function amountIn(text: string): { value: number; slack: number } {
  const { value, slack } = numberIn(text)
  const scale = text.includes('triệu tỷ') ? 1e6 : text.includes('nghìn tỷ') ? 1e3 : text.includes('triệu') ? 1e-3 : 1
  return { value: value * scale, slack: slack * scale }
}

async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: long }), press()])
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

const fileOf = (page: Page, kind: keyof typeof words.fileOf) =>
  panel(page).getByRole('button', { name: `${words.files}: ${words.fileOf[kind]}` })

test('a bar is picked by keyboard, everything follows, and the total is what the server answers', async () => {
  const page = await visit('/indicators/budget/revenue?span=2024')
  await soon(() => figure(page).innerText()).toMatch(/đồng/)
  expect(await panel(page).innerText()).toContain(status.marks.simulated)
  const whole = amountIn(await figure(page).innerText())
  expect(Math.abs(whole.value - (await amountOf('period=2024-12')))).toBeLessThanOrEqual(whole.slack)

  await walkTo(sources(page))
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await soon(() => searchOf(page)['pick']).toMatch(/^revenue_source:\w+$/)
  const source = searchOf(page)['pick']!.split(':')[1]!
  const narrowed = await amountOf(`period=2024-12&where=revenue_source:${source}`)
  await soon(async () => {
    const { value, slack } = amountIn(await figure(page).innerText())
    return Math.abs(value - narrowed) <= slack
  }).toBe(true)

  await walkTo(units(page))
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await soon(() => searchOf(page)['pick']).toMatch(/unit:/)
  const unit = /unit:([^;]+)/.exec(searchOf(page)['pick']!)![1]!
  const both = await amountOf(`period=2024-12&where=revenue_source:${source}&unit=${unit}`)
  await soon(async () => {
    const { value, slack } = amountIn(await figure(page).innerText())
    return Math.abs(value - both) <= slack
  }).toBe(true)

  const pivot = panel(page).getByRole('table')
  await soon(() => pivot.locator('tbody tr').count()).toBe(1)
  const total = amountIn(
    `${await pivot.locator('tfoot td').last().innerText()} ${await pivot.locator('caption').innerText()}`,
  )
  expect(Math.abs(total.value - both)).toBeLessThanOrEqual(total.slack)

  const before = await figure(page).innerText()
  await untilReady(page, () => page.reload())
  await soon(() => figure(page).innerText()).toBe(before)
  await page.goBack()
  await soon(() => searchOf(page)['pick']).toBe(`revenue_source:${source}`)
  await soon(async () => amountIn(await figure(page).innerText()).value).toBeCloseTo(narrowed, -2)
  await walkTo(sources(page))
  await page.keyboard.press('Escape')
  await soon(() => searchOf(page)['pick']).toBeUndefined()
  await soon(() => figure(page).innerText()).toContain(String(numberIn(String(whole.value / 1000)).value).slice(0, 2))
}, 90_000)

test('the path ends at the very rows: as many as counted, and they add up to the figure', async () => {
  const page = await visit('/indicators/budget/revenue?span=2025-09&pick=revenue_source:domestic&show=rows')
  const grid = panel(page).getByRole('table')
  await grid.waitFor({ timeout: long })
  const counted = numberIn(
    await panel(page).getByRole('navigation', { name: words.path }).getByText(/dòng$/).innerText(),
  )
  await soon(async () => Number(await grid.getAttribute('aria-rowcount'))).toBe(counted.value + 1)
  const { bytes, name } = await saved(page, () => enter(fileOf(page, 'xlsx')))
  expect(name).toMatch(/\.xlsx$/)
  const { sheets } = await readXlsx(bytes)
  const [head, ...rows] = sheets[0]!.rows
  const column = head!.indexOf('Thực hiện')
  expect(rows).toHaveLength(counted.value + 1)
  const amounts = rows.map((row) => row[column])
  expect(amounts.every((value) => typeof value === 'number')).toBe(true)
  const [sum, stated] = [
    amounts.slice(0, -1).reduce<number>((total, value) => total + (value as number), 0),
    amounts.at(-1),
  ]
  expect(stated).toBeCloseTo(sum, 6)
  expect(sum).toBeGreaterThan(0)
  const shown = amountIn(await figure(page).innerText())
  expect(Math.abs(shown.value - sum)).toBeLessThanOrEqual(shown.slack)
  expect(sheets[1]!.rows.flat().join(' ')).toContain('mô phỏng')
  const extract = panel(page).getByRole('link', { name: `${words.files}: ${words.fileOf.duckdb}` })
  const file = await fetch(`${address()}${await extract.getAttribute('href')}`)
  expect(file.status).toBe(200)
  expect(
    Buffer.from(await file.arrayBuffer())
      .subarray(8, 12)
      .toString(),
  ).toBe('DUCK')
}, 120_000)

test('the first click is answered before engine and rows are here, and asks nobody; loading can be stopped', async () => {
  const page = await visit('/indicators')
  const asked: string[] = []
  page.on('request', (request) => {
    if (/drill\.(sums|table)/.test(request.url())) asked.push(request.url())
  })
  let hold = (): void => undefined
  const held = new Promise<void>((resolve) => (hold = resolve))
  await page.route('**/extracts/*', async (route) => {
    await held
    await route.abort()
  })
  await page.goto(`${address()}/indicators/budget/revenue?span=2024`)
  await soon(() => figure(page).innerText()).toMatch(/đồng/)
  await walkTo(sources(page))
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await soon(() => searchOf(page)['pick']).toMatch(/^revenue_source:/)
  const wanted = await amountOf(`period=2024-12&where=${searchOf(page)['pick']}`)
  await soon(async () => {
    const { value, slack } = amountIn(await figure(page).innerText())
    return Math.abs(value - wanted) <= slack
  }).toBe(true)
  expect(asked).toEqual([])
  await enter(panel(page).getByRole('button', { name: words.views.rows, exact: true }))
  await enter(panel(page).getByRole('button', { name: words.cancel }))
  await soon(() => panel(page).innerText()).toContain(words.cancelled)
  expect(amountIn(await figure(page).innerText()).value).toBeCloseTo(wanted, -2)
  hold()
}, 90_000)

test('tables and pictures become files with units, totals and the badge', async () => {
  const page = await visit('/indicators/budget/revenue?span=2024&across=revenue_source,month')
  await panel(page).getByRole('table').waitFor()
  const csv = (await saved(page, () => enter(fileOf(page, 'csv')))).bytes.toString()
  expect(csv.startsWith('\uFEFF')).toBe(true)
  const lines = csv.slice(1).split('\r\n')
  const total = lines
    .find((line) => line.startsWith(`${words.total},`))!
    .split(',')
    .map(Number)
  const wanted = await amountOf('period=2024-12')
  expect(total.at(-1)).toBeCloseTo(wanted, 6)
  expect(total.slice(1, -1).reduce((sum, value) => sum + value, 0)).toBeCloseTo(wanted, 6)
  expect(csv).toContain('mô phỏng')
  const svg = (await saved(page, () => enter(fileOf(page, 'svg')))).bytes.toString()
  expect(svg).toMatch(/^<svg [\s\S]+Thu nội địa[\s\S]+mô phỏng[\s\S]+<\/svg>$/)
  const png = (await saved(page, () => enter(fileOf(page, 'png')))).bytes
  expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47])
  expect(png.length).toBeGreaterThan(10_000)
}, 60_000)

test('two periods are compared, and what makes the gap is told', async () => {
  const page = await visit('/indicators/budget/revenue?span=2025&show=compare')
  const story = panel(page).locator('.drill__story')
  await soon(() => story.innerText()).toMatch(/chênh lệch/)
  const gap = panel(page).getByRole('table')
  const rows = await gap
    .locator('tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)))
  expect(rows.length).toBeGreaterThan(1)
  const parts = rows.map((row) => Math.abs(amountIn(row.at(-1)!).value))
  expect(parts).toEqual(parts.toSorted((a, b) => b - a))
}, 60_000)

test('two units are compared: their figures are the server’s, and contributions add up to the gap in numbers', async () => {
  const told = async <T>(procedure: string, input: object): Promise<T> => {
    const query = encodeURIComponent(JSON.stringify({ indicator: 'budget/revenue', city: 'hochiminh', ...input }))
    const response = await fetch(`${address()}/api/trpc/${procedure}?input=${query}`)
    return ((await response.json()) as { result: { data: T } }).result.data
  }
  const { axes } = await told<Cubes>('drill.cubes', {})
  const months = axes[0]!.values.filter((month) => month.startsWith('2024'))
  const { sums } = await told<AxisSums>('drill.sums', { where: `month:${months.join(',')}` })
  const [one, other] = axes[1]!.values
    .map((unit, place) => ({ unit, amount: sums[1]![0]![place]! }))
    .toSorted((a, b) => b.amount - a.amount)
    .map(({ unit }) => unit)
  const page = await visit(
    `/indicators/budget/revenue?span=2024&show=compare&against=unit&here=${one}&there=${other}&by=revenue_source`,
  )
  await soon(() => panel(page).locator('.drill__story').innerText()).toMatch(/chênh lệch/)
  const { sheets } = await readXlsx((await saved(page, () => enter(fileOf(page, 'xlsx')))).bytes)
  const [, ...rows] = sheets[0]!.rows as [string, number | null, number | null, number][]
  const total = rows.pop()!
  expect(total[0]).toBe(words.total)
  for (const [at, unit] of [
    [1, one],
    [2, other],
  ] as const) {
    const { total: figures } = await told<AxisSums>('drill.sums', { where: `unit:${unit};month:${months.join(',')}` })
    expect(total[at]).toBeCloseTo(figures[0]!, 6)
    expect(rows.reduce((sum, row) => sum + (row[at] ?? 0), 0)).toBeCloseTo(total[at] as number, 6)
  }
  expect(total[3]).toBeCloseTo((total[1] ?? 0) - (total[2] ?? 0), 6)
  expect(rows.reduce((sum, row) => sum + row[3], 0)).toBeCloseTo(total[3], 6)
  // The sentence names what makes most of it, by the very shares of the table.
  const story = await panel(page).locator('.drill__story').innerText()
  const largest = rows.toSorted((a, b) => Math.abs(b[3]) - Math.abs(a[3]))[0]![0]
  expect(story).toContain(largest)
  expect(sheets[1]!.rows.flat().join(' ')).toMatch(/Đơn vị tính: .*mô phỏng/s)
}, 60_000)

test('a unit without rows is not answered for by another one', async () => {
  const page = await visit('/indicators/budget/revenue?span=2024&show=compare&against=unit&here=hcmc/nowhere')
  await soon(() => panel(page).innerText()).toContain(words.noGap)
})

test('the highest and the lowest stand with shares of the whole', async () => {
  const page = await visit('/indicators/budget/revenue?span=2024&show=rank&by=revenue_source')
  await panel(page).getByRole('table').first().waitFor()
  const { sheets } = await readXlsx((await saved(page, () => enter(fileOf(page, 'xlsx')))).bytes)
  const [, ...rows] = sheets[0]!.rows as [string, number, number | null][]
  const total = rows.pop()!
  expect(total[1]).toBeCloseTo(await amountOf('period=2024-12'), 6)
  expect(rows.map((row) => row[1])).toEqual(rows.map((row) => row[1]).toSorted((a, b) => b - a))
  for (const [, value, share] of rows) expect(share).toBeCloseTo(value / total[1], 9)
}, 60_000)

test('the map of today’s units is one of the linked views: a unit picked on it filters the charts, and they recolour it', async () => {
  const page = await visit('/indicators/budget/revenue?span=2025-07..2025-12&show=map')
  const map = panel(page).getByRole('listbox', { name: /phường, xã/i })
  await soon(() => map.getByRole('option').count()).toBe(168)
  await soon(() => map.getByRole('option').last().isVisible()).toBe(true)
  await walkTo(map.getByRole('option', { selected: false }).and(page.locator('[tabindex="0"]')))
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await soon(() => searchOf(page)['pick']).toMatch(/^unit:hcmc_merged\//)
  const unit = searchOf(page)['pick']!.slice('unit:'.length)
  const wanted = await yearOf('budget/revenue', `period=2025&unit=${unit}`)
  await soon(async () => {
    const { value, slack } = amountIn(await figure(page).innerText())
    return Math.abs(value - wanted) <= slack
  }).toBe(true)
  await walkTo(sources(page))
  await page.keyboard.press('Home')
  const before = await map.innerHTML()
  await page.keyboard.press('Enter')
  await soon(() => map.innerHTML()).not.toBe(before)
  const csv = (await saved(page, () => enter(fileOf(page, 'csv')))).bytes.toString()
  expect(csv.split('\r\n').length).toBeGreaterThan(168)
}, 90_000)

test('where few stand behind a cell the panel says that they are merged, and its rows in the tab give what the server gives', async () => {
  const page = await visit('/indicators/enterprise/new?span=2024')
  await soon(() => panel(page).innerText()).toContain(words.smallGroups(5))
  const amount = (question: string) => yearOf('enterprise/new', `period=2024&${question}`)
  const shown = async () => numberIn(await figure(page).innerText())
  await soon(async () => (await shown()).value).toBe(await amount(''))
  const forms = chart(page, /^Loại hình/)
  await walkTo(forms)
  await page.keyboard.press('End')
  await soon(() => forms.innerText()).toContain(words.mergedGroups)
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await soon(() => searchOf(page)['pick']).toMatch(/^legal_form:\w+$/)
  const form = searchOf(page)['pick']!.split(':')[1]!
  await soon(async () => (await shown()).value).toBe(await amount(`where=legal_form:${form}`))
  const extract = panel(page).getByRole('link', { name: `${words.files}: ${words.fileOf.duckdb}` })
  await extract.waitFor({ timeout: long })
  // From here on the tab answers by itself: half a year and two filters are more than the sums that came with the panel.
  await page.route('**/api/trpc/drill.*', (route) => route.abort())
  await walkTo(chart(page, /^Ngành\. /))
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await soon(() => searchOf(page)['pick']).toMatch(/sector:/)
  const sector = /sector:(\w+)/.exec(searchOf(page)['pick']!)![1]!
  await soon(async () => (await shown()).value).toBe(await amount(`where=legal_form:${form};sector:${sector}`))
  await enter(panel(page).getByRole('button', { name: words.views.rows, exact: true }))
  await soon(() => panel(page).innerText()).toContain(words.protectedRows)
}, 120_000)

test('a weak device is answered by the server: no engine is fetched', async () => {
  const page = await visit('/indicators')
  await page.addInitScript(() => Object.defineProperty(navigator, 'deviceMemory', { value: 2 }))
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(request.url()))
  await page.goto(`${address()}/indicators/budget/revenue?span=2024-03..2024-05&pick=revenue_source:domestic&show=rows`)
  await soon(() => figure(page).innerText()).toMatch(/đồng/)
  await soon(() => panel(page).innerText()).toContain(words.byServer)
  const january = await amountOf('period=2024-02&where=revenue_source:domestic')
  const may = await amountOf('period=2024-05&where=revenue_source:domestic')
  const { value, slack } = amountIn(await figure(page).innerText())
  expect(Math.abs(value - (may - january))).toBeLessThanOrEqual(slack)
  expect(fetched.filter((url) => /\.wasm|\/extracts\//.test(url))).toEqual([])
}, 60_000)

test('what the address says and the rows do not know is told', async () => {
  const page = await visit('/indicators/budget/revenue?pick=revenue_source:no_such_code')
  await soon(() => page.locator('main').innerText()).toContain('no_such_code')
})

describe.each([
  ['vi', 'light'],
  ['en', 'dark'],
] as const)('in %s and %s', (lang, theme) => {
  test('axe finds nothing serious, and nothing is wider than the page', async () => {
    const page = await visit('/indicators', { lang })
    await page.context().addCookies([{ name: 'theme', value: theme, url: address() }])
    const found: string[] = []
    for (const show of ['pivot', 'compare']) {
      await page.goto(`${address()}/indicators/budget/revenue-execution?show=${show}`)
      const region = page.getByRole('region', { name: lang === 'vi' ? words.title : english.title })
      await region.getByRole('table').first().waitFor({ timeout: long })
      const { violations } = await new AxeBuilder({ page }).include('.drill').analyze()
      for (const { id, impact, nodes } of violations) {
        if (impact === 'serious' || impact === 'critical')
          found.push(
            `${show}: ${id} at ${nodes
              .map((node) => node.target.join(' '))
              .slice(0, 3)
              .join(', ')}`,
          )
      }
    }
    expect(found).toEqual([])
    await page.setViewportSize({ width: 360, height: 740 })
    await soon(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  }, 90_000)
})

test.each(['vi', 'en'] as const)('on a phone no view is wider than the page, in %s', async (lang) => {
  const page = await visit('/indicators/enterprise/new?show=map', {
    lang,
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
  })
  const views = page.locator('.drill__tabs button[aria-pressed]')
  await page.locator('.hexmap').first().waitFor()
  const fits = async () =>
    expect([page.url(), await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([page.url(), 360])
  await fits()
  for (let i = 0; i < (await views.count()); i++) {
    await views.nth(i).click()
    await page.locator('.drill__view, .table').last().waitFor()
    await fits()
  }
})
