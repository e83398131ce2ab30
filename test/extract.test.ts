/** Extracts over the real server: what is in the file, who may have it, how it travels, and what happens when it is gone. */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Question, Viewer } from '@laban/shared'
import { publicViewer, questionSchema } from '@laban/shared'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Extracts } from '../server/src/extract/extracts.ts'
import { createExtracts } from '../server/src/extract/extracts.ts'
import type { ExtractFound } from '../server/src/extract/slim.ts'
import { load } from '../server/src/ingest/load.ts'
import { createLog } from '../server/src/log.ts'
import { createQueue } from '../server/src/queue.ts'
import { openRelease } from '../server/src/warehouse/open.ts'
import { root } from './server.ts'
import type { TinyServer } from './serving.ts'
import { serveTiny, token } from './serving.ts'

let server: TinyServer
const permits = { indicator: 'permits/issued', city: 'tiny' }
const revenue = { indicator: 'money/revenue', city: 'tiny', from: 'rows' }

beforeAll(async () => {
  server = await serveTiny()
})
afterAll(() => server.stop())

const found = async (input: object): Promise<ExtractFound> => (await server.call('extract.get', input)).data

/** Asks a file as any engine may. */
async function inside(path: string, sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run(`ATTACH '${path}' AS x (READ_ONLY)`)
    await connection.run('USE x')
    const rows = (await connection.runAndReadAll(sql)).getRowsJS()
    return rows.map((row) => row.map((value) => (typeof value === 'bigint' ? Number(value) : value)))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

async function kept(bytes: Buffer, sql: string): Promise<unknown[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'la-ban-extract-'))
  try {
    await writeFile(join(folder, 'x.duckdb'), bytes)
    return await inside(join(folder, 'x.duckdb'), sql)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('an extract holds the rows of the indicator, the map around them, and nothing else', async () => {
  const extract = await found(revenue)
  expect(extract).toMatchObject({
    rows: 17,
    detail: 'rows',
    rolledUp: false,
    simulated: true,
    tables: ['receipts'],
    merged: null,
  })
  const { status, headers, bytes } = await server.get(extract.address)
  expect([status, bytes.length]).toEqual([200, extract.bytes])
  expect(headers).toMatchObject({
    'content-type': 'application/vnd.duckdb.file',
    'cache-control': 'private, immutable, max-age=31536000',
    'accept-ranges': 'bytes',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
  })
  expect(await kept(bytes, 'SELECT table_name FROM duckdb_tables() ORDER BY 1')).toEqual([
    ['crosswalk'],
    ['dim_unit'],
    ['receipts'],
  ])
  const facts = await kept(bytes, 'SELECT count(*), count(DISTINCT receipt) FROM receipts')
  expect(facts).toEqual([[17, 17]])
  const { catalogue } = extract
  expect(catalogue.indicators.map(({ id }) => id)).toEqual(['money/revenue'])
  expect([catalogue.areas, catalogue.sources, catalogue.datasets[0]?.rollups]).toEqual([[], [], []])
})

test('questions about one indicator share a file, whatever they ask of it', async () => {
  const one = await found(permits)
  const other = await found({ ...permits, period: '2024', by: ['kind'], where: { kind: ['shop'] }, unit: 'tiny/east' })
  expect(other.address).toBe(one.address)
  expect((await found({ ...permits, indicator: 'permits/fees' })).address).not.toBe(one.address)
})

test('what has no rows is refused in words, and so is what nobody knows', async () => {
  expect(await server.call('extract.get', { ...revenue, from: 'published' })).toMatchObject({
    status: 400,
    failure: { code: 'question/unsupported', words: { vi: expect.stringContaining('chi tiết theo dòng') } },
  })
  expect(await server.call('extract.get', { ...revenue, indicator: 'money/nothing' })).toMatchObject({
    status: 404,
    failure: { code: 'question/unknown-indicator' },
  })
})

test('a part of a file can be asked for, and one that is not there is refused', async () => {
  const { address, bytes } = await found(permits)
  const whole = await server.get(address)
  const part = await server.get(address, { Range: 'bytes=4096-8191' })
  expect([part.status, part.headers['content-range']]).toEqual([206, `bytes 4096-8191/${bytes}`])
  expect(part.bytes.equals(whole.bytes.subarray(4096, 8192))).toBe(true)
  expect((await server.get(address, { Range: `bytes=${bytes}-` })).status).toBe(416)
  const head = await server.get(address, {}, 'HEAD')
  expect([head.status, head.bytes.length, head.headers['content-length']]).toEqual([200, 0, String(bytes)])
})

test('an address that never was, and any that leads elsewhere, say the same and no more', async () => {
  for (const address of [
    `/extracts/${'0'.repeat(40)}.duckdb`,
    '/extracts/secret',
    '/extracts/..%2fstore.sqlite',
    '/extracts/%2e%2e%2fsecret',
    '/extracts/a.duckdb',
  ]) {
    const { status, text } = await server.get(address)
    expect([address, status]).toEqual([address, 404])
    expect(JSON.parse(text)).toEqual({
      error: {
        code: 'extract/gone',
        words: expect.objectContaining({ en: 'This extract is no longer there; load it again' }),
      },
    })
  }
})

test('credentials that are not good are refused at the file as well', async () => {
  const { address } = await found(permits)
  expect((await server.get(address, { Authorization: 'Bearer wrong-wrong-wrong' })).status).toBe(401)
  expect((await server.get(address, { Authorization: `Bearer ${token}` })).status).toBe(200)
})

test('a file that vanished is made anew', async () => {
  const { address, bytes } = await found(permits)
  const path = join(server.dataDir, address)
  rmSync(path)
  const again = await server.get(address)
  expect([again.status, again.bytes.length]).toEqual([200, bytes])
  await writeFile(path, 'half')
  expect((await server.get(address)).bytes.length).toBe(bytes)
})

test('who hangs up in the middle disturbs nobody', async () => {
  const { address } = await found(permits)
  await new Promise<void>((resolve, reject) => {
    const sent = request(`${server.serving.address}${address}`, { agent: false }, (res) => {
      res.once('data', () => res.destroy())
      res.once('close', resolve)
    })
    sent.on('error', reject).end()
  })
  expect((await server.get(address)).status).toBe(200)
})

/** The same release without a server, for viewers who cannot sign in yet. */
type Bench = {
  extracts: Extracts
  get: (
    question: Question,
    viewer: Viewer,
  ) => Promise<{ address: string; path: string; merged: unknown; detail: string; tables: string[] }>
  dataDir: string
  close: () => Promise<void>
}

async function openBench(maxBytes: number, edit: (text: string) => string = (text) => text): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'la-ban-extracts-'))
  const [dataDir, kpisDir] = [join(folder, 'data'), join(folder, 'kpis')]
  await cp(join(root, 'test/city/packs'), kpisDir, { recursive: true })
  const contract = join(kpisDir, 'national/datasets/permits.yaml')
  await writeFile(contract, edit(await readFile(contract, 'utf8')))
  // A scope cuts what is not public.
  const issued = join(kpisDir, 'national/indicators/permits/issued.yaml')
  await writeFile(issued, `${await readFile(issued, 'utf8')}audience: internal\n`)
  const { release } = await load({ dataDir, kpisDir })
  const { catalogue, files, warehouse } = await openRelease(dataDir, release.id)
  const queue = createQueue({ slots: 2, waiting: 100, waitingPerLane: 100, patienceMs: 60_000 })
  const extracts = createExtracts({ dataDir, queue, log: createLog('silent'), maxBytes, timeoutMs: 60_000 })
  return {
    extracts,
    dataDir,
    async get(question, viewer) {
      const made = await extracts.get(question, viewer, 'test', { catalogue, files })
      return { ...made, path: join(dataDir, made.address) }
    },
    async close() {
      await warehouse.close()
      await rm(folder, { recursive: true })
    },
  }
}

