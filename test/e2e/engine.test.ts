/** The engine in the browser, as it is shipped: what it answers, what it refuses, how it stops, dies and comes back. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { assetOf, openEngineOn } from '../explore.ts'
import { openHouse } from './journey.ts'

const house = openHouse()
/** A browser that is busy elsewhere starts 34 MB of program slowly. */
const patience = 90_000

let file: Buffer

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'la-ban-engine-'))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  for (const sql of [
    `ATTACH '${folder}/facts.duckdb' AS x (STORAGE_VERSION 'v1.2.0')`,
    `CREATE TYPE x.unit AS ENUM ('u0', 'u1', 'u2')`,
    `CREATE TABLE x.facts AS SELECT DATE '2024-01-31' + i::INTEGER AS day, ('u' || i % 3)::x.unit AS unit, i::BIGINT AS n,
       i / 2 AS half, i % 2 = 1 AS odd, CASE WHEN i < 4000 THEN i::DECIMAL(9, 2) END AS money, (i % 12)::UTINYINT AS month
     FROM range(5000) t(i)`,
    'DETACH x',
  ])
    await connection.run(sql)
  connection.closeSync()
  instance.closeSync()
  file = await readFile(join(folder, 'facts.duckdb'))
  await rm(folder, { recursive: true })
})

/** What a call gave, or how it failed. */
type Told = { value?: unknown; code?: string; words?: { vi: string }; message?: string; at?: unknown }
type Call = (method: string, ...given: unknown[]) => Promise<Told>

/** A page on which the engine is open and holds the file under the name `x`. */
async function openPage(): Promise<{ page: Page; call: Call }> {
  const page = await house.visit('/catalogue')
  await page.route('**/extracts/facts', (route) => route.fulfill({ body: file }))
  await page.route('**/extracts/gone', (route) => route.fulfill({ status: 404, body: '' }))
  page.setDefaultTimeout(patience)
  await openEngineOn(page)
  const call: Call = (method, ...given) =>
    page.evaluate(
      ({ name, args }) => {
        const engine = window.engine as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
        return engine[name]!(...args).then(
          (value) => ({ value }),
          (error) => ({ code: error.code, words: error.words, message: error.message, at: error.detail?.at }),
        )
      },
      { name: method, args: given },
    )
  expect(await call('attach', { address: '/extracts/facts', bytes: file.length, alias: 'x' })).toEqual({})
  return { page, call }
}

const rowsOf = ({ value }: Told) => (value as { rows: unknown[] }).rows

test(
  'rows come as from the server: days as text, counts and sums as numbers, codes as their text, missing as null',
  async () => {
    const { call } = await openPage()
    const asked = 'SELECT day, unit, n, half, odd, money FROM facts WHERE n = $1 AND unit = $2'
    for (let again = 0; again < 2; again++) {
      expect(rowsOf(await call('query', asked, [4999, 'u1']))).toEqual([
        { day: '2037-10-08', unit: 'u1', n: 4999, half: 2499.5, odd: true, money: null },
      ])
    }
    const sums = await call(
      'query',
      'SELECT unit, count(*) AS rows, sum(n) AS n, sum(half) AS half, sum(money) AS money FROM x.facts GROUP BY unit ORDER BY unit LIMIT 1',
      [],
    )
    expect(sums.value).toEqual({
      columns: [
        { name: 'unit', type: 'text' },
        { name: 'rows', type: 'integer' },
        { name: 'n', type: 'number' },
        { name: 'half', type: 'number' },
        { name: 'money', type: 'number' },
      ],
      rows: [{ unit: 'u0', rows: 1667, n: 4_165_833, half: 2_082_916.5, money: 2_667_333 }],
      more: false,
    })
    const hostile = `u1' OR 1 = 1; --`
    expect(rowsOf(await call('query', 'SELECT n FROM facts WHERE unit = $1', [hostile]))).toEqual([])
    expect(
      rowsOf(
        await call('query', 'SELECT $1 AS big, $2 AS nothing, $3 AS yes, $4 / 2 AS half', [2 ** 40, null, true, 0.5]),
      ),
    ).toEqual([{ big: 2 ** 40, nothing: null, yes: true, half: 0.25 }])
    expect((await call('query', 'SELECT n FROM facts ORDER BY n', [], { maxRows: 2 })).value).toMatchObject({
      rows: [{ n: 0 }, { n: 1 }],
      more: true,
    })
    expect((await call('query', 'SELECT n FROM facts WHERE n < $1', [2], { maxRows: 2 })).value).toMatchObject({
      rows: [{ n: 0 }, { n: 1 }],
      more: false,
    })
    expect((await call('query', 'SELECT n FROM facts WHERE n < 0', [])).value).toEqual({
      columns: [{ name: 'n', type: 'integer' }],
      rows: [],
      more: false,
    })
  },
  patience,
)

