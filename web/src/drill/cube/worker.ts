/** Owns the thread of cubes: everything that takes longer than a moment happens here, so that the hand is never held up. */
import type { Matrix } from './axis.ts'
import type { Rows } from './columns.ts'
import { openColumns } from './columns.ts'
import type { Cross } from './cross.ts'
import { openCross } from './cross.ts'
import type { Piece } from './gather.ts'
import { gather } from './gather.ts'
import type { FromWorker, Opening, Told, ToWorker } from './message.ts'
import { openPairs } from './pairs.ts'

let cross: Cross | undefined
let sizes: readonly number[] = []
/** Rows on their way. */
let pieces: Piece[] = []

/** Axes whose filters are made ready step by step; between two steps whoever asks is heard. */
let waiting: number[] = []

function makeReady(rows: Rows): void {
  const [axis] = waiting
  if (axis === undefined) return
  if (rows.prepare(axis)) waiting.shift()
  setTimeout(() => makeReady(rows))
}

/** The worker's own end; the page's types know only its other end. */
const page = self as unknown as {
  postMessage: (message: FromWorker, transfer: Transferable[]) => void
  addEventListener: (kind: 'message', heard: (event: MessageEvent<ToWorker>) => void) => void
}

function slicesOf({ a, b, at, values }: Told, measures: number, yearCount: number): Matrix[] {
  const size = sizes[a]! * sizes[b]!
  const slices = Array.from({ length: a === 0 ? 1 : yearCount }, () =>
    Array.from({ length: measures }, () => new Float64Array(size)),
  )
  let place = 0
  for (const [i, step] of at.entries()) {
    place += step
    const slice = slices[Math.floor(place / size)]!
    for (let measure = 0; measure < measures; measure++) slice[measure]![place % size] = values[measure]![i]!
  }
  return slices
}

function open({ sizes: given, measures, years, filled, pairs }: Opening): void {
  sizes = given
  const yearCount = (years.at(-1) ?? -1) + 1
  const cells = new Map(pairs.map((pair) => [`${pair.a},${pair.b}`, slicesOf(pair, measures, yearCount)]))
  cross = openCross(sizes, openPairs({ sizes, years, filled, cells }))
}

page.addEventListener('message', ({ data }) => {
  switch (data.kind) {
    case 'open':
      return open(data)
    case 'piece':
      return void pieces.push(data)
    case 'whole': {
      const rows = openColumns(gather(sizes, pieces, data.ones))
      pieces = []
      cross?.give(rows)
      page.postMessage({ kind: 'ready', rows: rows.count }, [])
      waiting = [...sizes.keys()]
      return makeReady(rows)
    }
    case 'enter':
      return void cross?.enter(data.axis, data.masks)
    case 'ask': {
      const crossed = cross?.ask(data.masks, data.axis) ?? null
      const buffers = crossed?.sums.flatMap((sums) => sums.map(({ buffer }) => buffer as ArrayBuffer)) ?? []
      return page.postMessage({ kind: 'asked', id: data.id, crossed }, buffers)
    }
    case 'table':
      return page.postMessage(
        { kind: 'tabled', id: data.id, matrix: cross?.table(data.x, data.y, data.masks) ?? null },
        [],
      )
  }
})
