/** The first screen: there without script, the same with it, turned by keyboard in time, by field and by size of screen. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { overview as words } from '../../web/src/words/vi/overview.ts'
import { shell } from '../../web/src/words/vi/shell.ts'
import { status as statuses } from '../../web/src/words/vi/status.ts'
import { dayOf, enter, hasFocus, openHouse, searchOf, soon, untilReady, walkTo } from './journey.ts'

const { visit, ask, address } = openHouse()

type Seen = {
  indicator: string
  text: string
  figure: string | null
  status: string | null
  date: string | null
  lines: string[]
}

/** The tiles as a reader sees them, and the shape of their lines. */
const tilesOn = (page: Page): Promise<Seen[]> =>
  page.locator('main article').evaluateAll((articles) =>
    articles.map((article) => {
      const textIn = (selector: string) => article.querySelector(selector)?.textContent.trim() ?? null
      return {
        indicator: new URL(article.querySelector('a')!.href).pathname.replace('/indicators/', ''),
        text: article.textContent,
        figure: textIn('.figure'),
        status: textIn('.status'),
        date: /\d+\/\d+\/\d{4}/.exec(textIn('.tile__dates') ?? '')?.[0] ?? null,
        lines: [...article.querySelectorAll('svg.spark path')].map((path) => path.getAttribute('d') ?? ''),
      }
    }),
  )

const filter = (page: Page, label: string) =>
  page.getByRole('group', { name: shell.filters.label }).getByRole('button', { name: label })

/** Opens a list above by keyboard and walks down to the option. */
async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await enter(filter(page, label))
  const wanted = page.getByRole('option', { name: option })
  await soon(() =>
    page.getByRole('option').evaluateAll((all) => all.some((one) => one === document.activeElement)),
  ).toBe(true)
  await walkTo(wanted, 'ArrowDown', 20)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

test('tiles with figure, status in words and line stand in the page without any script', async () => {
  const html = await (await fetch(address())).text()
  const bare = await visit('/', { javaScriptEnabled: false })
  const tiles = await tilesOn(bare)
  expect(tiles.length).toBeGreaterThanOrEqual(12)
  const withFigure = tiles.filter(({ figure }) => figure !== null)
  expect(withFigure.length).toBeGreaterThanOrEqual(8)
  for (const { indicator, figure, date, lines, status } of tiles) {
    expect(html).toContain(`/indicators/${indicator}`)
    if (figure === null) expect(status).toBe(statuses['no-data'])
    else expect([indicator, date !== null && /\d/.test(figure), lines.length > 1]).toEqual([indicator, true, true])
  }
  const known = Object.values(statuses).filter((word) => typeof word === 'string')
  expect(tiles.map(({ status }) => status).filter((word) => word !== null && !known.includes(word))).toEqual([])
  expect(await bare.getByRole('heading', { level: 3 }).first().isVisible()).toBe(true)
})

test('the script takes over the same tiles and nothing moves', async () => {
  const before = await tilesOn(await visit('/', { javaScriptEnabled: false }))
  const page = await visit('/')
  const shift = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value
        }).observe({ type: 'layout-shift', buffered: true })
        // Fonts are the last to come; two frames later what they moved has been noted.
        void document.fonts.ready.then(() =>
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(sum)))),
        )
      }),
  )
  expect(await shift).toBeLessThan(0.02)
  expect(await tilesOn(page)).toEqual(before)
})

test('the sentence, the counts and the tiles tell the same numbers', async () => {
  const page = await visit('/')
  const shown = (await tilesOn(page)).map(({ status }) => status ?? statuses.untargeted)
  await enter(page.locator('summary'))
  await page.locator('details[open] .status').first().waitFor()
  const rest = await page.locator('details .status').allTextContents()
  const count = (word: string) => [...shown, ...rest].filter((one) => one === word).length
  const counted = await page.getByRole('list', { name: words.counts }).getByRole('listitem').allTextContents()
  const expected = Object.entries(statuses).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  expect(counted.toSorted()).toEqual(
    expected
      .filter(([, word]) => count(word) > 0)
      .map(([, word]) => `${count(word)}${word}`)
      .toSorted(),
  )
  const held = count(statuses['on-track']) + count(statuses.behind) + count(statuses['off-track'])
  const sentence = await page.locator('main').innerText()
  expect(sentence).toContain(words.opening(count(statuses['on-track']), held))
  expect(sentence).toContain(words.offTrack(count(statuses['off-track'])))
  expect(sentence).toContain(words.behind(count(statuses.behind)))
  expect(sentence).toContain(words.late(count(statuses.late)))
})

