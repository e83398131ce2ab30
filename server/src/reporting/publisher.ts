/**
 * Owns that what was recognised, confirmed or approved reaches the warehouse: watches the sign in the store and runs a load beside
 * the server, one at a time. What fails is tried again when the sign moves, and at the next start.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Log } from '../log.ts'
import type { Db } from '../store/connection.ts'
import type { Store } from '../store/store.ts'
import { startWatch } from '../watch.ts'
import { wantedMark } from './marks.ts'

export type Publisher = {
  /** Ends a load that is under way: the release in force stays. */
  stop(): Promise<void>
}

/** One load, which begins with `begin`. `again`: somebody else is loading just now, or it had left before it was told to begin. */
export type Run = { begin(): void; done: Promise<'loaded' | 'again'>; hasLeft(): boolean; kill(): void }

export type PublisherOptions = {
  store: Store
  log: Log
  /** The sign as it stood before the load at the start: all before that is in. */
  from: number
  dataDir: string
  open?: () => Run
  /** How often the store is asked whether anything was written. */
  watchMs?: number
  /** Rest after a load, so that many writes in a row cost few loads. */
  restMs?: number
}

const program = join(import.meta.dirname, '../load-ready.ts')

/**
 * The loader as a process of its own: what it costs does not weigh on those who read.
 * @param compiled  folder where its code is kept as the engine has compiled it: half of the start is spared each time
 */
export const openLoader = (compiled: string) => (): Run => {
  const early = `import { enableCompileCache } from 'node:module'; enableCompileCache(${JSON.stringify(compiled)})`
  const options = ['--max-old-space-size=1024', `--import=data:text/javascript,${encodeURIComponent(early)}`]
  const child = spawn(process.execPath, [...options, program], { stdio: ['pipe', 'ignore', 'pipe'] })
  // It may leave by itself while it waits; that is read from how it ended.
  child.stdin.on('error', () => undefined)
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    if (said.length < 20_000) said += chunk.toString()
  })
  let left = false
  const done = new Promise<'loaded' | 'again'>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      left = true
      if (code === 0) resolve('loaded')
      else if (code === 3 || code === 4) resolve('again')
      else reject(new Error(`the load ended with ${code}: ${said.trim()}`))
    })
  })
  // Looked at when it is needed; till then its end is nobody's fault.
  done.catch(() => undefined)
  return {
    begin: () => void child.stdin.end('now\n'),
    done,
    hasLeft: () => left,
    kill: () => child.kill('SIGTERM'),
  }
}

/** Whether a decision may come any moment that the warehouse must learn of. */
const isDecisionNear = async (db: Db): Promise<boolean> => {
  const figure = await db
    .selectFrom('return_figures')
    .select('figure')
    .where('state', '=', 'submitted')
    .limit(1)
    .executeTakeFirst()
  if (figure) return true
  return (
    (await db.selectFrom('initiatives').select('id').where('state', '=', 'submitted').limit(1).executeTakeFirst()) !==
    undefined
  )
}

export function startPublisher({
  store,
  log,
  from,
  dataDir,
  open = openLoader(join(dataDir, 'compiled')),
  watchMs = 50,
  restMs = 3000,
}: PublisherOptions): Publisher {
  let [seen, done, stopped] = [-1, from, false]
  /** Under way, or standing ready: while something waits for a decision the start of a load is made ahead. */
  let [running, ready]: [Run?, Run?] = []
  let readyAt = 0

  async function look(): Promise<void> {
    if (stopped || Date.now() < readyAt) return
    const changes = store.changes()
    if (changes === seen) return
    const wanted = await store.read(wantedMark)
    if (ready?.hasLeft()) ready = undefined
    const isWanted = wanted > done
    const isNear = !isWanted && !ready && (await store.read(isDecisionNear))
    seen = changes
    if (stopped) return
    if (isNear) ready = open()
    if (!isWanted) return
    running = ready ?? open()
    ready = undefined
    running.begin()
    try {
      const outcome = await running.done
      // Somebody else's load may have begun before the write: only a load of our own is known to hold it.
      if (outcome === 'loaded') done = wanted
      seen = -1
      readyAt = Date.now() + restMs
    } catch (error) {
      if (stopped) return
      done = wanted
      log.error({ err: error }, 'what was reported could not be brought in; the release in force stays')
    } finally {
      running = undefined
    }
  }

  const watch = startWatch(look, watchMs, (error) =>
    log.error({ err: error }, 'the store could not be asked what was reported'),
  )

  return {
    async stop() {
      stopped = true
      running?.kill()
      ready?.kill()
      await watch.stop()
    },
  }
}
