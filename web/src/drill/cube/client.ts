/** Owns the screen's end of the worker of cubes. Of many movements only the last one that waits is asked for. */
import type { Axis, Masks, Matrix } from './axis.ts'
import type { Crossed } from './cross.ts'
import type { Piece } from './gather.ts'
import type { FromWorker, Opening, ToWorker } from './message.ts'

export type Cube = {
  /** A piece of the rows; its memory goes over to the worker. */
  give: (piece: Piece) => void
  /** All pieces were given. @returns number of rows, once they answer */
  whole: (ones: number) => Promise<number>
  enter: (axis: Axis, masks: Masks) => void
  /** null: what is here does not suffice. A call that a later one overtakes is answered with what the later one gets. */
  ask: (axis: Axis, masks: Masks) => Promise<Crossed | null>
  table: (x: Axis, y: Axis, masks: Masks) => Promise<Matrix | null>
  close: () => void
}

type Waiting = { axis: Axis; masks: Masks; done: ((crossed: Crossed | null) => void)[] }

export function openCube(opening: Opening): Cube {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'cube' })
  const tables = new Map<number, (matrix: Matrix | null) => void>()
  let count = 0
  let running: { id: number; done: Waiting['done'] } | undefined
  let waiting: Waiting | undefined
  let ready: (rows: number) => void = () => undefined

  const send = (message: ToWorker, transfer: Transferable[] = []): void => worker.postMessage(message, transfer)

  function start({ axis, masks, done }: Waiting): void {
    running = { id: count++, done }
    send({ kind: 'ask', id: running.id, axis, masks })
  }

  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'ready') return ready(data.rows)
    if (data.kind === 'tabled') {
      tables.get(data.id)?.(data.matrix)
      tables.delete(data.id)
      return
    }
    const done = running?.done ?? []
    running = undefined
    if (waiting) {
      const next = waiting
      waiting = undefined
      start(next)
    }
    for (const tell of done) tell(data.crossed)
  })
  send({ kind: 'open', ...opening })

  return {
    give: (piece) =>
      send(
        { kind: 'piece', ...piece },
        [...piece.places, ...piece.values].map((array) => (array as Float64Array<ArrayBuffer>).buffer),
      ),
    whole: (ones) =>
      new Promise((resolve) => {
        ready = resolve
        send({ kind: 'whole', ones })
      }),
    enter: (axis, masks) => send({ kind: 'enter', axis, masks }),
    ask: (axis, masks) =>
      new Promise((resolve) => {
        if (!running) return start({ axis, masks, done: [resolve] })
        waiting = { axis, masks, done: [...(waiting?.done ?? []), resolve] }
      }),
    table: (x, y, masks) =>
      new Promise((resolve) => {
        const id = count++
        tables.set(id, resolve)
        send({ kind: 'table', id, x, y, masks })
      }),
    close: () => worker.terminate(),
  }
}
