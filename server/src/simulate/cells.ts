/** Owns the step from published figures to whole amounts by code, place and span of days, that add up to every one of them. */
import type { Dataset, Day } from '@laban/shared'
import { addDays, day } from '@laban/shared'
import type { Total } from './fit.ts'
import { fit } from './fit.ts'
import type { Place } from './places.ts'
import type { Known } from './published.ts'
import { byTrust } from './published.ts'
import type { Season } from './season.ts'
import { spansOf, weightOf } from './season.ts'

/** The finest codes that rows carry, and how much of the whole they usually make. */
export type Leaf = { codes: Readonly<Record<string, string>>; share: number; place?: string }

export type Cell = { leaf: Leaf; place: string; start: Day; end: Day; amount: number }

/** A published figure and whether the rows keep to it; those that contradict more trusted ones are not kept. */
export type Report = { known: Known; kept: boolean }

export type Shape = {
  leaves: readonly Leaf[]
  season: Season
  /** Dataset of the published figures, for which code is part of which. */
  dataset: Dataset
  /** Whole numbers in one unit of measure: 1 for counts, 1,000,000 for billions of đồng kept to the thousand. */
  unit: number
  /** Units that are the city. */
  top: readonly string[]
}

function isBelow(dataset: Dataset, dimension: string, code: string, wider: string): boolean {
  const codes = dataset.columns.find(({ name }) => name === dimension)?.codes
  for (let up: string | undefined = code; up !== undefined; up = codes?.[up]?.parent) if (up === wider) return true
  return false
}

/** Whether a leaf at a place counts towards a published figure. */
const counts = ({ unit, codes }: Known, leaf: Leaf, place: Place, dataset: Dataset): boolean =>
  place.within.includes(unit) &&
  Object.entries(codes).every(([dimension, code]) => {
    const own = leaf.codes[dimension]
    return own !== undefined && isBelow(dataset, dimension, own, code)
  })

const grid = (shape: Shape, places: readonly Place[]) =>
  shape.leaves.flatMap((leaf) => places.flatMap((place) => (fits(leaf, place) ? [{ leaf, place }] : [])))

/** A leaf with a place of its own stands there while it lasts, and in what came after it. */
const fits = (leaf: Leaf, place: Place): boolean => leaf.place === undefined || leaf.place === place.id

type Open = { leaf: Leaf; place: Place; start: Day; end: Day; guess: number }

function solve(
  open: readonly Open[],
  known: readonly Known[],
  shape: Shape,
  level: number | undefined,
  strict: boolean,
) {
  const ordered = byTrust(known, shape.top)
  const totals = ordered.map((one): Total => ({
    cells: open.flatMap(({ leaf, place, end }, i) =>
      end <= one.until && counts(one, leaf, place, shape.dataset) ? [i] : [],
    ),
    total: Math.round(one.value * shape.unit),
  }))
  const usable = totals.map(({ cells, total }) => cells.length > 0 && total >= 0)
  const given = totals.filter((_, i) => usable[i])
  const guessOf = (cells: readonly number[]) => cells.reduce((sum, i) => sum + open[i]!.guess, 0)
  const whole = ordered
    .map((one, i) => ({ one, total: totals[i]! }))
    .filter(({ one }, i) => usable[i] && shape.top.includes(one.unit))
    .sort(
      (a, b) =>
        Object.keys(a.one.codes).length - Object.keys(b.one.codes).length ||
        b.total.cells.length - a.total.cells.length,
    )[0]
  const scale = whole
    ? whole.total.total / Math.max(1e-9, guessOf(whole.total.cells))
    : ((level ?? 0) * shape.unit) / Math.max(1e-9, guessOf([...open.keys()]))
  const inSome = new Set(given.flatMap(({ cells }) => cells))
  const isRoot = whole && Object.keys(whole.one.codes).length === 0
  const { amounts, kept } = fit(
    open.map(({ guess }, i) => (strict && !isRoot && !inSome.has(i) ? 0 : guess * scale)),
    given,
  )
  let next = 0
  const report = ordered.map((one, i): Report => ({ known: one, kept: usable[i]! && kept[next++]! }))
  return { amounts, report }
}

/** `level`: of all cells together, where nothing is known of them; `guess`: of one cell, instead of shares and season; `cuts`: further last days of spans. */
type Given = {
  until?: Day
  level?: number
  guess?: (leaf: Leaf, place: string, start: Day) => number
  cuts?: readonly Day[]
}

