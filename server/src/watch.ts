/** Owns looking again and again: one look at a time, a look that fails is told and the next one comes, and an end that waits. */

export type Watch = {
  /** Looks without waiting for its time. */
  now(): void
  /** Begins no further look. @returns when the one under way has ended */
  stop(): Promise<void>
}

/** @param onError  told of what a look threw */
export function startWatch(look: () => Promise<unknown>, everyMs: number, onError: (error: unknown) => void): Watch {
  let looking: Promise<unknown> | undefined
  const now = () => {
    looking ??= look()
      .catch(onError)
      .finally(() => (looking = undefined))
  }
  const timer = setInterval(now, everyMs)
  return {
    now,
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}
