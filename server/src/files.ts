/**
 * Owns the door for files: evidence of initiatives in and out, spreadsheets of returns out and in. Files leave as attachments only;
 * what comes in is bounded before it is read.
 */
import type { Request, Response, Router } from 'express'
import express from 'express'
import { dueOn, Failure, heldRoles, formatDay, formatPeriod, unitOf } from '@laban/shared'
import type { Context } from './api/context.ts'
import { mayCall } from './api/grants.ts'
import { insteadOf, reportUnit } from './api/own.ts'
import { isInitiativeShown } from './api/initiative.ts'
import { denied } from './api/procedure.ts'
import { lastOf, openPlace } from './api/return-place.ts'
import { addEvidence, bytesOf, checkFile, keepBytes, largestFile } from './reporting/evidence.ts'
import { extensionOf } from './reporting/extensions.ts'
import { initiativeBy } from './reporting/initiatives.ts'
import { unknownSubject } from './reporting/refuse.ts'
import type { ReturnPlace } from './reporting/returns.ts'
import { figuresOfReturn, returnAt } from './reporting/returns.ts'
import { matchForm, writeForm } from './spreadsheet/form.ts'
import { readSheet } from './spreadsheet/read.ts'

export const filesPath = '/api/files'

export type FilesOptions = {
  dataDir: string
  /** Who asks, held for as long as the answer takes. */
  contextOf: (req: Request, res: Response) => Promise<Context>
}

/** @throws Failure access/denied, access/unknown-viewer */
function writer(ctx: Context, procedure: string): string {
  if (!mayCall(heldRoles(ctx.asker.viewer), procedure)) throw denied()
  if (ctx.actor !== null) return ctx.actor
  throw new Failure('access/unknown-viewer', { vi: 'Hãy đăng nhập trước', en: 'Sign in first' })
}

/** Text of a query; more than one, or none, is empty. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const bodyOf = ({ body }: { body?: unknown }): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))

const placeIn = ({ query }: Request): ReturnPlace => ({
  duty: textOf(query['duty']),
  unit: textOf(query['unit']),
  period: textOf(query['period']),
})

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The form of a return as a sheet, with what stands in it now. @throws Failure as `openPlace` */
async function sheetForm(ctx: Context, place: ReturnPlace) {
  const opened = await openPlace(ctx, place)
  const { duty, dataset, period } = opened
  const [last, rows, later] = await Promise.all([
    lastOf(ctx, opened),
    ctx.store.read(async (db) => {
      const row = await returnAt(db, place)
      return row ? [...(await figuresOfReturn(db, row.id)).values()] : []
    }),
    ctx.store.read((db) => extensionOf(db, place)),
  ])
  const unit = unitOf(ctx.desk.catalogue, place.unit).name.vi
  const when = formatPeriod(period, 'flow', 'vi')
  const mark = `laban ${place.duty} ${place.unit} ${place.period}`
  const hint = `Hạn ${formatDay(later?.due ?? dueOn(duty, period), 'vi')}. Chỉ điền các ô có màu; tổng tự cộng.`
  return {
    form: { duty, dataset, mark, last, head: [duty.title.vi, unit, `Kỳ ${when}`, hint] },
    given: rows.map(({ figure, value, note }) => ({ figure, value, note })),
    name: `${duty.title.vi}, ${unit}, ${when}.xlsx`.replaceAll('/', '-'),
  }
}

/** As RFC 6266 and RFC 8187 have it: letters of every language, and a plain name for what cannot read them. */
export const attachment = (name: string): string =>
  `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`

export function fileRoutes({ dataDir, contextOf }: FilesOptions): Router {
  const routes = express.Router()
  const raw = express.raw({ type: () => true, limit: largestFile })
  /** The body, once it is known that its sender may write. */
  const receive = async (req: Request, res: Response): Promise<Buffer> => {
    await new Promise<void>((resolve, reject) => raw(req, res, (error: unknown) => (error ? reject(error) : resolve())))
    return bodyOf(req)
  }

  routes.post('/evidence/:initiative', async (req, res) => {
    const ctx = await contextOf(req, res)
    const by = writer(ctx, 'initiative.save')
    const initiative = textOf(req.params['initiative'])
    const { unit } = await ctx.store.read((db) => initiativeBy(db, initiative))
    reportUnit(ctx, unit)
    const bytes = await receive(req, res)
    const { name, type } = checkFile(textOf(req.query['name']), bytes)
    const sha256 = keepBytes(dataDir, bytes)
    const at = new Date().toISOString()
    const detail = { name, sha256, ...insteadOf(ctx, unit) }
    const file = await ctx.store.write(
      { actor: by, action: 'evidence.add', subject: `initiative:${initiative}`, detail },
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

  routes.get('/return', async (req, res) => {
    const ctx = await contextOf(req, res)
    if (!mayCall(ctx.asker.viewer.roles, 'return.get')) throw denied()
    const { form, given, name } = await sheetForm(ctx, placeIn(req))
    const bytes = await writeForm(form, given)
    res.set({ 'Content-Type': xlsx, 'Content-Disposition': attachment(name), 'Cache-Control': 'private, no-store' })
    res.end(bytes)
  })

  /** Reads a filled form and keeps nothing: what it holds goes into the page, where it is looked over and saved. */
  routes.post('/return', async (req, res) => {
    const ctx = await contextOf(req, res)
    writer(ctx, 'return.save')
    reportUnit(ctx, placeIn(req).unit)
    const { form } = await sheetForm(ctx, placeIn(req))
    const { figures, faults } = matchForm(form, await readSheet(await receive(req, res)))
    const checked = faults.length ? Buffer.from(await writeForm(form, figures, faults)).toString('base64') : ''
    res.set('Cache-Control', 'no-store').json({ figures, faults, checked })
  })

  return routes
}
