/** Owns `initiative.*`: drafts, submission, recognition, the gallery, and how far the year's duty is met. */
import type { Change, InitiativeContent, InitiativeField, InitiativeState, Reasons, Words } from '@laban/shared'
import { changesBetween, initiativeContentSchema, owingUnits, reasonsSchema, wholeYear } from '@laban/shared'
import { z } from 'zod'
import { tellInitiative } from '../notices/decided.ts'
import { evidenceOf, removeEvidence } from '../reporting/evidence.ts'
import type { EvidenceFile } from '../reporting/evidence.ts'
import { today } from '../reporting/clock.ts'
import type { InitiativeRow } from '../reporting/initiatives.ts'
import {
  beginInitiative,
  contentOf,
  decideInitiative,
  dropInitiative,
  initiativeBy,
  reasonsOf,
  saveInitiative,
  submitInitiative,
  submittedBefore,
  withdrawInitiative,
} from '../reporting/initiatives.ts'
import { namesFor } from '../reporting/names.ts'
import type { Context } from './context.ts'
import type { Named } from './own.ts'
import { holds, insteadOf, isOwnUnit, named, ownUnit, ownUnits, reportsFor, reportUnit } from './own.ts'
import { denied, mutation, procedure, router } from './procedure.ts'

export type GalleryEntry = Pick<
  InitiativeContent,
  'title' | 'decision' | 'result' | 'datasets' | 'measure' | 'before' | 'after' | 'measuredIn' | 'visibility'
> & { id: string; unit: Named; year: number; reused: number }

export type InitiativeStep = {
  at: string
  by: string
  move: string
  reasons: Reasons
}

export type InitiativePage = {
  id: string
  unit: Named
  year: number
  state: InitiativeState
  version: number
  content: InitiativeContent
  /** Name of who wrote last; empty for the public. */
  updated: { at: string; by: string }
  submitted: { at: string; by: string } | null
  decided: { at: string; by: string } | null
  reasons: Reasons
  /** What differs from the submission before; null: submitted for the first time. */
  changes: Change<InitiativeField>[] | null
  steps: InitiativeStep[]
  evidence: EvidenceFile[]
  datasets: { id: string; title: Words }[]
  /** Datasets that may be named; for those who write. */
  choices: { id: string; title: Words }[]
  inspiredBy: { id: string; title: string; unit: Named } | null
  reused: { id: string; title: string; unit: Named }[]
  mayEdit: boolean
  mayWithdraw: boolean
  mayDecide: boolean
}

export type MineEntry = {
  id: string
  unit: Named
  year: number
  title: string
  state: InitiativeState
  updated: string
}

export type CoverageUnit = Named & { state: InitiativeState | 'none' }
export type Coverage = { year: number; years: number[]; units: CoverageUnit[] }

const idSchema = z.string().max(60)
const seenSchema = z.strictObject({ id: idSchema, version: z.int().positive() })
const yearSchema = z.int().min(2020).max(2100)
const now = () => new Date().toISOString()

/** Whether the viewer may read it: those of the unit in every state, others what was recognised for them. */
export const isInitiativeShown = (ctx: Context, row: InitiativeRow): boolean => {
  if (isOwnUnit(ctx, row.unit)) return true
  if (row.state !== 'recognised') return false
  return ctx.asker.viewer.clearance.includes(contentOf(row).visibility)
}

/** @throws Failure write/unknown-subject, access/denied */
async function own(ctx: Context, id: string, check = reportUnit): Promise<InitiativeRow> {
  const row = await ctx.store.read((db) => initiativeBy(db, id))
  check(ctx, row.unit)
  return row
}

