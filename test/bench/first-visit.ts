/**
 * First visit of the overview with a cold cache, 4x CPU slow-down, 10 Mbit/s, 40 ms: beside the same page without script.
 * Reports first paint (the tiles are in the HTML, so it is when they can be read), blocking time and bytes before interaction.
 */
import { createServer } from 'node:http'
import { brotliCompressSync, constants } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { startServer } from '../server.ts'
import { median, type Line } from './table.ts'

/** `scriptAndStyle`: bytes of the files as they are sent; `withHeaders`: and of the answers that they came in. */
type Visit = { firstPaint: number; blocking: number; scriptAndStyle: number; withHeaders: number; tiles: number }

async function visit(browser: Browser, address: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 40,
    downloadThroughput: 10e6 / 8,
    uploadThroughput: 10e6 / 8,
  })
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  let [scriptAndStyle, withHeaders] = [0, 0]
  const isCounted = (requestId: string) => ['Script', 'Stylesheet'].includes(kinds.get(requestId) ?? '')
  const kinds = new Map<string, string>()
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (isCounted(requestId)) withHeaders += encodedDataLength
  })
  session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    if (isCounted(requestId)) scriptAndStyle += encodedDataLength
  })
  await page.addInitScript(() => {
    const tasks: { start: number; duration: number }[] = []
    Object.assign(window, { tasks })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push({ start: entry.startTime, duration: entry.duration })
    }).observe({ type: 'longtask', buffered: true })
  })
  await page.goto(address, { waitUntil: 'load' })
  await page.waitForTimeout(3000)
  const seen = await page.evaluate(() => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN
    const { tasks } = window as unknown as { tasks: { start: number; duration: number }[] }
    const blocking = tasks
      .filter((task) => task.start + task.duration > paint)
      .reduce((sum, task) => sum + Math.max(0, task.duration - 50), 0)
    return { firstPaint: paint, blocking, tiles: document.querySelectorAll('.tile .spark').length }
  })
  await context.close()
  return { ...seen, scriptAndStyle, withHeaders }
}

export async function benchFirstVisit(rounds = 5): Promise<Line[]> {
  const server = await startServer()
  const browser = await openBrowser()
  // The reference: the very HTML that we serve, its scripts removed, its styles and fonts kept.
  const html = (await (await fetch(`${server.address}/`)).text()).replace(
    /<script\b[^>]*>[\s\S]*?<\/script>|<link[^>]*modulepreload[^>]*>/g,
    '',
  )
  const body = brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
  const bare = createServer((request, response) => {
    if (request.url === '/') {
      response
        .writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          'content-encoding': 'br',
          'content-length': body.length,
        })
        .end(body)
      return
    }
    void fetch(`${server.address}${request.url}`, { headers: { 'accept-encoding': 'identity' } }).then(
      async (found) => {
        response
          .writeHead(found.status, { 'content-type': found.headers.get('content-type') ?? '' })
          .end(Buffer.from(await found.arrayBuffer()))
      },
    )
  }).listen(0, '127.0.0.1')
  await new Promise((done) => bare.once('listening', done))
  const port = (bare.address() as { port: number }).port
  const ours: Visit[] = []
  const theirs: Visit[] = []
  for (let i = 0; i < rounds; i++) {
    ours.push(await visit(browser, `${server.address}/`))
    theirs.push(await visit(browser, `http://127.0.0.1:${port}/`))
  }
  await browser.close()
  bare.close()
  await server.stop()
  const of = (visits: Visit[], key: keyof Visit) => median(visits.map((one) => one[key]))
  const tiles = of(ours, 'tiles')
  if (!(tiles > 0)) throw new Error('the overview has no tiles with sparklines')
  return [
    {
      what: 'overview, first paint with tiles',
      ours: of(ours, 'firstPaint'),
      bare: of(theirs, 'firstPaint'),
      unit: 'ms',
      limit: 'ratio <= 1.5',
    },
    { what: 'overview, total blocking time', ours: of(ours, 'blocking'), unit: 'ms', limit: '<= 150 ms' },
    {
      what: 'overview, script and style before interaction',
      ours: of(ours, 'scriptAndStyle') / 1024,
      unit: 'KB brotli',
      limit: '<= 120 KB',
    },
    {
      what: 'the same with the headers of the answers',
      ours: of(ours, 'withHeaders') / 1024,
      unit: 'KB',
      limit: 'to be known',
    },
    { what: 'overview, tiles with a sparkline', ours: tiles, unit: 'tiles', limit: '> 0' },
  ]
}