test('period and field are chosen by keyboard, stand in the address, and the way back restores both', async () => {
  const page = await visit('/')
  const latest = await tilesOn(page)
  await choose(page, shell.filters.period, shell.filters.year('2025'))
  expect(searchOf(page)).toEqual({ period: '2025' })
  expect(await hasFocus(filter(page, shell.filters.period))).toBe(true)
  await soon(async () => (await tilesOn(page)).flatMap(({ date }) => date ?? []).length).toBeGreaterThan(5)
  // The plan year of public investment runs one month over its end.
  await soon(async () =>
    (await tilesOn(page)).filter(({ date }) => date && !(dayOf(date) >= '2025-01-01' && dayOf(date) <= '2026-01-31')),
  ).toEqual([])
  const of2025 = await tilesOn(page)

  const area = 'Đầu tư công'
  await choose(page, shell.filters.area, new RegExp(area))
  expect(Object.keys(searchOf(page)).toSorted()).toEqual(['area', 'period'])
  const { indicators } = (await ask('/indicators')) as { indicators: { id: string; area: string }[] }
  const inArea = indicators.filter((one) => one.area === searchOf(page)['area']).map(({ id }) => id)
  expect(inArea.length).toBeGreaterThan(2)
  await soon(async () => (await tilesOn(page)).map(({ indicator }) => indicator).toSorted()).toEqual(inArea.toSorted())
  await soon(() => filter(page, shell.filters.area).innerText()).toContain(area)

  await page.goBack()
  await soon(() => tilesOn(page)).toEqual(of2025)
  expect(searchOf(page)).toEqual({ period: '2025' })
  await page.goBack()
  await soon(() => tilesOn(page)).toEqual(latest)
  expect(searchOf(page)).toEqual({})
})

test('a day in the calendar answers as known then: no later figure, no later publication, the address alone tells it', async () => {
  const day = '2025-09-30'
  const page = await visit('/')
  const latest = await tilesOn(page)
  await enter(filter(page, shell.filters.asOf))
  const focused = page.locator(':focus')
  await walkTo(page.getByRole('grid').locator('[tabindex="0"]'))
  const name = () => focused.getAttribute('aria-label')
  for (let month = 0; month < 24 && !(await name())?.includes('/9/2025'); month++) await page.keyboard.press('PageUp')
  for (let step = 0; step < 31 && (await focused.innerText()) !== '30'; step++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await soon(() => searchOf(page)).toEqual({ asOf: day })
  await page.getByText(shell.past('30/9/2025')).waitFor()
  await soon(async () => (await tilesOn(page)).filter(({ date }) => date && dayOf(date) > day)).toEqual([])
  const then = await tilesOn(page)
  expect(then.flatMap(({ figure }) => figure ?? []).length).toBeGreaterThan(5)
  expect(then.map(({ text }) => text)).not.toEqual(latest.map(({ text }) => text))
  for (const { indicator, date } of then.filter((tile) => tile.date !== null)) {
    const { figures } = (await ask(`/indicators/${indicator}/answer?asOf=${day}`)) as {
      figures: { period: { end: string }; published: string }[]
    }
    const behind = figures.filter(({ period }) => period.end === dayOf(date!))
    expect([indicator, behind.length > 0 && figures.every(({ published }) => published <= day)]).toEqual([
      indicator,
      true,
    ])
  }

  const elsewhere = await visit(`/${new URL(page.url()).search}`)
  expect(await tilesOn(elsewhere)).toEqual(then)
  await elsewhere.getByText(shell.past('30/9/2025')).waitFor()

  await enter(page.getByRole('button', { name: shell.backToNow }))
  await soon(() => tilesOn(page)).toEqual(latest)
  expect(searchOf(page)).toEqual({})
})

test('a star set by keyboard puts the tile first and is still there after a reload', async () => {
  const page = await visit('/')
  const last = page.locator('main article').last()
  const name = await last.getByRole('heading').innerText()
  const star = page.getByRole('button', { name: words.star(name) })
  const set = page.getByRole('button', { name: words.unstar(name) })
  await walkTo(star)
  await page.keyboard.press('Space')
  await soon(() => hasFocus(set)).toBe(true)
  const followed = page.getByRole('region', { name: words.starred }).getByRole('article')
  expect(await followed.getByRole('heading').allInnerTexts()).toEqual([name])
  await untilReady(page, () => page.reload())
  await soon(() => followed.getByRole('heading').allInnerTexts()).toEqual([name])
  await walkTo(set)
  await page.keyboard.press('Space')
  await soon(() => followed.count()).toBe(0)
})

test('the wall is turned by arrow keys, group by group, round and round, and left by Escape', async () => {
  const page = await visit('/')
  await page.keyboard.press('w')
  await soon(() => searchOf(page)).toEqual({ wall: '1' })
  const group = page.locator('main').getByRole('heading', { level: 2 })
  await group.waitFor()
  expect(await page.getByRole('navigation').count()).toBe(0)
  const seen = [await group.innerText()]
  const pages = Object.values(words.groups).length
  await page.getByText(shell.wall.page(1, pages)).waitFor()
  for (let at = 2; at <= pages; at++) {
    await page.keyboard.press('ArrowRight')
    await page.getByText(shell.wall.page(at, pages)).waitFor()
    seen.push(await group.innerText())
    expect((await tilesOn(page)).length).toBeGreaterThan(0)
  }
  expect(seen.toSorted()).toEqual(Object.values(words.groups).toSorted())
  await page.keyboard.press('ArrowRight')
  await soon(() => group.innerText()).toBe(seen[0])
  await page.keyboard.press('ArrowLeft')
  await soon(() => group.innerText()).toBe(seen.at(-1))
  await page.keyboard.press('Escape')
  await soon(() => searchOf(page)).toEqual({})
  await page.getByRole('navigation').waitFor()
})

test('a question mark shows the shortcuts and Escape puts them away', async () => {
  const page = await visit('/')
  await page.keyboard.press('?')
  const list = page.getByRole('dialog', { name: shell.keys.title })
  await list.waitFor()
  expect(await list.locator('kbd').allInnerTexts()).toContain('Ctrl K')
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'detached' })
})

