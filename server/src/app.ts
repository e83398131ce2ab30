/**
 * Owns the order in which a request passes the house: log, security headers, probes, events, built files, questions, pages, faults.
 * Only reads: any method but GET and HEAD is refused.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Express, NextFunction, Request, Response } from 'express'
import express from 'express'
import { pinoHttp } from 'pino-http'
import staticFiles from 'express-static-gzip'
import { Failure } from '@laban/shared'
import type { Viewer } from '@laban/shared'
import type { Context } from './api/context.ts'
import { call, trpcPath } from './api/http.ts'
import { asFailure, httpStatusOf, notThere, shapeOf } from './api/status.ts'
import { answerPlain } from './api/v1.ts'
import type { Events } from './events.ts'
import type { Made } from './fast.ts'
import { deliver, isPublicGet, placeOf } from './fast.ts'
import { dataMade, lighten, pageMade, secure } from './headers.ts'
import type { House, Room } from './house.ts'
import type { Log } from './log.ts'
import type { Pages } from './page.ts'
import { readPreference } from './preference.ts'

export type AppOptions = {
  house: House
  events: Events
  pages: Pages
  log: Log
  viewerOf: (req: Request) => Viewer
  /** City that is meant where a request names none. */
  home: string
  /** Folder of the web package. */
  webDir: string
}

/** Held by a request for as long as it is answered. */
type Visit = { room: Room; context: () => Context }

export function createApp({ house, events, pages, log, viewerOf, home, webDir }: AppOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)

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
    res.set({ Allow: 'GET, HEAD', Connection: 'close' })
    res.status(405).json({ error: shapeOf(notThere(), undefined) })
  })

  app.get('/healthz', (_req, res) => void res.set('Cache-Control', 'no-store').json({ alive: true }))
  app.get('/readyz', async (_req, res) => {
    const faults = await house.faults()
    res.set('Cache-Control', 'no-store')
    res.status(faults.length === 0 ? 200 : 503).json({ ready: faults.length === 0, release: house.room().id, faults })
  })
  app.get('/events', (req, res) => events.connect(req, res))

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
            lighten(res, path.replace(/\.(br|gz)$/, ''))
            res.setHeader(
              'Cache-Control',
              path.startsWith(join(built, 'assets')) ? 'public, max-age=31536000, immutable' : 'public, max-age=86400',
            )
          },
        },
      }),
    )
  }

  const enter = (req: Request, res: Response): Visit => {
    const { room, leave } = house.enter()
    res.on('close', leave)
    return { room, context: () => contextOf(req, room, viewerOf(req), home) }
  }

  app.use(trpcPath, async (req, res) => {
    const { room, context } = enter(req, res)
    const { status, type, body } = await call(req.originalUrl, context, (error, procedure) =>
      log.error({ err: error, procedure, request: req.id }, 'a procedure broke'),
    )
    if (status === 200) return await send(req, res, room, dataMade(body, type))
    res.status(status).set('Cache-Control', 'no-store').type(type).send(body)
  })

  app.use('/api/v1', async (req, res) => {
    const { room, context } = enter(req, res)
    const { text, type, headers } = await answerPlain(decodeURIComponent(req.path), req.query, context())
    await send(req, res, room, dataMade(text, type, headers))
  })

  app.use('/api', () => {
    throw notThere()
  })

  app.use(async (req, res) => {
    const { room, context } = enter(req, res)
    const { status, html } = await pages.make(req.originalUrl, readPreference(req.headers.cookie), context())
    const made = pageMade(html)
    if (status === 200) return await send(req, res, room, made)
    res.status(status).set({ 'Cache-Control': 'no-store', 'Content-Type': made.type, Vary: 'Cookie' }).send(made.body)
  })

  app.use((thrown: unknown, req: Request, res: Response, _next: NextFunction) => {
    const error = refusedByExpress(thrown) ?? thrown
    if (!asFailure(error)) log.error({ err: error, request: req.id, url: req.originalUrl }, 'a request broke')
    if (res.headersSent) return void res.destroy()
    const shape = shapeOf(error, idOf(req))
    res.status(httpStatusOf(error)).set('Cache-Control', 'no-store')
    if (shape.code === 'access/unknown-viewer') res.set('WWW-Authenticate', 'Bearer')
    if (req.originalUrl.startsWith('/api/')) res.json({ error: shape })
    else res.type('text/plain; charset=utf-8').send(`${shape.words.vi}\n${shape.words.en}\n${shape.request ?? ''}\n`)
  })

  return app
}

/** Sends what was made, and keeps it for the next who asks the same where it is for everyone. */
async function send(req: Request, res: Response, room: Room, made: Made): Promise<void> {
  const open = req.headers.authorization === undefined
  const entry = await room.fast.entry(open ? made : { ...made, cache: 'private, no-cache', vary: 'Authorization' })
  if (isPublicGet(req)) room.fast.keep(placeOf(req.originalUrl, req.headers.cookie), entry)
  deliver(entry, req, res)
}

/** As `genReqId` made it. */
const idOf = ({ id }: Request): string => id as string

const contextOf = (req: Request, room: Room, viewer: Viewer, home: string): Context => ({
  desk: room.desk,
  asker: { viewer, lane: `${viewer.role} ${req.socket.remoteAddress ?? ''}` },
  home,
  requestId: idOf(req),
})

/** Express and `decodeURIComponent` throw errors of their own for addresses that cannot be read. */
function refusedByExpress(error: unknown): Failure | undefined {
  const status = error instanceof URIError ? 400 : (error as { status?: unknown } | null)?.status
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined
  return new Failure(
    'question/invalid',
    { vi: 'Địa chỉ không đọc được', en: 'The address cannot be read' },
    { cause: error },
  )
}