async function pageOf(ctx: Context, id: string): Promise<InitiativePage> {
  const { viewer } = ctx.asker
  const found = await ctx.store.read(async (db) => {
    const row = await initiativeBy(db, id)
    if (!isInitiativeShown(ctx, row)) throw denied()
    const steps = await db
      .selectFrom('initiative_steps')
      .select(['at', 'by', 'move', 'reasons'])
      .where('initiative', '=', id)
      .orderBy('step')
      .execute()
    const names = await namesFor(db, viewer, [row.updated_by, ...steps.map(({ by }) => by)])
    const recognised = await db.selectFrom('initiatives').selectAll().where('state', '=', 'recognised').execute()
    return {
      row,
      steps,
      names,
      recognised,
      before: await submittedBefore(db, row),
      evidence: await evidenceOf(db, id),
    }
  })
  const { row, names, steps, recognised, before, evidence } = found
  const content = contentOf(row)
  const isOwned = isOwnUnit(ctx, row.unit)
  const told = (other: InitiativeRow) => ({
    id: other.id,
    title: contentOf(other).title,
    unit: named(ctx, other.unit),
  })
  const shown = recognised.filter((other) => isInitiativeShown(ctx, other))
  const source = shown.find((other) => other.id === content.inspiredBy)
  const act = (at: string | null, by: string | null) => (at ? { at, by: names[by ?? ''] ?? '' } : null)
  const writes = isOwned && ctx.actor !== null
  const byOther = row.submitted_by !== ctx.actor
  return {
    id,
    unit: named(ctx, row.unit),
    year: row.year,
    state: row.state,
    version: row.version,
    content,
    updated: { at: row.updated, by: names[row.updated_by] ?? '' },
    submitted: act(row.submitted, row.submitted_by),
    decided: act(row.decided, row.decided_by),
    reasons: isOwned ? reasonsOf(row) : {},
    changes: isOwned && before ? changesBetween(before, content) : null,
    steps: isOwned
      ? steps.map((step) => ({ at: step.at, by: names[step.by] ?? '', move: step.move, reasons: reasonsOf(step) }))
      : [],
    evidence,
    datasets: content.datasets.map((dataset) => ({
      id: dataset,
      title: ctx.desk.catalogue.datasets.find((one) => one.id === dataset)?.title ?? { vi: dataset, en: dataset },
    })),
    choices: isOwned ? ctx.desk.catalogue.datasets.map(({ id: dataset, title }) => ({ id: dataset, title })) : [],
    inspiredBy: source ? told(source) : null,
    reused: shown.filter((other) => contentOf(other).inspiredBy === id).map(told),
    mayEdit: writes && reportsFor(ctx, row.unit) && (row.state === 'draft' || row.state === 'returned'),
    mayWithdraw: writes && reportsFor(ctx, row.unit) && row.state === 'submitted',
    mayDecide: writes && holds(viewer, 'reviewer') && row.state === 'submitted' && byOther,
  }
}

