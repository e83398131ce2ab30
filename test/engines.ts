/** Both engines of the store, for suites that run on each from one list. */
import { rm } from 'node:fs/promises'
import { openStore } from '../server/src/store/store.ts'
import type { Store } from '../server/src/store/store.ts'
import type { Postgres } from './postgres.ts'
import { postgresFolder, startPostgres } from './postgres.ts'
import { temporary } from './server.ts'

export const engines = ['sqlite', ...(postgresFolder === undefined ? [] : (['postgres'] as const))] as const

export type Place = { dataDir: string; databaseUrl: string | undefined; open: () => Promise<Store> }

export type Ground = {
  /** A new and empty place for a store. */
  place(): Promise<Place>
  /** Closes what was opened and leaves nothing behind. */
  clear(): Promise<void>
}

export async function groundOf(engine: (typeof engines)[number]): Promise<Ground> {
  const postgres: Postgres | undefined = engine === 'postgres' ? await startPostgres() : undefined
  const opened: Store[] = []
  const folders: string[] = []
  return {
    async place() {
      const dataDir = await temporary('store')
      folders.push(dataDir)
      const databaseUrl = await postgres?.database()
      return {
        dataDir,
        databaseUrl,
        open: async () => {
          const store = await openStore(dataDir, databaseUrl)
          opened.push(store)
          return store
        },
      }
    },
    async clear() {
      await Promise.all(opened.map((store) => store.close().catch(() => undefined)))
      await postgres?.stop()
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
    },
  }
}
