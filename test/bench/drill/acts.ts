/** Owns what readers do in the measurements: axis 0 is time by month, 1..3 are bars of 40, 168 and 500. */
export const sizes = [60, 40, 168, 500] as const

export type Act =
  | { kind: 'enter'; axis: number }
  /** Places from..to; to below from clears the axis. */
  | { kind: 'pick'; axis: number; from: number; to: number }

export type Charts = {
  /** The pointer comes to a chart; resolves when what that sets off has ended. */
  enter: (axis: number) => Promise<void>
  /** Resolves when all other charts are drawn. */
  pick: (axis: number, from: number, to: number) => Promise<void>
}

const enter = (axis: number): Act => ({ kind: 'enter', axis })
const pick = (axis: number, from: number, to = from): Act => ({ kind: 'pick', axis, from, to })
const clear = (axis: number): Act => ({ kind: 'pick', axis, from: 0, to: -1 })

/** Each act with whether it counts; the others lead there. */
export type Step = { act: Act; counts: boolean; first?: boolean }

const led = (act: Act): Step => ({ act, counts: false })
const counted = (act: Act): Step => ({ act, counts: true })

const drag = (count: number): Step[] =>
  Array.from({ length: count }, (_, i) => counted(pick(0, i % 45, (i % 45) + 8 + (i % 5))))

export function scenarios(count: number): Record<string, Step[]> {
  const value = (i: number, axis: number) => (i * 7) % Math.min(30, sizes[axis]!)
  return {
    drag: [led(enter(0)), ...drag(count), led(clear(0))],
    'drag with two filters': [
      led(pick(1, 3)),
      led(pick(2, 5)),
      led(enter(0)),
      ...drag(count),
      led(clear(0)),
      led(clear(1)),
      led(clear(2)),
    ],
    click: Array.from({ length: count }, (_, i) => {
      const axis = 1 + (i % 3)
      return [led(enter(axis)), counted(pick(axis, value(i, axis))), led(clear(axis))]
    }).flat(),
    'piled filters': Array.from({ length: Math.ceil(count / 3) }, (_, i) => [
      ...[1, 2, 3].flatMap((axis) => [led(enter(axis)), counted(pick(axis, value(i, axis), value(i, axis) + 2))]),
      ...[1, 2, 3].map((axis) => led(clear(axis))),
    ]).flat(),
  }
}

declare global {
  interface Window {
    start: (
      kind: 'ours' | 'peer',
      extract: { address: string; bytes: number; rows: number },
    ) => Promise<{ readyMs: number }>
    act: (act: Act) => Promise<number>
    /** Milliseconds of the longest task of the page since the last call. */
    longest: () => number
  }
}
