/** `pnpm screens`: takes the README's pictures from a real server with the real packs. */
import { mkdir } from 'node:fs/promises'
import { openBrowser } from './browser.ts'
import { root, startServer } from './server.ts'

type Screen = {
  name: string
  path: string
  width: number
  height: number
  lang: string
  theme: string
  /** Part of the page that the picture begins with. */
  below?: string
}

const screens: Screen[] = [
  { name: 'overview', path: '/', width: 1440, height: 900, lang: 'vi', theme: 'light' },
  {
    name: 'indicator',
    path: '/indicators/investment/disbursement-rate?period=2025',
    width: 1440,
    height: 1000,
    lang: 'en',
    theme: 'light',
  },
  { name: 'units', path: '/units', width: 1440, height: 1180, lang: 'vi', theme: 'dark' },
  {
    name: 'drill',
    path: '/indicators/budget/revenue?period=2025',
    width: 1440,
    height: 1000,
    lang: 'vi',
    theme: 'light',
    below: 'section.drill',
  },
  { name: 'lab', path: '/lab', width: 1440, height: 1000, lang: 'en', theme: 'light' },
  { name: 'phone', path: '/?asOf=2025-09-30', width: 360, height: 740, lang: 'vi', theme: 'light' },
]

const [server, browser] = await Promise.all([startServer({ SIMULATE_ROWS: '60000' }), openBrowser()])
await mkdir(`${root}test/screens`, { recursive: true })
for (const { name, path, width, height, lang, theme, below } of screens) {
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: 1 })
  await context.addCookies([
    { name: 'lang', value: lang, url: server.address },
    { name: 'theme', value: theme, url: server.address },
  ])
  const page = await context.newPage()
  await page.goto(server.address + path, { waitUntil: 'networkidle' })
  if (below !== undefined)
    await page
      .locator(below)
      .first()
      .evaluate((part) => part.scrollIntoView())
  await page.waitForTimeout(below === undefined ? 600 : 4000)
  await page.screenshot({ path: `${root}test/screens/${name}.png` })
  await context.close()
}
await browser.close()
await server.stop()
