/** Owns `session.*`: who is signed in here; signing in and out; one's own sessions and password; looking through another's eyes. */
import type { Audience, Role } from '@laban/shared'
import { Failure } from '@laban/shared'
import { z } from 'zod'
import { linkOf, useLink } from '../people/link.ts'
import { checkPassword, hashPassword, longest } from '../people/password.ts'
import { noPerson, personOf, rowOf } from '../people/person.ts'
import { closeSession, closeSessions, sessionsOf } from '../people/session.ts'
import { admit, check, inLane, refuse, settle } from '../people/sign-in.ts'
import { newId } from '../people/token.ts'
import { denied, mutation, procedure, router } from './procedure.ts'

const nothing = z.strictObject({})
const passwordSchema = z
  .string()
  .min(1)
  .max(4 * longest)
const idSchema = z.string().max(60)

export type Present = {
  /** Who is signed in; null: nobody. */
  person: {
    id: string
    account: string
    name: string
    roles: Role[]
    scope: 'all' | string[]
    areas: 'all' | string[]
    clearance: Audience[]
    demo: boolean
    byPassword: boolean
  } | null
  /** Through whose eyes is looked; null: own. */
  seeingAs: { id: string; name: string; roles: Role[] } | null
  means: string | null
  expires: string | null
  /** Ways to sign in here. */
  offers: { demo: { id: string; name: string; roles: Role[] }[]; provider: string | null }
}

export type OwnSession = { id: string; means: string; agent: string; opened: string; seen: string; isThis: boolean }