test(
  'many rows come as they lie in memory',
  async () => {
    const { page } = await openPage()
    const seen = await page.evaluate(async () => {
      const { engine } = window
      let [rows, sum, kinds] = [0, 0, '']
      await engine.scan('SELECT month, half FROM facts ORDER BY n', [], ([month, half], count) => {
        rows += count
        kinds = `${month!.constructor.name} ${half!.constructor.name}`
        for (let i = 0; i < count; i++) sum += half![i]!
      })
      return { rows, sum, kinds }
    })
    expect(seen).toEqual({ rows: 5000, sum: 6_248_750, kinds: 'Uint8Array Float64Array' })
  },
  patience,
)

test(
  'what is wrong with a statement is told with its place, and nothing is changed',
  async () => {
    const { call } = await openPage()
    for (const [sql, at] of [
      ['SELECT n,\n  nn FROM facts', { line: 2, column: 3 }],
      ['SELECT sum(n FROM facts', { line: 1, column: 14 }],
      ['SELECT * FROM nothing', { line: 1, column: 15 }],
    ] as const) {
      const told = await call('query', sql, [])
      expect(told).toMatchObject({ code: 'engine/statement', at })
      expect(told.words?.vi).toContain(`dòng ${at.line}, cột ${at.column}`)
    }
    for (const sql of ['UPDATE facts SET n = 0', 'DROP TABLE facts', 'CREATE TABLE x.more AS SELECT 1 AS one'])
      expect(await call('query', sql, [])).toMatchObject({ code: 'engine/statement' })
    expect(rowsOf(await call('query', 'SELECT sum(n) AS n FROM facts', []))).toEqual([{ n: 12_497_500 }])
  },
  patience,
)

test(
  'nothing is fetched from another host, and what would have to be is refused',
  async () => {
    const { page, call } = await openPage()
    const outside: string[] = []
    page.context().on('response', (response) => {
      if (!response.url().startsWith(house.address())) outside.push(response.url())
    })
    for (const sql of [
      `SELECT * FROM read_parquet('x.parquet')`,
      `SELECT to_json(1)`,
      `LOAD icu`,
      `LOAD httpfs`,
      `SELECT * FROM read_csv('https://example.org/a.csv')`,
    ])
      expect((await call('query', sql, [])).code).toMatch(/^engine\/(statement|restarted)$/)
    expect(rowsOf(await call('query', 'SELECT count(*) AS rows FROM facts', []))).toEqual([{ rows: 5000 }])
    expect(outside).toEqual([])
  },
  patience,
)

test(
  'a statement is stopped when nobody waits for it, and when it takes too long; the next one is answered',
  async () => {
    const { page, call } = await openPage()
    const endless = 'SELECT count(*) AS n FROM range(100000000000) t(i) WHERE i % $1 = 1'
    const reason = await page.evaluate(async (sql) => {
      const { engine } = window
      const leaving = new AbortController()
      setTimeout(() => leaving.abort(new Error('gone')), 50)
      return await engine.query(sql, [3], { signal: leaving.signal }).then(String, String)
    }, endless)
    expect(reason).toBe('Error: gone')
    expect(await call('query', endless, [3], { timeoutMs: 50 })).toMatchObject({ code: 'engine/timeout' })
    expect(rowsOf(await call('query', 'SELECT 1 AS one', []))).toEqual([{ one: 1 }])
  },
  patience,
)

test(
  'an engine that dies comes back by itself with its extracts, and says what happened',
  async () => {
    const { page, call } = await openPage()
    const restarts = page.evaluate(
      () =>
        new Promise((resolve) => {
          const { engine } = window
          engine.onRestart(() => resolve('restarted'))
        }),
    )
    // Without the rules of time zones, which are not shipped, the engine breaks down at this.
    const deadly = `SELECT TIMESTAMPTZ '2020-01-01' AT TIME ZONE 'Asia/Ho_Chi_Minh' AS here`
    const told = await call('query', deadly, [])
    expect(told).toMatchObject({ code: 'engine/restarted' })
    expect(told.words?.vi).toContain('khởi động lại')
    expect(rowsOf(await call('query', 'SELECT sum(n) AS n FROM facts', []))).toEqual([{ n: 12_497_500 }])
    expect(await restarts).toBe('restarted')
  },
  patience,
)

