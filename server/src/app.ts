/**
 * Owns the order in which a request passes the house: log, security headers, probes, events, built files, questions, pages, faults.
 * Writes come as POST to the procedures alone, and only from our own pages.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Express, NextFunction, Request, Response } from 'express'
import express from 'express'
import { pinoHttp } from 'pino-http'
import staticFiles from 'express-static-gzip'
import type { Viewer } from '@laban/shared'
import { Failure, isFailure } from '@laban/shared'
import type { Context } from './api/context.ts'
import { mayCall } from './api/grants.ts'
import { call, trpcPath } from './api/http.ts'
import { denied } from './api/procedure.ts'
import { asFailure, httpStatusOf, notThere, shapeOf, trpcShapeOf } from './api/status.ts'
import { answerPlain } from './api/v1.ts'
import { refuseForeign } from './origin.ts'
import {
  clearCookie,
  cookieName,
  deviceCookie,
  readCookie,
  setCookie,
  showsCredentials,
  yearS,
} from './people/cookie.ts'
import { openDoorway } from './people/doorway.ts'
import type { Premises } from './people/premises.ts'
import type { Provider } from './people/provider.ts'
import type { Caller } from './people/sign-in.ts'
import type { Visit, VisitOf } from './people/visit.ts'
import { publicVisit } from './people/visit.ts'
import type { Store } from './store/store.ts'
import type { Events } from './events.ts'
import { filesPath, fileRoutes } from './files.ts'
import type { Made } from './fast.ts'
import { deliver, isPublicGet, placeOf } from './fast.ts'
import type { Extracts } from './extract/extracts.ts'
import { extractsPath } from './extract/extracts.ts'
import { dataHeaders, dataMade, enginePolicy, isEngine, lighten, pageMade, secure } from './headers.ts'
import type { House, Room } from './house.ts'
import type { Log } from './log.ts'
import type { Pages } from './page.ts'
import { readPreference } from './preference.ts'

export type AppOptions = {
  house: House
  extracts: Extracts
  store: Store
  events: Events
  pages: Pages
  log: Log
  visitOf: VisitOf
  /** Address at which people reach us; undefined: on this machine only. */
  publicUrl: URL | undefined
  premises: Premises
  provider: Provider | undefined
  /** Proxies in front of us whose word about the caller's address is taken. */
  proxies: number
  /** City that is meant where a request names none. */
  home: string
  /** Folder of the web package. */
  webDir: string
  dataDir: string
}

/** Largest body of a write, in bytes. Files come another way. */
const largest = 1024 * 1024

