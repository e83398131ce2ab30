/**
 * Owns the one door to what is written: every write is one transaction with exactly one entry in the trail, on disk before it
 * returns. Knows loads, versions, releases and which release is in force itself; keeps no figures.
 */
import { Failure } from '@laban/shared'
import type { Act } from './audit.ts'
import { append } from './audit.ts'
import { connect } from './connect.ts'
import type { Db } from './connection.ts'
import { asNotWritable } from './disk.ts'
import type { Tables } from './tables.ts'
import { who } from './who.ts'

export type ReleaseRow = {
  id: string
  /** ISO 8601 with time, UTC. */
  publishedAt: string
  /** `YYYY-MM-DD` */
  horizon: string
  /** Name of each piece (datasets, roll-ups, `dim_unit`, `crosswalk`, `catalogue`) -> hash of its version. */
  versions: Record<string, string>
  note: string | null
}

export type VersionRow = {
  name: string
  hash: string
  rows: number
  /** Rows that were set aside. */
  rejects: number
  bytes: number
  /** Of the file, to find torn and rotten ones. */
  sha256: string
}

/** A file as it came: its path among the packs, and the hash under which its bytes are kept. */
export type Landed = { file: string; hash: string }

export type LoadRow = {
  id: number
  started: string
  finished: string | null
  who: string
  packs: string
  landing: Landed[]
  rows: number
  rejects: number
  outcome: Tables['loads']['outcome']
}

/** What is only known while writing (the actor too, where somebody proves who they are); `detail` is added to what was given. */
export type Note = (more: Partial<Act>) => void

export interface Store {
  /** Which engine keeps it. */
  engine: 'sqlite' | 'postgres'
  /** Sees one state of the store throughout. Nothing may be written here: that is what `write` is for. */
  read<T>(use: (db: Db) => Promise<T>): Promise<T>
  /**
   * The only way to write. What `change` does and the entry that tells of it come to be together or not at all, and are on disk
   * when the promise resolves. Writes stand in one line over all servers: what takes long (hashing, fetching) is done before.
   */
  write<T>(act: Act, change: (trx: Db, note: Note) => Promise<T>): Promise<T>
  /**
   * Notes when a session was last used. The one write without an entry: that somebody reads on is no act, and would bury those that
   * are.
   */
  touch(session: string, at: string): Promise<void>
  /** The release in force; undefined before the first load. */
  currentRelease(): Promise<ReleaseRow | undefined>
  /** All releases, newest first. */
  releases(): Promise<ReleaseRow[]>
  /** Releases that were in force, the one in force first, then each that `back` would return to. */
  history(): Promise<ReleaseRow[]>
  /** Versions that a release is made of. */
  versionsOf(release: ReleaseRow): Promise<VersionRow[]>
  version(name: string, hash: string): Promise<VersionRow | undefined>
  /**
   * Puts a release in force, with the versions that are new in it and the end of its load: all or nothing. One that is in force
   * already only gets its versions renewed.
   */
  publish(
    release: ReleaseRow,
    versions: readonly VersionRow[],
    load?: { id: number; rows: number; rejects: number },
  ): Promise<void>
  /**
   * Puts the release before the present one in force again.
   * @throws Failure load/nothing-to-go-back-to
   */
  back(): Promise<ReleaseRow>
  startLoad(packs: string): Promise<number>
  /** Marks loads that were killed; to be called only by who holds the lock for loading. */
  interruptLoads(): Promise<void>
  noteLanding(load: number, files: readonly Landed[]): Promise<void>
  endLoad(load: number, outcome: LoadRow['outcome'], rows?: number, rejects?: number): Promise<void>
  lastLoad(): Promise<LoadRow | undefined>
  /** Moves when anything was written, by this process or another. Cheap enough to be asked every few hundred ms. */
  changes(): number
  close(): Promise<void>
}

const now = () => new Date().toISOString()

const toRelease = (row: Tables['releases']): ReleaseRow => ({
  id: row.id,
  publishedAt: row.published_at,
  horizon: row.horizon,
  versions: JSON.parse(row.versions) as Record<string, string>,
  note: row.note,
})

/** Publishing lays a release on top, going back takes one off; what is left is the way back. */
function stackOf(head: { release: string; why: 'publish' | 'back' }[]): string[] {
  const stack: string[] = []
  for (const { release, why } of head) {
    if (why === 'back') stack.pop()
    else stack.push(release)
  }
  return stack
}

const headOf = async (db: Db) =>
  stackOf(await db.selectFrom('head').select(['release', 'why']).orderBy('seq').execute())

async function releaseOf(db: Db, id: string | undefined): Promise<ReleaseRow | undefined> {
  const row =
    id === undefined ? undefined : await db.selectFrom('releases').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toRelease(row)
}

async function versionsOf(db: Db, { versions }: ReleaseRow): Promise<VersionRow[]> {
  const rows = await db.selectFrom('versions').selectAll().where('name', 'in', Object.keys(versions)).execute()
  return rows.filter(({ name, hash }) => versions[name] === hash)
}

