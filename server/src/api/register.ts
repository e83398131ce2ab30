/** Owns `register.*`: the registers of databases and information systems, their yearly confirmation and the way to the data centres. */
import type { EntryContent, RegisterField, RegisterId, Words } from '@laban/shared'
import {
  cityOf,
  datasetOf,
  entryContentSchema,
  indicatorsOf,
  isCounted,
  lacks,
  registerForm,
  registerIds,
  sharesOf,
  textSchema,
} from '@laban/shared'
import { z } from 'zod'
import { today } from '../reporting/clock.ts'
import { namesFor } from '../reporting/names.ts'
import type { EntryRow } from '../reporting/registers.ts'
import {
  changeEntry,
  confirmEntry,
  declareNone,
  enterEntry,
  entryBy,
  entryContentOf,
  strikeEntry,
} from '../reporting/registers.ts'
import type { Context } from './context.ts'
import type { Named } from './own.ts'
import { insteadOf, isOwnUnit, named, ownUnits, reportsFor, reportUnit } from './own.ts'
import { denied, mutation, procedure, router } from './procedure.ts'

export type EntryShown = {
  id: string
  unit: Named
  version: number
  content: EntryContent
  /** Year for which it was confirmed last. */
  confirmed: number
  updated: string
  /** Ids of indicators that it does not yet reach. */
  lacks: string[]
  mayEdit: boolean
}

export type RegisterPage = {
  register: RegisterId
  title: Words
  about: Words
  form: RegisterField[]
  /** Year that is to be confirmed. */
  year: number
  entries: EntryShown[]
  /** Shares that are counted from the register: those that reach it, of those that are counted. */
  shares: { id: string; name: Words; reached: number; of: number }[]
  /** Units for which the viewer may enter; empty: only reading. */
  units: Named[]
  /** Of those, units that said they keep nothing of the kind this year. */
  nones: string[]
}

export type EntryHistory = {
  steps: { at: string; by: string; move: string; content: EntryContent; reason: string }[]
}

const registerSchema = z.enum(registerIds)
const idSchema = z.string().max(60)
const seenSchema = z.strictObject({ id: idSchema, version: z.int().positive() })
const stamp = (by: string) => ({ by, at: new Date().toISOString(), day: today() })

const formOf = ({ desk }: Context, register: RegisterId): RegisterField[] =>
  registerForm(datasetOf(desk.catalogue, register))

/** Internal: what a unit runs and where it stands is not told to everyone; the shares are. */
const maySee = (ctx: Context, unit: string): boolean =>
  isOwnUnit(ctx, unit) || (ctx.asker.viewer.person !== null && ctx.asker.viewer.clearance.includes('internal'))

async function own(ctx: Context, id: string): Promise<EntryRow> {
  const row = await ctx.store.read((db) => entryBy(db, id))
  reportUnit(ctx, row.unit)
  return row
}

