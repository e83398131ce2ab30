/**
 * Ten million rows through the real load path. The overview through roll-ups beside the same measures as one raw statement; a
 * question with two cuts outside every roll-up beside bare DuckDB on the same Parquet; and what others feel while 64 of those wait.
 */
import { spawn } from 'node:child_process'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { DuckDBConnection } from '@duckdb/node-api'
import { DuckDBInstance } from '@duckdb/node-api'
import { root, startServer, temporary } from '../server.ts'
import { writeBenchCity } from './city.ts'
import { median, quantile, type Line } from './table.ts'

const rows = Number(process.env.BENCH_ROWS ?? 10_000_000)

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

const each = async (count: number, work: (i: number) => Promise<unknown>): Promise<number[]> => {
  const times: number[] = []
  for (let i = 0; i < count; i++) times.push(await timed(() => work(i)))
  return times
}

async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url)
  const text = await response.text()
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text.slice(0, 300)}`)
  return JSON.parse(text)
}

const trpc = (address: string, procedure: string, input: object) =>
  getJson(`${address}/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`)

/** A day each time that nobody asked as of before. */
const overviewOf = (address: string, year: number, i: number) =>
  trpc(address, 'overview.get', {
    city: 'bench',
    period: String(year),
    asOf: `${2026 + Math.floor(i / 336)}-${two((Math.floor(i / 28) % 12) + 1)}-${two((i % 28) + 1)}`,
  })

const two = (n: number) => String(n).padStart(2, '0')
/** Ten of 500 sectors, others each time, so that no answer is remembered; by forty boards and five years: 2,000 groups, in no roll-up. */
const sectors = (i: number) => Array.from({ length: 10 }, (_, k) => `s${(i * 7 + k * 37) % 500}`)
const twoCuts = (i: number) => ({
  indicator: 'bench/total',
  city: 'bench',
  period: '2021..2025',
  grain: 'year',
  by: ['sector', 'board'],
  where: { sector: sectors(i) },
})

export async function benchRows(): Promise<Line[]> {
  const [kpis, data] = [await temporary('kpis'), await temporary('bench')]
  const env = { KPIS_DIR: kpis, DATA_DIR: data, CITY: 'bench' }
  await writeBenchCity(kpis, rows)
  const duckdb = await DuckDBInstance.create(':memory:', { threads: '2' })
  const bare = await duckdb.connect()
  const csv = join(kpis, 'bench', 'figures', 'spending', 'spending.csv')
  const types = "{unit: 'VARCHAR', day: 'DATE', board: 'VARCHAR', sector: 'VARCHAR', amount: 'DOUBLE', plan: 'DOUBLE'}"
  const rawLoad = await timed(() =>
    bare.run(`CREATE TABLE raw AS SELECT * FROM read_csv('${csv}', header = true, columns = ${types})`),
  )
  await bare.run('DROP TABLE raw')
  const load = await timed(
    () =>
      new Promise<void>((done, fail) => {
        const child = spawn(process.execPath, ['server/src/load.ts'], {
          cwd: root,
          env: { ...process.env, ...env },
          stdio: 'inherit',
        })
        child.once('exit', (code) => (code === 0 ? done() : fail(new Error(`load ended with ${code}`))))
      }),
  )
  const folder = join(data, 'versions', 'spending')
  const parquet = join(
    folder,
    (await readdir(folder)).find((name) => name.endsWith('.parquet'))!,
  )
  const server = await startServer(env)
  try {
    const rawOverview = await each(15, (i) => rawMeasures(bare, parquet, 2021 + (i % 5)))
    // A server that has just begun has its code compiled by its first answers: those of months that nobody asks for below.
    await each(10, (i) => overviewOf(server.address, 2023, i))
    await each(20, (i) => trpc(server.address, 'indicator.ask', twoCuts(400 + i)))
    const overview = await each(200, (i) => overviewOf(server.address, 2025, i))
    const cuts: number[] = []
    const rawCuts: number[] = []
    for (let i = 0; i < 60; i++) {
      cuts.push(await timed(() => trpc(server.address, 'indicator.ask', twoCuts(i))))
      rawCuts.push(await timed(() => rawTwoCuts(bare, parquet, i)))
    }
    const calm = await each(200, () => getJson(`${server.address}/healthz`))
    const probe = startProbe(`${server.address}/healthz`)
    await Promise.all(Array.from({ length: 64 }, (_, i) => trpc(server.address, 'indicator.ask', twoCuts(100 + i))))
    const others = await probe.stop()
    return [
      {
        what: `load of ${rows.toLocaleString('en')} rows, checked, written and rolled up`,
        ours: load / 1000,
        bare: rawLoad / 1000,
        unit: 's',
        limit: 'to be known',
      },
      {
        what: 'overview uncached, p99 beside the raw median',
        ours: quantile(overview, 0.99),
        bare: median(rawOverview),
        unit: 'ms',
        limit: 'ratio <= 0.1',
      },
      {
        what: 'two cuts outside the roll-ups over five years, median',
        ours: median(cuts),
        bare: median(rawCuts),
        unit: 'ms',
        limit: 'ratio <= 1.3',
      },
      {
        what: `others while 64 questions wait (${others.length} requests), p99`,
        ours: quantile(others, 0.99),
        bare: quantile(calm, 0.99),
        unit: 'ms',
        limit: '<= 20 ms',
      },
    ]
  } finally {
    await server.stop()
    duckdb.closeSync()
    await Promise.all([kpis, data].map((path) => rm(path, { recursive: true, force: true })))
  }
}

/** The overview's twelve measures as one statement over the rows: sums and ratios by month of the year and of the year before. */
async function rawMeasures(bare: DuckDBConnection, parquet: string, year: number): Promise<void> {
  const sums = Array.from({ length: 12 }, (_, i) =>
    i < 6
      ? `sum(amount) FILTER (board = 'b${i}') AS m${i}`
      : `sum(amount) FILTER (board = 'b${i}') AS m${i}, sum(plan) FILTER (board = 'b${i}') AS p${i}`,
  )
  const sql = `SELECT date_trunc('month', day) AS month, ${sums.join(', ')} FROM read_parquet('${parquet}')
    WHERE day BETWEEN DATE '${year - 1}-01-01' AND DATE '${year}-12-31' GROUP BY 1 ORDER BY 1`
  const reader = await bare.runAndReadAll(sql)
  reader.getRowObjectsJson()
}

async function rawTwoCuts(bare: DuckDBConnection, parquet: string, i: number): Promise<void> {
  const sql = `SELECT sector, board, year(day) AS year, sum(amount) AS of FROM read_parquet('${parquet}')
    WHERE sector IN (${sectors(i)
      .map((code) => `'${code}'`)
      .join(', ')})
      AND day BETWEEN DATE '2021-01-01' AND DATE '2025-12-31' GROUP BY ALL`
  const reader = await bare.runAndReadAll(sql)
  reader.getRowObjectsJson()
}

/** Asks the same address again and again from a thread of its own, which the answers to others do not hold up. */
function startProbe(url: string): { stop: () => Promise<number[]> } {
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads')
    let goes = true
    parentPort.once('message', () => (goes = false))
    ;(async () => {
      const times = []
      while (goes) {
        const begun = performance.now()
        await (await fetch(workerData)).text()
        times.push(performance.now() - begun)
        await new Promise((done) => setTimeout(done, 2))
      }
      parentPort.postMessage(times)
    })()`,
    { eval: true, workerData: url },
  )
  const times = new Promise<number[]>((done, fail) => worker.once('message', done).once('error', fail))
  return {
    stop: async () => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of Node, no window
      worker.postMessage('stop')
      const found = await times
      await worker.terminate()
      return found
    },
  }
}
