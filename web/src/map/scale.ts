/** Owns the classes of a map's quiet scale: five at most, cut by rank, with limits that can be read aloud. Missing is in none. */

/** `limits[i]` is the least value of class i + 1; the lowest class begins at `least`, the highest ends with `most`. */
export type ClassScale = { limits: number[]; least: number; most: number }

const classCount = 5

/** Two significant digits, so that a legend says 42.000 and not 41.873. */
function calm(value: number): number {
  if (value === 0) return 0
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1)
  return Number((Math.round(value / step) * step).toPrecision(2))
}

/** @returns null where there is nothing to class */
export function classesOf(values: readonly number[]): ClassScale | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const [least, most] = [sorted[0]!, sorted.at(-1)!]
  const cuts = Array.from({ length: classCount - 1 }, (_, i) =>
    calm(sorted[Math.floor(((i + 1) * sorted.length) / classCount)]!),
  )
  // Few or equal values make fewer classes; a limit outside the values would leave a class empty.
  const limits = [...new Set(cuts)].filter((limit) => limit > least && limit <= most)
  return { limits, least, most }
}

/** 0 is the lowest class. */
export const classAt = ({ limits }: ClassScale, value: number): number =>
  limits.filter((limit) => value >= limit).length

/** The shade of a value; null where there is none. */
export const shadeAt = (scale: ClassScale | null, value: number | null): number | null =>
  scale === null || value === null ? null : shadeOf(scale, classAt(scale, value))

/** Which of the five shades a class wears, so that few classes still span from light to dark. */
export const shadeOf = ({ limits }: ClassScale, at: number): number =>
  limits.length === 0 ? 2 : Math.round((at * (classCount - 1)) / limits.length)