test(
  'too little memory is said, and the engine goes on',
  async () => {
    const { call } = await openPage()
    await call('query', `SET memory_limit = '64MB'`, [])
    expect(await call('query', 'SELECT list(i) AS all FROM range(50000000) t(i)', [])).toMatchObject({
      code: 'engine/memory',
    })
    expect(rowsOf(await call('query', 'SELECT count(*) AS rows FROM facts', []))).toEqual([{ rows: 5000 }])
  },
  patience,
)

test(
  'an extract is brought in once, its way is told, and one that is gone is said to be',
  async () => {
    const { page, call } = await openPage()
    const seen = await page.evaluate(async (bytes) => {
      const { engine } = window
      const shares: number[] = []
      const onProgress = (share: number) => void shares.push(share)
      await engine.attach({ address: '/extracts/facts', bytes, alias: 'y' }, { onProgress })
      const fetched = performance.getEntriesByName(new URL('/extracts/facts', location.href).href).length
      await engine.attach({ address: '/extracts/facts', bytes, alias: 'y' })
      const again = performance.getEntriesByName(new URL('/extracts/facts', location.href).href).length
      const leaving = AbortSignal.abort(new Error('gone'))
      const given = await engine
        .attach({ address: '/extracts/facts', bytes, alias: 'z' }, { signal: leaving })
        .then(String, String)
      const sums = await engine.query('SELECT count(*) AS n FROM y.facts JOIN x.facts USING (n)', [])
      return {
        last: shares.at(-1),
        rising: shares.every((share, i) => i === 0 || share >= shares[i - 1]!),
        once: again - fetched,
        given,
        sums: sums.rows,
      }
    }, file.length)
    expect(seen).toEqual({ last: 1, rising: true, once: 0, given: 'Error: gone', sums: [{ n: 5000 }] })
    const gone = await call('attach', { address: '/extracts/gone', bytes: 1, alias: 'gone' })
    expect(gone).toMatchObject({ code: 'extract/gone' })
    expect(rowsOf(await call('query', 'SELECT count(*) AS rows FROM y.facts', []))).toEqual([{ rows: 5000 }])
    await call('detach', 'y')
    expect(await call('query', 'SELECT * FROM y.facts', [])).toMatchObject({ code: 'engine/statement' })
  },
  patience,
)

test(
  "a reader's own file is read, kept as a table, and never leaves the tab",
  async () => {
    const { page } = await openPage()
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.method() !== 'GET') sent.push(request.url())
    })
    const rows = await page.evaluate(async () => {
      const { engine } = window
      await engine.addFile('mine.csv', new TextEncoder().encode('unit,n\nu1,3\nu2,4\n'))
      await engine.addTable('mine', `SELECT * FROM read_csv('mine.csv')`)
      const joined = await engine.query(
        'SELECT f.n FROM mine AS m JOIN facts AS f ON f.unit = m.unit AND f.n = m.n + 1',
        [],
      )
      return joined.rows
    })
    expect(rows).toEqual([{ n: 4 }, { n: 5 }])
    expect(sent).toEqual([])
  },
  patience,
)

test('the engine is shipped packed, kept for ever and held by a policy of its own', async () => {
  const named = (pattern: RegExp) => house.address() + assetOf(pattern)
  const ask = (address: string) => fetch(address, { headers: { 'Accept-Encoding': 'br' } })
  const wasm = await ask(named(/^duckdb-eh-.*\.wasm$/))
  await wasm.body?.cancel()
  expect(Object.fromEntries(wasm.headers)).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'application/wasm',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': expect.stringContaining("default-src 'self'"),
  })
  expect(Number(wasm.headers.get('content-length'))).toBeLessThanOrEqual(6 * 1024 * 1024)
  const worker = await ask(named(/^duckdb-browser-eh\.worker-.*\.js$/))
  expect(Object.fromEntries(worker.headers)).toMatchObject({
    'content-encoding': 'br',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy':
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'",
  })
  const page = await ask(`${house.address()}/`)
  expect(page.headers.get('content-security-policy')).not.toContain('unsafe')
})

test('the first screen fetches nothing of it', async () => {
  const page = await house.visit('/')
  const fetched = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  expect(fetched.length).toBeGreaterThan(5)
  expect(fetched.filter((name) => /duckdb|explore|wasm/.test(name))).toEqual([])
})