const asked = (input: object): Question => questionSchema.parse(input)
const everywhere: Viewer = { ...publicViewer, clearance: ['public', 'internal'] }
const east: Viewer = { ...everywhere, scope: ['tiny/east'] }
const west: Viewer = { ...everywhere, scope: ['tiny/west'] }

test("rows of other units are never inside a viewer's file, and nobody gets the file of another", async () => {
  const bench = await openBench(2 ** 26)
  try {
    const [mine, theirs, all] = [
      await bench.get(asked(permits), east),
      await bench.get(asked(permits), west),
      await bench.get(asked(permits), everywhere),
    ]
    expect(new Set([mine.address, theirs.address, all.address]).size).toBe(3)
    expect(await inside(mine.path, 'SELECT DISTINCT unit FROM permits')).toEqual([['tiny/east']])
    // Not as a value, and not as leftover bytes: numbers of permits are given to one unit alone.
    const others = await inside(all.path, `SELECT permit FROM permits WHERE unit <> 'tiny/east'`)
    const own = await inside(all.path, `SELECT permit FROM permits WHERE unit = 'tiny/east'`)
    const bytes = await readFile(mine.path, 'latin1')
    expect(others.length).toBeGreaterThan(10)
    expect(others.filter(([permit]) => bytes.includes(String(permit)))).toEqual([])
    expect(own.every(([permit]) => bytes.includes(String(permit)))).toBe(true)
    expect(await bench.extracts.find(mine.address, east, 'test')).toBe(mine.path)
    for (const [address, viewer] of [
      [mine.address, west],
      [theirs.address, east],
      [all.address, east],
      [mine.address, everywhere],
      [all.address, publicViewer],
    ] as const)
      expect(await bench.extracts.find(address, viewer, 'test')).toBeUndefined()
  } finally {
    await bench.close()
  }
})

