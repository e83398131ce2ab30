/** Our linked charts: pairs and columns in the worker, drawn by the same painter as on the screens. */
import { openPainter } from '../../../web/src/charts/linked/painter.ts'
import type { Look } from '../../../web/src/charts/pen.ts'
import { fill } from '../../../web/src/drill/bring.ts'
import { openCube } from '../../../web/src/drill/cube/client.ts'
import { openEngine } from '../../../web/src/drill/engine/engine.ts'
import type { State } from '../../../web/src/drill/session.ts'
import { openSession } from '../../../web/src/drill/session.ts'
import type { Charts } from './acts.ts'
import { sizes } from './acts.ts'

const look: Look = {
  ink: '#1b1f24',
  quiet: '#5b6470',
  faint: '#b3b8bf',
  line: '#e4e1da',
  surface: '#ffffff',
  accent: '#0b5a68',
  status: { 'on-track': '#17795b', behind: '#9a5f06', 'off-track': '#b3261e', 'no-data': '#6b7280', late: '#5b4b8a' },
  font: 'sans-serif',
  size: 12,
  still: true,
}

export async function open(place: HTMLElement, extract: { address: string; bytes: number }): Promise<Charts> {
  const engine = await openEngine()
  await engine.attach({ ...extract, alias: 'bench' })
  const months = Uint16Array.from({ length: sizes[0] }, (_, month) => Math.floor(month / 12))
  // No pairs: everything that they would answer is answered by rows, which is the harder case.
  const cube = openCube({
    sizes: [...sizes],
    measures: 2,
    years: months,
    filled: new Uint8Array(60).fill(1),
    pairs: [],
  })
  await fill(
    engine,
    cube,
    {
      sql: 'SELECT CAST(m AS USMALLINT) AS k0, CAST(a AS USMALLINT) AS k1, CAST(b AS USMALLINT) AS k2, CAST(c AS USMALLINT) AS k3, amount AS v0 FROM t',
      params: [],
    },
    { axes: 4, ones: 1, signal: new AbortController().signal, from: 'bench' },
  )
  // The rows are in the worker now; the engine comes back when they are to be listed.
  await engine.close()
  const never = (): Promise<never> => Promise.reject(new Error('the server is not asked here'))
  const session = openSession(
    cube,
    { ask: never, table: never },
    sizes.map(() => null),
  )
  sizes.forEach((size, axis) => {
    const box = document.createElement('div')
    box.className = 'linked__plot'
    box.style.height = '150px'
    box.style.width = '640px'
    place.append(box)
    const painter = openPainter(box)
    const kind = axis === 0 ? ('line' as const) : ('bars' as const)
    session.onChange(() => {
      const { crossed, masks } = session.state()
      if (!crossed) return
      const linked = { values: crossed.sums[axis]![0]!, picked: masks[axis] ?? null }
      painter.paint({ kind, count: size, names: [], tick: String }, linked, look)
    })
  })
  const answered = (before: State['crossed']): Promise<void> =>
    new Promise((resolve, reject) => {
      const end = session.onChange(() => {
        const { crossed, fault } = session.state()
        if (fault) reject(fault)
        if (crossed === before) return
        end()
        resolve()
      })
    })
  await answered(null)
  return {
    async enter(axis) {
      session.enter(axis)
      // The worker answers in order: when this has come back, the other is ready.
      await session.table(0, 1)
    },
    async pick(axis, from, to) {
      const mask =
        to < from ? null : Uint8Array.from({ length: sizes[axis]! }, (_, i) => (i >= from && i <= to ? 1 : 0))
      const done = answered(session.state().crossed)
      session.pick(axis, mask)
      await done
    },
  }
}
