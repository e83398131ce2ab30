/** Owns the tRPC door: one GET, answered from the room that the request entered. */
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { Context } from './context.ts'
import { fault } from './procedure.ts'
import { appRouter } from './router.ts'
import { asFailure } from './status.ts'

export const trpcPath = '/api/trpc'
/** Longest list of questions in one request. */
const maxBatchSize = 20

export type Called = { status: number; type: string; body: string }

/**
 * @param url  path and query
 * @param contextOf  may throw a Failure, which is then the answer
 * @param onBug  told of every error that is not a failure
 */
export async function call(
  url: string,
  contextOf: () => Context,
  onBug: (error: unknown, procedure: string | undefined) => void,
): Promise<Called> {
  const answer = await fetchRequestHandler({
    endpoint: trpcPath,
    req: new Request(new URL(url, 'http://house')),
    router: appRouter,
    createContext: () => {
      try {
        return contextOf()
      } catch (error) {
        const failure = asFailure(error)
        throw failure ? fault(failure) : error
      }
    },
    maxBatchSize,
    onError: ({ error, path }) => {
      if (!asFailure(error)) onBug(error.cause ?? error, path)
    },
  })
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? 'application/json',
    body: await answer.text(),
  }
}
