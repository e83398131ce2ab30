/**
 * Owns the connection to a store in PostgreSQL. One advisory lock makes all writings stand in one line, as SQLite does by itself;
 * a notification tells other servers that something was written.
 */
import { Failure } from '@laban/shared'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { Client, Pool, TypeOverrides, types as wire } from 'pg'
import type { Connection, Db } from './connection.ts'
import { migrationsOf } from './migrations/list.ts'
import type { Tables } from './tables.ts'

/** Any number will do, as long as no other program in the same database takes it. */
const writing = 7_207_110
const channel = 'laban_written'

/** Whole numbers of 64 bits come as text by default; ours stay below 2^53. */
const types = new TypeOverrides()
types.setTypeParser(wire.builtins.INT8, Number)

const unreachable = (error: unknown): unknown => {
  const code = (error as { code?: string } | null)?.code
  const refused = code !== undefined && /^(ECONN|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|EAI_|28|3D|53|57|08)/.test(code)
  if (!refused && !/Connection terminated|timeout exceeded when trying to connect/.test((error as Error).message))
    return error
  return new Failure(
    'data/unreachable',
    {
      vi: 'Không dùng được cơ sở dữ liệu của hệ thống; hãy kiểm tra PostgreSQL và DATABASE_URL',
      en: 'The database cannot be used; check PostgreSQL and DATABASE_URL',
    },
    { cause: error },
  )
}

const refuse = (what: string): Failure =>
  new Failure(
    'env/invalid',
    {
      vi: `PostgreSQL không an toàn: ${what}; cho phép: fsync = on, phiên bản từ 15`,
      en: `Unsafe PostgreSQL: ${what}; allowed: fsync = on, version 15 or later`,
    },
    { at: { field: 'DATABASE_URL' } },
  )

async function check(db: Db): Promise<void> {
  const { rows } = await sql<{ fsync: string; version: number }>`
    select current_setting('fsync') as fsync, current_setting('server_version_num')::bigint as version`.execute(db)
  const { fsync, version } = rows[0]!
  if (fsync !== 'on') throw refuse(`fsync = ${fsync}`)
  if (version < 150_000) throw refuse(String(version))
}

/** Hears of every writing; where the line is cut it calls again, and counts that as news, since some may have been missed. */
function listen(url: string, heard: () => void): { ready: Promise<void>; end: () => Promise<void> } {
  let [ended, client] = [false, undefined as Client | undefined]
  let again: NodeJS.Timeout | undefined
  const begin = async (): Promise<void> => {
    const mine = new Client({ connectionString: url, keepAlive: true })
    client = mine
    let lost = false
    const retry = (): void => {
      if (lost || ended) return
      lost = true
      mine.end().catch(() => undefined)
      again = setTimeout(() => void begin(), 500)
    }
    mine.on('error', retry).on('end', retry).on('notification', heard)
    try {
      await mine.connect()
      await mine.query(`listen ${channel}`)
      heard()
    } catch {
      retry()
    }
  }
  return {
    ready: begin(),
    async end() {
      ended = true
      clearTimeout(again)
      await client?.end().catch(() => undefined)
    },
  }
}

/**
 * @param url  `postgresql://user:password@host:5432/name`
 * @throws Failure data/unreachable; env/invalid where the server does not sync what it commits
 */
export async function connectPostgres(url: string): Promise<Connection> {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    types,
    // Said explicitly: a server may be set to answer before a commit is on disk.
    options: '-c synchronous_commit=on -c statement_timeout=60000',
  })
  pool.on('error', () => undefined)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    await check(db)
    const { error } = await new Migrator({
      db,
      provider: { getMigrations: async () => migrationsOf('postgres') },
    }).migrateToLatest()
    if (error !== undefined) throw error
  } catch (error) {
    await db.destroy()
    throw unreachable(error)
  }
  let changes = 0
  const news = listen(url, () => changes++)
  await news.ready
  return {
    engine: 'postgres',
    read: (use) =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(use)
        .catch((error: unknown) => {
          throw unreachable(error)
        }),
    async write(use) {
      try {
        const result = await db.transaction().execute(async (trx) => {
          await sql`select pg_advisory_xact_lock(${sql.lit(writing)})`.execute(trx)
          const made = await use(trx)
          await sql`select pg_notify(${sql.lit(channel)}, '')`.execute(trx)
          return made
        })
        changes++
        return result
      } catch (error) {
        throw unreachable(error)
      }
    },
    changes: () => changes,
    async close() {
      await news.end()
      await db.destroy()
    },
  }
}