async function publish(
  db: Db,
  release: ReleaseRow,
  versions: readonly VersionRow[],
  load?: { id: number; rows: number; rejects: number },
) {
  for (const { name, hash, rows, rejects, bytes, sha256 } of versions) {
    await db
      .insertInto('versions')
      .values({ name, hash, rows, rejects, bytes, sha256, created: now() })
      .onConflict((on) => on.columns(['name', 'hash']).doUpdateSet({ rows, rejects, bytes, sha256 }))
      .execute()
  }
  const { id, publishedAt, horizon, note } = release
  await db
    .insertInto('releases')
    .values({ id, published_at: publishedAt, horizon, versions: JSON.stringify(release.versions), note })
    .onConflict((on) => on.column('id').doNothing())
    .execute()
  const top = await db.selectFrom('head').select('release').orderBy('seq', 'desc').limit(1).executeTakeFirst()
  if (top?.release !== id)
    await db.insertInto('head').values({ release: id, at: now(), why: 'publish', who: who() }).execute()
  if (!load) return
  const { rows, rejects } = load
  await db
    .updateTable('loads')
    .set({ finished: now(), outcome: 'published', rows, rejects })
    .where('id', '=', load.id)
    .execute()
}

async function back(db: Db): Promise<ReleaseRow> {
  const target = await releaseOf(db, (await headOf(db)).at(-2))
  if (!target) {
    throw new Failure('load/nothing-to-go-back-to', {
      vi: 'Không có bản phát hành nào trước bản hiện hành để quay lại',
      en: 'No release before the present one to go back to',
    })
  }
  await db.insertInto('head').values({ release: target.id, at: now(), why: 'back', who: who() }).execute()
  return target
}

/** What programs do by themselves. */
const program = (action: string, subject: string, detail: Act['detail'] = {}): Act => ({
  actor: `program ${who()}`,
  action,
  subject,
  detail,
})

/**
 * Opens the store of a data folder, making both where they are missing.
 * @param dataDir  absolute path
 * @param databaseUrl  of a PostgreSQL that keeps the store instead of a file in the folder
 * @throws Failure data/not-writable where there is no store and none can be made; data/unreachable
 */
export async function openStore(dataDir: string, databaseUrl?: string): Promise<Store> {
  const connection = await connect(dataDir, databaseUrl).catch((error: unknown) => {
    throw asNotWritable(error, dataDir)
  })
  const { read } = connection
  const write: Store['write'] = (act, change) =>
    connection.write(async (db) => {
      let told = act
      const result = await change(db, ({ detail, ...more }) => {
        told = { ...told, ...more, detail: { ...told.detail, ...detail } }
      })
      await append(db, told)
      return result
    })
  return {
    engine: connection.engine,
    read,
    write,
    touch: (session, at) =>
      connection.write(async (db) => {
        await db.updateTable('sessions').set({ seen: at }).where('id', '=', session).where('seen', '<', at).execute()
      }),
    currentRelease: () =>
      read(async (db) => {
        const top = await db.selectFrom('head').select('release').orderBy('seq', 'desc').limit(1).executeTakeFirst()
        return releaseOf(db, top?.release)
      }),
    releases: () =>
      read(async (db) =>
        (await db.selectFrom('releases').selectAll().orderBy('published_at', 'desc').execute()).map(toRelease),
      ),
    history: () =>
      read(async (db) => {
        const ids = (await headOf(db)).toReversed()
        const rows = await Promise.all(ids.map((id) => releaseOf(db, id)))
        return rows.filter((row) => row !== undefined)
      }),
    versionsOf: (release) => read((db) => versionsOf(db, release)),
    version: (name, hash) =>
      read((db) =>
        db.selectFrom('versions').selectAll().where('name', '=', name).where('hash', '=', hash).executeTakeFirst(),
      ),

    publish: (release, versions, load) =>
      write(
        program('release.publish', `release:${release.id}`, {
          horizon: release.horizon,
          note: release.note,
          load: load?.id ?? null,
          versions: versions.map(({ name, hash }) => `${name} ${hash}`),
        }),
        (db) => publish(db, release, versions, load),
      ),
    back: () =>
      write(program('release.back', ''), async (db, note) => {
        const release = await back(db)
        note({ subject: `release:${release.id}` })
        return release
      }),

    startLoad: (packs) =>
      write(program('load.start', '', { packs }), async (db, note) => {
        const values = {
          started: now(),
          finished: null,
          who: who(),
          packs,
          landing: '[]',
          rows: 0,
          rejects: 0,
          outcome: 'running' as const,
        }
        const { id } = await db.insertInto('loads').values(values).returning('id').executeTakeFirstOrThrow()
        note({ subject: `load:${id}` })
        return id
      }),
    async interruptLoads() {
      const left = await read((db) =>
        db.selectFrom('loads').select('id').where('outcome', '=', 'running').orderBy('id').execute(),
      )
      if (left.length === 0) return
      await write(program('load.interrupt', '', { loads: left.map(({ id }) => id) }), async (db) => {
        await db
          .updateTable('loads')
          .set({ outcome: 'interrupted', finished: now() })
          .where('outcome', '=', 'running')
          .execute()
      })
    },
    noteLanding: (load, files) =>
      write(program('load.land', `load:${load}`, { files: files.length }), async (db) => {
        await db
          .updateTable('loads')
          .set({ landing: JSON.stringify(files) })
          .where('id', '=', load)
          .execute()
      }),
    endLoad: (load, outcome, rows = 0, rejects = 0) =>
      write(program('load.end', `load:${load}`, { outcome, rows, rejects }), async (db) => {
        await db.updateTable('loads').set({ finished: now(), outcome, rows, rejects }).where('id', '=', load).execute()
      }),
    lastLoad: () =>
      read(async (db) => {
        const row = await db.selectFrom('loads').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst()
        return row && { ...row, landing: JSON.parse(row.landing) as Landed[] }
      }),

    changes: () => connection.changes(),
    close: () => connection.close(),
  }
}
