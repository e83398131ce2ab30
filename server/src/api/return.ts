/** Owns `return.*`: one unit's figures for one period: opened, typed, submitted, decided figure by figure. */
import type { FigureState, FormRule, Issue, Period, Words } from '@laban/shared'
import { dueOn, measureOfFigure, textSchema, titleOf } from '@laban/shared'
import { z } from 'zod'
import { tellReturn } from '../notices/decided.ts'
import { today } from '../reporting/clock.ts'
import { extensionOf } from '../reporting/extensions.ts'
import type { Known } from '../reporting/known.ts'
import { namesFor } from '../reporting/names.ts'
import type { FigureRow } from '../reporting/returns.ts'
import {
  decideReturn,
  figuresOfReturn,
  issuesOfReturn,
  knownIn,
  reopenFigure,
  returnAt,
  saveFigures,
  submitReturn,
  withdrawReturn,
} from '../reporting/returns.ts'
import type { Context } from './context.ts'
import type { Named } from './own.ts'
import { holds, insteadOf, named, reportsFor, reportUnit } from './own.ts'
import { mutation, procedure, router } from './procedure.ts'
import type { Opened } from './return-place.ts'
import { elsewhere, lastOf, openId, openPlace, titleOfReturn } from './return-place.ts'

export type FigureShown = {
  key: string
  title: Words
  hint: Words | null
  measuredIn: string
  required: boolean
  whole: boolean
  min: number | null
  max: number | null
  state: FigureState | 'empty'
  version: number
  value: number | null
  note: string
  /** Why it was sent back, or opened again. */
  reason: string
  /** Value when it was last decided; null: never, or missing. */
  before: number | null
  again: boolean
  /** Value of the period before. */
  last: number | null
  /** What the warehouse has from elsewhere for the same cell. */
  known: Known | null
  submitted: { at: string; by: string } | null
  decided: { at: string; by: string } | null
}

export type ReturnPage = {
  id: string | null
  duty: { id: string; title: Words; about: Words | null; basis: Words }
  unit: Named
  /** Whose figures they are. */
  speaksOf: Named
  period: string
  span: Period
  due: string
  /** Why the due day was put off, and which it was before; null: it was not. */
  extended: { from: string; reason: string } | null
  figures: FigureShown[]
  rules: FormRule[]
  issues: Issue[]
  steps: { at: string; by: string; figure: string; move: string; value: number | null; note: string; reason: string }[]
  mayEdit: boolean
  mayDecide: boolean
}

const idSchema = z.string().max(60)
const keySchema = z.string().max(60)
const placeSchema = z.strictObject({ duty: keySchema, unit: z.string().max(120), period: z.string().max(20) })
const seenSchema = z.strictObject({ figure: keySchema, version: z.int().min(0) })
const now = () => new Date().toISOString()

type Stored = {
  id: string | null
  rows: Map<string, FigureRow>
  steps: ReturnPage['steps']
  names: Record<string, string>
}

async function stored(ctx: Context, { place }: Opened): Promise<Stored> {
  return ctx.store.read(async (db) => {
    const row = await returnAt(db, place)
    if (!row) return { id: null, rows: new Map<string, FigureRow>(), steps: [], names: {} }
    const rows = await figuresOfReturn(db, row.id)
    const steps = await db
      .selectFrom('return_steps')
      .select(['at', 'by', 'figure', 'move', 'value', 'note', 'reason'])
      .where('return', '=', row.id)
      .orderBy('step', 'desc')
      .limit(400)
      .execute()
    const people = [...rows.values()].flatMap(({ submitted_by: one, decided_by: other }) => [one, other])
    const names = await namesFor(db, ctx.asker.viewer, [...people, ...steps.map(({ by }) => by)])
    return { id: row.id, rows, names, steps: steps.map((step) => ({ ...step, by: names[step.by] ?? '' })) }
  })
}

async function pageOf(ctx: Context, opened: Opened): Promise<ReturnPage> {
  const { duty, dataset, period, place } = opened
  const [{ id, rows, steps, names }, last, known, later] = await Promise.all([
    stored(ctx, opened),
    lastOf(ctx, opened),
    elsewhere(ctx, opened),
    ctx.store.read((db) => extensionOf(db, place)),
  ])
  const writes = ctx.actor !== null
  const act = (at: string | null, by: string | null) => (at ? { at, by: names[by ?? ''] ?? '' } : null)
  return {
    id,
    duty: { id: duty.id, title: duty.title, about: duty.about ?? null, basis: duty.basis.text },
    unit: named(ctx, place.unit),
    speaksOf: named(ctx, duty.speaksOf ?? place.unit),
    period: place.period,
    span: period,
    due: later?.due ?? dueOn(duty, period),
    extended: later ? { from: dueOn(duty, period), reason: later.reason } : null,
    figures: duty.figures.map((figure): FigureShown => {
      const row = rows.get(figure.key)
      return {
        key: figure.key,
        title: titleOf(figure, dataset),
        hint: figure.hint ?? null,
        measuredIn: measureOfFigure(figure, dataset),
        required: figure.required,
        whole: figure.whole,
        min: figure.min ?? null,
        max: figure.max ?? null,
        state: row && (row.value !== null || row.note !== '') ? row.state : 'empty',
        version: row?.version ?? 0,
        value: row?.value ?? null,
        note: row?.note ?? '',
        reason: row?.reason ?? '',
        before: row?.before ?? null,
        again: row?.again === 1,
        last: last[figure.key] ?? null,
        known: (row && row.state !== 'draft' ? knownIn(row) : null) ?? known.get(figure.key) ?? null,
        submitted: row ? act(row.submitted, row.submitted_by) : null,
        decided: row ? act(row.decided, row.decided_by) : null,
      }
    }),
    rules: duty.rules,
    issues: issuesOfReturn(duty, dataset, rows, last),
    steps,
    mayEdit: writes && reportsFor(ctx, place.unit),
    mayDecide:
      writes &&
      holds(ctx.asker.viewer, 'reviewer') &&
      [...rows.values()].some((row) => row.state === 'submitted' && row.submitted_by !== ctx.actor),
  }
}

