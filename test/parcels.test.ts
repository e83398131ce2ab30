/** Tables that analysts take along: whole for who may see all, cut to scope, clearance and smallest cells, found by nobody else. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Catalogue, Viewer } from '@laban/shared'
import { publicViewer } from '@laban/shared'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Parcels } from '../server/src/extract/parcels.ts'
import { createParcels } from '../server/src/extract/parcels.ts'
import type { Opened } from '../server/src/warehouse/open.ts'
import { openCurrent } from '../server/src/warehouse/open.ts'
import type { TinyServer } from './serving.ts'
import { serveTiny, token } from './serving.ts'

let tiny: TinyServer
let opened: Opened
let parcels: Parcels

beforeAll(async () => {
  tiny = await serveTiny()
  opened = await openCurrent(tiny.dataDir, tiny.store)
  parcels = parcelsOf(opened.catalogue)
})
afterAll(async () => {
  await opened?.warehouse.close()
  await tiny?.stop()
})

const parcelsOf = (catalogue: Catalogue): Parcels =>
  createParcels({ dataDir: tiny.dataDir, catalogue, rows: opened.rows, files: opened.files })

/** As the browser does: a file of its own, opened for reading. */
async function read(path: string, sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run(`ATTACH '${path}' AS taken (READ_ONLY)`)
    await connection.run('USE taken')
    return (await connection.runAndReadAll(sql))
      .getRowsJS()
      .map((row) => row.map((value) => (typeof value === 'bigint' ? Number(value) : value)))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const rowsOf = async (table: string, viewer: Viewer, sql: string, of = parcels) =>
  read((await of.make(table, viewer)).path, sql)
const inEast: Viewer = {
  ...publicViewer,
  person: 'an',
  roles: ['analyst'],
  scope: ['tiny/east'],
  clearance: ['public', 'internal'],
}
const bearer = { authorization: `Bearer ${token}` }

/** The same catalogue in which some indicators are for fewer people. */
const closed = (ids: RegExp, catalogue: Catalogue): Catalogue => ({
  ...catalogue,
  indicators: catalogue.indicators.map((one) => (ids.test(one.id) ? { ...one, audience: 'restricted' as const } : one)),
})

test('a table comes whole and with its rows in the columns of its contract', async () => {
  const [[count]] = (await rowsOf('permits', publicViewer, 'SELECT count(*) FROM permits')) as [[number]]
  expect(count).toBe(opened.rows['permits'])
  const columns = await rowsOf(
    'permits',
    publicViewer,
    `SELECT column_name FROM duckdb_columns() WHERE table_name = 'permits' ORDER BY column_index`,
  )
  const dataset = opened.catalogue.datasets.find(({ id }) => id === 'permits')!
  expect(columns.flat()).toEqual(dataset.columns.map(({ name }) => name))
})

test('what explains the codes comes from the catalogue', async () => {
  expect(
    await rowsOf('units', publicViewer, `SELECT name_vi, valid_to::VARCHAR FROM units WHERE unit = 'tiny/east'`),
  ).toEqual([['Quận Đông', '2024-06-30']])
  expect(
    parcels
      .list(publicViewer)
      .filter(({ reference }) => reference)
      .map(({ dataset }) => dataset.id),
  ).toEqual(['units', 'items', 'codes', 'sources'])
})

describe('rights', () => {
  test('a scope leaves no row of another unit of what is not public, and cuts nothing that is', async () => {
    const inner = parcelsOf({
      ...opened.catalogue,
      indicators: opened.catalogue.indicators.map((one) => ({ ...one, audience: 'internal' as const })),
    })
    for (const table of ['permits', 'money']) {
      const units = `SELECT DISTINCT unit FROM ${table} ORDER BY 1`
      const all = (await rowsOf(table, publicViewer, units)).flat()
      expect(all.length).toBeGreaterThan(1)
      expect((await rowsOf(table, inEast, units, inner)).flat()).toEqual(['tiny/east'])
      expect((await rowsOf(table, inEast, units)).flat()).toEqual(expect.arrayContaining(all))
    }
  })
  test('equal rights share one file, others have one of their own', async () => {
    const [mine, same, other] = await Promise.all([
      parcels.make('money', inEast),
      parcels.make('money', { ...inEast, person: 'binh', roles: ['reporter'] }),
      parcels.make('money', publicViewer),
    ])
    expect(mine.path).toBe(same.path)
    expect(mine.path).not.toBe(other.path)
  })
  test('events that an indicator out of reach counts stay here; statements lose the rows that it alone speaks of', async () => {
    const cut = parcelsOf(closed(/^permits\//, opened.catalogue))
    const left = await rowsOf('permits', publicViewer, 'SELECT count(*) FROM permits', cut)
    expect(left).not.toEqual(await rowsOf('permits', publicViewer, 'SELECT count(*) FROM permits'))
    const all: Viewer = { ...publicViewer, clearance: ['public', 'internal', 'restricted'] }
    expect(await rowsOf('permits', all, 'SELECT count(*) FROM permits', cut)).toEqual([[opened.rows['permits']]])

    // In the tiny city what is owed is for those inside alone.
    const items = (viewer: Viewer) =>
      rowsOf('money', viewer, 'SELECT DISTINCT item FROM money ORDER BY 1').then((rows) => rows.flat())
    const whole = await items({ ...publicViewer, clearance: ['public', 'internal'] })
    expect(whole).toContain('debt')
    expect(await items(publicViewer)).toEqual(whole.filter((item) => item !== 'debt'))
  })
  test('rows that speak of few leave only as sums over enough of them', async () => {
    const inside: Viewer = { ...publicViewer, clearance: ['public', 'internal', 'restricted'] }
    const datasets = opened.catalogue.datasets.map((dataset) =>
      dataset.id === 'receipts' ? { ...dataset, smallestCell: { counts: 'actual', atLeast: 50 } } : dataset,
    )
    const versions = { ...opened.catalogue.release.versions, receipts: 'with-small-cells' }
    const cells = parcelsOf({ ...opened.catalogue, datasets, release: { ...opened.catalogue.release, versions } })
    const rows = await rowsOf('receipts', inside, 'SELECT * FROM receipts', cells)
    expect(rows.length).toBeGreaterThan(0)
    const entry = cells.list(inside).find(({ dataset }) => dataset.id === 'receipts')!
    expect(entry.rows).toBeNull()
    expect(entry.dataset.columns.map(({ role }) => role)).not.toContain('id')
    expect(await rowsOf('receipts', inside, 'SELECT min(actual) >= 50 FROM receipts', cells)).toEqual([[true]])
    expect(await rowsOf('receipts', inside, `SELECT count(*) FROM receipts WHERE day(day) > 1`, cells)).toEqual([[0]])
  })
})

test('a file that vanished or was left half-done is written anew', async () => {
  const { path } = await parcels.make('money', publicViewer)
  rmSync(path)
  expect(existsSync((await parcels.make('money', publicViewer)).path)).toBe(true)
  const left = readdirSync(join(tiny.dataDir, 'temp'))
  expect(left.filter((name) => name.startsWith('parcel'))).toEqual([])
})

describe('over the wire', () => {
  const parcel = async (table: string, headers?: Record<string, string>) =>
    (await tiny.call('lab.parcel', { table }, headers)).data as { address: string; bytes: number; release: string }

  test('the size is told before, the file comes whole or in parts, and may be kept by the reader alone', async () => {
    const { address, bytes } = await parcel('permits')
    const got = await tiny.get(address)
    expect([got.status, got.bytes.length]).toEqual([200, bytes])
    expect(got.headers['cache-control']).toBe('private, max-age=31536000, immutable')
    expect(got.headers['content-type']).toBe('application/octet-stream')
    const part = await tiny.get(address, { range: 'bytes=0-99' })
    expect([part.status, part.bytes.length]).toEqual([206, 100])
    const path = join(tiny.dataDir, 'copy.duckdb')
    writeFileSync(path, got.bytes)
    expect(await read(path, 'SELECT count(*) FROM permits')).toEqual([[opened.rows['permits']]])
  })
  test('a table that is not there is named with its nearest; nothing but a name of one’s own leads to a file', async () => {
    const { status, failure } = await tiny.call('lab.parcel', { table: 'permit' })
    expect([status, failure.code]).toEqual([404, 'extract/gone'])
    expect(failure.nearest?.map(({ id }) => id)).toContain('permits')
    const { address } = await parcel('permits')
    const wrong = [
      address.replace('permits/', 'money/'),
      address.replace(/.\.duckdb$/, '_.duckdb'),
      '/api/parcels/permits/..%2f..%2fstore.sqlite',
      '/api/parcels/%2e%2e/x',
    ]
    const statuses = await Promise.all(wrong.map(async (path) => (await tiny.get(path)).status))
    expect(statuses.filter((status) => status < 400)).toEqual([])
    expect((await tiny.get(address, bearer)).status).toBe(200)
    const inner = await parcel('money', bearer)
    expect(inner.address).not.toBe((await parcel('money')).address)
    expect((await tiny.get(inner.address, bearer)).status).toBe(200)
    expect((await tiny.get(inner.address)).status).toBe(404)
    expect((await tiny.get(address, { authorization: 'Bearer wrong' })).status).toBe(401)
  })
})