export const initiativeRouter = router({
  /** Recognised initiatives that the viewer may read, the newest first. */
  gallery: procedure.input(z.strictObject({})).query(async ({ ctx }): Promise<{ initiatives: GalleryEntry[] }> => {
    const rows = await ctx.store.read((db) =>
      db.selectFrom('initiatives').selectAll().where('state', '=', 'recognised').orderBy('decided', 'desc').execute(),
    )
    const shown = rows.filter((row) => isInitiativeShown(ctx, row)).map((row) => ({ row, content: contentOf(row) }))
    const reused = Map.groupBy(rows, (row) => contentOf(row).inspiredBy)
    return {
      initiatives: shown.map(({ row, content }) => {
        const { title, decision, result, datasets, measure, before, after, measuredIn, visibility } = content
        return {
          id: row.id,
          unit: named(ctx, row.unit),
          year: row.year,
          reused: reused.get(row.id)?.length ?? 0,
          title,
          decision,
          result,
          datasets,
          measure,
          before,
          after,
          measuredIn,
          visibility,
        }
      }),
    }
  }),

  /** Which units have met the year's duty, and which have not. Drafts of others are nobody's business. */
  coverage: procedure
    .input(z.strictObject({ year: yearSchema.optional() }))
    .query(async ({ ctx, input }): Promise<Coverage> => {
      const { catalogue } = ctx.desk
      const duty = catalogue.duties.find(({ kind, city }) => kind === 'initiative' && city === ctx.home)
      const thisYear = Number(today().slice(0, 4))
      const first = duty ? Number(duty.first.slice(0, 4)) : thisYear
      const years = Array.from({ length: Math.max(1, thisYear - first + 1) }, (_, i) => thisYear - i)
      const year = input.year ?? thisYear
      if (!duty) return { year, years, units: [] }
      const rows = await ctx.store.read((db) =>
        db.selectFrom('initiatives').select(['unit', 'state']).where('year', '=', year).execute(),
      )
      const order: (InitiativeState | 'none')[] = ['recognised', 'submitted', 'returned', 'draft', 'none']
      const states = Map.groupBy(rows, ({ unit }) => unit)
      return {
        year,
        years,
        units: owingUnits(duty, wholeYear(year), catalogue).map(({ id }) => {
          const known = (states.get(id) ?? [])
            .map(({ state }) => state)
            .filter((state) => state === 'recognised' || isOwnUnit(ctx, id))
          return { ...named(ctx, id), state: order.find((one) => one === 'none' || known.includes(one))! }
        }),
      }
    }),

  /** @throws Failure write/unknown-subject, access/denied */
  get: procedure
    .input(z.strictObject({ id: idSchema }))
    .query(({ ctx, input }): Promise<InitiativePage> => pageOf(ctx, input.id)),

  /** Initiatives of the viewer's units in every state, the last changed first. */
  mine: procedure.input(z.strictObject({})).query(async ({ ctx }): Promise<{ initiatives: MineEntry[] }> => {
    const units = ownUnits(ctx)
    const rows = await ctx.store.read((db) =>
      db.selectFrom('initiatives').selectAll().orderBy('updated', 'desc').execute(),
    )
    return {
      initiatives: rows
        .filter(({ unit }) => units.has(unit))
        .map((row) => ({
          id: row.id,
          unit: named(ctx, row.unit),
          year: row.year,
          title: contentOf(row).title,
          state: row.state,
          updated: row.updated,
        })),
    }
  }),

  /** @throws Failure access/denied, question/unknown-unit; write/unknown-subject (inspiredBy) */
  begin: mutation({
    action: 'initiative.begin',
    input: z.strictObject({ unit: z.string().max(120), year: yearSchema, inspiredBy: idSchema.optional() }),
    change: async (trx, { ctx, input, actor, note }) => {
      reportUnit(ctx, input.unit)
      let content = initiativeContentSchema.parse({})
      if (input.inspiredBy !== undefined) {
        const source = await initiativeBy(trx, input.inspiredBy)
        if (!isInitiativeShown(ctx, source)) throw denied()
        const { title, problem, decision, datasets, method, measure, measuredIn } = contentOf(source)
        content = { ...content, title, problem, decision, datasets, method, measure, measuredIn, inspiredBy: source.id }
      }
      const row = await beginInitiative(trx, { unit: input.unit, year: input.year, content, by: actor, at: now() })
      note({ subject: `initiative:${row.id}`, detail: { unit: row.unit, year: row.year, ...insteadOf(ctx, row.unit) } })
      return { id: row.id }
    },
  }),

  /** @throws Failure write/conflict, write/not-now, access/denied */
  save: mutation({
    action: 'initiative.save',
    input: seenSchema.extend({ content: initiativeContentSchema }),
    prepare: ({ ctx, input }) => own(ctx, input.id),
    change: async (trx, { ctx, input, actor, note }) => {
      const row = await saveInitiative(trx, { ...input, by: actor, at: now() })
      note({ subject: `initiative:${row.id}`, detail: { version: row.version, ...insteadOf(ctx, row.unit) } })
      return { version: row.version, at: row.updated }
    },
  }),

  /** @throws Failure write/conflict, write/not-now, access/denied, input/refused naming what is missing */
  submit: mutation({
    action: 'initiative.submit',
    input: seenSchema,
    prepare: ({ ctx, input }) => own(ctx, input.id),
    change: async (trx, { ctx, input, actor, note }) => {
      const row = await submitInitiative(trx, { ...input, by: actor, at: now() })
      note({ subject: `initiative:${row.id}`, detail: { version: row.version, ...insteadOf(ctx, row.unit) } })
      return { version: row.version }
    },
  }),

  withdraw: mutation({
    action: 'initiative.withdraw',
    input: seenSchema,
    prepare: ({ ctx, input }) => own(ctx, input.id),
    change: async (trx, { ctx, input, actor, note }) => {
      const row = await withdrawInitiative(trx, { ...input, by: actor, at: now() })
      note({ subject: `initiative:${row.id}`, detail: { version: row.version, ...insteadOf(ctx, row.unit) } })
      return { version: row.version }
    },
  }),

  drop: mutation({
    action: 'initiative.drop',
    input: seenSchema,
    prepare: ({ ctx, input }) => own(ctx, input.id),
    change: async (trx, { ctx, input, actor, prepared, note }) => {
      await dropInitiative(trx, { ...input, by: actor, at: now() })
      note({ subject: `initiative:${input.id}`, detail: insteadOf(ctx, prepared.unit) })
      return { id: input.id }
    },
  }),

  /** @throws Failure write/conflict, write/not-now, write/four-eyes, access/denied, input/refused without a reason */
  decide: mutation({
    action: 'initiative.decide',
    input: seenSchema.extend({ verdict: z.enum(['recognise', 'return']), reasons: reasonsSchema.default({}) }),
    prepare: ({ ctx, input }) => own(ctx, input.id, ownUnit),
    change: async (trx, { ctx, input, actor, note }) => {
      const at = now()
      const row = await decideInitiative(trx, { ...input, by: actor, at })
      const telling = { catalogue: ctx.desk.catalogue, mails: ctx.premises.mails, by: actor, at }
      await tellInitiative(trx, telling, { row, reasons: input.reasons })
      note({ subject: `initiative:${row.id}`, detail: { verdict: input.verdict, reasons: input.reasons } })
      return { state: row.state, version: row.version }
    },
  }),

  /** @throws Failure write/not-now, access/denied, write/unknown-subject */
  removeEvidence: mutation({
    action: 'evidence.remove',
    input: z.strictObject({ id: idSchema, file: idSchema }),
    prepare: ({ ctx, input }) => own(ctx, input.id),
    change: async (trx, { ctx, input, prepared, note }) => {
      const file = await removeEvidence(trx, { initiative: input.id, id: input.file, at: now() })
      const detail = { file: file.name, sha256: file.sha256, ...insteadOf(ctx, prepared.unit) }
      note({ subject: `initiative:${input.id}`, detail })
      return { id: input.file }
    },
  }),
})
