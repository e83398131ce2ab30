/**
 * Linked charts in Chromium: three bar charts of 40, 168 and 500 and a time line over one extract of 1 and of 10 million rows, to
 * the next animation frame with everything drawn, beside Mosaic with pre-aggregation over the same extract in the same engine.
 */
import { spawn } from 'node:child_process'
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { root, temporary } from '../server.ts'
import { scenarios } from './drill/acts.ts'
import { quantile, type Line } from './table.ts'

const sizes = (process.env.BENCH_DRILL_ROWS ?? '1000000,10000000').split(',').map(Number)
const count = Number(process.env.BENCH_DRILL_ACTS ?? 30)

/** Sorted by month, skewed as spending is. Codes are places. */
async function writeExtract(path: string, rows: number): Promise<void> {
  const duckdb = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await duckdb.connect()
  await connection.run('SELECT setseed(0.328)')
  await connection.run(`ATTACH '${path}' AS x (STORAGE_VERSION 'v1.2.0')`)
  await connection.run(`CREATE TABLE x.t AS SELECT
      CAST(60 * i // ${rows} AS USMALLINT) AS m,
      CAST(floor(40 * pow(random(), 1.3)) AS USMALLINT) AS a,
      CAST(floor(168 * pow(random(), 1.6)) AS USMALLINT) AS b,
      CAST(floor(500 * random()) AS USMALLINT) AS c,
      CAST(round(random() * 100, 2) AS DOUBLE) AS amount
    FROM range(${rows}) AS r(i)`)
  await connection.run('DETACH x')
  connection.closeSync()
  duckdb.closeSync()
}

function build(out: string): Promise<void> {
  const vite = join(root, 'web/node_modules/vite/bin/vite.js')
  const args = [vite, 'build', '--config', join(root, 'test/bench/drill/vite.config.ts')]
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, BENCH_OUT: out },
      stdio: 'inherit',
    })
    child.once('exit', (code) => (code === 0 ? done() : fail(new Error(`the page was not built: ${code}`))))
  })
}

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' }

/** Hands out the files of one folder. */
async function serve(folder: string) {
  const server = createServer((req, res) => {
    const path = join(folder, normalize(new URL(req.url ?? '/', 'http://house').pathname))
    const file = path.endsWith('/') ? `${path}index.html` : path
    const found = statSync(file, { throwIfNoEntry: false })
    if (!found) return void res.writeHead(404).end()
    res.writeHead(200, {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Content-Length': found.size,
    })
    createReadStream(file).pipe(res)
  }).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((done) => server.close(done)),
  }
}

type Measured = {
  acts: Record<string, number[]>
  /** Coming to a chart whose context changed, and the first movement there. */
  firsts: number[]
  readyMs: number
  longest: number
  /** Of the tab with its workers; undefined where the system does not tell. */
  bytes: number | undefined
}

/** Memory that belongs to the tab alone, engine and workers included: they are threads of its process. */
async function memoryOf(browser: Browser, page: Page): Promise<number | undefined> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('HeapProfiler.collectGarbage')
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      const path = `/proc/${id}/smaps_rollup`
      const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
      return [...text.matchAll(/^Private_\w+:\s+(\d+) kB$/gm)].reduce((sum, [, kB]) => sum + Number(kB) * 1024, 0)
    })
  const most = Math.max(0, ...sizes)
  return most > 0 ? most : undefined
}

async function measure(
  browser: Browser,
  page: Page,
  kind: 'ours' | 'peer',
  extract: { address: string; bytes: number; rows: number },
): Promise<Measured> {
  const { readyMs } = await page.evaluate(([which, what]) => window.start(which, what), [kind, extract] as const)
  await page.evaluate(() => window.longest())
  const acts: Record<string, number[]> = {}
  const firsts: number[] = []
  for (const [name, steps] of Object.entries(scenarios(count))) {
    const times: number[] = (acts[name] = [])
    let coming: number | undefined
    for (const { act, counts } of steps) {
      const ms = await page.evaluate((one) => window.act(one), act)
      if (counts) times.push(ms)
      if (counts && coming !== undefined) firsts.push(coming + ms)
      coming = act.kind === 'enter' ? ms : undefined
    }
  }
  const longest = await page.evaluate(() => window.longest())
  return { acts, firsts, readyMs, longest, bytes: await memoryOf(browser, page) }
}

export async function benchDrill(): Promise<Line[]> {
  const folder = await temporary('drill')
  const lines: Line[] = []
  try {
    await build(folder)
    const server = await serve(folder)
    for (const rows of sizes) {
      const file = join(folder, `${rows}.duckdb`)
      await writeExtract(file, rows)
      const extract = { address: `${server.address}/${rows}.duckdb`, bytes: statSync(file).size, rows }
      const found: Partial<Record<'ours' | 'peer', Measured>> = {}
      for (const kind of ['ours', 'peer'] as const) {
        const browser = await openBrowser()
        try {
          const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
          page.on('pageerror', (error) => console.error(`${kind}: ${error.message}`))
          await page.goto(`${server.address}/`)
          found[kind] = await measure(browser, page, kind, extract)
        } catch (error) {
          console.error(`${kind} at ${rows} rows was not measured:`, error)
        } finally {
          await browser.close()
        }
      }
      lines.push(...linesOf(rows, found))
    }
    await server.stop()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return lines
}

function linesOf(rows: number, { ours, peer }: Partial<Record<'ours' | 'peer', Measured>>): Line[] {
  if (!ours) return []
  const size = `${rows / 1_000_000} million rows`
  const limits: Record<string, string> = { click: '<= 17 ms, ratio <= 0.1' }
  const beside = (value: number | undefined) => (value === undefined ? {} : { bare: value })
  return [
    ...Object.entries(ours.acts).map(([name, times]) => ({
      what: `${size}: ${name} to the next frame, p95`,
      ours: quantile(times, 0.95),
      ...beside(peer && quantile(peer.acts[name]!, 0.95)),
      unit: 'ms',
      limit: limits[name] ?? '<= 17 ms, ratio <= 0.45',
    })),
    {
      what: `${size}: coming to a chart whose context changed and moving there, worst`,
      ours: Math.max(...ours.firsts),
      ...beside(peer && Math.max(...peer.firsts)),
      unit: 'ms',
      limit: 'ratio <= 0.25',
    },
    { what: `${size}: ready`, ours: ours.readyMs / 1000, ...beside(peer && peer.readyMs / 1000), unit: 's', limit: '' },
    ...(ours.bytes === undefined
      ? []
      : [
          {
            what: `${size}: memory of the tab`,
            ours: ours.bytes / 2 ** 20,
            ...beside(peer?.bytes === undefined ? undefined : peer.bytes / 2 ** 20),
            unit: 'MB',
            limit: 'ratio <= 1',
          },
        ]),
    {
      what: `${size}: longest task of the page`,
      ours: ours.longest,
      ...beside(peer?.longest),
      unit: 'ms',
      limit: '<= 50 ms',
    },
  ]
}
