/** Owns what the reader was told, as the bell and the inbox show it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Answered } from '../api.ts'
import { trpc } from '../api.ts'

export type Notice = Answered['notice']['list']['notices'][number]

/** A decision that changes no figure brings no release, and is worth hearing of all the same. */
const everyMs = 2 * 60_000

export function useNews() {
  const queries = useQueryClient()
  const { data } = useQuery({
    ...trpc.notice.list.queryOptions({}),
    staleTime: 0,
    refetchOnWindowFocus: true,
    refetchInterval: everyMs,
  })
  const read = useMutation(
    trpc.notice.read.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.notice.list.queryFilter()),
    }),
  )
  const { notices = [], unread = 0 } = data ?? {}
  return {
    unread,
    /** The newest first. */
    fresh: notices.filter(({ isRead }) => !isRead),
    old: notices.filter(({ isRead }) => isRead),
    /** Marks as read what the reader has before them. */
    read,
  }
}
