/** The way of a figure from a file that lands to rows that answer, and back to the release before. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { load } from '../server/src/ingest/load.ts'
import type { Store } from '../server/src/store/store.ts'
import { openStore } from '../server/src/store/store.ts'
import { openCurrent, openRelease } from '../server/src/warehouse/open.ts'
import { changed, folders, tiny } from './ingest-pack.ts'

async function withStore<T>(dataDir: string, use: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(dataDir)
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

const moreFees = changed('tiny/figures/fees/2025.csv', ',41.5,', ',43,')

test('what lands is kept byte for byte, and comes out as typed rows with identity and rank', async () => {
  const { kpisDir, dataDir } = folders()
  const { outcome, release, rows, rejects, warnings } = await load({ kpisDir, dataDir })
  expect({ outcome, rows, rejects, warnings }).toEqual({ outcome: 'published', rows: 7, rejects: 0, warnings: [] })
  expect(release.horizon).toBe('2025-07-10')

  const bytes = readdirSync(join(dataDir, 'landing')).map((name) =>
    readFileSync(join(dataDir, 'landing', name), 'utf8'),
  )
  expect(bytes.sort()).toEqual(Object.values(tiny).sort())

  const { catalogue, warehouse, rows: counts } = await openRelease(dataDir, release.id)
  expect(counts).toEqual({ fees: 4, trips: 3 })
  expect(catalogue.indicators.map(({ id }) => id)).toEqual(['money/fees'])
  expect(catalogue.packs).toEqual({ 'money/fees': 'tiny' })
  expect(catalogue.release.id).toBe(release.id)
  const fees = await warehouse.query(
    'SELECT * FROM fees WHERE unit = $1 AND published <= $2 ORDER BY published, kind',
    ['tiny', '2025-07-10'],
  )
  expect(fees).toHaveLength(3)
  expect(fees[1]).toEqual({
    item: 'fee',
    stated: 'actual',
    unit: 'tiny',
    period_start: '2025-01-01',
    period_end: '2025-06-30',
    value: 41.5,
    certainty: 'actual',
    rounding: 'exact',
    published: '2025-07-10',
    source: 'gazette',
    note: null,
    kind: '',
    id: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    source_rank: 3,
  })
  expect(await warehouse.query('SELECT * FROM trips__by_line ORDER BY day, line', [])).toEqual([
    { day: '2025-07-01', line: 'a', rows: 1, seats: 10 },
    { day: '2025-07-01', line: 'b', rows: 1, seats: 20 },
    { day: '2025-08-01', line: 'a', rows: 1, seats: 30 },
  ])
  expect(await warehouse.query(`SELECT * FROM dim_unit WHERE unit = $1 ORDER BY ancestor`, ['tiny/ben_do'])).toEqual([
    { unit: 'tiny/ben_do', level: 'ward', ancestor: 'tiny', ancestor_level: 'city' },
    { unit: 'tiny/ben_do', level: 'ward', ancestor: 'tiny/ben_do', ancestor_level: 'ward' },
  ])
  expect(await warehouse.query('SELECT * FROM crosswalk', [])).toEqual([
    { from_unit: 'tiny/cu', to_unit: 'tiny/ben_do', weight: 1, extent: 'whole' },
  ])
  await warehouse.close()
})

test('the same packs make the same release in any folder', async () => {
  const here = folders()
  const first = await load(here)
  const there = folders()
  expect((await load(there)).release.id).toBe(first.release.id)
  const again = await load(here)
  expect(again).toMatchObject({ outcome: 'unchanged', release: { id: first.release.id }, rows: 7 })
})

test('a load that needs nothing writes nothing', async () => {
  const { kpisDir, dataDir } = folders()
  await load({ kpisDir, dataDir })
  await withStore(dataDir, async (store) => {
    const before = store.changes()
    expect(await load({ kpisDir, dataDir, ifChanged: true })).toMatchObject({ outcome: 'unchanged', rows: 7 })
    expect(store.changes()).toBe(before)
  })
})

test('a change of one dataset makes one new version and leaves the others as they are', async () => {
  const { kpisDir, dataDir, give } = folders()
  const { release: first } = await load({ kpisDir, dataDir })
  give(moreFees)
  const { release: second } = await load({ kpisDir, dataDir })
  const differing = Object.keys(second.versions).filter((name) => second.versions[name] !== first.versions[name])
  expect(differing).toEqual(['fees'])
  expect(readdirSync(join(dataDir, 'versions/trips'))).toHaveLength(1)
  expect(readdirSync(join(dataDir, 'versions/fees'))).toHaveLength(2)
})

test('going back puts the release before in force, once per release, and another process sees it', async () => {
  const { kpisDir, dataDir, give } = folders()
  const ids = [(await load({ kpisDir, dataDir })).release.id]
  for (const value of ['43', '44']) {
    give(changed('tiny/figures/fees/2025.csv', ',41.5,', `,${value},`))
    ids.push((await load({ kpisDir, dataDir })).release.id)
  }
  expect(new Set(ids).size).toBe(3)
  await withStore(dataDir, async (watcher) => {
    const before = watcher.changes()
    await withStore(dataDir, async (store) => {
      expect((await store.back()).id).toBe(ids[1])
      expect((await store.back()).id).toBe(ids[0])
      await expect(store.back()).rejects.toMatchObject({ code: 'load/nothing-to-go-back-to' })
    })
    expect(watcher.changes()).not.toBe(before)
    expect((await watcher.currentRelease())?.id).toBe(ids[0])
    const { catalogue, warehouse } = await openCurrent(dataDir, watcher)
    expect(catalogue.release.id).toBe(ids[0])
    await warehouse.close()
  })
  // Packs that are as they were at the last load do not undo the way back.
  expect(await load({ kpisDir, dataDir, ifChanged: true })).toMatchObject({
    outcome: 'unchanged',
    release: { id: ids[0] },
  })
  // A load that is asked for does.
  expect(await load({ kpisDir, dataDir })).toMatchObject({ outcome: 'published', release: { id: ids[2] } })
})

test('an old release is drawn with its own definitions', async () => {
  const { kpisDir, dataDir, give } = folders()
  const { release } = await load({ kpisDir, dataDir })
  give(changed('tiny/indicators/money/fees.yaml', 'Fees collected }', 'Ferry fees }'))
  const second = await load({ kpisDir, dataDir })
  expect(second.outcome).toBe('published')
  const { catalogue, warehouse } = await openRelease(dataDir, release.id)
  expect(catalogue.indicators[0]?.name.en).toBe('Fees collected')
  await warehouse.close()
})

test('a damaged version is not opened: the release before it serves, and the next load mends it', async () => {
  const { kpisDir, dataDir, give } = folders()
  const { release: first } = await load({ kpisDir, dataDir })
  give(moreFees)
  const { release: second } = await load({ kpisDir, dataDir })
  const path = join(dataDir, 'versions/fees', `${second.versions['fees']}.parquet`)
  const good = readFileSync(path)

  for (const damage of [good.subarray(0, good.length - 9), Buffer.alloc(good.length), Buffer.alloc(0), undefined]) {
    if (damage) writeFileSync(path, damage)
    else rmSync(path)
    await withStore(dataDir, async (store) => {
      const { catalogue, warehouse, warning } = await openCurrent(dataDir, store)
      expect(catalogue.release.id).toBe(first.id)
      expect(warning?.release).toBe(second.id)
      expect(warning?.reason).toContain('version missing or damaged: fees')
      await warehouse.close()
    })
    expect(await load({ kpisDir, dataDir, ifChanged: true })).toMatchObject({
      outcome: 'unchanged',
      release: { id: second.id },
    })
    await withStore(dataDir, async (store) => {
      const { catalogue, warehouse, warning } = await openCurrent(dataDir, store)
      expect([catalogue.release.id, warning]).toEqual([second.id, undefined])
      await warehouse.close()
    })
  }
})

test('a folder without a release says so, and how to get one', async () => {
  const { dataDir } = folders()
  await withStore(dataDir, async (store) => {
    await expect(openCurrent(dataDir, store)).rejects.toMatchObject({ code: 'data/no-release' })
  })
  await expect(openRelease(dataDir, 'nothing')).rejects.toMatchObject({ code: 'data/no-release' })
})

test('a torn landing file is replaced by the next load', async () => {
  const { kpisDir, dataDir, give } = folders()
  await load({ kpisDir, dataDir })
  const landing = join(dataDir, 'landing')
  for (const name of readdirSync(landing))
    writeFileSync(join(landing, name), readFileSync(join(landing, name)).subarray(0, 7))
  give(moreFees)
  expect(await load({ kpisDir, dataDir })).toMatchObject({ outcome: 'published', rows: 7 })
  const bytes = readdirSync(landing).map((name) => readFileSync(join(landing, name), 'utf8'))
  expect(bytes).toEqual(expect.arrayContaining(Object.values(moreFees)))
})

test('a new pack needs no code', async () => {
  const { kpisDir, dataDir } = folders({
    ...tiny,
    'other/city.yaml': 'id: other\nname: { vi: Phố Khác, en: Othertown }\nunits: [other]\npeers: [tiny]\n',
    'other/units/all.csv': tiny['tiny/units/all.csv']!.split('\n')
      .slice(0, 2)
      .join('\n')
      .replaceAll('tiny', 'other')
      .concat('\n'),
    'other/figures/fees/2025.csv': tiny['tiny/figures/fees/2025.csv']!.replaceAll(',tiny,', ',other,'),
  })
  const { release, rows } = await load({ kpisDir, dataDir })
  expect(rows).toBe(11)
  const { catalogue, warehouse } = await openRelease(dataDir, release.id)
  expect(catalogue.cities.map(({ id }) => id)).toEqual(['other', 'tiny'])
  await warehouse.close()
})

test('nothing temporary is left behind', async () => {
  const { kpisDir, dataDir } = folders()
  await load({ kpisDir, dataDir })
  expect(readdirSync(join(dataDir, 'temp'))).toEqual([])
  expect(existsSync(join(dataDir, 'load.lock.json'))).toBe(false)
})
