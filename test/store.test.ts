/** The store on both engines, from one list: one door, one entry a write, one line of writers, nothing half done. */
import { Failure } from '@laban/shared'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { headOf, verify } from '../server/src/store/audit.ts'
import { migrationsOf } from '../server/src/store/migrations/list.ts'
import type { Store } from '../server/src/store/store.ts'
import type { Ground, Place } from './engines.ts'
import { engines, groundOf } from './engines.ts'

const act = (action = 'test.write', detail = {}) => ({ actor: 'p-1', action, subject: 'thing:1', detail })
const entriesOf = (store: Store) => store.read((db) => db.selectFrom('audit').selectAll().orderBy('seq').execute())
const addTo = (store: Store, key: string, by = 1) =>
  store.write(act(), async (trx) => {
    const before = await trx.selectFrom('throttle').select('failures').where('key', '=', key).executeTakeFirst()
    const failures = (before?.failures ?? 0) + by
    await trx
      .insertInto('throttle')
      .values({ key, failures, last: '' })
      .onConflict((on) => on.column('key').doUpdateSet({ failures }))
      .execute()
    return failures
  })
const countOf = (store: Store, key: string) =>
  store.read((db) => db.selectFrom('throttle').select('failures').where('key', '=', key).executeTakeFirst())

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('it never came to be so')
    await new Promise((done) => setTimeout(done, 20))
  }
}

test('migrations run in the order of the list: a new one is named after all that houses have run', () => {
  const names = Object.keys(migrationsOf('sqlite'))
  expect(names).toEqual(names.toSorted())
})

