/**
 * Owns GET /events: tells open pages which release is in force, at connect and after each swap (server-sent events). Bounded, so
 * that forgotten tabs cannot use up the process.
 */
import type { Request, Response } from 'express'
import type { House } from './house.ts'
import { busy } from './queue.ts'

export type Events = {
  /** @throws Failure engine/busy where too many are connected */
  /** @param session  id of the session that it was opened with; the stream ends with it */
  connect(req: Request, res: Response, session?: string): void
  /** Closes the streams whose session is not good any more. */
  recheck(): Promise<void>
  connected(): number
  /** Ends every connection; browsers come back by themselves. */
  close(): void
}

const message = (release: string): string =>
  `id: ${release}\nevent: release\ndata: ${JSON.stringify({ id: release })}\n\n`

type Options = {
  most?: number
  heartbeatMs?: number
  /** Of the sessions named, those that are good now. */
  goodSessions?: (ids: readonly string[]) => Promise<Set<string>>
  recheckMs?: number
}

export function createEvents(house: House, options: Options = {}): Events {
  const { most = 2000, heartbeatMs = 15_000, goodSessions, recheckMs = 1000 } = options
  const open = new Set<Response>()
  /** Streams that somebody signed in has opened. */
  const held = new Map<Response, string>()
  const recheck = async (): Promise<void> => {
    if (!goodSessions || held.size === 0) return
    const good = await goodSessions([...new Set(held.values())])
    for (const [res, session] of held) if (!good.has(session)) res.end()
  }
  const tell = (text: string): void => {
    for (const res of open) {
      // A reader that does not read: dropped instead of buffered for.
      if (res.writableNeedDrain) res.destroy()
      else res.write(text)
    }
  }

  const unsubscribe = house.onSwap((release) => tell(message(release)))
  // Sessions end at other servers and by the clock too.
  const watch = setInterval(() => void recheck().catch(() => undefined), recheckMs)
  const heart = setInterval(() => tell(': alive\n\n'), heartbeatMs)

  return {
    connected: () => open.size,
    recheck,
    connect(_req, res, session) {
      if (open.size >= most) throw busy()
      res.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      })
      open.add(res)
      if (session !== undefined) held.set(res, session)
      res.on('close', () => {
        open.delete(res)
        held.delete(res)
      })
      res.write(`retry: 2000\n${message(house.room().id)}`)
    },
    close() {
      clearInterval(watch)
      clearInterval(heart)
      unsubscribe()
      for (const res of open) res.end()
    },
  }
}
