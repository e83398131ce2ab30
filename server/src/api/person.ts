/** Owns `person.*`: people, their rights and their links, kept by an admin. What is changed holds from the person's next request on. */
import { audiences, Failure, roles, unitOf } from '@laban/shared'
import type { Catalogue, Words } from '@laban/shared'
import { z } from 'zod'
import { makeLink } from '../people/link.ts'
import type { Person } from '../people/person.ts'
import { accountOf, noPerson, personOf, rowOf, toPerson } from '../people/person.ts'
import { closeSessions } from '../people/session.ts'
import { newId } from '../people/token.ts'
import type { Db } from '../store/connection.ts'
import { mutation, procedure, router } from './procedure.ts'

const held = roles.filter((role) => role !== 'public')
const idSchema = z.string().max(60)
const list = z.array(z.string().min(1).max(120)).max(500)

const rights = {
  account: z.string().trim().min(3).max(200),
  name: z.string().trim().min(1).max(200),
  roles: z.array(z.enum(held)).min(1).max(held.length),
  scope: z.union([z.literal('all'), list]),
  areas: z.union([z.literal('all'), list]),
  clearance: z.array(z.enum(audiences)).min(1).max(audiences.length),
  /** What the identity provider calls the person; empty: not known there. */
  claim: z.string().trim().max(300),
}

type Choice = { id: string; name: Words; note: string | null }
export type Choices = { units: Choice[]; areas: Choice[]; provider: string | null }

const linkHours = 24

const refuse = (field: string, vi: string, en: string): Failure =>
  new Failure('input/refused', { vi, en }, { at: { field } })

/** @throws Failure question/unknown-unit, question/unknown-value */
function checkRights({ scope, areas }: Pick<Person, 'scope' | 'areas'>, catalogue: Catalogue): void {
  if (scope !== 'all') for (const unit of scope) unitOf(catalogue, unit)
  if (areas === 'all') return
  const unknown = areas.find((id) => !catalogue.areas.some((area) => area.id === id))
  if (unknown === undefined) return
  throw new Failure('question/unknown-value', {
    vi: `Không có lĩnh vực "${unknown}"`,
    en: `Unknown area of responsibility: "${unknown}"`,
  })
}

async function checkFree(trx: Db, account: string, claim: string, but?: string): Promise<void> {
  const others = await trx.selectFrom('people').select(['id', 'account', 'claim']).execute()
  const other = others.find(
    (one) => one.id !== but && (one.account === account || (claim !== '' && one.claim === claim)),
  )
  if (!other) return
  if (other.account === account) throw refuse('account', 'Tài khoản này đã có người dùng', 'This account is taken')
  throw refuse('claim', 'Mã định danh này đã gắn với người khác', 'This name at the provider belongs to somebody else')
}

/** The house must keep somebody who can let others in. */
async function checkAdmins(trx: Db): Promise<void> {
  const rows = await trx.selectFrom('people').selectAll().where('disabled', 'is', null).execute()
  if (rows.map(toPerson).some((person) => person.roles.includes('admin'))) return
  throw refuse('roles', 'Phải còn ít nhất một quản trị viên', 'At least one administrator has to stay')
}

const toldOf = ({
  account,
  name,
  roles: has,
  scope,
  areas,
  clearance,
}: Pick<Person, 'account' | 'name' | 'roles' | 'scope' | 'areas' | 'clearance'>) => ({
  account,
  name,
  roles: has,
  scope,
  areas,
  clearance,
})

