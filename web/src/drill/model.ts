/** Owns what the panel knows of its rows before anybody touches it: axes with names in order of size, months, and how sums finish. */
import type { Day, Finish, Lang, Unit, UnitLevel, Where } from '@laban/shared'
import { lastDateOf, localLevels, parsePeriod, valueOf } from '@laban/shared'
import type { Answered } from '../api.ts'
import { BadAddress } from '../address.ts'
import type { Mask, Masks, Sums } from './cube/axis.ts'
import type { Opening } from './cube/message.ts'

export type Cubes = Answered['drill']['cubes']

export type DrillAxis = {
  name: string
  title: string
  /** Codes; of months `2025-06`. */
  values: string[]
  labels: string[]
  /** Places, largest first; months in order of time. */
  order: number[]
  places: Map<string, number>
}

/** Levels of units that stand beside each other; places of the units. */
export type Group = { id: string; title: string; places: Set<number> }

export type Model = {
  cubes: Cubes
  axes: DrillAxis[]
  sizes: number[]
  finish: Finish
  measuredIn: string
  groups: Group[]
  /** Month -> whether it has rows. */
  filled: Uint8Array
  /** By axis but months: whether a value has rows in a month; place * (number of months) + month. */
  presence: (Uint8Array | null)[]
  /** By month, the first measure of everything. */
  monthly: number[]
  /** Places in `measures`. */
  other: number | null
  rows: number
}

export type Names = {
  lang: Lang
  months: string
  unit: string
  blank: string
  groups: Record<string, string>
  codeName: (axis: string, code: string) => string
  units: ReadonlyMap<string, Unit>
}

export const timeAxis = 0

export function modelOf(cubes: Cubes, measuredIn: string, names: Names): Model {
  const [sums, newest] = [marginsOf(cubes), marginsOf(cubes, cubes.years.at(-1))]
  const rows = cubes.measures.length - 1
  const axes = cubes.axes.map(({ name, title, values }, axis): DrillAxis => {
    const label = (code: string) => {
      if (name === 'month') return `${Number(code.slice(5))}/${code.slice(0, 4)}`
      if (name === 'unit') return names.units.get(code)?.name[names.lang] ?? code
      return code === '' ? names.blank : names.codeName(name, code)
    }
    const places = values.map((_, place) => place)
    return {
      name,
      title: name === 'month' ? names.months : name === 'unit' ? names.unit : (title?.[names.lang] ?? name),
      values,
      labels: values.map(label),
      order: axis === timeAxis ? places : places.toSorted((a, b) => largerFirst(sums, newest, axis, [a, b])),
      places: new Map(values.map((value, place) => [value, place])),
    }
  })
  const units = cubes.axes.findIndex(({ name }) => name === 'unit')
  return {
    cubes,
    axes,
    sizes: axes.map(({ values }) => values.length),
    finish: { kind: cubes.kind, scale: cubes.scale },
    measuredIn,
    groups: units < 0 ? [] : groupsOf(cubes.axes[units]!.values, names),
    filled: Uint8Array.from(sums[timeAxis]![rows]!, (count) => (count > 0 ? 1 : 0)),
    presence: presenceOf(cubes),
    monthly: sums[timeAxis]![0]!,
    other: cubes.measures.length > 2 ? 1 : null,
    rows,
  }
}

function presenceOf({ axes, pairs, measures }: Cubes): (Uint8Array | null)[] {
  const months = axes[timeAxis]?.values.length ?? 0
  return axes.map(({ values }, axis) => {
    const pair = pairs.find(({ a, b }) => a === timeAxis && b === axis)
    if (!pair) return null
    const found = new Uint8Array(values.length * months)
    let place = 0
    for (const [i, step] of pair.at.entries()) {
      place += step
      if (pair.values[measures.length - 1]![i]! > 0)
        found[(place % values.length) * months + Math.floor(place / values.length)] = 1
    }
    return found
  })
}

/** Whether a value has any rows in a span of months. */
export function isPresent({ presence, sizes }: Model, axis: number, place: number, span: Mask): boolean {
  const found = presence[axis]
  if (!found || span === null) return true
  const months = sizes[timeAxis]!
  for (let month = 0; month < months; month++) if (span[month] === 1 && found[place * months + month] === 1) return true
  return false
}

/** By the newest year, so that units which have ended stand behind those of today; then by everything. */
function largerFirst(all: number[][][], newest: number[][][], axis: number, [a, b]: [number, number]): number {
  const by = (sums: number[][][]) => sums[axis]![0]![b]! - sums[axis]![0]![a]!
  return by(newest) || by(all)
}

/** Sums by axis alone, out of the pairs with months. @param year  of that year alone */
function marginsOf({ axes, pairs, measures }: Cubes, year?: string): number[][][] {
  const months = axes[timeAxis]?.values.map((month) => year === undefined || month.startsWith(year)) ?? []
  const empty = axes.map(({ values }) => measures.map(() => values.map(() => 0)))
  for (const { a, b, at, values } of pairs) {
    if (a !== timeAxis) continue
    const width = axes[b]!.values.length
    let place = 0
    for (const [i, step] of at.entries()) {
      place += step
      if (!months[Math.floor(place / width)]) continue
      for (const [measure, list] of values.entries()) {
        empty[b]![measure]![place % width]! += list[i]!
        if (b === 1) empty[timeAxis]![measure]![Math.floor(place / width)]! += list[i]!
      }
    }
  }
  return empty
}

const groupOf = (level: UnitLevel): string => (localLevels.some((one) => one === level) ? 'local' : level)