describe.each(engines)('%s', (engine) => {
  let ground: Ground
  let place: Place
  let store: Store
  beforeAll(async () => {
    ground = await groundOf(engine)
    place = await ground.place()
    store = await place.open()
  })
  afterAll(() => ground.clear())

  test('a store opened again, or twice at once, is the same store', async () => {
    const other = await ground.place()
    // SQLite waits for another process by standing still: within one process, one after the other.
    const stores =
      engine === 'sqlite' ? [await other.open(), await other.open()] : await Promise.all([other.open(), other.open()])
    await addTo(stores[0]!, 'x')
    expect(await Promise.all(stores.map((one) => countOf(one, 'x')))).toEqual(Array(2).fill({ failures: 1 }))
    const again = await other.open()
    expect(await countOf(again, 'x')).toEqual({ failures: 1 })
    expect([store.engine, again.engine]).toEqual([engine, engine])
  })

  test('a write makes exactly one entry, with what was noted while writing', async () => {
    const before = await store.read(headOf)
    await store.write(act('thing.make', { given: 1, empty: undefined }), async (trx, note) => {
      note({ subject: 'thing:2', detail: { found: ['b', 'a'] } })
      note({ detail: { Đúng: true } })
      await trx.insertInto('throttle').values({ key: 'made', failures: 1, last: '' }).execute()
    })
    const after = (await entriesOf(store)).filter(({ seq }) => seq > before.seq)
    expect(after).toEqual([
      expect.objectContaining({
        seq: before.seq + 1,
        actor: 'p-1',
        action: 'thing.make',
        subject: 'thing:2',
        detail: '{"found":["b","a"],"given":1,"Đúng":true}',
        previous: before.hash,
      }),
    ])
    expect(await store.read(headOf)).toEqual({ seq: before.seq + 1, hash: after[0]!.hash })
  })

  test('what fails leaves neither a change nor an entry', async () => {
    const before = await store.read(headOf)
    const fails = store.write(act(), async (trx) => {
      await trx.insertInto('throttle').values({ key: 'half', failures: 1, last: '' }).execute()
      throw new Failure('write/conflict', { vi: 'x', en: 'x' })
    })
    await expect(fails).rejects.toMatchObject({ code: 'write/conflict' })
    await expect(
      store.write(act(), (trx) => trx.insertInto('throttle').values({ key: 'made', failures: 1, last: '' }).execute()),
    ).rejects.toThrow()
    expect(await countOf(store, 'half')).toBeUndefined()
    expect(await store.read(headOf)).toEqual(before)
    expect(await addTo(store, 'goes on')).toBe(1)
  })

  test.each(['password', 'token', 'newPassword', 'secret', 'cookie'])(
    'a secret never gets into the trail: %s',
    async (name) => {
      const before = await store.read(headOf)
      const detail = { inner: [{ [name]: 'x' }] }
      await expect(store.write(act('a.b', detail), (trx) => Promise.resolve(trx))).rejects.toThrow(
        'no place in the trail',
      )
      expect(await store.read(headOf)).toEqual(before)
    },
  )

  test('writers stand in one line, within a server and, where servers may be many, between two: no update is lost, no number taken twice', async () => {
    const other = engine === 'sqlite' ? store : await place.open()
    const writers = Array.from({ length: 60 }, (_, i) => addTo(i % 2 ? store : other, 'line'))
    const reached = await Promise.all(writers)
    expect(reached.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
    expect(await countOf(store, 'line')).toEqual({ failures: 60 })
    expect(await store.read((db) => verify(db))).toMatchObject({ fault: null })
  })

  test('a reading sees one state throughout, never the half of a writing', async () => {
    const other = await place.open()
    let go = () => undefined as void
    const held = new Promise<void>((done) => (go = done))
    const writing = other.write(act(), async (trx) => {
      await trx.insertInto('throttle').values({ key: 'seen', failures: 1, last: '' }).execute()
      await held
    })
    expect(await countOf(store, 'seen')).toBeUndefined()
    go()
    await writing
    expect(await countOf(store, 'seen')).toEqual({ failures: 1 })
  })

  test('the counter of changes moves for one’s own writings and for those of another server', async () => {
    const other = await place.open()
    const before = [store.changes(), other.changes()]
    await addTo(other, 'news')
    expect(other.changes()).not.toBe(before[1])
    await until(() => store.changes() !== before[0])
  })

  test('the database itself refuses to change or delete an entry', async () => {
    const tries = [
      store.write(act(), (trx) => trx.updateTable('audit').set({ actor: 'x' }).execute()),
      store.write(act(), (trx) => trx.deleteFrom('audit').execute()),
    ]
    // Both are waited for at once: the second may be refused before the first.
    await Promise.all(tries.map((one) => expect(one).rejects.toThrow('never changed')))
  })

  test('whole numbers are numbers, and text is ordered by its bytes', async () => {
    for (const key of ['ă', 'b', 'B', 'a', 'Đ']) await addTo(store, `order ${key}`, 2 ** 40)
    const rows = await store.read((db) =>
      db.selectFrom('throttle').select(['key', 'failures']).where('key', 'like', 'order %').orderBy('key').execute(),
    )
    expect(rows.map(({ key }) => key.at(-1))).toEqual(
      ['B', 'a', 'b', 'Đ', 'ă'].toSorted((a, b) => (Buffer.from(a) < Buffer.from(b) ? -1 : 1)),
    )
    expect(rows[0]!.failures).toBe(2 ** 40)
    const { rows: counted } = await store.read((db) =>
      sql<{ n: number }>`select count(*) as n from throttle`.execute(db),
    )
    expect(counted[0]!.n).toBeTypeOf('number')
  })

  test('releases: published, gone back from, and every step in the trail', async () => {
    const own = await (await ground.place()).open()
    const version = { name: 'd', hash: 'h1', rows: 3, rejects: 0, bytes: 5_000_000_000, sha256: 's' }
    const release = (id: string, hash: string) => ({
      id,
      publishedAt: `2025-01-0${id.at(-1)}T00:00:00Z`,
      horizon: '2025-01-01',
      versions: { d: hash },
      note: null,
    })
    await expect(own.back()).rejects.toMatchObject({ code: 'load/nothing-to-go-back-to' })
    const load = await own.startLoad('digest')
    await own.noteLanding(load, [{ file: 'a', hash: 'b' }])
    await own.publish(release('r1', 'h1'), [version], { id: load, rows: 3, rejects: 0 })
    await own.publish(release('r2', 'h2'), [{ ...version, hash: 'h2' }])
    expect((await own.currentRelease())?.id).toBe('r2')
    expect(await own.versionsOf(release('r2', 'h2'))).toMatchObject([{ hash: 'h2', bytes: 5_000_000_000 }])
    expect((await own.back()).id).toBe('r1')
    expect((await own.history()).map(({ id }) => id)).toEqual(['r1'])
    expect((await own.releases()).map(({ id }) => id)).toEqual(['r2', 'r1'])
    expect(await own.lastLoad()).toMatchObject({ outcome: 'published', rows: 3, landing: [{ file: 'a', hash: 'b' }] })
    const left = await own.startLoad('digest')
    await own.interruptLoads()
    await own.interruptLoads()
    expect(await own.lastLoad()).toMatchObject({ id: left, outcome: 'interrupted' })
    expect((await entriesOf(own)).map(({ action }) => action)).toEqual([
      'load.start',
      'load.land',
      'release.publish',
      'release.publish',
      'release.back',
      'load.start',
      'load.interrupt',
    ])
    expect(await own.read((db) => verify(db))).toMatchObject({ entries: 7, fault: null })
  })
})
