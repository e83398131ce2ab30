/**
 * Owns the way to the server; the only file that knows its router. Every question is a GET whose address is the question,
 * so that answers can be kept by their address.
 */
import type { FailureCode, Words } from '@laban/shared'
import type { AppRouter } from '@laban/server'
import { QueryClient } from '@tanstack/react-query'
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'

export type Asked = inferRouterInputs<AppRouter>
export type Answered = inferRouterOutputs<AppRouter>

/** What a page may say about a question that was not answered. `code` is null where the server or the network broke. */
export type Trouble = {
  code: FailureCode | null
  /** The server could not be reached at all. */
  unreachable: boolean
  words: Words | null
  nearest: { id: string; name: Words }[]
}

type FailureData = { failure?: { code: FailureCode | 'internal'; words: Words; nearest?: Trouble['nearest'] } }

/** Reads what the server says about a failure; anything else is trouble without a code. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof TRPCClientError) {
    const failure = (error.data as FailureData | null | undefined)?.failure
    if (failure) {
      const code = failure.code === 'internal' ? null : failure.code
      return { code, unreachable: false, words: code && failure.words, nearest: failure.nearest ?? [] }
    }
    return { code: null, unreachable: error.data === undefined || error.data === null, words: null, nearest: [] }
  }
  if (error instanceof FileRefused) {
    const { code, words, nearest } = error.failure
    return { code: code === 'internal' ? null : code, unreachable: false, words, nearest: nearest ?? [] }
  }
  // A request that never got through, where no link of tRPC wraps it.
  return { code: null, unreachable: error instanceof TypeError, words: null, nearest: [] }
}

/** Answers hold for as long as the release does; `events.ts` says when that ends. A failure that a person must act on is not retried. */
export const createQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 30 * 60_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 2 && troubleOf(error).code === null,
      },
    },
  })

export const queries = createQueries()

/** For what is asked outside of a component's drawing. */
export const client = createTRPCClient<AppRouter>({ links: [httpLink({ url: '/api/trpc' })] })

/** `useQuery(trpc.overview.get.queryOptions({ ... }))` */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient: queries })

/** A refused file as a failure that `troubleOf` understands. */
class FileRefused extends Error {
  readonly failure: NonNullable<FailureData['failure']>

  constructor(failure: NonNullable<FailureData['failure']>) {
    super(failure.words.en)
    this.failure = failure
  }
}

/** Sends a file to a place below /api/files. @throws what `troubleOf` reads */
export async function sendFile<T>(path: string, file: Blob): Promise<T> {
  const headers = { 'content-type': 'application/octet-stream' }
  const response = await fetch(`/api/files/${path}`, { method: 'POST', headers, body: file })
  if (response.ok) return (await response.json()) as T
  const said = (await response.json().catch(() => ({}))) as { error?: NonNullable<FailureData['failure']> }
  if (said.error) throw new FileRefused(said.error)
  throw new Error(`the file was not taken: ${response.status}`)
}
