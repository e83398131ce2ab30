/** Owns choosing what of a result may be drawn, and turning its rows into points. */
import type { FreeKind, FreePoint } from './option.ts'

export type PlottedColumn = { name: string; isNumber: boolean; isDay: boolean }
export type Encoding = { kind: FreeKind | 'map'; x: string; y: string; series: string | null }

type Value = string | number | boolean | null | undefined
type Row = Readonly<Record<string, Value>>

/** So many groups can still be told apart. */
export const mostSeries = 12
const mostRows = 60

/** A first picture that makes sense: days as lines, names as bars; null where nothing can be drawn. */
export function suggest(columns: readonly PlottedColumn[]): Encoding | null {
  const numbers = columns.filter(({ isNumber }) => isNumber)
  const years = columns.find(({ name, isNumber }) => isNumber && /^(?:year|month|nam|thang)$/i.test(name))
  const y = numbers.find((column) => column !== years) ?? numbers[0]
  const x =
    columns.find(({ isDay }) => isDay) ??
    years ??
    columns.find(({ isNumber }) => !isNumber) ??
    numbers.find((column) => column !== y)
  if (!y || !x || x === y) return null
  const others = columns.filter((column) => column !== x && column !== y && !column.isNumber && !column.isDay)
  return {
    kind: x.isDay || x === years ? 'line' : x.isNumber ? 'scatter' : 'bar',
    x: x.name,
    y: y.name,
    series: others.length === 1 ? others[0]!.name : null,
  }
}

/** Keeps what still fits after another run; else suggests anew. */
export function fitting(encoding: Encoding | null, columns: readonly PlottedColumn[]): Encoding | null {
  const has = (name: string | null) => name === null || columns.some((column) => column.name === name)
  if (!encoding || !has(encoding.x) || !has(encoding.series)) return suggest(columns)
  return columns.some(({ name, isNumber }) => isNumber && name === encoding.y) ? encoding : suggest(columns)
}

/** `cut`: groups left out for want of room. `repeated`: places with several rows, of which the last is drawn. */
export type Plotted = { points: FreePoint[]; shown: number; groups: number; repeated: boolean }

export function pointsOf(
  rows: readonly Row[],
  { kind, x, y, series }: Encoding,
  yTitle: string,
  missing: string,
): Plotted {
  const text = (value: Value): string => (value === null || value === undefined ? missing : String(value))
  const found = new Map<string, FreePoint>()
  let repeated = false
  let at = 0
  for (const row of rows) {
    const across = row[x]
    const value = row[y]
    const point: FreePoint = {
      x: typeof across === 'number' ? across : text(across),
      y: typeof value === 'number' && Number.isFinite(value) ? value : null,
      series: series === null ? yTitle : text(row[series]),
    }
    const key = kind === 'scatter' ? String(at++) : `${point.series}\u0000${String(point.x)}`
    repeated ||= found.has(key)
    found.set(key, point)
  }
  const all = [...found.values()]
  const names = [...new Set(all.map((point) => point.series))]
  const kept = new Set(names.slice(0, kind === 'heat' ? mostRows : mostSeries))
  return { points: all.filter((point) => kept.has(point.series)), shown: kept.size, groups: names.length, repeated }
}
