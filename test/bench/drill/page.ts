/** The page under measurement: `window.start(kind, extract)` draws four linked charts, `window.act(act)` does one interaction and says how long it took. */
import type { Charts } from './acts.ts'

let charts: Charts | undefined
let longest = 0
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longest = Math.max(longest, duration)
}).observe({ type: 'longtask' })

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

window.start = async (kind, extract) => {
  const begun = performance.now()
  const { open } = kind === 'ours' ? await import('./ours.ts') : await import('./peer.ts')
  charts = await open(document.getElementById('app')!, extract)
  return { readyMs: performance.now() - begun }
}

/** From the reader's movement to the frame after everything else has been drawn anew. */
window.act = async (act) => {
  if (!charts) throw new Error('nothing is drawn yet')
  if (act.kind === 'enter') {
    const begun = performance.now()
    await charts.enter(act.axis)
    return performance.now() - begun
  }
  // A movement may fall anywhere between two frames.
  await rest(Math.random() * 16)
  const begun = performance.now()
  await charts.pick(act.axis, act.from, act.to)
  await frame()
  return performance.now() - begun
}
window.longest = () => {
  const found = longest
  longest = 0
  return found
}