/**
 * What happened in a year, from 1 January to the last day for which anything is known.
 * @param given  `until`: a day up to which it goes on in any case
 */
export function happened(
  shape: Shape,
  places: readonly Place[],
  year: number,
  all: readonly Known[],
  { until, level, guess, cuts = [] }: Given = {},
): { cells: Cell[]; report: Report[]; last: Day | undefined } {
  const known = all.filter((one) => one.year === year)
  const ends = known.filter(({ unit }) => shape.top.includes(unit)).map((one) => one.until)
  const last = [...ends, ...(until ? [until] : [])].sort().at(-1)
  if (last === undefined) return { cells: [], report: known.map((one) => ({ known: one, kept: false })), last }
  const borders = places.flatMap(({ to, from }) => [...(to ? [to] : []), ...(from ? [addDays(from, -1)] : [])])
  const spans = spansOf(
    year,
    last,
    [...known.map((one) => one.until), ...borders, ...cuts].filter((at) => at <= last && at >= day(year, 1, 1)),
  ).map((span) => ({ ...span, weight: weightOf(span.start, span.end, shape.season, year) }))
  const wholeYear = weightOf(day(year, 1, 1), day(year, 12, 31), shape.season, year)
  const open = grid(shape, places).flatMap(({ leaf, place }) =>
    spans.flatMap(({ start, end, weight }): Open[] =>
      (place.from === null || place.from <= start) && (place.to === null || end <= place.to)
        ? [
            {
              leaf,
              place,
              start,
              end,
              guess: guess?.(leaf, place.id, start) ?? (leaf.share * place.share * weight) / wholeYear,
            },
          ]
        : [],
    ),
  )
  const { amounts, report } = solve(open, known, shape, level, false)
  return {
    cells: open.map(({ leaf, place, start, end }, i) => ({ leaf, place: place.id, start, end, amount: amounts[i]! })),
    report,
    last,
  }
}

/**
 * Plans of a year and their changes, each on the day from which it was known; the first of all holds from 1 January. In a year in
 * which the city's borders change, the plan that was known last holds for the whole of it.
 * @param closes  last day of publication that still counts for the year
 */
export function planned(
  shape: Shape,
  places: readonly Place[],
  year: number,
  all: readonly Known[],
  closes: Day,
): { cells: Cell[]; report: Report[] } {
  const [first, end] = [day(year, 1, 1), day(year, 12, 31)]
  const known = all.filter((one) => one.year === year && one.published <= closes)
  const late = all
    .filter((one) => one.year === year && one.published > closes)
    .map((one) => ({ known: one, kept: false }))
  if (!known.some(({ unit }) => shape.top.includes(unit)))
    return { cells: [], report: [...late, ...known.map((one) => ({ known: one, kept: false }))] }
  const cellOf = ({ unit, codes }: Known) => JSON.stringify([unit, codes])
  const versions = [...Map.groupBy(known, cellOf).values()].map((list) =>
    list.sort((a, b) => (a.published < b.published ? -1 : 1)),
  )
  const isSplit = places.some(({ to }) => to !== null && to > first && to < end)
  const days = isSplit
    ? [closes]
    : [first, ...new Set(versions.flatMap((list) => list.slice(1).map(({ published }) => published)))].sort()
  const open = grid(
    shape,
    places.filter(({ from }) => from === null || from <= first),
  ).map(({ leaf, place }): Open => ({ leaf, place, start: first, end: first, guess: leaf.share * place.share }))
  const report = new Map<Known, Report>()
  const cells: Cell[] = []
  let before = open.map(() => 0)
  for (const on of days) {
    const inForce = versions.map((list) => list.findLast(({ published }) => published <= on) ?? list[0]!)
    const solved = solve(open, inForce, shape, undefined, true)
    for (const one of solved.report) report.set(one.known, one)
    const at = isSplit || on < first ? first : on > end ? end : on
    solved.amounts.forEach((amount, i) => {
      const change = amount - before[i]!
      if (change !== 0)
        cells.push({ leaf: open[i]!.leaf, place: open[i]!.place.id, start: at, end: at, amount: change })
    })
    before = solved.amounts
  }
  const used = known.map((one) => report.get(one) ?? { known: one, kept: false })
  return { cells, report: [...used, ...late] }
}