function groupsOf(values: readonly string[], names: Names): Group[] {
  const found = new Map<string, Set<number>>()
  for (const [place, id] of values.entries()) {
    const unit = names.units.get(id)
    if (!unit) continue
    const group = groupOf(unit.level)
    found.set(group, (found.get(group) ?? new Set()).add(place))
  }
  return [...found]
    .map(([id, places]) => ({ id, title: names.groups[id] ?? id, places }))
    .toSorted((a, b) => b.places.size - a.places.size)
}

export function openingOf({ cubes, sizes, filled }: Model): Opening {
  const years = new Map(cubes.years.map((year, place) => [year, place]))
  return {
    sizes,
    measures: cubes.measures.length,
    years: Uint16Array.from(cubes.axes[timeAxis]!.values, (month) => years.get(month.slice(0, 4))!),
    filled,
    pairs: cubes.pairs,
  }
}

/** Value of one place; NaN where there are no rows, or the whole is nought. */
export function valueAt({ finish, other, rows }: Model, sums: Sums, place: number): number {
  if (sums[rows]![place] === 0) return Number.NaN
  return valueOf(finish, sums[0]![place]!, other === null ? null : sums[other]![place]!) ?? Number.NaN
}

/**
 * Values of an axis by place. A running ratio of a month is that of its year so far, as the server gives it: the whole of the year
 * was set at its beginning.
 */
export function valuesOf(model: Model, sums: Sums, axis: number): Float64Array {
  const places = model.axes[axis]!.values
  if (axis !== timeAxis || !isRunning(model))
    return Float64Array.from(places, (_, place) => valueAt(model, sums, place))
  const so = sums.map(() => 0)
  return Float64Array.from(places, (month, place) => {
    if (place === 0 || places[place - 1]!.slice(0, 4) !== month.slice(0, 4)) so.fill(0)
    for (const [i, values] of sums.entries()) so[i]! += values[place]!
    return sums[model.rows]![place] === 0 ? Number.NaN : (totalValue(model, so) ?? Number.NaN)
  })
}

/** As `valueAt`, of sums of a selection. */
export function totalValue({ finish, other, rows }: Model, total: readonly number[]): number | null {
  if (total[rows] === 0) return null
  return valueOf(finish, total[0]!, other === null ? null : total[other]!)
}

const isRunning = ({ cubes }: Model): boolean =>
  cubes.time === 'cumulative' && (cubes.kind === 'ratio' || cubes.kind === 'share')

/** What the reader asks for, by the names that addresses use. */
export type Asked = { pick: Where; span: string | undefined; group: string | undefined }

/** Months of a span, as the indicator can be summed over them: running ratios from January, stocks at their last month alone. */
export function spanOf(model: Model, text: string | undefined): { mask: Mask; from: string; to: string } | null {
  const months = model.axes[timeAxis]!.values
  const last = months.at(-1)
  if (last === undefined) return null
  const period = parsePeriod(text ?? last.slice(0, 4))
  let [from, to] = [period.start.slice(0, 7), period.end.slice(0, 7)]
  if (isRunning(model)) from = `${to.slice(0, 4) === from.slice(0, 4) ? from.slice(0, 4) : to.slice(0, 4)}-01`
  if (model.cubes.time === 'stock') {
    const at = months.findLastIndex((month, place) => month >= from && month <= to && model.filled[place] === 1)
    from = to = months[at] ?? to
  }
  const mask = Uint8Array.from(months, (month) => (month >= from && month <= to ? 1 : 0))
  const inside = months.filter((_, place) => mask[place] === 1 && model.filled[place] === 1)
  return { mask, from: inside[0] ?? from, to: inside.at(-1) ?? to }
}

/** First and last day of a span of months. */
export const daysOf = (from: string, to: string): { start: Day; end: Day } => ({
  start: `${from}-01`,
  end: `${to}-${lastDateOf(Number(to.slice(0, 4)), Number(to.slice(5)))}`,
})

/** @throws BadAddress for an axis or a value that the rows do not have */
export function masksOf(model: Model, { pick, span, group }: Asked): Mask[] {
  const masks: Mask[] = model.axes.map(() => null)
  for (const [name, codes] of Object.entries(pick)) {
    const axis = model.axes.findIndex((one) => one.name === name)
    if (axis <= timeAxis)
      throw new BadAddress(
        'pick',
        name,
        model.axes.slice(1).map((one) => one.name),
      )
    const mask = new Uint8Array(model.sizes[axis]!)
    for (const code of codes) {
      const place = model.axes[axis]!.places.get(code)
      if (place === undefined) throw new BadAddress('pick', `${name}:${code}`, model.axes[axis]!.values.slice(0, 3))
      mask[place] = 1
    }
    masks[axis] = mask
  }
  masks[timeAxis] = spanOf(model, span)?.mask ?? null
  const unit = model.axes.findIndex(({ name }) => name === 'unit')
  if (group !== undefined && unit > 0 && masks[unit] === null) {
    const found = model.groups.find(({ id }) => id === group)
    if (!found)
      throw new BadAddress(
        'group',
        group,
        model.groups.map(({ id }) => id),
      )
    masks[unit] = Uint8Array.from(model.axes[unit]!.values, (_, place) => (found.places.has(place) ? 1 : 0))
  }
  return masks
}

/** Axis -> picked values, months included: how masks are told to the server. */
export const whereOf = ({ axes }: Model, masks: Masks): Where =>
  Object.fromEntries(
    axes.flatMap(({ name, values }, axis) => {
      const mask = masks[axis]
      return mask ? [[name, values.filter((_, place) => mask[place] === 1)]] : []
    }),
  )
