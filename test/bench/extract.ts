/**
 * An extract of one million rows as the server writes it (cut, counted, synced, named) beside a bare CREATE TABLE AS of the same
 * rows into a synced file; what the browser's engine weighs on its way, and the sums that come before it.
 */
import { closeSync, fsyncSync, openSync, rmSync, statSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { publicViewer, questionSchema } from '@laban/shared'
import { openDesk } from '../../server/src/ask.ts'
import { cubesOf } from '../../server/src/drill/cubes.ts'
import { createExtracts } from '../../server/src/extract/extracts.ts'
import { load } from '../../server/src/ingest/load.ts'
import { createLog } from '../../server/src/log.ts'
import { createQueue } from '../../server/src/queue.ts'
import { openRelease } from '../../server/src/warehouse/open.ts'
import { assetOf } from '../explore.ts'
import { root, temporary } from '../server.ts'
import { writeBenchCity } from './city.ts'
import type { Line } from './table.ts'
import { median } from './table.ts'

const rows = Number(process.env.BENCH_EXTRACT_ROWS ?? 1_000_000)
const rounds = 5
const panels = (process.env.BENCH_CUBES_ROWS ?? '1000000,10000000').split(',').map(Number)

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

async function bareFile(path: string, parquet: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  await connection.run(`ATTACH '${path}' AS x (STORAGE_VERSION 'v1.2.0')`)
  await connection.run(`CREATE TABLE x.spending AS FROM read_parquet('${parquet}')`)
  await connection.run('DETACH x')
  connection.closeSync()
  instance.closeSync()
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/** Bytes of the sums that are shipped with a panel over so many rows, as they travel and packed. */
async function cubesOver(count: number): Promise<{ plain: number; packed: number; ms: number }> {
  const [kpisDir, dataDir] = [await temporary('kpis'), await temporary('bench')]
  try {
    await writeBenchCity(kpisDir, count)
    const file = join(kpisDir, 'bench/indicators/bench/total.yaml')
    const rows =
      'rows: { measure: { kind: sum, of: { dataset: spending, take: sum, column: amount } }, cuts: [board, sector] }'
    await writeFile(file, `${await readFile(file, 'utf8')}${rows}\n`)
    const { release } = await load({ dataDir, kpisDir })
    const opened = await openRelease(dataDir, release.id)
    const queue = createQueue({ slots: 2, waiting: 100, waitingPerLane: 100, patienceMs: 600_000 })
    const options = { dataDir, queue, log: createLog('silent'), maxBytes: 2 ** 30, timeoutMs: 600_000 }
    const desk = openDesk(opened, queue, { timeoutMs: 600_000, remembered: 10 }, createExtracts(options))
    const question = questionSchema.parse({ indicator: 'bench/total', city: 'bench', from: 'rows' })
    const begun = performance.now()
    const text = JSON.stringify(await cubesOf(desk, { viewer: publicViewer, lane: 'bench' }, question))
    const ms = performance.now() - begun
    await opened.warehouse.close()
    return { plain: Buffer.byteLength(text), packed: brotliCompressSync(text).length, ms }
  } finally {
    await rm(kpisDir, { recursive: true, force: true })
    await rm(dataDir, { recursive: true, force: true })
  }
}

const megabytes = (asset: RegExp): number => statSync(join(root, 'web/dist', `${assetOf(asset)}.br`)).size / 2 ** 20

export async function benchExtract(): Promise<Line[]> {
  const [kpisDir, dataDir] = [await temporary('kpis'), await temporary('bench')]
  try {
    await writeBenchCity(kpisDir, rows)
    // One indicator over all rows: those of the city pin a board each.
    const one = await readFile(join(kpisDir, 'bench/indicators/bench/sum-0.yaml'), 'utf8')
    await writeFile(
      join(kpisDir, 'bench/indicators/bench/all.yaml'),
      one.replaceAll('sum-0', 'all').replace(', where: { board: [b0] }', ''),
    )
    const { release } = await load({ dataDir, kpisDir })
    const { catalogue, files, warehouse } = await openRelease(dataDir, release.id)
    const extracts = createExtracts({
      dataDir,
      queue: createQueue({ slots: 2, waiting: 10, waitingPerLane: 10, patienceMs: 600_000 }),
      log: createLog('silent'),
      maxBytes: 2 ** 30,
      timeoutMs: 600_000,
    })
    const question = questionSchema.parse({ indicator: 'bench/all', city: 'bench' })
    const [ours, bare]: [number[], number[]] = [[], []]
    let [written, ourBytes, bareBytes] = [0, 0, 0]
    for (let round = 0; round < rounds; round++) {
      const path = join(dataDir, `bare-${round}.duckdb`)
      bare.push(await timed(() => bareFile(path, files['spending']!)))
      bareBytes = statSync(path).size
      rmSync(path)
      ours.push(
        await timed(async () => {
          const made = await extracts.get(question, publicViewer, 'bench', { catalogue, files })
          ;[written, ourBytes] = [made.rows, made.bytes]
          rmSync(join(dataDir, made.address))
        }),
      )
    }
    await warehouse.close()
    const shipped: Line[] = []
    for (const count of panels) {
      const { plain, packed, ms } = await cubesOver(count)
      const over = `sums shipped with a panel over ${count / 1e6} million rows`
      shipped.push(
        { what: over, ours: plain / 2 ** 20, unit: 'MB', limit: '<= 1.5 MB' },
        { what: `${over}, brotli`, ours: packed / 2 ** 20, unit: 'MB', limit: '' },
        { what: `${over}, made`, ours: ms / 1000, unit: 's', limit: '' },
      )
    }
    if (written !== rows) throw new Error(`the extract holds ${written} rows instead of ${rows}`)
    return [
      {
        what: `extract of ${rows} rows, written`,
        ours: median(ours),
        bare: median(bare),
        unit: 'ms',
        limit: 'ratio <= 1.5',
      },
      {
        what: 'the same, size of the file',
        ours: ourBytes / 2 ** 20,
        bare: bareBytes / 2 ** 20,
        unit: 'MB',
        limit: '',
      },
      { what: "browser's engine, brotli", ours: megabytes(/^duckdb-eh-.*\.wasm$/), unit: 'MB', limit: '<= 6 MB' },
      ...shipped,
      { what: 'its worker, brotli', ours: megabytes(/^duckdb-browser-eh\.worker-.*\.js$/), unit: 'MB', limit: '' },
    ]
  } finally {
    await rm(kpisDir, { recursive: true, force: true })
    await rm(dataDir, { recursive: true, force: true })
  }
}