export function createApp(options: AppOptions): Express {
  const {
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
  } = options
  const https = publicUrl?.protocol === 'https:'
  const cookie = cookieName(https)
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('trust proxy', proxies)

  app.use(
    pinoHttp({
      logger: log,
      genReqId: () => randomUUID(),
      autoLogging: { ignore: ({ url }) => url === '/healthz' || url === '/readyz' },
      customLogLevel: (_req, { statusCode }, error) =>
        error || statusCode >= 500 ? 'error' : statusCode >= 400 ? 'info' : 'debug',
      serializers: {
        req: ({ id, method, url }: { id: string; method: string; url: string }) => ({ id, method, url }),
        res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      },
    }),
  )
  app.use(secure)
  app.use((req, res, next) => {
    if (req.method === 'GET' || req.method === 'HEAD') return next()
    const writes = [trpcPath, filesPath].some((path) => req.path.startsWith(`${path}/`))
    if (writes && req.method === 'POST') {
      refuseForeign(req.headers, publicUrl)
      return next()
    }
    res.set({ Allow: writes ? 'GET, HEAD, POST' : 'GET, HEAD', Connection: 'close' })
    res.status(405).json({ error: shapeOf(notThere(), undefined) })
  })

  app.get('/healthz', (_req, res) => void res.set('Cache-Control', 'no-store').json({ alive: true }))
  app.get('/readyz', async (_req, res) => {
    const faults = await house.faults()
    res.set('Cache-Control', 'no-store')
    res.status(faults.length === 0 ? 200 : 503).json({ ready: faults.length === 0, release: house.room().id, faults })
  })

  const built = join(webDir, 'dist')
  app.get('/index.html', (_req, res) => res.redirect(301, '/'))
  if (existsSync(built)) {
    app.use(
      staticFiles(built, {
        enableBrotli: true,
        index: false,
        orderPreference: ['br', 'gz'],
        serveStatic: {
          redirect: false,
          // Names change with content, so nobody asks again whether a file is still good, nor for a part of it.
          etag: false,
          lastModified: false,
          acceptRanges: false,
          setHeaders: (res, path) => {
            const file = path.replace(/\.(br|gz)$/, '')
            lighten(res, file)
            if (isEngine(file)) res.setHeader('Content-Security-Policy', enginePolicy)
            const named = path.startsWith(join(built, 'assets'))
            res.setHeader('Cache-Control', named ? 'public, max-age=31536000, immutable' : 'public, max-age=86400')
          },
        },
      }),
    )
  }

  const enter = (req: Request, res: Response): Room => {
    const { room, leave } = house.enter()
    res.on('close', leave)
    return room
  }
  const callerOf = (req: Request): Caller => ({
    agent: req.headers['user-agent'] ?? '',
    address: req.ip ?? '',
    device: readCookie(req.headers.cookie, deviceCookie(https)),
  })
  const hand = (res: Response, { session, device }: Context['reply']): void => {
    if (session === null) res.append('Set-Cookie', clearCookie(cookie, https)).set('Clear-Site-Data', '"cache"')
    else if (session !== undefined) res.append('Set-Cookie', setCookie(cookie, session, https))
    if (device !== undefined) res.append('Set-Cookie', setCookie(deviceCookie(https), device, https, yearS))
  }
  const contextFor = (req: Request, room: Room, { viewer, session, actor }: Visit): Context => {
    const caller = callerOf(req)
    return {
      desk: room.desk,
      parcels: room.parcels,
      asker: { viewer, lane: laneOf(viewer, caller) },
      home,
      requestId: idOf(req),
      store,
      actor,
      session,
      caller,
      premises,
      reply: {},
    }
  }
  /** A cookie that opens nothing any more is taken back, so that the next request is the public's. */
  const takeBack = (res: Response, error: unknown): void => {
    if (asFailure(error)?.code === 'access/session-ended') res.append('Set-Cookie', clearCookie(cookie, https))
  }

  app.get('/events', async (req, res) => {
    const { session } = await visitOf(req.headers).catch((error: unknown) => {
      takeBack(res, error)
      throw error
    })
    events.connect(req, res, session?.id)
  })
  if (provider) openDoorway(app, { provider, store, premises, https, callerOf, hand })

  app.use(trpcPath, express.text({ type: 'application/json', limit: largest }), async (req, res) => {
    const room = enter(req, res)
    let context: Context | undefined
    const asked = { url: req.originalUrl, ...(req.method === 'POST' ? { body: bodyOf(req) } : {}) }
    const { status, type, body } = await call(
      asked,
      async () => {
        try {
          return (context = contextFor(req, room, await visitOf(req.headers)))
        } catch (error) {
          takeBack(res, error)
          throw error
        }
      },
      (error, procedure) => log.error({ err: error, procedure, request: req.id }, 'a procedure broke'),
    )
    if (context && status === 200) hand(res, context.reply)
    if (status === 200 && req.method !== 'POST') return await send(req, res, room, dataMade(body, type))
    res.status(status).set('Cache-Control', 'no-store').type(type).send(body)
  })

  app.use(
    filesPath,
    fileRoutes({
      dataDir,
      contextOf: async (req, res) => contextFor(req, enter(req, res), await visitOf(req.headers)),
    }),
  )

  app.use('/api/v1', async (req, res) => {
    const room = enter(req, res)
    const context = contextFor(req, room, await visitOf(req.headers))
    const { text, type, headers } = await answerPlain(decodeURIComponent(req.path), req.query, context)
    await send(req, res, room, dataMade(text, type, headers))
  })

  app.get('/api/parcels/:table/:file', async (req, res) => {
    const { parcels } = enter(req, res)
    const { viewer } = await visitOf(req.headers)
    if (!mayCall(viewer.roles, 'lab.parcel')) throw denied()
    const { hash, path } = await parcels.make(req.params.table, viewer)
    // The name is of all that the file holds and of who may have it: another name is another release's, or another reader's.
    if (req.params.file !== `${hash}.duckdb`) throw goneParcel()
    res.set({ 'Cache-Control': 'private, max-age=31536000, immutable', 'X-Content-Type-Options': 'nosniff' })
    res.sendFile(path, {
      cacheControl: false,
      lastModified: false,
      headers: { 'Content-Type': 'application/octet-stream' },
    })
  })

  app.get(`${extractsPath}/:file`, async (req, res, next) => {
    const { viewer } = await visitOf(req.headers)
    const path = await extracts.find(req.path, viewer, laneOf(viewer, callerOf(req)))
    if (path === undefined) throw goneExtract()
    res.set({
      ...dataHeaders,
      'Content-Type': 'application/vnd.duckdb.file',
      'Content-Disposition': `attachment; filename="la-ban-${req.params.file.slice(0, 8)}.duckdb"`,
      ETag: `"${req.params.file}"`,
      Vary: 'Authorization, Cookie',
      // A tab may ask for its own file for as long as it likes; nobody between us may keep it.
      'Cache-Control': 'private, immutable, max-age=31536000',
    })
    // Who hangs up in the middle has what was wanted, or will ask again.
    const ended = (error?: Error): void => (error && !res.headersSent ? next(error) : undefined)
    res.sendFile(path, { cacheControl: false, lastModified: false, etag: false, dotfiles: 'allow' }, ended)
  })

  app.use('/api', () => {
    throw notThere()
  })

  app.use(async (req, res) => {
    const room = enter(req, res)
    const visit = await visitOf(req.headers).catch((error: unknown) => {
      takeBack(res, error)
      // A page is shown all the same, as to the public: it says itself that the session has ended.
      if (isFailure(error) && error.code === 'access/session-ended') return publicVisit
      throw error
    })
    const context = contextFor(req, room, visit)
    const { status, html } = await pages.make(req.originalUrl, readPreference(req.headers.cookie), context)
    const made = pageMade(html)
    if (status === 200) return await send(req, res, room, made)
    res.status(status).set({ 'Cache-Control': 'no-store', 'Content-Type': made.type, Vary: 'Cookie' }).send(made.body)
  })

  app.use((thrown: unknown, req: Request, res: Response, _next: NextFunction) => {
    const error = refusedByExpress(thrown) ?? thrown
    if (!asFailure(error)) log.error({ err: error, request: req.id, url: req.originalUrl }, 'a request broke')
    if (res.headersSent) return void res.destroy()
    const shape = shapeOf(error, idOf(req))
    takeBack(res, error)
    res.status(httpStatusOf(error)).set('Cache-Control', 'no-store')
    if (shape.code === 'access/unknown-viewer') res.set('WWW-Authenticate', 'Bearer')
    if (req.originalUrl.startsWith(`${trpcPath}/`)) res.json({ error: trpcShapeOf(error, shape) })
    else if (/^\/(api|extracts)\//.test(req.originalUrl)) res.json({ error: shape })
    else res.type('text/plain; charset=utf-8').send(`${shape.words.vi}\n${shape.words.en}\n${shape.request ?? ''}\n`)
  })

  return app
}

/** Sends what was made, and keeps it for the next who asks the same where it is for everyone. */
async function send(req: Request, res: Response, room: Room, made: Made): Promise<void> {
  const open = !showsCredentials(req.headers)
  const entry = await room.fast.entry(
    open ? made : { ...made, cache: 'private, no-cache', vary: 'Authorization, Cookie' },
  )
  if (isPublicGet(req)) room.fast.keep(placeOf(req.originalUrl, req.headers.cookie), entry)
  deliver(entry, req, res)
}

const goneParcel = (): Failure =>
  new Failure('extract/gone', {
    vi: 'Bảng này đã có bản mới; hãy tải lại',
    en: 'This table has a newer version; load it again',
  })

const laneOf = ({ roles, person }: Viewer, { address }: Caller): string => `${roles.join()} ${person ?? address}`

/** The same for an address that never was, one that is swept, and one of somebody else. */
const goneExtract = (): Failure =>
  new Failure('extract/gone', {
    vi: 'Gói dữ liệu này không còn; hãy tải lại',
    en: 'This extract is no longer there; load it again',
  })

/** As `genReqId` made it. */
const idOf = ({ id }: Request): string => id as string

/** The text parser leaves an empty body, or one of another type, as something that is no text. */
const bodyOf = ({ body }: { body?: unknown }): string => (typeof body === 'string' ? body : '')

/** Express and `decodeURIComponent` throw errors of their own for addresses that cannot be read. */
function refusedByExpress(error: unknown): Failure | undefined {
  const status = error instanceof URIError ? 400 : (error as { status?: unknown } | null)?.status
  if (isFailure(error) || typeof status !== 'number' || status < 400 || status > 499) return undefined
  if (status === 413) {
    return new Failure('input/too-large', {
      vi: `Nội dung gửi lên quá lớn; cho phép: ${largest / 1024} KB`,
      en: `The request is too large; allowed: ${largest / 1024} KB`,
    })
  }
  return new Failure(
    'question/invalid',
    { vi: 'Địa chỉ không đọc được', en: 'The address cannot be read' },
    { cause: error },
  )
}
