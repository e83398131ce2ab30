/** Owns the starting of DuckDB in a worker of our own origin, with its limits; knows when it has died. */
import { AsyncDuckDB, VoidLogger } from '@duckdb/duckdb-wasm'
import wasm from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import script from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url'
import { restarted, unavailable } from './fault.ts'

/** One life of the engine. */
export type Life = {
  db: AsyncDuckDB
  /** The same promise; rejects with Failure engine/restarted where the engine dies first. */
  guard<T>(promise: Promise<T>): Promise<T>
  /** Ends this life; everything guarded is rejected. */
  die(cause: unknown): void
  readonly isDead: boolean
}

const gigabyte = 2 ** 30

/** Bytes that the engine may take: three eighths of the machine's memory as far as the browser tells it, and never what 32 bits cannot hold. */
export function memoryLimit(): number {
  const told = (navigator as { deviceMemory?: number }).deviceMemory ?? 4
  return Math.min(3, Math.max(0.5, told * 0.375)) * gigabyte
}

/**
 * @param onDeath  called once, when the engine has died, by itself or by `die`; not where it never came to life
 * @throws Failure engine/unavailable
 */
export async function boot(onDeath: () => void): Promise<Life> {
  const worker = new Worker(new URL(script, location.href), { name: 'duckdb' })
  const waiting = new Set<(cause: unknown) => void>()
  let [isReady, isDead] = [false, false]
  const life: Life = {
    db: new AsyncDuckDB(new VoidLogger(), worker),
    guard: (promise) =>
      new Promise((resolve, reject) => {
        const fail = (cause: unknown): void => reject(restarted(cause))
        if (isDead) return fail(undefined)
        waiting.add(fail)
        promise.then(resolve, reject).finally(() => waiting.delete(fail))
      }),
    die(cause) {
      if (isDead) return
      isDead = true
      worker.terminate()
      life.db.detach()
      for (const fail of waiting) fail(cause)
      waiting.clear()
      if (isReady) onDeath()
    },
    get isDead() {
      return isDead
    },
  }
  worker.addEventListener('error', (event) => {
    event.preventDefault()
    life.die(new Error(event.message))
  })
  try {
    await life.guard(life.db.instantiate(new URL(wasm, location.href).href))
    await life.guard(life.db.open({ query: { castDecimalToDouble: true } }))
    const connection = await life.guard(life.db.connect())
    for (const setting of [
      // What is not inside would be fetched from another host.
      'autoinstall_known_extensions = false',
      'autoload_known_extensions = false',
      `memory_limit = '${Math.round(memoryLimit() / 2 ** 20)}MiB'`,
    ])
      await life.guard(connection.query(`SET ${setting}`))
    await life.guard(connection.close())
    isReady = true
    return life
  } catch (error) {
    life.die(error)
    throw unavailable(error)
  }
}
