/** Where: the map and its table walked by keyboard, cities beside each other, the catalogue, and the search that opens anywhere. */
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { catalogue as words } from '../../web/src/words/vi/catalogue.ts'
import { indicator as indicatorWords } from '../../web/src/words/vi/indicator.ts'
import { peers } from '../../web/src/words/vi/peers.ts'
import { shell } from '../../web/src/words/vi/shell.ts'
import { units } from '../../web/src/words/vi/units.ts'
import { dayOf, enter, hasFocus, numberIn, openHouse, searchOf, soon, untilReady, walkTo } from './journey.ts'

const { visit } = openHouse()

const map = (page: Page) => page.getByRole('listbox')
const cells = (page: Page) => map(page).getByRole('option')
const inOrder = (page: Page) => map(page).locator('[role=option][tabindex="0"]')
const rows = (page: Page) => page.getByRole('region', { name: units.table }).locator('tbody tr')
const search = (page: Page) => page.getByRole('searchbox')

/** `Phường Thủ Đức: 5.621 người/km², ngày 1/7/2025`: the name and the figure's digits; a dash without data. */
const readCells = async (page: Page): Promise<[string, string][]> =>
  (await cells(page).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')!)))
    .map((label): [string, string] => {
      const name = label.split(':')[0]!
      return [name, label === units.readNone(name) ? '–' : /[\d.,]+/.exec(label.slice(name.length))![0]]
    })
    .toSorted(byName)

const readRows = async (page: Page): Promise<[string, string][]> =>
  (await rows(page).evaluateAll((all) => all.map((row) => [...row.children].map(({ textContent }) => textContent))))
    .map(([name, value]): [string, string] => [name!, /[\d.,]+$|–/.exec(value!)![0]])
    .toSorted(byName)

/** Units whose figure on the map is not the one in the table; a map rounds to three figures, a table to whole numbers. */
async function apart(page: Page): Promise<string[]> {
  const [shown, listed] = [await readCells(page), new Map(await readRows(page))]
  return shown.flatMap(([name, value]) => {
    const other = listed.get(name)
    if (value === '–' || other === '–' || other === undefined)
      return value === other ? [] : [`${name}: ${value}, ${other}`]
    const [a, b] = [numberIn(value), numberIn(other)]
    return Math.abs(a.value - b.value) <= Math.max(a.slack, b.slack) ? [] : [`${name}: ${value}, ${other}`]
  })
}

const byName = ([a]: [string, string], [b]: [string, string]) => (a < b ? -1 : 1)
const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()

test('the map of the 168 new units and the table beside it tell the same figures, and so do the 22 old ones', async () => {
  const page = await visit('/units')
  await soon(() => cells(page).count()).toBe(168)
  await soon(() => rows(page).count()).toBe(168)
  await soon(async () => (await readCells(page)).filter(([, value]) => value !== '–').length).toBeGreaterThan(100)
  await soon(() => apart(page)).toEqual([])

  const [, old] = await page.getByRole('group', { name: units.map }).getByRole('radio').all()
  await walkTo(page.getByRole('radio', { checked: true }))
  await page.keyboard.press('ArrowDown')
  await soon(() => old!.isChecked()).toBe(true)
  await soon(() => cells(page).count()).toBe(22)
  await soon(async () => (await readCells(page)).filter(([, value]) => value !== '–').length).toBeGreaterThan(2)
  await soon(() => apart(page)).toEqual([])
  expect(Object.keys(searchOf(page))).toEqual(['map'])
  await page.goBack()
  await soon(() => cells(page).count()).toBe(168)
})

test('a unit is found without diacritics, in the table and on the map, new and old', async () => {
  const page = await visit('/units')
  await soon(() => rows(page).count()).toBe(168)
  await walkTo(search(page))
  await page.keyboard.type('thu duc')
  await soon(() => rows(page).count()).toBeLessThan(20)
  const names = (await readRows(page)).map(([name]) => name)
  expect(names).toContain('Phường Thủ Đức')
  await page.getByText(units.found(names.length, 168)).waitFor()
  expect(await map(page).locator('.hexmap__cell--faded').count()).toBe(168 - names.length)
  expect(searchOf(page)).toEqual({ q: 'thu duc' })

  await walkTo(page.getByRole('radio', { checked: true }))
  await page.keyboard.press('ArrowDown')
  await soon(async () => (await readRows(page)).map(([name]) => name)).toEqual(['Thành phố Thủ Đức'])
})

test('arrow keys walk from cell to cell, Enter chooses, and table, panel and address follow', async () => {
  const page = await visit('/units')
  await soon(() => rows(page).count()).toBe(168)
  await walkTo(inOrder(page))
  const seen = new Set<string>()
  const here = async () => (await page.locator(':focus').getAttribute('aria-label'))!.split(':')[0]!
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'ArrowUp', 'ArrowRight']) {
    const before = await here()
    await page.keyboard.press(key)
    await soon(here).not.toBe(before)
    seen.add(await here())
  }
  expect(seen.size).toBeGreaterThanOrEqual(4)
  const name = await here()
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: units.panel.label(name) }).waitFor()
  expect(searchOf(page)['unit']).toMatch(/^hcmc_merged\//)
  expect(await rows(page).getByRole('button', { pressed: true }).allInnerTexts()).toEqual([name])
  expect(await cells(page).and(page.locator('[aria-selected=true]')).count()).toBe(1)
  expect(await hasFocus(inOrder(page))).toBe(true)

  const row = rows(page).getByRole('button').nth(3)
  const other = await row.innerText()
  await enter(row)
  await page.getByRole('region', { name: units.panel.label(other) }).waitFor()
  await untilReady(page, () => page.reload())
  await page.getByRole('region', { name: units.panel.label(other) }).waitFor()
})

