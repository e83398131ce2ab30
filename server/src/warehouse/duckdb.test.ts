import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDuckdb } from './duckdb.ts'
import type { Warehouse } from './warehouse.ts'

let folder: string
let small: Warehouse
let large: Warehouse

const endless = 'SELECT count(*) AS n FROM range(100000000000) a'

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'la-ban-'))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const path = join(folder, 'facts.parquet')
  await connection.run(
    `COPY (SELECT DATE '2025-01-31' + i::INTEGER AS day, 'u' || i AS unit, i::BIGINT AS n, i / 2 AS half, i = 1 AS is_first, NULL::DOUBLE AS missing
     FROM range(3) t(i)) TO '${path}' (FORMAT parquet)`,
  )
  connection.closeSync()
  writeFileSync(join(folder, 'secret.csv'), 'a\n1\n')
  small = await openDuckdb([{ table: 'facts', path, rows: 3 }])
  // A table that says it is large stays in its file, whatever is in it.
  large = await openDuckdb([{ table: 'facts', path, rows: 30_000_000 }])
})

afterAll(async () => {
  await small.close()
  await large.close()
  rmSync(folder, { recursive: true })
})

test('rows come as plain values: days as text, counts as numbers, missing as null', async () => {
  const expected = { day: '2025-02-01', unit: 'u1', n: 1, half: 0.5, is_first: true, missing: null }
  for (const warehouse of [small, large]) {
    expect(await warehouse.query('SELECT * FROM facts WHERE n = $1', [1])).toEqual([expected])
  }
  expect(await small.query('SELECT sum(n) AS sum, count(*) AS count FROM facts', [])).toEqual([{ sum: 3, count: 3 }])
})

test('values are bound, never read as SQL', async () => {
  const hostile = `u1' OR 1 = 1; DROP TABLE facts; --`
  expect(await small.query('SELECT n FROM facts WHERE unit = $1', [hostile])).toEqual([])
  expect(
    await small.query('SELECT n FROM facts WHERE day <= $1 AND is_first = $2 AND half > $3', [
      '2025-02-01',
      true,
      0.25,
    ]),
  ).toEqual([{ n: 1 }])
  expect(await small.query('SELECT $1::BIGINT AS big, $2 AS nothing', [9_007_199_254_740_991, null])).toEqual([
    { big: 9_007_199_254_740_991, nothing: null },
  ])
})

test('a question that runs too long is stopped, and the next one is answered', async () => {
  await expect(small.query(endless, [], { timeoutMs: 50 })).rejects.toMatchObject({ code: 'engine/timeout' })
  expect(await small.query('SELECT 1 AS one', [])).toEqual([{ one: 1 }])
})

test('a question that nobody waits for any more is stopped; the one beside it is not', async () => {
  const leaving = new AbortController()
  const left = small.query(endless, [], { signal: leaving.signal })
  const beside = small.query('SELECT count(*) AS n FROM range(30000000) t(i) WHERE i % 7 = 3', [])
  setTimeout(() => leaving.abort(new Error('gone')), 20)
  await expect(left).rejects.toThrow('gone')
  expect(await beside).toEqual([{ n: 4_285_714 }])
  await expect(small.query('SELECT 1 AS one', [], { signal: leaving.signal })).rejects.toThrow('gone')
})

test.each([
  ['reads another file', `SELECT * FROM read_csv('%/secret.csv')`],
  ['lists a folder', `SELECT * FROM glob('%/*')`],
  ['writes a file', `COPY facts TO '%/out.csv'`],
  ['attaches a database', `ATTACH '%/other.duckdb'`],
  ['changes a setting', 'SET threads = 1'],
  ['opens the way out again', 'SET enable_external_access = true'],
  ['fetches an extension', 'INSTALL httpfs'],
])('what %s is refused', async (_, sql) => {
  for (const warehouse of [small, large])
    await expect(warehouse.query(sql.replace('%', folder), [])).rejects.toThrow(/disabled|locked|Permission/i)
})

test('closing waits for what is in flight, and nothing is asked after it', async () => {
  const warehouse = await openDuckdb([])
  const flying = warehouse.query('SELECT count(*) AS n FROM range(20000000) t(i) WHERE i % 3 = 1', [])
  await warehouse.close()
  expect(await flying).toEqual([{ n: 6_666_667 }])
  await expect(warehouse.query('SELECT 1', [])).rejects.toThrow('warehouse is closed')
  await warehouse.close()
})
