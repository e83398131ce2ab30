/**
 * Owns GET /events: tells open pages which release is in force, at connect and after each swap (server-sent events). Bounded, so
 * that forgotten tabs cannot use up the process.
 */
import type { Request, Response } from 'express'
import type { House } from './house.ts'
import { busy } from './queue.ts'

export type Events = {
  /** @throws Failure engine/busy where too many are connected */
  connect(req: Request, res: Response): void
  connected(): number
  /** Ends every connection; browsers come back by themselves. */
  close(): void
}

const message = (release: string): string =>
  `id: ${release}\nevent: release\ndata: ${JSON.stringify({ id: release })}\n\n`

export function createEvents(house: House, { most = 2000, heartbeatMs = 15_000 } = {}): Events {
  const open = new Set<Response>()
  const tell = (text: string): void => {
    for (const res of open) {
      // A reader that does not read: dropped instead of buffered for.
      if (res.writableNeedDrain) res.destroy()
      else res.write(text)
    }
  }

  const unsubscribe = house.onSwap((release) => tell(message(release)))
  const heart = setInterval(() => tell(': alive\n\n'), heartbeatMs)

  return {
    connected: () => open.size,
    connect(_req, res) {
      if (open.size >= most) throw busy()
      res.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      })
      open.add(res)
      res.on('close', () => open.delete(res))
      res.write(`retry: 2000\n${message(house.room().id)}`)
    },
    close() {
      clearInterval(heart)
      unsubscribe()
      for (const res of open) res.end()
    },
  }
}