test('however many ask at once, one file is written, whole, and nothing is left beside it', async () => {
  const bench = await openBench(2 ** 26)
  try {
    const made = await Promise.all(Array.from({ length: 8 }, () => bench.get(asked(permits), everywhere)))
    expect(new Set(made.map(({ address }) => address)).size).toBe(1)
    const names = readdirSync(join(bench.dataDir, 'extracts')).filter((name) => name !== 'secret')
    expect(names.map((name) => name.replace(/^[0-9a-f]{40}/, '')).sort()).toEqual(['.duckdb', '.json'])
    await writeFile(join(bench.dataDir, 'extracts', `${'a'.repeat(40)}.duckdb.1.part`), 'half')
    bench.extracts.sweep()
    expect(readdirSync(join(bench.dataDir, 'extracts')).filter((name) => name.endsWith('.part'))).toEqual([])
    expect(existsSync(made[0]!.path)).toBe(true)
  } finally {
    await bench.close()
  }
})

test('what is too large is refused with its size, and what was made before stays', async () => {
  const bench = await openBench(20_000)
  try {
    await expect(bench.get(asked(permits), everywhere)).rejects.toMatchObject({
      code: 'extract/too-large',
      words: { en: expect.stringMatching(/^The extract is too large: \d+ MB; allowed: \d+ MB/) },
    })
    expect(readdirSync(join(bench.dataDir, 'extracts'))).toEqual(['secret'])
  } finally {
    await bench.close()
  }
})

test('small cells leave merged: none is below the least, and every month adds up to what it was', async () => {
  const bench = await openBench(2 ** 26, (text) => `${text}smallestCell: { counts: fee, atLeast: 12 }\n`)
  try {
    const { path, merged, detail, tables } = await bench.get(
      asked({ ...permits, indicator: 'permits/fees' }),
      publicViewer,
    )
    expect([detail, tables]).toEqual(['months', ['permits__by_unit_in_time_kind_street']])
    expect(merged).toMatchObject({ atLeast: 12 })
    const cells = await inside(
      path,
      "SELECT min(fee), count(*) FILTER (WHERE kind = '~') FROM permits__by_unit_in_time_kind_street",
    )
    expect(cells[0]![0]).toBeGreaterThanOrEqual(12)
    expect(cells[0]![1]).toBeGreaterThan(0)
    const csv = join(root, 'test/city/packs/tiny/figures/permits/permits.csv')
    const differing = await inside(
      path,
      `WITH was AS (SELECT date_trunc('month', day)::DATE AS month, starts_with(unit, 'tiny_merged') AS is_new, in_time, sum(fee) AS fee, count(*) AS rows FROM read_csv('${csv}', types = {'in_time': 'VARCHAR'}) GROUP BY ALL),
        now AS (SELECT day AS month, starts_with(unit, 'tiny_merged') AS is_new, in_time, sum(fee) AS fee, sum(rows) AS rows FROM permits__by_unit_in_time_kind_street GROUP BY ALL)
       SELECT * FROM was FULL JOIN now USING (month, is_new, in_time) WHERE was.fee IS DISTINCT FROM now.fee OR was.rows IS DISTINCT FROM now.rows`,
    )
    // Told apart by what some indicator filters by: being in time. Months that are too small as a whole are left out, and only those.
    expect(differing.filter((row) => row[3] === null || Number(row[3]) >= 12)).toEqual([])
    expect((await inside(path, 'SELECT table_name FROM duckdb_tables()')).flat()).not.toContain('permits')
  } finally {
    await bench.close()
  }
})
