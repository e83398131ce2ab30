/** Owns the tRPC door: a GET asks, a POST writes, answered from the room that the request entered. */
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { Context } from './context.ts'
import { fault } from './procedure.ts'
import { appRouter } from './router.ts'
import { asFailure } from './status.ts'

export const trpcPath = '/api/trpc'
/** Longest list of questions in one request. */
const maxBatchSize = 20

export type Called = { status: number; type: string; body: Buffer }

/**
 * @param asked  path and query; with a body (JSON) it is a POST
 * @param contextOf  may throw a Failure, which is then the answer
 * @param onBug  told of every error that is not a failure
 */
export async function call(
  asked: { url: string; body?: string },
  contextOf: () => Context | Promise<Context>,
  onBug: (error: unknown, procedure: string | undefined) => void,
): Promise<Called> {
  const { url, body } = asked
  const post = body === undefined ? {} : { method: 'POST', body, headers: { 'content-type': 'application/json' } }
  const answer = await fetchRequestHandler({
    endpoint: trpcPath,
    req: new Request(new URL(url, 'http://house'), post),
    router: appRouter,
    createContext: async () => {
      try {
        return await contextOf()
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
    body: Buffer.from(await answer.arrayBuffer()),
  }
}