export const registerRouter = router({
  /** Entries that the viewer may see. @throws Failure access/denied for the public */
  get: procedure
    .input(z.strictObject({ register: registerSchema }))
    .query(async ({ ctx, input }): Promise<RegisterPage> => {
      const { register } = input
      const { catalogue } = ctx.desk
      const dataset = datasetOf(catalogue, register)
      const year = Number(today().slice(0, 4))
      const { rows, nones } = await ctx.store.read(async (db) => ({
        rows: await db
          .selectFrom('register_entries')
          .selectAll()
          .where('register', '=', register)
          .where('struck', 'is', null)
          .orderBy('unit')
          .orderBy('created')
          .execute(),
        nones: await db
          .selectFrom('register_nones')
          .select('unit')
          .where('register', '=', register)
          .where('year', '=', year)
          .execute(),
      }))
      const shares = sharesOf(register, indicatorsOf(catalogue, cityOf(catalogue, ctx.home)))
      const shown = rows.filter(({ unit }) => maySee(ctx, unit))
      const contents = new Map(shown.map((row) => [row.id, entryContentOf(row)]))
      const units = new Set(ctx.actor === null ? [] : [...ownUnits(ctx)].filter((unit) => reportsFor(ctx, unit)))
      const inForceUnits = catalogue.units.filter(({ id, validTo }) => units.has(id) && validTo === null)
      return {
        register,
        title: dataset.title,
        about: dataset.about,
        form: formOf(ctx, register),
        year,
        entries: shown.map((row) => {
          const content = contents.get(row.id)!
          return {
            id: row.id,
            unit: named(ctx, row.unit),
            version: row.version,
            content,
            confirmed: row.confirmed_year ?? 0,
            updated: row.updated,
            lacks: shares.filter((share) => lacks(share, content)).map(({ id }) => id),
            mayEdit: units.has(row.unit),
          }
        }),
        shares: shares.map((share) => {
          const counted = [...contents.values()].filter((content) => isCounted(share, content))
          const reached = counted.filter((content) => !lacks(share, content)).length
          return { id: share.id, name: share.name, reached, of: counted.length }
        }),
        units: inForceUnits
          .filter(({ level }) => level !== 'city' && level !== 'country' && level !== 'former-province')
          .map(({ id }) => named(ctx, id)),
        nones: nones.map(({ unit }) => unit).filter((unit) => units.has(unit)),
      }
    }),

  /** Every state that an entry had, the newest first. @throws Failure write/unknown-subject, access/denied */
  history: procedure.input(z.strictObject({ id: idSchema })).query(async ({ ctx, input }): Promise<EntryHistory> => {
    const { steps, names } = await ctx.store.read(async (db) => {
      const row = await entryBy(db, input.id)
      if (!maySee(ctx, row.unit)) throw denied()
      const found = await db
        .selectFrom('register_steps')
        .selectAll()
        .where('entry', '=', row.id)
        .orderBy('step', 'desc')
        .execute()
      const by = found.map((step) => step.by)
      return { steps: found, names: await namesFor(db, ctx.asker.viewer, by) }
    })
    return {
      steps: steps.map(({ at, by, move, content, reason }) => ({
        at,
        by: names[by] ?? '',
        move,
        content: JSON.parse(content) as EntryContent,
        reason,
      })),
    }
  }),

  /** @throws Failure access/denied, input/refused naming each field and what is wrong */
  enter: mutation({
    action: 'register.enter',
    input: z.strictObject({ register: registerSchema, unit: z.string().max(120), content: entryContentSchema }),
    change: async (trx, { ctx, input, actor, note }) => {
      reportUnit(ctx, input.unit)
      const row = await enterEntry(trx, { ...input, form: formOf(ctx, input.register), ...stamp(actor) })
      note({
        subject: `register:${row.id}`,
        detail: { register: row.register, unit: row.unit, ...insteadOf(ctx, row.unit) },
      })
      return { id: row.id, version: row.version }
    },
  }),

  /** @throws Failure access/denied, write/conflict, input/refused */
  change: mutation({
    action: 'register.change',
    input: seenSchema.extend({ content: entryContentSchema }),
    prepare: ({ ctx, input }) => own(ctx, input.id),
    change: async (trx, { ctx, input, actor, prepared, note }) => {
      const row = await changeEntry(trx, { ...input, form: formOf(ctx, prepared.register), ...stamp(actor) })
      note({ subject: `register:${row.id}`, detail: { version: row.version, ...insteadOf(ctx, prepared.unit) } })
      return { version: row.version }
    },
  }),

  /** Says of entries that they stand as they are; all or none. @throws Failure access/denied, write/conflict */
  confirm: mutation({
    action: 'register.confirm',
    input: z.strictObject({ entries: z.array(seenSchema).min(1).max(500) }),
    prepare: ({ ctx, input }) => Promise.all(input.entries.map(({ id }) => own(ctx, id))),
    change: async (trx, { ctx, input, actor, prepared, note }) => {
      for (const seen of input.entries) await confirmEntry(trx, { ...seen, ...stamp(actor) })
      const absent = insteadOf(ctx, ...prepared.map(({ unit }) => unit))
      note({ subject: 'register:', detail: { entries: input.entries.map(({ id }) => id), ...absent } })
      return { confirmed: input.entries.length }
    },
  }),

  /** @throws Failure access/denied, write/conflict, input/refused without a reason */
  strike: mutation({
    action: 'register.strike',
    input: seenSchema.extend({ reason: textSchema(500) }),
    prepare: ({ ctx, input }) => own(ctx, input.id),
    change: async (trx, { ctx, input, actor, prepared, note }) => {
      await strikeEntry(trx, { ...input, ...stamp(actor) })
      note({
        subject: `register:${input.id}`,
        detail: { reason: input.reason, ...insteadOf(ctx, prepared.unit) },
      })
      return { id: input.id }
    },
  }),

  /** @throws Failure access/denied, input/refused where entries stand */
  none: mutation({
    action: 'register.none',
    input: z.strictObject({ register: registerSchema, unit: z.string().max(120) }),
    change: async (trx, { ctx, input, actor, note }) => {
      reportUnit(ctx, input.unit)
      const { by, at, day } = stamp(actor)
      const year = Number(day.slice(0, 4))
      await declareNone(trx, { ...input, year, by, at })
      note({ subject: `unit:${input.unit}`, detail: { register: input.register, year, ...insteadOf(ctx, input.unit) } })
      return { year }
    },
  }),
})