export const personRouter = router({
  /** Everybody, by name; with the claim that the provider knows them by. */
  list: procedure.input(z.strictObject({})).query(async ({ ctx }): Promise<(Person & { claim: string })[]> => {
    const rows = await ctx.store.read((db) => db.selectFrom('people').selectAll().orderBy('name').execute())
    return rows.map((row) => ({ ...toPerson(row), claim: row.claim ?? '' }))
  }),

  /** What rights may name: units with the day on which those that ended did, areas, and the provider people may sign in by. */
  choices: procedure.input(z.strictObject({})).query(({ ctx }): Choices => {
    const { units, areas } = ctx.desk.catalogue
    return {
      units: units.map(({ id, name, validTo }) => ({ id, name, note: validTo })),
      areas: areas.map(({ id, title, validTo }) => ({ id, name: title, note: validTo })),
      provider: ctx.premises.provider,
    }
  }),

  /** @throws Failure input/refused (account or claim taken), question/unknown-unit, question/unknown-value */
  create: mutation({
    action: 'person.create',
    input: z.strictObject(rights),
    change: async (trx, { ctx, input, note }) => {
      checkRights(input, ctx.desk.catalogue)
      const account = accountOf(input.account)
      await checkFree(trx, account, input.claim)
      const id = newId('p')
      await trx
        .insertInto('people')
        .values(rowOf({ ...input, account, id, claim: input.claim || null }))
        .execute()
      note({ subject: `person:${id}`, detail: toldOf({ ...input, account }) })
      return { id }
    },
  }),

  /** @throws Failure write/conflict where somebody else changed the person since `revision`; as `create` */
  change: mutation({
    action: 'person.change',
    input: z.strictObject({ id: idSchema, revision: z.int().positive(), ...rights }),
    change: async (trx, { ctx, input, note }) => {
      checkRights(input, ctx.desk.catalogue)
      const before = await personOf(trx, input.id)
      if (!before) throw noPerson()
      if (before.revision !== input.revision) throw conflict()
      const account = accountOf(input.account)
      await checkFree(trx, account, input.claim, input.id)
      const {
        roles: has,
        scope,
        areas,
        clearance,
        claim,
        name,
      } = rowOf({ ...input, account, claim: input.claim || null })
      await trx
        .updateTable('people')
        .set({ account, name, roles: has, scope, areas, clearance, claim, revision: before.revision + 1 })
        .where('id', '=', input.id)
        .execute()
      await checkAdmins(trx)
      note({ subject: `person:${input.id}`, detail: { before: toldOf(before), after: toldOf({ ...input, account }) } })
      return { revision: before.revision + 1 }
    },
    after: ({ ctx }) => ctx.premises.onEnded(),
  }),

  /** Shuts somebody out at once, or lets them in again. All sessions end. @throws Failure write/unknown-subject, input/refused */
  disable: mutation({
    action: 'person.disable',
    input: z.strictObject({ id: idSchema, disabled: z.boolean() }),
    change: async (trx, { ctx, input, note }) => {
      const before = await personOf(trx, input.id)
      if (!before) throw noPerson()
      const disabled = input.disabled ? new Date(ctx.premises.now()).toISOString() : null
      await trx
        .updateTable('people')
        .set({ disabled, revision: before.revision + 1 })
        .where('id', '=', input.id)
        .execute()
      await trx.deleteFrom('links').where('person', '=', input.id).execute()
      await checkAdmins(trx)
      const ended = await closeSessions(trx, input.id)
      note({ subject: `person:${input.id}`, detail: { disabled: input.disabled, ended } })
      return { ended }
    },
    after: ({ ctx }) => ctx.premises.onEnded(),
  }),

  /** A link by which the person sets a password, once and within a day. It is told here and never again. */
  link: mutation({
    action: 'person.make-link',
    input: z.strictObject({ id: idSchema }),
    change: async (trx, { ctx, input, note }) => {
      note({ subject: `person:${input.id}` })
      const person = await personOf(trx, input.id)
      if (!person || person.disabled !== null) throw noPerson()
      const expires = new Date(ctx.premises.now() + linkHours * 3_600_000)
      const token = await makeLink(trx, 'password', person.id, expires)
      // Behind the hash, so that no server's log ever sees it.
      return { url: `${ctx.premises.address}/sign-in#${token}`, expires: expires.toISOString() }
    },
  }),
})

const conflict = (): Failure =>
  new Failure('write/conflict', {
    vi: 'Người khác vừa sửa thông tin này; hãy xem lại rồi sửa tiếp',
    en: 'Somebody else has just changed this; look again before you go on',
  })