test('language and theme are switched by keyboard and the next page comes in them', async () => {
  const page = await visit('/')
  await enter(page.getByRole('button', { name: shell.language.label }))
  await page.getByRole('navigation', { name: 'Main navigation' }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  const theme = page.getByRole('button', { name: 'Change theme' })
  while ((await page.locator('html').getAttribute('data-theme')) !== 'dark') await enter(theme)
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const dark = await ground()
  const [served] = await Promise.all([
    page.waitForResponse((response) => response.request().isNavigationRequest()),
    untilReady(page, () => page.reload()),
  ])
  expect(await served.text()).toMatch(/<html lang="en" data-theme="dark">/)
  expect(await ground()).toBe(dark)
  expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toContain('People')
})

test('a phone has the way between pages below, in reach of a thumb, and figures on the first screen', async () => {
  const page = await visit('/', { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true })
  const box = await page.getByRole('navigation', { name: shell.nav.label }).boundingBox()
  expect(box!.y + box!.height).toBeGreaterThan(730)
  expect(box!.y).toBeGreaterThan(640)
  for (const link of await page.getByRole('navigation').getByRole('link').all()) {
    if (await link.isVisible()) expect((await link.boundingBox())!.height).toBeGreaterThanOrEqual(44)
  }
  // Five at most, all of them wholly on the screen, and the tools above as well.
  const below = page.getByRole('navigation').locator('.rail__nav > :visible')
  expect(await below.count()).toBeLessThanOrEqual(5)
  const tools = page.getByRole('banner').getByRole('button').or(page.getByRole('banner').getByRole('link'))
  for (const one of [...(await below.all()), ...(await tools.locator('visible=true').all())]) {
    const { x, width } = (await one.boundingBox())!
    expect([x >= 0, x + width <= 360]).toEqual([true, true])
  }
  await page.getByRole('banner').getByRole('button', { name: shell.search }).tap({ trial: true })
  const figure = page.locator('main article .figure').first()
  const place = await figure.boundingBox()
  expect(place!.y + place!.height).toBeLessThan(box!.y)
  await page.getByRole('link', { name: shell.nav.units, exact: true }).tap()
  await page.getByRole('heading', { level: 1, name: shell.nav.units }).waitFor()
  expect((await page.getByRole('navigation').boundingBox())!.y).toBe(box!.y)
  await page.getByRole('button', { name: shell.nav.more }).tap()
  await page.getByRole('link', { name: shell.nav.peers, exact: true }).tap()
  await page.waitForURL(/\/peers/)
  expect(await page.getByRole('link', { name: shell.nav.lab, exact: true }).count()).toBe(0)
})

test('the bar above never runs into itself, from a small tablet to a desk, filters set and nobody signed in', async () => {
  for (const lang of ['vi', 'en'] as const) {
    const page = await visit('/?period=2025&asOf=2025-09-30', { lang })
    for (const width of [700, 820, 1000, 1100, 1280, 1440]) {
      await page.setViewportSize({ width, height: 600 })
      const over = await page.getByRole('banner').evaluate((bar) => {
        const parts = [...bar.querySelectorAll('button, a')]
          .map((part) => part.getBoundingClientRect())
          .filter((part) => part.width > 0)
        // Filters may stand in two lines; no two parts in the same place, none beyond the page.
        const meet = (a: DOMRect, b: DOMRect) =>
          a.left + 1 < b.right && b.left + 1 < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom
        return parts.filter(
          (part, i) => part.right > innerWidth || parts.slice(i + 1).some((other) => meet(part, other)),
        ).length
      })
      expect([lang, width, over]).toEqual([lang, width, 0])
    }
  }
})
