/**
 * Owns the state between charts: which values are picked and what every chart then shows. Answers come from cubes or columns in the
 * worker where they suffice, else from the server; the screen does not see which. A movement that was overtaken leaves no trace.
 */
import type { Axis, Mask, Masks, Matrix, Sums } from './cube/axis.ts'
import type { Cube } from './cube/client.ts'
import type { Crossed } from './cube/cross.ts'

export type State = {
  masks: Masks
  /** What is shown; of the filters before while the next are worked out. */
  crossed: Crossed | null
  isWaiting: boolean
  fault: unknown
}

export type Remote = {
  ask: (masks: Masks) => Promise<Crossed>
  table: (x: Axis, y: Axis, masks: Masks) => Promise<Matrix>
}

export type Session = {
  state: () => State
  /** Called after each change. Returns what ends it. */
  onChange: (listener: () => void) => () => void
  /** The reader changes one axis. */
  pick: (axis: Axis, mask: Mask) => void
  /** All filters at once: the address changed. */
  place: (masks: Masks) => void
  /** The reader comes near a chart: what its filter will need is made ready. */
  enter: (axis: Axis) => void
  /** Sums over two axes under the filters of all others. */
  table: (x: Axis, y: Axis, masks?: Masks) => Promise<Matrix>
  /** The worker that rows may be given to; null: this device has none. */
  cube: Cube | null
  close: () => void
}

export const sameMask = (a: Mask, b: Mask): boolean =>
  a === b || (a !== null && b !== null && a.length === b.length && a.every((bit, i) => bit === b[i]))

export const sameMasks = (a: Masks, b: Masks): boolean =>
  a.length === b.length && a.every((mask, i) => sameMask(mask, b[i]!))

export function openSession(cube: Cube | null, remote: Remote, masks: Masks): Session {
  let state: State = { masks, crossed: null, isWaiting: true, fault: null }
  let turn = 0
  let at: Axis = 0
  const listeners = new Set<() => void>()

  const set = (next: Partial<State>): void => {
    state = { ...state, ...next }
    for (const listener of listeners) listener()
  }

  async function answer(): Promise<void> {
    const own = ++turn
    const asked = state.masks
    try {
      const here = cube ? await cube.ask(at, asked) : null
      if (own !== turn) return
      if (here) return set({ crossed: here, isWaiting: false, fault: null })
      set({ isWaiting: true })
      const there = await remote.ask(asked)
      if (own === turn) set({ crossed: there, isWaiting: false, fault: null })
    } catch (error) {
      if (own === turn) set({ isWaiting: false, fault: error })
    }
  }

  void answer()

  return {
    state: () => state,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    pick(axis, mask) {
      if (sameMask(state.masks[axis] ?? null, mask)) return
      at = axis
      // Told with the answer, a moment later: drawing twice for one movement would cost as much as all the rest.
      state = { ...state, masks: state.masks.map((one, other) => (other === axis ? mask : one)) }
      void answer()
    },
    place(next) {
      if (sameMasks(state.masks, next)) return
      set({ masks: next })
      void answer()
    },
    enter: (axis) => {
      if (axis !== at) cube?.enter(axis, state.masks)
    },
    table: async (x, y, under = state.masks) => {
      const others = under.map((mask, axis) => (axis === x || axis === y ? null : mask))
      return (await cube?.table(x, y, others)) ?? (await remote.table(x, y, others))
    },
    cube,
    close() {
      turn++
      listeners.clear()
      cube?.close()
    },
  }
}

/** Sums as the server tells them. */
export const sumsOf = (lists: readonly (readonly number[])[]): Sums => lists.map((list) => Float64Array.from(list))
