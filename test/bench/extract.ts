/**
 * An extract of one million rows as the server writes it (cut, counted, synced, named) beside a bare CREATE TABLE AS of the same
 * rows into a synced file; and what the browser's engine weighs on its way.
 */
import { closeSync, fsyncSync, openSync, rmSync, statSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { publicViewer, questionSchema } from '@laban/shared'
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
      { what: 'its worker, brotli', ours: megabytes(/^duckdb-browser-eh\.worker-.*\.js$/), unit: 'MB', limit: '' },
    ]
  } finally {
    await rm(kpisDir, { recursive: true, force: true })
    await rm(dataDir, { recursive: true, force: true })
  }
}
