/** Every route, of everybody who may be there, in both languages and themes, from phone to desktop: axe finds nothing serious, nothing overflows, no host but ours is asked. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../server/src/store/store.ts'
import { openBrowser } from '../browser.ts'
import type { Server } from '../server.ts'
import { startServer } from '../server.ts'
import type { Screen } from './furnished.ts'
import { furnish } from './furnished.ts'

const desk = { width: 1280, height: 900 }
let server: Server
let browser: Browser
/** Screens of those who report, decide, administer: filled in by the house itself. */
let screens: Screen[]

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  const store = await openStore(server.dataDir)
  screens = await furnish(server.address, store)
  await store.close()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const routes = [
  '/',
  '/?asOf=2025-09-30',
  '/indicators',
  '/indicators/investment/disbursement-rate?period=2025',
  '/indicators/economy/grdp-growth',
  '/indicators/strategy/databases-at-data-centre',
  '/indicators/investment/no-such-thing',
  '/units',
  '/peers',
  '/lab',
  '/no-such-page',
]

/** Goes to a screen as the one who sees it. */
async function show(page: Page, { path, cookie }: Screen): Promise<void> {
  await page.context().clearCookies({ name: 'laban' })
  if (cookie) {
    const value = cookie.slice(cookie.indexOf('=') + 1)
    await page.context().addCookies([{ name: 'laban', value, url: server.address }])
  }
  // One address may be another screen for another person: what stood there goes first.
  await page.goto('about:blank')
  await page.goto(server.address + path)
  await page.locator('main h1').waitFor()
  await page.locator('main .skeleton').waitFor({ state: 'detached' })
}

async function findingsOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
  return violations.flatMap(({ id, impact, nodes }) =>
    impact === 'serious' || impact === 'critical'
      ? `${id} at ${nodes
          .map((node) => node.target.join(' '))
          .slice(0, 3)
          .join(', ')}`
      : [],
  )
}

// Words and colours do not meet: each language and each theme once is enough.
const looks = [
  ['vi', 'light'],
  ['en', 'dark'],
] as const

describe.each(looks)('in %s, %s', (lang, theme) => {
  let page: Page
  beforeAll(async () => {
    const context = await browser.newContext({ viewport: desk, reducedMotion: 'reduce' })
    await context.addCookies([
      { name: 'lang', value: lang, url: server.address },
      { name: 'theme', value: theme, url: server.address },
    ])
    page = await context.newPage()
  })
  afterAll(() => page.context().close())

  test.each(routes)('no serious finding on %s', async (route) => {
    const response = await page.goto(server.address + route)
    // A page that does not exist would be looked at in the place of the one meant.
    expect(response?.status()).toBe(route.includes('no-such') ? 404 : 200)
    await page.locator('main h1').waitFor()
    await page.waitForLoadState('networkidle')
    expect(await page.locator('html').getAttribute('lang')).toBe(lang)
    expect(await findingsOn(page)).toEqual([])
  })
})

test.each(looks)(
  'no serious finding on any screen of reporting, rights and trail in %s, %s',
  async (lang, theme) => {
    const context = await browser.newContext({ viewport: desk, reducedMotion: 'reduce' })
    await context.addCookies([
      { name: 'lang', value: lang, url: server.address },
      { name: 'theme', value: theme, url: server.address },
    ])
    const page = await context.newPage()
    const found: string[] = []
    for (const screen of screens) {
      await show(page, screen)
      found.push(...(await findingsOn(page)).map((finding) => `${screen.name}: ${finding}`))
      await page.setViewportSize({ width: 360, height: 740 })
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      if (width > 360) found.push(`${screen.name}: ${width} px wide on a phone`)
      await page.setViewportSize(desk)
    }
    await context.close()
    expect(found).toEqual([])
  },
  300_000,
)

describe.each(['vi', 'en'])('in %s', (lang) => {
  test('a phone of 360 px scrolls only downwards on every route', async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
    await context.addCookies([{ name: 'lang', value: lang, url: server.address }])
    const page = await context.newPage()
    const wide: string[] = []
    for (const route of routes) {
      await page.goto(server.address + route)
      await page.locator('main h1').waitFor()
      await page.waitForLoadState('networkidle')
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      if (width > 360) wide.push(`${route}: ${width} px`)
    }
    await context.close()
    expect(wide).toEqual([])
  })
})

test('no page asks another host, breaks the content policy or writes an error on the console', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const trouble: string[] = []
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== server.address && protocol !== 'data:' && protocol !== 'blob:')
      trouble.push(`asked ${request.url()}`)
  })
  page.on('pageerror', (error) => trouble.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    // A page that says "not found" was answered with 404, which the browser notes by itself.
    if (message.type() === 'error' && !message.text().includes('404')) trouble.push(`${page.url()}: ${message.text()}`)
  })
  for (const route of routes) {
    await page.goto(server.address + route)
    await page.waitForLoadState('networkidle')
  }
  await context.close()
  expect(trouble).toEqual([])
})
