/** Reads the house as a visitor and prints what was seen as JSON. Run by itself where there is no network but the loopback. */
import { connect } from 'node:net'
import { openBrowser } from '../browser.ts'
import { openEngineOn } from '../explore.ts'
import { startServer } from '../server.ts'

export type Seen = {
  /** Why another host cannot be reached: proof that the place is closed. */
  outside: string
  tiles: number
  chart: boolean
  cells: number
  cities: number
  /** Whether the house's own letters were there. */
  letters: boolean
  /** Whether the engine came up in the browser and answered over an extract as the server does. */
  explored: boolean
  /** Whether the path from the figure down to the very rows was walked in the tab. */
  drilled: boolean
  /** What a statement of the lab gave: units of the city's own table. */
  asked: string
  /** Hosts other than ours that anything was asked of. */
  elsewhere: string[]
  failed: string[]
}

/** The error's code on the way to an address that belongs to nobody (RFC 5737). */
const outside = await new Promise<string>((resolve) => {
  const wire = connect({ host: '192.0.2.1', port: 9, timeout: 1000 })
  wire.once('connect', () => resolve('reached'))
  wire.once('timeout', () => resolve('silence'))
  wire.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  wire.once('close', () => wire.destroy())
})

const [server, browser] = await Promise.all([startServer({ SIMULATE_ROWS: '4000' }), openBrowser()])
const page = await browser.newPage()
try {
  page.setDefaultTimeout(30_000)
  const failed: string[] = []
  page.on('pageerror', ({ message }) => failed.push(message))
  page.on('requestfailed', (request) => {
    // What is still under way is given up by going to the next page.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') failed.push(request.url())
  })
  const elsewhere: string[] = []
  page.context().on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== server.address) elsewhere.push(origin)
  })
  const go = (path: string) => page.goto(server.address + path)
  await go('/')
  const tiles = await page.getByRole('article').count()
  await go('/indicators/budget/revenue')
  await page.getByRole('figure').first().getByRole('img').locator('canvas').first().waitFor()
  const letters = await page.evaluate(() =>
    document.fonts.ready.then(() => document.fonts.check('16px "Be Vietnam Pro"', 'Đ')),
  )
  await go('/units')
  const cells = page.getByRole('listbox').getByRole('option')
  await cells.first().waitFor()
  const cellCount = await cells.count()
  await go('/peers')
  await page.getByRole('table').waitFor()
  const cities = (await page.getByRole('columnheader').count()) - 3
  await openEngineOn(page)
  const explored = await page.evaluate(async () => {
    const ask = async (procedure: string, question: object): Promise<unknown> => {
      const input = encodeURIComponent(JSON.stringify(question))
      const told = await fetch(`/api/trpc/${procedure}?input=${input}`)
      return ((await told.json()) as { result: { data: unknown } }).result.data
    }
    const { answer, holds, prepare } = (
      window as unknown as { explore: Record<string, (...given: unknown[]) => Promise<unknown>> }
    ).explore
    const question = {
      indicator: 'enterprise/new',
      city: 'hochiminh',
      from: 'rows',
      period: '2025',
      grain: 'month',
      by: [],
      where: {},
      compare: [],
      map: 'reported',
    }
    const prepared = (await prepare!(question, (core: object) => ask('extract.get', core))) as { found: unknown }
    const [mine, theirs] = [await answer!(prepared, question), await ask('indicator.ask', question)]
    const figures = (mine as { figures: unknown[] }).figures
    return (
      Boolean(holds!(prepared.found, question)) &&
      figures.length === 12 &&
      JSON.stringify(mine) === JSON.stringify(theirs)
    )
  })
  await go('/indicators/budget/revenue?span=2025-09&pick=revenue_source:domestic&show=rows')
  const rows = page.locator('.drill table[aria-rowcount]')
  await rows.waitFor({ timeout: 90_000 })
  const drilled = Number(await rows.getAttribute('aria-rowcount')) > 1
  await go('/lab')
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText("SELECT count(*) > 100 AS many FROM units WHERE level = 'ward'")
  await page.keyboard.press('Control+Enter')
  const cell = page.getByRole('grid').getByRole('gridcell').last()
  await cell.waitFor({ timeout: 90_000 })
  const asked = await cell.innerText()
  const seen: Seen = {
    outside,
    tiles,
    chart: true,
    cells: cellCount,
    cities,
    letters,
    explored,
    drilled,
    asked,
    elsewhere,
    failed,
  }
  process.stdout.write(`${JSON.stringify(seen)}\n`)
} catch (error) {
  process.stderr.write(`${page.url()} says:\n${await page.locator('main').innerText()}\n`)
  throw error
} finally {
  await browser.close()
  await server.stop()
}
