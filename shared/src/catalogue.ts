/** Owns the look-up of everything that a question may name. Plain data, made once per release; absent names offer the nearest. */
import type { Area, City, Source } from './city.ts'
import type { Dataset } from './dataset.ts'
import type { FailureCode, Words } from './failure.ts'
import { Failure } from './failure.ts'
import type { Indicator } from './indicator.ts'
import type { Day } from './period.ts'
import type { Duty } from './reporting/duty.ts'
import { nearest } from './search.ts'
import type { Curve, Target } from './target.ts'
import type { Unit } from './unit.ts'
import { inForce } from './unit.ts'

export type Release = {
  id: string
  /** Day on which the release was published, ISO 8601 with time. */
  publishedAt: string
  /** Last day on which any of its statements was published: the default "as of". Nothing in an answer depends on a clock. */
  horizon: Day
  /** Dataset -> content address of its version. */
  versions: Record<string, string>
}

export type Catalogue = {
  release: Release
  cities: City[]
  units: Unit[]
  areas: Area[]
  datasets: Dataset[]
  indicators: Indicator[]
  /** Indicator -> the pack that defines it; `national` holds in every city, any other in its own city alone. */
  packs: Record<string, string>
  targets: Target[]
  curves: Curve[]
  sources: Source[]
  /** Calendar of reporting. */
  duties: Duty[]
}

const indexes = new WeakMap<object, Map<string, unknown>>()

function index<T extends { id: string }>(things: readonly T[]): Map<string, T> {
  let map = indexes.get(things) as Map<string, T> | undefined
  if (!map) indexes.set(things, (map = new Map(things.map((thing) => [thing.id, thing]))))
  return map
}

function find<T extends { id: string }>(
  things: readonly T[],
  id: string,
  code: FailureCode,
  what: Words,
  name: (thing: T) => Words,
): T {
  const found = index(things).get(id)
  if (found) return found
  const close = nearest(id, things, (thing) => [thing.id, name(thing).vi, name(thing).en])
  throw new Failure(
    code,
    {
      vi: `Không có ${what.vi} "${id}"${close.length ? `; gần nhất: ${close.map((thing) => name(thing).vi).join(', ')}` : ''}`,
      en: `Unknown ${what.en}: "${id}"${close.length ? `; nearest: ${close.map((thing) => name(thing).en).join(', ')}` : ''}`,
    },
    { nearest: close.map((thing) => ({ id: thing.id, name: name(thing) })) },
  )
}

/** @throws Failure question/unknown-indicator */
export const indicatorOf = (catalogue: Catalogue, id: string): Indicator =>
  find(
    catalogue.indicators,
    id,
    'question/unknown-indicator',
    { vi: 'chỉ tiêu', en: 'indicator' },
    (thing) => thing.name,
  )

/** @throws Failure question/unknown-city */
export const cityOf = (catalogue: Catalogue, id: string): City =>
  find(catalogue.cities, id, 'question/unknown-city', { vi: 'thành phố', en: 'city' }, (thing) => thing.name)

/** @throws Failure question/unknown-unit */
export const unitOf = (catalogue: Catalogue, id: string): Unit =>
  find(catalogue.units, id, 'question/unknown-unit', { vi: 'đơn vị', en: 'unit' }, (thing) => thing.name)

/** A missing dataset is a broken catalogue, which loading refuses; hence a bug and no Failure. */
export function datasetOf(catalogue: Catalogue, id: string): Dataset {
  const found = index(catalogue.datasets).get(id)
  if (!found) throw new Error(`catalogue without dataset ${id}`)
  return found
}

export const sourceOf = (catalogue: Catalogue, id: string): Source | undefined => index(catalogue.sources).get(id)

/** Indicators that hold in a city: its own pack's and the national ones, in the catalogue's order. */
export const indicatorsOf = (catalogue: Catalogue, city: City): Indicator[] =>
  catalogue.indicators.filter(({ id }) => catalogue.packs[id] === city.id || catalogue.packs[id] === 'national')

/** Who answers for an indicator in a city: the owner (unit id) and the area of responsibility (area id). */
export function answerable(indicator: Indicator, city: City): { owner: string; area: string } {
  const here = city.answers[indicator.id] ?? city.answers[indicator.id.slice(0, indicator.id.indexOf('/'))]
  return here ?? { owner: indicator.owner, area: indicator.area }
}

/** The unit that is the city on that day; before the first: the first. */
export function cityUnitOf(catalogue: Catalogue, city: City, at: Day): Unit {
  const units = city.units.map((id) => unitOf(catalogue, id))
  return (
    units.find((unit) => inForce(unit, at)) ??
    (units[0]!.validTo === null || at <= units[0]!.validTo ? units[0]! : units.at(-1)!)
  )
}

const families = new WeakMap<readonly Unit[], Map<string | null, Unit[]>>()

function childrenIn(units: readonly Unit[]): Map<string | null, Unit[]> {
  let map = families.get(units)
  if (!map) families.set(units, (map = Map.groupBy(units, (unit) => unit.parent)))
  return map
}

/** Whether the unit is the root or lies below it. */
export function isWithin({ units }: Catalogue, unit: string, root: string): boolean {
  const known = index(units)
  // A circle of parents is refused when units are loaded.
  for (let id: string | null = unit; id !== null; id = known.get(id)?.parent ?? null) if (id === root) return true
  return false
}

/** The unit and all that lies below it. */
export function subtreeOf(catalogue: Catalogue, root: string): Set<string> {
  const children = childrenIn(catalogue.units)
  const found = new Set<string>([root])
  for (const id of found) for (const child of children.get(id) ?? []) found.add(child.id)
  return found
}
