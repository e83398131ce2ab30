/** Owns `session.*`: who is signed in here, and signing out. */
import type { Audience, Role } from '@laban/shared'
import { z } from 'zod'
import { closeSession } from '../people/session.ts'
import { mutation, procedure, router } from './procedure.ts'

/** Who is signed in; null: nobody. */
export type Present = {
  id: string
  account: string
  name: string
  roles: Role[]
  scope: 'all' | string[]
  areas: 'all' | string[]
  clearance: Audience[]
  demo: boolean
  means: string
  expires: string
} | null

export const sessionRouter = router({
  current: procedure.input(z.strictObject({})).query(({ ctx }): Present => {
    if (!ctx.session) return null
    const { person, means, expires } = ctx.session
    const { id, account, name, roles, scope, areas, clearance, demo } = person
    return { id, account, name, roles, scope, areas, clearance, demo, means, expires }
  }),

  close: mutation({
    action: 'session.close',
    seeing: true,
    input: z.strictObject({}),
    change: async (trx, { ctx, note }) => {
      note({ subject: `session:${ctx.session!.id}` })
      await closeSession(trx, ctx.session!.id)
      return { closed: true }
    },
    after: ({ ctx }) => {
      ctx.reply.session = null
    },
  }),
})