test('a unit or a map that does not exist is named, and the nearest are offered', async () => {
  const page = await visit('/units?unit=hcmc/thu_duk')
  const fault = page.getByRole('alert')
  await soon(() => fault.innerText()).toContain(units.unknown('hcmc/thu_duk'))
  await enter(fault.getByRole('button', { name: 'Thành phố Thủ Đức' }))
  await page.getByRole('region', { name: units.panel.label('Thành phố Thủ Đức') }).waitFor()
  const lost = await visit('/units?map=no-such-map')
  await lost.getByRole('heading', { name: shell.badAddress.title }).waitFor()
  await untilReady(lost, () => enter(lost.getByRole('listitem').getByRole('link').first()))
  await soon(() => cells(lost).count()).toBeGreaterThanOrEqual(22)
})

test('four cities stand side by side, every figure with its own date, none invented', async () => {
  const page = await visit('/peers')
  const table = page.getByRole('table')
  await table.waitFor()
  const heads = await table.getByRole('columnheader').allInnerTexts()
  const cities = ['Hồ Chí Minh', 'Hà Nội', 'Đà Nẵng', 'Cần Thơ']
  expect(heads.slice(1, 5).map((head) => head.replace('Thành phố ', ''))).toEqual(cities)
  const told = await table
    .locator('tbody tr:not(.peers__group)')
    .evaluateAll((all) =>
      all.map((row) =>
        [...row.querySelectorAll('[role=cell]')].slice(0, 4).map((cell) => (cell as HTMLElement).innerText),
      ),
    )
  expect(told.length).toBeGreaterThan(8)
  for (const row of told) {
    const figures = row.filter((cell) => cell.trim() !== peers.none)
    expect(figures.length).toBeGreaterThanOrEqual(2)
    for (const cell of figures) expect(cell).toMatch(/\d[\s\S]*\b(?:19|20)\d{2}\b/)
  }
  for (const city of cities.keys()) expect(told.some((row) => row[city] !== peers.none)).toBe(true)

  const then = await visit('/peers?asOf=2024-12-31')
  await then.getByText(shell.past('31/12/2024')).waitFor()
  const dates = (await then.getByRole('table').innerText()).match(/\b\d{1,2}\/\d{1,2}\/\d{4}\b/g) ?? []
  // Boundaries are told with the day from which they hold; figures may not lie after the day asked for.
  expect(dates.filter((date) => dayOf(date) > '2024-12-31' && date !== '30/6/2025')).toEqual([])
})

