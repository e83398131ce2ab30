/**
 * Owns the door for files: evidence of initiatives in and out, spreadsheets of returns out and in. Files leave as attachments only;
 * what comes in is bounded before it is read.
 */
import type { Request, Response, Router } from 'express'
import express from 'express'
import { Failure } from '@laban/shared'
import type { Context } from './api/context.ts'
import { mayCall } from './api/grants.ts'
import { ownUnit } from './api/own.ts'
import { isInitiativeShown } from './api/initiative.ts'
import { denied } from './api/procedure.ts'
import { addEvidence, bytesOf, checkFile, keepBytes, largestFile } from './reporting/evidence.ts'
import { initiativeBy } from './reporting/initiatives.ts'
import { unknownSubject } from './reporting/refuse.ts'

export const filesPath = '/api/files'

export type FilesOptions = {
  dataDir: string
  /** Who asks, held for as long as the answer takes. */
  contextOf: (req: Request, res: Response) => Promise<Context>
}

/** @throws Failure access/denied, access/unknown-viewer */
function writer(ctx: Context, procedure: string): string {
  if (!mayCall(ctx.asker.viewer.roles, procedure)) throw denied()
  if (ctx.actor !== null) return ctx.actor
  throw new Failure('access/unknown-viewer', { vi: 'Hãy đăng nhập trước', en: 'Sign in first' })
}

/** Text of a query; more than one, or none, is empty. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const bodyOf = ({ body }: { body?: unknown }): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))

/** As RFC 6266 and RFC 8187 have it: letters of every language, and a plain name for what cannot read them. */
export const attachment = (name: string): string =>
  `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`

export function fileRoutes({ dataDir, contextOf }: FilesOptions): Router {
  const routes = express.Router()
  const raw = express.raw({ type: () => true, limit: largestFile })

  routes.post('/evidence/:initiative', async (req, res) => {
    const ctx = await contextOf(req, res)
    const by = writer(ctx, 'initiative.save')
    const initiative = textOf(req.params['initiative'])
    ownUnit(ctx, (await ctx.store.read((db) => initiativeBy(db, initiative))).unit)
    await new Promise<void>((resolve, reject) =>
      raw(req, res, (error: unknown) => (error ? reject(error as Error) : resolve())),
    )
    const bytes = bodyOf(req)
    const { name, type } = checkFile(textOf(req.query['name']), bytes)
    const sha256 = keepBytes(dataDir, bytes)
    const at = new Date().toISOString()
    const file = await ctx.store.write(
      { actor: by, action: 'evidence.add', subject: `initiative:${initiative}`, detail: { name, sha256 } },
      (trx) => addEvidence(trx, { initiative, name, type, bytes: bytes.length, sha256, at, by }),
    )
    res.set('Cache-Control', 'no-store').json(file)
  })

  routes.get('/evidence/:id', async (req, res) => {
    const ctx = await contextOf(req, res)
    const file = await ctx.store.read(async (db) => {
      const row = await db
        .selectFrom('evidence')
        .selectAll()
        .where('id', '=', textOf(req.params['id']))
        .where('removed', 'is', null)
        .executeTakeFirst()
      if (!row) throw unknownSubject('tệp', 'file')
      if (!isInitiativeShown(ctx, await initiativeBy(db, row.initiative))) throw denied()
      return row
    })
    const bytes = await bytesOf(dataDir, file.sha256)
    res.set({
      'Content-Type': file.type,
      'Content-Disposition': attachment(file.name),
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-store',
    })
    res.end(bytes)
  })

  return routes
}
