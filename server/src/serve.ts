/** Owns the running server: puts the parts together over one data folder, listens, and takes them apart in order. */
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Failure } from '@laban/shared'
import type { Context } from './api/context.ts'
import { publicContext } from './api/context.ts'
import { call, trpcPath } from './api/http.ts'
import { createApp } from './app.ts'
import { createExtracts } from './extract/extracts.ts'
import type { Events } from './events.ts'
import { createEvents } from './events.ts'
import { placeOf } from './fast.ts'
import { dataMade, pageMade } from './headers.ts'
import type { House, Room } from './house.ts'
import { openHouse } from './house.ts'
import type { Log } from './log.ts'
import type { Pages } from './page.ts'
import { openPages } from './page.ts'
import type { Preference } from './preference.ts'
import { preferences } from './preference.ts'
import { createQueue } from './queue.ts'
import type { Store } from './store/store.ts'
import { arrange, isDemo, offerSetup } from './people/begin.ts'
import { callbackPath } from './people/doorway.ts'
import type { Premises } from './people/premises.ts'
import type { ProviderOptions } from './people/provider.ts'
import { createProvider } from './people/provider.ts'
import { goodSessions } from './people/session.ts'
import { visitBy } from './people/visit.ts'

export type ServeOptions = {
  /** 0 takes any free one. */
  port: number
  host: string
  dataDir: string
  /** City that is meant where a request names none. */
  home: string
  /** Folder of the web package. */
  webDir: string
  /** Bearer token of scripts that read what is internal; undefined: none is good. */
  viewerToken: string | undefined
  /** Address at which people reach us; undefined: on this machine only. */
  publicUrl?: URL | undefined
  /** `auto`: a demonstration as long as nobody real has been entered. Refused in production, and where others than this machine may reach us. */
  demo?: 'auto' | 'on' | 'off'
  /** Whether only this machine can reach us, and it is not in production. */
  alone?: boolean
  /** Identity provider; undefined: none. */
  provider?: Omit<ProviderOptions, 'callback'> | undefined
  /** Whether notices also go out as mail: somebody sends what waits in the store. */
  mails?: boolean
  /** Proxies in front of us. */
  proxies?: number
  now?: () => number
  queryTimeoutMs: number
  querySlots: number
  /** Largest extract for a browser. */
  extractMaxBytes?: number
  /** Milliseconds after which a release that could not be opened is tried again. */
  againMs?: number
}

export type Serving = {
  /** `http://127.0.0.1:8484` */
  address: string
  /** Anybody may be one of the people made for demonstration. */
  demo: boolean
  /** What stands in the link to set up; null: somebody real can sign in already. */
  setup: string | null
  house: House
  /** Stops accepting, lets requests finish for at most `graceMs`, then cuts them off and closes the release. */
  stop(graceMs?: number): Promise<void>
}

