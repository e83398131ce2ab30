/** The real packs behind a real server in this process, with people who report and decide. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Catalogue, Role } from '@laban/shared'
import { load } from '../server/src/ingest/load.ts'
import { createLog } from '../server/src/log.ts'
import { serve } from '../server/src/serve.ts'
import type { Store } from '../server/src/store/store.ts'
import { openStore } from '../server/src/store/store.ts'
import type { Wanted } from './people.ts'
import { signIn } from './people.ts'
import { root, temporary } from './server.ts'

export const ward = 'hcmc_merged/26740'
export const department = 'hcmc_merged/so_khoa_hoc_va_cong_nghe'

/** An entry of the register of databases that lacks nothing but a title. */
export const databaseEntry = {
  group: 'specialised',
  hosting: 'unit',
  security_approved: 'no',
  standardised: 'no',
  connected_to_warehouse: 'no',
  sharing: 'none',
  security_level: '2',
}

/** What an initiative that can be submitted says. */
export const initiativeOf = (title: string, dataset: string) => ({
  title,
  problem: 'a',
  decision: 'b',
  datasets: [dataset],
  method: 'c',
  result: 'd',
  measure: 'e',
  before: 1,
  after: 2,
  measuredIn: 'f',
})

/** Somebody signed in: asks, writes, sends and fetches files. A failure comes back as its code. */
export type Somebody = {
  id: string
  ask: <T>(procedure: string, input?: unknown) => Promise<T>
  write: <T>(procedure: string, input?: unknown) => Promise<T>
  send: <T>(path: string, bytes: Uint8Array) => Promise<{ status: number; body: T }>
  fetch: (path: string) => Promise<Response>
}

export type ReportingHouse = {
  store: Store
  dataDir: string
  somebody: (roles: Role[], scope?: 'all' | string[], more?: Partial<Wanted>) => Promise<Somebody>
  /** Of the release in force. */
  catalogue: () => Catalogue
  nobody: Somebody
  /** Brings what was reported into a release and waits until it is served. */
  publish: () => Promise<void>
  stop: () => Promise<void>
}

/** @param mails  whether notices also become mail, which somebody has to send */
export async function openReportingHouse(databaseUrl?: string, mails = false): Promise<ReportingHouse> {
  const dataDir = await temporary('reporting')
  const kpisDir = join(root, 'kpis')
  const options = { dataDir, kpisDir, ...(databaseUrl ? { databaseUrl } : {}) }
  await load(options)
  const store = await openStore(dataDir, databaseUrl)
  const serving = await serve(
    {
      port: 0,
      host: '127.0.0.1',
      dataDir,
      home: 'hochiminh',
      webDir: dataDir,
      viewerToken: undefined,
      publicUrl: undefined,
      mails,
      queryTimeoutMs: 20_000,
      querySlots: 2,
    },
    store,
    createLog('silent'),
  )
  const { address, house } = serving

  type Reply<T> = { result?: { data: T }; error?: { data: { failure: { code: string } } } }
  const told = async <T>(response: Response): Promise<T> => {
    const { result, error } = (await response.json()) as Reply<T>
    if (error) throw new Error(error.data.failure.code)
    return result!.data
  }
  const person = (headers: Record<string, string>, id = ''): Somebody => {
    const own = { ...headers, origin: address, 'sec-fetch-site': 'same-origin' }
    return {
      id,
      ask: async <T>(procedure: string, input: unknown = {}) =>
        told<T>(
          await fetch(`${address}/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, {
            headers,
          }),
        ),
      write: async <T>(procedure: string, input: unknown = {}) =>
        told<T>(
          await fetch(`${address}/api/trpc/${procedure}`, {
            method: 'POST',
            headers: { ...own, 'content-type': 'application/json' },
            body: JSON.stringify(input),
          }),
        ),
      async send<T>(path: string, bytes: Uint8Array) {
        const response = await fetch(`${address}/api/files/${path}`, {
          method: 'POST',
          headers: { ...own, 'content-type': 'application/octet-stream' },
          body: new Blob([bytes.slice()]),
        })
        return { status: response.status, body: (await response.json()) as T }
      },
      fetch: (path) => fetch(`${address}/api/files/${path}`, { headers }),
    }
  }
  return {
    store,
    dataDir,
    nobody: person({}),
    catalogue: () => house.room().catalogue,
    async somebody(roles, scope = 'all', more = {}) {
      const { headers, id } = await signIn(store, { roles, scope, ...more })
      return person(headers, id)
    },
    async publish() {
      const { release } = await load(options)
      if (house.room().id === release.id) return
      await new Promise<void>((resolve) => {
        const end = house.onSwap((id) => {
          if (id !== release.id) return
          end()
          resolve()
        })
        if (house.room().id === release.id) resolve()
      })
    },
    async stop() {
      await serving.stop()
      await store.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
