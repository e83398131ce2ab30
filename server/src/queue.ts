/**
 * Owns the turn-taking in front of the engine: few jobs at once, lanes served in rotation so that one asker with many
 * questions does not keep the others waiting. Refuses what would wait too long instead of piling it up.
 */
import { Failure } from '@laban/shared'

export type QueueLimits = {
  /** Jobs in flight at once. More than the machine's cores starves everything else in the process. */
  slots: number
  /** Jobs that may wait, in all lanes together and in one of them. */
  waiting: number
  waitingPerLane: number
  /** Milliseconds after which a waiting job is refused. */
  patienceMs: number
}

export type Queue = {
  /**
   * Runs the job when its lane's turn has come.
   * @throws Failure engine/busy; the signal's reason where it was aborted while waiting
   */
  run<T>(lane: string, job: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Jobs waiting now. */
  waiting(): number
}

type Waiter = { start: () => void; leave: () => void }

export const busy = (): Failure =>
  new Failure('engine/busy', {
    vi: 'Hệ thống đang xử lý quá nhiều câu hỏi; xin thử lại sau ít phút',
    en: 'Too many questions are waiting; please try again shortly',
  })

export function createQueue(limits: QueueLimits): Queue {
  /** A Map keeps insertion order: the first lane is next, and goes to the end once served. */
  const lanes = new Map<string, Set<Waiter>>()
  let running = 0
  let waiting = 0

  function next(): void {
    const [found] = lanes
    if (running >= limits.slots || !found) return
    const [lane, waiters] = found
    const [waiter] = waiters
    lanes.delete(lane)
    if (!waiter) return next()
    waiter.leave()
    if (waiters.size > 0) lanes.set(lane, waiters)
    // Taken here and not by the job, which begins a step later: two turns could be given for one slot.
    running++
    waiter.start()
  }

  function turn(lane: string, signal: AbortSignal | undefined): Promise<void> {
    const waiters = lanes.get(lane) ?? new Set<Waiter>()
    if (waiting >= limits.waiting || waiters.size >= limits.waitingPerLane) return Promise.reject(busy())
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        waiter.leave()
        reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'))
      }
      const timer = setTimeout(() => {
        waiter.leave()
        reject(busy())
      }, limits.patienceMs)
      const waiter: Waiter = {
        start: resolve,
        leave: () => {
          if (!waiters.delete(waiter)) return
          waiting--
          clearTimeout(timer)
          signal?.removeEventListener('abort', abort)
        },
      }
      waiting++
      waiters.add(waiter)
      lanes.set(lane, waiters)
      signal?.addEventListener('abort', abort, { once: true })
    })
  }

  return {
    waiting: () => waiting,
    async run(lane, job, signal) {
      signal?.throwIfAborted()
      if (running < limits.slots && waiting === 0) running++
      else await turn(lane, signal)
      try {
        return await job()
      } finally {
        running--
        next()
      }
    },
  }
}