export const sessionRouter = router({
  current: procedure.input(nothing).query(async ({ ctx }): Promise<Present> => {
    const { session, premises, store } = ctx
    const demo = premises.demo
      ? await store.read((db) =>
          db
            .selectFrom('people')
            .select(['id', 'name', 'roles'])
            .where('demo', '=', 1)
            .where('disabled', 'is', null)
            .orderBy('id')
            .execute(),
        )
      : []
    const offers = {
      demo: demo.map(({ id, name, roles }) => ({ id, name, roles: JSON.parse(roles) as Role[] })),
      provider: premises.provider,
    }
    if (!session) return { person: null, seeingAs: null, means: null, expires: null, offers }
    const { person, seeingAs, means, expires } = session
    const { created: _, disabled: __, revision: ___, byProvider: ____, ...told } = person
    return {
      person: told,
      seeingAs: seeingAs && { id: seeingAs.id, name: seeingAs.name, roles: seeingAs.roles },
      means,
      expires,
      offers,
    }
  }),

  /** @throws Failure access/wrong-credentials, access/throttled, engine/busy */
  open: mutation({
    action: 'session.open',
    input: z.strictObject({ account: z.string().min(1).max(200), password: passwordSchema }),
    anyone: true,
    around: ({ ctx, input }, go) => inLane(input, ctx.caller, go),
    prepare: ({ ctx, input }) => check(ctx.store, ctx.premises, input, ctx.caller),
    change: async (trx, { ctx, prepared, note }) => settle(trx, note, prepared, ctx),
  }),

  /** @throws Failure access/denied where there is no demonstration, or the person is not of it */
  openDemo: mutation({
    action: 'session.open',
    input: z.strictObject({ person: idSchema }),
    anyone: true,
    change: async (trx, { ctx, input, note }) => {
      const person = ctx.premises.demo ? await personOf(trx, input.person) : undefined
      if (!person?.demo || person.disabled !== null) throw denied()
      return await admit(trx, note, { person: person.id, means: 'demo' }, ctx)
    },
  }),

  /**
   * An admin looks through another's eyes until `seeOwn`: reads what they read, and writes nothing.
   * @throws Failure write/unknown-subject
   */
  seeAs: mutation({
    action: 'session.see-as',
    input: z.strictObject({ person: idSchema }),
    change: async (trx, { ctx, input, note }) => {
      note({ subject: `person:${input.person}` })
      const person = await personOf(trx, input.person)
      if (!person || person.disabled !== null) throw noPerson()
      await trx.updateTable('sessions').set({ seeing_as: person.id }).where('id', '=', ctx.session!.id).execute()
      return { person: person.id }
    },
  }),

  seeOwn: mutation({
    action: 'session.see-own',
    input: nothing,
    seeing: true,
    change: async (trx, { ctx, note }) => {
      note({ subject: `session:${ctx.session!.id}` })
      await trx.updateTable('sessions').set({ seeing_as: null }).where('id', '=', ctx.session!.id).execute()
      return { person: ctx.session!.person.id }
    },
  }),

  close: mutation({
    action: 'session.close',
    input: nothing,
    seeing: true,
    change: async (trx, { ctx, note }) => {
      note({ subject: `session:${ctx.session!.id}` })
      await closeSession(trx, ctx.session!.id)
      return { closed: true }
    },
    after: ({ ctx }) => {
      ctx.reply.session = null
      ctx.premises.onEnded()
    },
  }),

  /** The caller's own, last used first. */
  list: procedure.input(nothing).query(async ({ ctx }): Promise<OwnSession[]> => {
    const { session, store, premises } = ctx
    if (!session) return []
    const rows = await store.read((db) => sessionsOf(db, session.person.id, premises.now()))
    return rows.map(({ id, means, agent, opened, seen }) => ({
      id,
      means,
      agent,
      opened,
      seen,
      isThis: id === session.id,
    }))
  }),

  /** Ends one of the caller's own sessions. @throws Failure write/unknown-subject */
  end: mutation({
    action: 'session.end',
    input: z.strictObject({ session: idSchema }),
    change: async (trx, { input, actor, note }) => {
      note({ subject: `session:${input.session}` })
      const own = await trx
        .selectFrom('sessions')
        .select('id')
        .where('id', '=', input.session)
        .where('person', '=', actor)
        .executeTakeFirst()
      if (!own)
        throw new Failure('write/unknown-subject', { vi: 'Phiên này đã kết thúc', en: 'This session has ended' })
      await closeSession(trx, own.id)
      return { ended: 1 }
    },
    after: ({ ctx }) => ctx.premises.onEnded(),
  }),

  /** Ends all of the caller's sessions but this one. */
  endOthers: mutation({
    action: 'session.end-others',
    input: nothing,
    change: async (trx, { ctx, actor, note }) => {
      const ended = await closeSessions(trx, actor, ctx.session!.id)
      note({ subject: `person:${actor}`, detail: { ended } })
      return { ended }
    },
    after: ({ ctx }) => ctx.premises.onEnded(),
  }),

  /**
   * Sets the caller's own password and ends all other sessions.
   * @throws Failure input/refused, access/wrong-credentials, access/throttled
   */
  changePassword: mutation({
    action: 'person.change-password',
    input: z.strictObject({ old: passwordSchema, new: passwordSchema }),
    around: ({ ctx, input, actor }, go) => inLane({ ...input, account: actor }, ctx.caller, go),
    prepare: async ({ ctx, input }) => {
      const { account, name } = ctx.session!.person
      const checked = await check(ctx.store, ctx.premises, { account, password: input.old }, ctx.caller)
      checkPassword(input.new, [account, name])
      return { checked, hash: await ctx.premises.hashing.run(ctx.caller.address, () => hashPassword(input.new)) }
    },
    change: async (trx, { ctx, actor, prepared, note }) => {
      note({ subject: `person:${actor}`, detail: { done: prepared.checked.isGood } })
      if (!prepared.checked.isGood) return await refuse(trx, prepared.checked, ctx.premises.now())
      await trx.updateTable('people').set({ password: prepared.hash }).where('id', '=', actor).execute()
      return { ended: await closeSessions(trx, actor, ctx.session!.id) }
    },
    after: ({ ctx }) => ctx.premises.onEnded(),
  }),

  /**
   * Sets a password by a one-time link, ends all sessions of the person and opens one here.
   * @throws Failure write/unknown-subject, input/refused
   */
  useLink: mutation({
    action: 'person.use-link',
    input: z.strictObject({ token: z.string().max(100), password: passwordSchema }),
    anyone: true,
    prepare: async ({ ctx, input }) => {
      const { person } = await ctx.store.read((db) => linkOf(db, input.token, 'password', ctx.premises.now()))
      const { account, name } = (await ctx.store.read((db) => personOf(db, person!)))!
      checkPassword(input.password, [account, name])
      return await ctx.premises.hashing.run(ctx.caller.address, () => hashPassword(input.password))
    },
    change: async (trx, { ctx, input, prepared, note }) => {
      const now = ctx.premises.now()
      const { person } = await useLink(trx, input.token, 'password', now)
      await trx.updateTable('people').set({ password: prepared }).where('id', '=', person!).execute()
      await closeSessions(trx, person!)
      return await admit(trx, note, { person: person!, means: 'link' }, ctx)
    },
    after: ({ ctx }) => ctx.premises.onEnded(),
  }),

  /**
   * Makes the first administrator by the link that the console printed, and signs them in. Gone once there is one.
   * @throws Failure write/unknown-subject, input/refused
   */
  setUp: mutation({
    action: 'person.set-up',
    input: z.strictObject({
      token: z.string().max(100),
      account: z.string().trim().min(3).max(200),
      name: z.string().trim().min(1).max(200),
      password: passwordSchema,
    }),
    anyone: true,
    prepare: async ({ ctx, input }) => {
      await ctx.store.read((db) => linkOf(db, input.token, 'setup', ctx.premises.now()))
      checkPassword(input.password, [input.account, input.name])
      return await ctx.premises.hashing.run(ctx.caller.address, () => hashPassword(input.password))
    },
    change: async (trx, { ctx, input, prepared, note }) => {
      await useLink(trx, input.token, 'setup', ctx.premises.now())
      const id = newId('p')
      const { account, name } = input
      const everything = { scope: 'all', areas: 'all', clearance: ['public', 'internal'] } as const
      await trx
        .insertInto('people')
        .values(
          rowOf({
            id,
            account,
            name,
            roles: ['admin'],
            ...everything,
            clearance: [...everything.clearance],
            password: prepared,
          }),
        )
        .execute()
      return await admit(trx, note, { person: id, means: 'link' }, ctx)
    },
  }),
})
