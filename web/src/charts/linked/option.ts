/**
 * Owns linked charts: drawn anew with every movement of the hand, so everything dear is left out. Bars and lines take typed arrays,
 * answer no pointer of their own, carry few words, and their axes move only when they must.
 */
import type { ChartOption, Look } from '../pen.ts'
import { ticksOf } from '../ticks.ts'

/** `line`: months; `bars`: many values side by side, without names; `names`: few values below each other, each with its name. */
export type LinkedKind = 'line' | 'bars' | 'names'

export type Linked = {
  kind: LinkedKind
  /** By place; NaN: nothing there. */
  values: Float64Array
  /** 1 where picked; null: nothing is. */
  picked: Uint8Array | null
}

/** What does not change with a filter. */
export type Frame = {
  kind: LinkedKind
  count: number
  /** Names beside bars (`names`), or the few words along an axis of months by place (`line`). */
  names: readonly string[]
  /** A value at the chart's scale, without its unit of measure. */
  tick: (value: number) => string
}

/** CSS pixels around the plot; pointers are told apart by them. */
export const roomOf = (kind: LinkedKind, width: number) =>
  kind === 'names'
    ? { left: Math.min(236, Math.round(width * 0.42)), right: 64, top: 2, bottom: 2 }
    : { left: 54, right: 6, top: 10, bottom: kind === 'line' ? 20 : 6 }

/** Height of one named bar with its space. */
export const nameHeight = 26
export const heightOf = (kind: LinkedKind, count: number): number =>
  kind === 'names' ? Math.max(2, count) * nameHeight + 4 : kind === 'line' ? 132 : 150

const pairsOf = (values: Float64Array, takes: (place: number) => boolean): Float64Array => {
  const pairs = new Float64Array(values.length * 2)
  for (let i = 0; i < values.length; i++) {
    pairs[2 * i] = i
    pairs[2 * i + 1] = takes(i) ? values[i]! : Number.NaN
  }
  return pairs
}

/** Bounds with few ticks: as long as the values stay within, nothing is worked out anew. */
function boundsOf(values: Float64Array) {
  let [low, high] = [0, 0]
  for (const value of values) {
    if (value < low) low = value
    else if (value > high) high = value
  }
  return ticksOf([low, high], { fromZero: true, most: 4 })
}

/** The part of the option that a filter changes. */
export function linkedData({ kind, values, picked }: Linked): ChartOption {
  const series = [
    { id: 'rest', data: pairsOf(values, (i) => picked === null || picked[i] !== 1 || kind === 'line') },
    { id: 'picked', data: pairsOf(values, (i) => picked !== null && picked[i] === 1) },
  ]
  const bounds = boundsOf(values)
  // Data by typed array is what ECharts reads fastest; its types know plain lists alone.
  return { ...(kind === 'names' ? { xAxis: bounds } : { yAxis: bounds }), series } as unknown as ChartOption
}

export function linkedFrame({ kind, count, names, tick }: Frame, look: Look, width: number): ChartOption {
  const room = roomOf(kind, width)
  const text = { color: look.quiet, fontFamily: look.font, fontSize: look.size }
  const places = Array.from({ length: count }, (_, i) => (kind === 'bars' ? String(i) : (names[i] ?? '')))
  const value = {
    type: 'value' as const,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: kind !== 'names', lineStyle: { color: look.line } },
    axisLabel: { ...text, show: kind !== 'names', formatter: (at: number) => tick(at) },
  }
  const category = {
    type: 'category' as const,
    data: places,
    axisTick: { show: false },
    axisLine: { show: true, lineStyle: { color: look.line } },
    splitLine: { show: false },
    boundaryGap: true,
    axisLabel:
      kind === 'names'
        ? { ...text, color: look.ink, interval: 0, width: room.left - 12, overflow: 'truncate' as const }
        : { ...text, show: kind === 'line', interval: (i: number) => (names[i] ?? '') !== '' },
  }
  const shared = {
    silent: true,
    animation: false,
    dimensions: ['place', 'value'],
    encode: kind === 'names' ? { y: 'place', x: 'value' } : { x: 'place', y: 'value' },
    emphasis: { disabled: true },
  }
  const label = {
    show: kind === 'names',
    position: 'right' as const,
    ...text,
    color: look.ink,
    formatter: ({ value: pair }: { value: unknown }) => {
      const at = (pair as ArrayLike<number>)[1]
      return at === undefined || Number.isNaN(at) ? '' : tick(at)
    },
  }
  const bar = (id: string, color: string) => ({
    ...shared,
    id,
    type: 'bar' as const,
    large: kind === 'bars',
    largeThreshold: 24,
    barGap: '-100%',
    barCategoryGap: kind === 'bars' ? '12%' : '30%',
    barMaxWidth: kind === 'bars' ? 20 : 16,
    itemStyle: { color },
    label,
    data: [],
  })
  const line = (id: string, color: string, thick: number) => ({
    ...shared,
    id,
    type: 'line' as const,
    showSymbol: false,
    lineStyle: { color, width: thick },
    areaStyle: { color, opacity: id === 'picked' ? 0.16 : 0 },
    data: [],
  })
  return {
    animation: false,
    textStyle: { fontFamily: look.font, color: look.ink },
    grid: { ...room, outerBoundsMode: 'none' },
    xAxis: kind === 'names' ? value : category,
    yAxis: kind === 'names' ? { ...category, inverse: true } : value,
    series:
      kind === 'line'
        ? [line('rest', look.quiet, 1.5), line('picked', look.accent, 2)]
        : [bar('rest', look.faint), bar('picked', look.accent)],
  } as unknown as ChartOption
}

/** Place under a pointer, in CSS pixels from the chart's corner; null: beside the plot. */
export function placeAt(
  { kind, count }: Pick<Frame, 'kind' | 'count'>,
  { x, y }: { x: number; y: number },
  { width, height }: { width: number; height: number },
): number | null {
  const room = roomOf(kind, width)
  const share =
    kind === 'names'
      ? (y - room.top) / (height - room.top - room.bottom)
      : (x - room.left) / (width - room.left - room.right)
  if (count === 0 || share < -0.02 || share > 1.02) return null
  return Math.min(count - 1, Math.max(0, Math.floor(share * count)))
}