/** @throws Failure write/unknown-subject, access/denied where the caller does not report for the unit */
async function ownReturn(ctx: Context, id: string): Promise<Opened> {
  const opened = await openId(ctx, id)
  reportUnit(ctx, opened.place.unit)
  return opened
}

export const returnRouter = router({
  /** @throws Failure write/unknown-subject, question/bad-period, access/denied; engine/busy, engine/timeout */
  get: procedure
    .input(placeSchema)
    .query(async ({ ctx, input }): Promise<ReturnPage> => await pageOf(ctx, await openPlace(ctx, input))),

  /** Where a return is: for links that know its id alone. @throws Failure write/unknown-subject, access/denied */
  place: procedure
    .input(z.strictObject({ id: idSchema }))
    .query(async ({ ctx, input }) => (await openId(ctx, input.id)).place),

  /**
   * Keeps what was typed, figure by figure.
   * @throws Failure write/conflict, write/not-now, write/unknown-subject, access/denied; then nothing is kept
   */
  save: mutation({
    action: 'return.save',
    input: placeSchema.extend({
      figures: z
        .array(seenSchema.extend({ value: z.number().nullable(), note: textSchema(500) }))
        .min(1)
        .max(200),
    }),
    prepare: async ({ ctx, input: { duty, unit, period } }) => {
      const opened = await openPlace(ctx, { duty, unit, period })
      reportUnit(ctx, unit)
      return { opened, known: await elsewhere(ctx, opened) }
    },
    change: async (trx, { ctx, input, actor, prepared: { opened, known }, note }) => {
      const { duty, place } = opened
      const row = await saveFigures(trx, { duty, place, typed: input.figures, known, by: actor, at: now() })
      const typed = input.figures.map(({ figure }) => figure)
      note({ subject: `return:${row.id}`, detail: { figures: typed, ...insteadOf(ctx, place.unit) } })
      const figures = await figuresOfReturn(trx, row.id)
      return {
        id: row.id,
        figures: [...figures.values()].map(({ figure, version, state, value, note: words }) => ({
          figure,
          version,
          state,
          value,
          note: words,
        })),
      }
    },
  }),

  /** @throws Failure input/refused naming what is wrong, write/unknown-subject, access/denied */
  submit: mutation({
    action: 'return.submit',
    input: z.strictObject({ id: idSchema }),
    prepare: async ({ ctx, input }) => {
      const opened = await ownReturn(ctx, input.id)
      return { opened, last: await lastOf(ctx, opened) }
    },
    change: async (trx, { ctx, input, actor, prepared: { opened, last }, note }) => {
      const { duty, dataset, place } = opened
      const submitted = await submitReturn(trx, { id: input.id, duty, dataset, last, by: actor, at: now() })
      note({ subject: `return:${input.id}`, detail: { submitted, ...insteadOf(ctx, place.unit) } })
      return { submitted }
    },
  }),

  /** @throws Failure input/refused where nothing waits, access/denied */
  withdraw: mutation({
    action: 'return.withdraw',
    input: z.strictObject({ id: idSchema }),
    prepare: ({ ctx, input }) => ownReturn(ctx, input.id),
    change: async (trx, { ctx, input, actor, prepared: { place }, note }) => {
      const withdrawn = await withdrawReturn(trx, { id: input.id, by: actor, at: now() })
      note({ subject: `return:${input.id}`, detail: { withdrawn, ...insteadOf(ctx, place.unit) } })
      return { withdrawn }
    },
  }),

  /** All or none. @throws Failure write/conflict, write/not-now, write/four-eyes, input/refused, access/denied */
  decide: mutation({
    action: 'return.decide',
    input: z.strictObject({
      id: idSchema,
      approve: z.array(seenSchema).max(200).default([]),
      back: z
        .array(seenSchema.extend({ reason: textSchema(500) }))
        .max(200)
        .default([]),
    }),
    prepare: ({ ctx, input }) => openId(ctx, input.id),
    change: async (trx, { ctx, input, actor, prepared, note }) => {
      const { duty, period } = prepared
      const { id, approve, back } = input
      const decision = { approve, back }
      const told = { title: titleOfReturn(ctx, prepared), day: today(), by: actor, at: now() }
      const decided = await decideReturn(trx, { id, duty, period, decision, ...told })
      const telling = { catalogue: ctx.desk.catalogue, mails: ctx.premises.mails, by: actor, at: told.at }
      await tellReturn(trx, telling, { id, ...prepared, decision })
      const names = (seen: readonly { figure: string }[]) => seen.map(({ figure }) => figure)
      note({ subject: `return:${id}`, detail: { approved: names(approve), returned: names(back) } })
      return decided
    },
  }),

  /** @throws Failure write/conflict, write/not-now, input/refused without a reason, access/denied */
  reopen: mutation({
    action: 'return.reopen',
    input: seenSchema.extend({ id: idSchema, reason: textSchema(500) }),
    prepare: ({ ctx, input }) => ownReturn(ctx, input.id),
    change: async (trx, { ctx, input, actor, prepared: { place }, note }) => {
      const { id, figure, version, reason } = input
      await reopenFigure(trx, { id, seen: { figure, version }, reason, by: actor, at: now() })
      note({ subject: `return:${id}`, detail: { figure, reason, ...insteadOf(ctx, place.unit) } })
      return { figure }
    },
  }),
})