/** @throws Failure data/no-release; env/invalid where the address cannot be listened on */
export async function serve(options: ServeOptions, store: Store, log: Log): Promise<Serving> {
  const { port, host, dataDir, home, webDir, viewerToken, publicUrl, queryTimeoutMs, querySlots } = options
  const {
    demo: wish = 'off',
    alone = false,
    proxies = 0,
    now = Date.now,
    extractMaxBytes = 64 * 2 ** 20,
    againMs = 30_000,
  } = options
  const queue = createQueue({ slots: querySlots, waiting: 4000, waitingPerLane: 800, patienceMs: 3 * queryTimeoutMs })
  const pages = await openPages(webDir)
  const demo = await isDemo(store, { wish, alone })
  const extracts = createExtracts({
    dataDir,
    queue,
    log,
    maxBytes: extractMaxBytes,
    // A whole file is written, where a question adds up.
    timeoutMs: 6 * queryTimeoutMs,
  })
  extracts.sweep()
  const premises: Premises = {
    demo,
    provider: options.provider?.title ?? null,
    address: publicUrl?.origin ?? '',
    mails: options.mails ?? false,
    hashing: createQueue({ slots: 2, waiting: 200, waitingPerLane: 20, patienceMs: 15_000 }),
    now,
    onEnded: () => void events?.recheck(),
  }
  const house = await openHouse({
    dataDir,
    store,
    queue,
    log,
    extracts,
    againMs,
    limits: { timeoutMs: queryTimeoutMs, remembered: 5000 },
    warm: (room) => warm(room, pages, publicContext(room, store, home, premises)),
    warmMore: (room) =>
      keepPages(room, pages, publicContext(room, store, home, premises), ({ theme }) => theme !== 'system'),
  })
  if (demo) await arrange(store, house.room().catalogue, home)
  const setup = demo ? null : await offerSetup(store, now())
  const events: Events = createEvents(house, {
    goodSessions: (ids) => store.read((db) => goodSessions(db, ids, now())),
  })
  const secure = publicUrl?.protocol === 'https:'
  const callback = new URL(callbackPath, publicUrl ?? `http://localhost:${port}`)
  const provider = options.provider && createProvider({ ...options.provider, callback })
  const visitOf = visitBy({ store, viewerToken, secure, demo, now })
  const app = createApp({
    house,
    store,
    extracts,
    events,
    pages,
    log,
    visitOf,
    publicUrl,
    premises,
    provider,
    proxies,
    home,
    webDir,
    dataDir,
  })
  const server = createServer((req, res) => {
    if (!house.room().fast.answer(req, res)) app(req, res)
  })
  // Slow and rude clients: Node's own limits are 60 s for headers and 300 s for a request.
  Object.assign(server, {
    headersTimeout: 10_000,
    requestTimeout: 20_000,
    keepAliveTimeout: 65_000,
    maxConnections: 10_000,
  })

  try {
    await listen(server, port, host)
  } catch (error) {
    events.close()
    await house.close()
    throw error
  }

  return {
    address: addressOf(server),
    demo,
    setup,
    house,
    async stop(graceMs = 4000) {
      const closed = new Promise((resolve) => server.close(resolve))
      events.close()
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearTimeout(cut)
      await house.close()
    },
  }
}

/** Questions without input that every open page asks at once when a release comes. */
const askedFirst = ['overview.get', 'catalogue.list', 'unit.list']

/** Makes ready what is asked first, so that nobody waits for it: the answers of the first screen, and that screen in each language. */
async function warm(room: Room, pages: Pages, context: Context): Promise<void> {
  const answers = askedFirst.map(async (procedure) => {
    const url = `${trpcPath}/${procedure}?input=${encodeURIComponent('{}')}`
    const { status, type, body } = await call({ url }, () => context, thrown)
    if (status === 200) room.fast.keep(placeOf(url, undefined), await room.fast.entry(dataMade(body, type), 'ahead'))
  })
  await Promise.all([keepPages(room, pages, context, ({ theme }) => theme === 'system'), ...answers])
}

/** The first screen as some readers prefer it. */
async function keepPages(
  room: Room,
  pages: Pages,
  context: Context,
  wanted: (preference: Preference) => boolean,
): Promise<void> {
  const keep = async (preference: Preference) => {
    const { status, html } = await pages.make('/', preference, context)
    if (status === 200) room.fast.keep({ shelf: preference, url: '/' }, await room.fast.entry(pageMade(html), 'ahead'))
  }
  await Promise.all(preferences.filter(wanted).map(keep))
}

const thrown = (error: unknown): never => {
  throw error
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      reject(
        new Failure(
          'env/invalid',
          {
            vi: `Không mở được địa chỉ ${host}:${port}${taken ? ' vì đã có chương trình khác dùng; hãy đặt PORT khác' : ''}`,
            en: `Cannot listen on ${host}:${port}${taken ? ': it is taken; set another PORT' : ''}`,
          },
          { at: { field: 'PORT', value: String(port) }, cause: error },
        ),
      )
    })
    server.listen(port, host, resolve)
  })
}

function addressOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