test('the catalogue is searched without diacritics and narrowed by keyboard, and the address keeps both', async () => {
  const page = await visit('/indicators')
  const entries = page.locator('main li.entry')
  await soon(() => entries.count()).toBeGreaterThan(30)
  const all = await entries.count()
  await walkTo(search(page))
  await page.keyboard.type('giai ngan')
  await soon(() => entries.count()).toBeLessThan(20)
  const found = await entries.allInnerTexts()
  expect(found.length).toBeGreaterThan(3)
  expect(found.filter((text) => !folded(text).includes('giai') || !folded(text).includes('ngan'))).toEqual([])
  expect(folded(await entries.first().getByRole('link').innerText())).toContain('giai ngan')
  await page.getByText(words.found(found.length, all)).waitFor()

  const status = page.getByRole('combobox', { name: words.status })
  await walkTo(status)
  for (let step = 0; step < 8 && searchOf(page)['status'] !== 'behind'; step++) await page.keyboard.press('ArrowDown')
  await soon(() => searchOf(page)).toEqual({ q: 'giai ngan', status: 'behind' })
  await soon(() => entries.count()).toBe(1)
  const only = await entries.innerText()
  await untilReady(page, () => page.reload())
  await soon(() => entries.allInnerTexts()).toEqual([only])
  expect(await search(page).inputValue()).toBe('giai ngan')
  await enter(page.getByRole('button', { name: words.clear }))
  await soon(() => entries.count()).toBe(all)
  expect(searchOf(page)).toEqual({})
})

/** Ctrl+K, the text, Enter on what comes first. */
async function findBy(page: Page, text: string, wanted: Locator): Promise<void> {
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: words.palette.title })
  await palette.waitFor()
  await page.keyboard.type(text)
  await palette.getByRole('option').first().waitFor()
  await soon(() => palette.getByRole('option').first().getAttribute('data-focused')).toBe('true')
  await page.keyboard.press('Enter')
  await palette.waitFor({ state: 'detached' })
  await wanted.waitFor()
}

test('the search opens on every page by keyboard, finds without diacritics and goes where Enter says', async () => {
  const revenue = 'Thu ngân sách nhà nước trên địa bàn'
  for (const path of ['/', '/indicators', '/units', '/peers', '/indicators/economy/grdp-growth']) {
    const page = await visit(path)
    await findBy(page, 'thu ngan sach nha nuoc tren', page.getByRole('heading', { level: 1, name: revenue }))
    expect(new URL(page.url()).pathname).toBe('/indicators/budget/revenue')
  }
  const page = await visit('/?asOf=2025-09-30')
  await findBy(page, 'phuong thu duc', page.getByRole('region', { name: units.panel.label('Phường Thủ Đức') }))
  expect(searchOf(page)).toMatchObject({ asOf: '2025-09-30' })
  await findBy(page, 'so sanh', page.getByRole('heading', { level: 1, name: peers.title }))
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: words.palette.title })
  await palette.waitFor()
  await page.keyboard.type('qqqq')
  await palette.getByText(words.palette.none('qqqq')).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await palette.waitFor({ state: 'detached' })
})

test('from a city beside others the way leads to the indicator itself', async () => {
  const page = await visit('/peers')
  const link = page.getByRole('table').getByRole('link').first()
  const name = await link.innerText()
  await enter(link)
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.getByRole('heading', { name: indicatorWords.definition }).waitFor()
})
