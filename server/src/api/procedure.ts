/** Owns what all procedures share: the grant is checked first, and a fault leaves with its code and words alone. */
import { Failure } from '@laban/shared'
import { initTRPC, TRPCError } from '@trpc/server'
import type { Context } from './context.ts'
import { mayCall } from './grants.ts'
import type { FailureShape } from './status.ts'
import { asFailure, shapeOf, trpcCodeOf } from './status.ts'

const trpc = initTRPC.context<Context>().create({
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

export const procedure = trpc.procedure.use(async ({ ctx, path, next }) => {
  if (!mayCall(ctx.asker.viewer.role, path)) throw fault(denied())
  const result = await next()
  if (result.ok) return result
  const failure = asFailure(result.error)
  if (failure) throw fault(failure)
  return result
})

export const denied = (): Failure =>
  new Failure('access/denied', { vi: 'Không có quyền xem nội dung này', en: 'You may not see this' })

/** A failure as tRPC wants it thrown. */
export const fault = (failure: Failure): TRPCError =>
  new TRPCError({ code: trpcCodeOf(failure), message: failure.words.en, cause: failure })
