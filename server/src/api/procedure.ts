/**
 * Owns what all procedures share: the grant is checked first, and a fault leaves with its code and words alone. There are two kinds:
 * `procedure` reads, `mutation` writes, and no mutation can be made that leaves no entry in the trail.
 */
import { Failure, heldRoles, isFailure } from '@laban/shared'
import { initTRPC, TRPCError } from '@trpc/server'
import type { z } from 'zod'
import type { Db } from '../store/connection.ts'
import type { Note } from '../store/store.ts'
import type { Context } from './context.ts'
import { mayCall } from './grants.ts'
import type { FailureShape } from './status.ts'
import { asFailure, shapeOf, trpcCodeOf } from './status.ts'

/** Of a procedure: what the trail calls it; queries have none. */
export type Meta = { action: Action }
/** `thing.verb`, and more of the kind. */
export type Action = `${string}.${string}`

const trpc = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error, ctx, path }) => {
      const failure: FailureShape = shapeOf(error, ctx?.requestId)
      return {
        code: shape.code,
        message: failure.words.en,
        data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path, failure },
      }
    },
  })

export const router = trpc.router

const granted = trpc.procedure.use(async ({ ctx, path, next }) => {
  if (!mayCall(heldRoles(ctx.asker.viewer), path)) throw fault(denied())
  const result = await next()
  if (result.ok) return result
  const failure = asFailure(result.error)
  if (failure) throw fault(failure)
  return result
})

/** For reading: `procedure.input(schema).query(...)`. For writing there is `mutation`. */
export const procedure: Pick<typeof granted, 'input' | 'query'> = granted

export type Asked<Input, Prepared> = {
  ctx: Context
  input: Input
  prepared: Prepared
  /** Person who writes; `public` where nobody has signed in, which only a mutation for `anyone` may meet. */
  actor: string
}

/**
 * One write: `change` runs in one transaction with the entry that tells of it, and the answer leaves when both are on disk.
 * @param options.action  what the trail calls it
 * @param options.input  strict: an unknown key is a failure
 * @param options.anyone  may be called without a session, where the table of grants says so
 * @param options.seeing  may be called by an admin who looks through another's eyes, and is the admin's own act
 * @param options.around  stands around all that follows, and must call it once
 * @param options.prepare  what takes long (hashing, fetching) is done here, before the line of writers is entered
 * @param options.change  returns the answer. Throwing undoes everything, the entry too. A Failure that is returned is the answer, and
 *   what was written stays. `note` tells the trail the subject and details
 * @param options.after  what follows once all is on disk: cookies, closing what was open
 */
export function mutation<Input extends z.ZodObject, Output, Prepared = undefined>(options: {
  action: Action
  input: Input
  anyone?: true
  seeing?: true
  around?: (asked: Omit<Asked<z.output<Input>, undefined>, 'prepared'>, go: () => Promise<Output>) => Promise<Output>
  prepare?: (asked: Omit<Asked<z.output<Input>, undefined>, 'prepared'>) => Promise<Prepared>
  change: (trx: Db, asked: Asked<z.output<Input>, Prepared> & { note: Note }) => Promise<Output | Failure>
  after?: (asked: Asked<z.output<Input>, Prepared> & { output: Output }) => void | Promise<void>
}) {
  const { action, input: schema, anyone, seeing, around, prepare, change, after } = options
  return granted
    .meta({ action })
    .input(schema)
    .mutation(async ({ ctx, input: parsed }): Promise<Output> => {
      // tRPC's own output type of a generic schema does not reduce to zod's.
      const input = parsed as z.output<Input>
      const own = seeing ? (ctx.session?.person.id ?? null) : ctx.actor
      if (own === null && !anyone) throw ctx.session ? readOnly() : signInFirst()
      const actor = own ?? 'public'
      const go = async (): Promise<Output> => {
        const prepared = (await prepare?.({ ctx, input, actor })) as Prepared
        const asked = { ctx, input, actor, prepared }
        const output = await ctx.store.write({ actor, action, subject: '', detail: {} }, (trx, note) =>
          change(trx, { ...asked, note }),
        )
        if (isFailure(output)) throw output
        await after?.({ ...asked, output })
        return output
      }
      return around ? await around({ ctx, input, actor }, go) : await go()
    })
}

export const denied = (): Failure =>
  new Failure('access/denied', { vi: 'Không có quyền xem nội dung này', en: 'You may not see this' })

const signInFirst = (): Failure =>
  new Failure('access/unknown-viewer', { vi: 'Hãy đăng nhập trước', en: 'Sign in first' })

const readOnly = (): Failure =>
  new Failure('access/read-only', {
    vi: 'Đang xem bằng quyền của người khác: chỉ được đọc',
    en: 'You are looking through another person’s eyes: reading only',
  })

/** A failure as tRPC wants it thrown. */
export const fault = (failure: Failure): TRPCError =>
  new TRPCError({ code: trpcCodeOf(failure), message: failure.words.en, cause: failure })
