/** The trail cannot be changed unseen, on either engine, and says so by its program; a backup holds all and comes back the same. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backUp, restore } from '../server/src/store/backup.ts'
import type { Entry } from '../server/src/store/audit.ts'
import { canonical, headOf, verify } from '../server/src/store/audit.ts'
import { connect } from '../server/src/store/connect.ts'
import type { Connection, Db } from '../server/src/store/connection.ts'
import type { Ground, Place } from './engines.ts'
import { engines, groundOf } from './engines.ts'
import { run } from './server.ts'

const length = 40

/** Somebody with the database in hand: the guards that stop honest programs are gone. */
async function disarm(db: Db, engine: Connection['engine']): Promise<void> {
  if (engine === 'postgres') await sql`alter table audit disable trigger all`.execute(db)
  else for (const verb of ['update', 'delete']) await sql.raw(`drop trigger audit_no_${verb}`).execute(db)
}

class Undo extends Error {}

describe.each(engines)('%s', (engine) => {
  let ground: Ground
  let place: Place
  let connection: Connection
  beforeAll(async () => {
    ground = await groundOf(engine)
    place = await ground.place()
    const store = await place.open()
    for (let i = 1; i <= length; i++)
      await store.write(
        {
          actor: `p-${i % 3}`,
          action: 'thing.make',
          subject: `thing:${i}`,
          detail: { i, text: 'Đã sửa', list: [i, null, true] },
        },
        (trx) =>
          trx
            .insertInto('throttle')
            .values({ key: `k${i}`, failures: i, last: '' })
            .execute(),
      )
    await store.close()
    connection = await connect(place.dataDir, place.databaseUrl)
  })
  afterAll(async () => {
    await connection.close()
    await ground.clear()
  })

  /** What `verify` finds after the tampering, which is undone. */
  async function findAfter(tamper: (db: Db) => Promise<unknown>, known?: { seq: number; hash: string }) {
    let found: Awaited<ReturnType<typeof verify>> | undefined
    await connection
      .write(async (db) => {
        await disarm(db, engine)
        await tamper(db)
        found = await verify(db, known)
        throw new Undo()
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undo)) throw error
      })
    return found!.fault
  }

  test('an untouched trail is whole', async () => {
    expect(await connection.read((db) => verify(db))).toMatchObject({ entries: length, fault: null })
    expect(await findAfter(() => Promise.resolve())).toBeNull()
  })

  const seqs = fc.integer({ min: 1, max: length })
  const columns = fc.constantFrom('at', 'actor', 'action', 'subject', 'detail', 'previous', 'hash') as fc.Arbitrary<
    keyof Entry
  >

  test('any character changed anywhere is found', async () => {
    await fc.assert(
      fc.asyncProperty(seqs, columns, fc.nat(200), fc.integer({ min: 1, max: 90 }), async (seq, column, at, by) => {
        const fault = await findAfter(async (db) => {
          const row = await db.selectFrom('audit').selectAll().where('seq', '=', seq).executeTakeFirstOrThrow()
          const text = String(row[column])
          const i = at % text.length
          const other = String.fromCharCode(33 + ((text.charCodeAt(i) - 33 + by) % 94))
          const changed = text.slice(0, i) + (other === text[i] ? '~~' : other) + text.slice(i + 1)
          await db
            .updateTable('audit')
            .set({ [column]: changed })
            .where('seq', '=', seq)
            .execute()
        })
        expect(fault).not.toBeNull()
        expect(fault!.seq).toBeLessThanOrEqual(seq + 1)
      }),
      { numRuns: engine === 'sqlite' ? 120 : 40 },
    )
  }, 120_000)

  test('entries left out, exchanged, cut off or added are found, and so is a head that was set back', async () => {
    await fc.assert(
      fc.asyncProperty(
        seqs,
        seqs,
        fc.constantFrom('delete', 'swap', 'cut', 'add', 'renumber', 'head', 'below'),
        async (one, other, how) => {
          const fault = await findAfter(async (db) => {
            if (how === 'delete') await db.deleteFrom('audit').where('seq', '=', one).execute()
            if (how === 'cut') await db.deleteFrom('audit').where('seq', '>=', one).execute()
            if (how === 'head')
              await db
                .updateTable('audit_head')
                .set({ seq: one - 1 })
                .execute()
            if (how === 'renumber')
              await db
                .updateTable('audit')
                .set({ seq: 1000 + one })
                .where('seq', '=', one)
                .execute()
            const row = await db
              .selectFrom('audit')
              .selectAll()
              .where('seq', '<=', one)
              .orderBy('seq', 'desc')
              .executeTakeFirst()
            if (how === 'add')
              await db
                .insertInto('audit')
                .values({ ...row!, seq: length + 1 })
                .execute()
            if (how === 'below')
              await db
                .insertInto('audit')
                .values({ ...row!, seq: -one })
                .execute()
            if (how === 'swap') {
              const far = other === one ? (one % length) + 1 : other
              for (const [from, to] of [
                [one, 2000],
                [far, one],
                [2000, far],
              ] as const)
                await db.updateTable('audit').set({ seq: to }).where('seq', '=', from).execute()
            }
          })
          expect(fault).not.toBeNull()
        },
      ),
      { numRuns: engine === 'sqlite' ? 80 : 30 },
    )
  }, 120_000)

  test('an end that was cut off with the head set back is found by a head that was kept elsewhere', async () => {
    const known = await connection.read(headOf)
    const cut = async (db: Db) => {
      await db.deleteFrom('audit').where('seq', '>', 30).execute()
      const last = await db.selectFrom('audit').selectAll().where('seq', '=', 30).executeTakeFirstOrThrow()
      await db.updateTable('audit_head').set({ seq: last.seq, hash: last.hash }).execute()
    }
    expect(await findAfter(cut)).toBeNull()
    expect(await findAfter(cut, known)).toEqual({ seq: length, why: 'cut-off' })
    expect(await findAfter(() => Promise.resolve(), { seq: 12, hash: 'f'.repeat(64) })).toEqual({
      seq: 12,
      why: 'changed',
    })
  })

  test('the program says by its exit code what it found, and prints the head', async () => {
    const env = {
      DATA_DIR: place.dataDir,
      LANG: 'en',
      ...(place.databaseUrl ? { DATABASE_URL: place.databaseUrl } : {}),
    }
    const head = await connection.read(headOf)
    const printed = await run('audit', ['--print'], env)
    expect(printed).toMatchObject({ code: 0, output: `${head.seq}:${head.hash}\n` })
    expect(await run('audit', ['--head', `7:${'0'.repeat(64)}`], env)).toMatchObject({
      code: 1,
      output: expect.stringContaining('entry 7') as string,
    })
  }, 60_000)

  test.each(engines)(
    'a backup is restored into %s the same to the last byte',
    async (into) => {
      const folder = await mkdtemp(join(tmpdir(), 'la-ban-backup-'))
      const other = into === engine ? ground : await groundOf(into)
      try {
        writeFileSync(join(place.dataDir, 'kept.bin'), Buffer.from([1, 2, 3]))
        const kept = await backUp(place, join(folder, 'one'))
        expect(kept.files).toBe(1)
        expect(kept.rows).toBeGreaterThan(2 * length)
        await expect(backUp(place, join(folder, 'one'))).rejects.toMatchObject({ code: 'load/rejected' })
        const fresh = await other.place()
        expect(await restore(fresh, join(folder, 'one'))).toEqual(kept)
        const store = await fresh.open()
        expect(await store.read((db) => verify(db))).toMatchObject({ entries: length, fault: null })
        await backUp(fresh, join(folder, 'two'))
        const contents = (name: string) =>
          readdirSync(join(folder, name, 'tables')).map((file) => [
            file,
            readFileSync(join(folder, name, 'tables', file), 'utf8'),
          ])
        expect(contents('two')).toEqual(contents('one'))
        await expect(restore(fresh, join(folder, 'one'))).rejects.toMatchObject({ code: 'load/rejected' })
        // What is restored goes on counting.
        await store.startLoad('x')
        await store.startLoad('y')
        const torn = join(folder, 'one', 'tables', 'audit.jsonl')
        writeFileSync(torn, readFileSync(torn, 'utf8').replace('Đã', 'Da'))
        const again = await other.place()
        await expect(restore(again, join(folder, 'one'))).rejects.toMatchObject({ code: 'load/rejected' })
        expect(readdirSync(again.dataDir)).toEqual([])
      } finally {
        if (other !== ground) await other.clear()
        await rm(folder, { recursive: true, force: true })
      }
    },
    120_000,
  )
})

test('canonical JSON does not depend on the order of keys, and refuses what JSON cannot hold', () => {
  expect(canonical({ b: 1, a: { d: [1, 'ă'], c: null } })).toBe('{"a":{"c":null,"d":[1,"ă"]},"b":1}')
  expect(() => canonical(Number.NaN)).toThrow()
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.jsonValue() as fc.Arbitrary<never>), (value) => {
      const turned = Object.fromEntries(Object.entries(value).toReversed())
      expect(canonical(turned)).toBe(canonical(value))
    }),
  )
})
