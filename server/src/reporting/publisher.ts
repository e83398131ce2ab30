/**
 * Owns that what was recognised, confirmed or approved reaches the warehouse: watches the sign in the store and runs a load beside
 * the server, one at a time. What fails is tried again when the sign moves, and at the next start.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import { startWatch } from '../watch.ts'
import { wantedMark } from './marks.ts'

export type Publisher = {
  /** Ends a load that is under way: the release in force stays. */
  stop(): Promise<void>
}

/** One load. `again`: somebody else is loading just now. */
export type Run = { done: Promise<'loaded' | 'refused' | 'again'>; kill(): void }

export type PublisherOptions = {
  store: Store
  log: Log
  /** The sign as it stood before the load at the start: all before that is in. */
  from: number
  dataDir: string
  run?: () => Run
  /** How often the store is asked whether anything was written. */
  watchMs?: number
  /** Rest after a load, so that many writes in a row cost few loads. */
  restMs?: number
}

const program = join(import.meta.dirname, '../load.ts')

/**
 * The loader as a process of its own: what it costs does not weigh on those who read.
 * @param compiled  folder where its code is kept as the engine has compiled it: half of the start is spared each time
 */
const runLoader = (compiled: string) => (): Run => {
  const early = `import { enableCompileCache } from 'node:module'; enableCompileCache(${JSON.stringify(compiled)})`
  const options = ['--max-old-space-size=1024', `--import=data:text/javascript,${encodeURIComponent(early)}`]
  const child = spawn(process.execPath, [...options, program, '--note', 'reported'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    if (said.length < 20_000) said += chunk.toString()
  })
  const done = new Promise<'loaded' | 'refused' | 'again'>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve('loaded')
      else if (code === 3) resolve('again')
      else reject(new Error(`the load ended with ${code}: ${said.trim()}`))
    })
  })
  return { done, kill: () => child.kill('SIGTERM') }
}

export function startPublisher({
  store,
  log,
  from,
  dataDir,
  run = runLoader(join(dataDir, 'compiled')),
  watchMs = 50,
  restMs = 3000,
}: PublisherOptions): Publisher {
  let [seen, done, stopped] = [-1, from, false]
  let running: Run | undefined
  let readyAt = 0

  async function look(): Promise<void> {
    if (stopped || Date.now() < readyAt) return
    const changes = store.changes()
    if (changes === seen) return
    const wanted = await store.read(wantedMark)
    seen = changes
    if (wanted <= done || stopped) return
    running = run()
    try {
      const outcome = await running.done
      // Somebody else's load may have begun before the write: only a load of our own is known to hold it.
      if (outcome === 'loaded') done = wanted
      else seen = -1
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
      await watch.stop()
    },
  }
}
