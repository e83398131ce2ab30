/**
 * Owns who gives way when processors are short: the engine's threads, to the one that answers everybody. Linux alone lets one
 * thread of a process be asked for so; elsewhere nothing is done.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/** Threads of libuv's pool, and those that an engine has made from there: they run statements and compress. */
const gives = 'libuv-worker'
/** A tenth of the time of who asks for none. */
const niceness = 10

/** Asks the threads that there are now: to be called when an engine has been opened. */
export function giveWay(): void {
  if (process.platform !== 'linux') return
  const folder = '/proc/self/task'
  for (const thread of readdirSync(folder)) {
    if (Number(thread) === process.pid) continue
    try {
      if (readFileSync(`${folder}/${thread}/comm`, 'utf8').trim() === gives) setPriority(Number(thread), niceness)
    } catch {
      // The thread has just ended.
    }
  }
}
