/** Owns where rows lie: the city through the year, parts of it that have published figures of their own, and units by weight. */
import type { Catalogue, City, Day, Unit } from '@laban/shared'
import { cityOf, compile, duckdb, publicViewer, questionSchema, subtreeOf, unitOf, yearOf } from '@laban/shared'
import { part, salted } from './chance.ts'
import type { Known, Source } from './published.ts'

/** A territory whose rows are made together. */
export type Place = {
  id: string
  from: Day | null
  to: Day | null
  /** Units whose published figures include it. */
  within: string[]
  /** Of the city in its old borders. */
  share: number
}

export type Land = {
  catalogue: Catalogue
  city: City
  /** Units that were made into the city's present one as a whole. */
  joined: string[]
  /** Units where rows may lie, lowest level. */
  units: Unit[]
  /** By unit: how much of everything happens there. */
  weights: Map<string, number>
}

const lowest = new Set(['district', 'ward', 'commune', 'special-zone'])

/** Reads the city, its units and their population. Units without a published population weigh as the middle one does. */
export async function readLand({ catalogue, warehouse, city: id }: Source, seed: number): Promise<Land> {
  const city = cityOf(catalogue, id)
  const last = city.units.at(-1)!
  const merged = await warehouse.query(
    `SELECT from_unit FROM crosswalk WHERE extent = 'whole' AND to_unit = $1 ORDER BY 1`,
    [last],
  )
  const joined = merged.map((row) => String(row['from_unit'])).filter((unit) => !city.units.includes(unit))
  const own = new Set(city.units.flatMap((unit) => [...subtreeOf(catalogue, unit)]))
  const units = catalogue.units.filter((unit) => own.has(unit.id) && lowest.has(unit.level))
  const people = new Map<string, number>()
  if (catalogue.indicators.some((one) => one.id === 'people/population')) {
    for (const by of ['unit:district', 'unit:local'] as const) {
      const question = questionSchema.parse({ indicator: 'people/population', city: id, by: [by] })
      const { sql, params, finish } = compile(question, catalogue, publicViewer, duckdb)
      const { figures } = finish(await warehouse.query(sql, params))
      for (const { unit, value } of figures) if (value !== null) people.set(unit, value)
    }
  }
  const sorted = [...people.values()].sort((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 1
  const weights = new Map(
    units.map((unit) => {
      // A long tail: some places have an office tower or a port, many have neither.
      const luck = Math.exp(2.2 * (part(salted(unit.id, seed), 7) - 0.5))
      return [unit.id, ((people.get(unit.id) ?? middle) / middle) ** 1.2 * luck]
    }),
  )
  return { catalogue, city, joined, units, weights }
}

/** Lowest units of a place, alive on a day; a place without any is its own. */
export function unitsIn(land: Land, place: string, on: Day, without: ReadonlySet<string>): Unit[] {
  const below = subtreeOf(land.catalogue, place)
  const found = land.units.filter(
    (unit) =>
      below.has(unit.id) &&
      (unit.id === place || !without.has(unit.id)) &&
      (unit.validFrom === null || unit.validFrom <= on) &&
      (unit.validTo === null || on <= unit.validTo),
  )
  return found.length ? found : [unitOf(land.catalogue, place)]
}

/** Where the rows of a year lie. @param shares  of units that joined, beside the city in its old borders */
export function placesOf(
  land: Land,
  year: number,
  known: readonly Known[],
  shares: Readonly<Record<string, number>>,
): Place[] {
  const { catalogue, city } = land
  const units = city.units.map((id) => unitOf(catalogue, id))
  const started = units.find(
    ({ validFrom }) => validFrom !== null && yearOf(validFrom) === year && validFrom.slice(5) > '01-01',
  )
  const alive = units.filter(
    ({ validFrom, validTo }) =>
      (validFrom === null || yearOf(validFrom) <= year) && (validTo === null || yearOf(validTo) >= year),
  )
  const inside = (unit: Unit) => (started && unit.id !== started.id ? [unit.id, started.id] : [unit.id])
  const named = new Set(known.filter((one) => one.year === year).map(({ unit }) => unit))
  const pinned = land.units.filter(({ id }) => named.has(id))
  const all = land.units.reduce((sum, { id }) => sum + land.weights.get(id)!, 0)
  const places: Place[] = []
  for (const unit of alive) {
    const below = subtreeOf(catalogue, unit.id)
    const own = pinned.filter(({ id, validFrom, validTo }) => {
      const lives = (validFrom === null || yearOf(validFrom) <= year) && (validTo === null || yearOf(validTo) >= year)
      return below.has(id) && lives
    })
    const parts = own.map((one) => {
      const share = Math.min(0.2, (3 * land.weights.get(one.id)!) / all)
      return { id: one.id, from: one.validFrom, to: one.validTo, within: [one.id, ...inside(unit)], share }
    })
    const rest = 1 - parts.reduce((sum, { share }) => sum + share, 0)
    const more = unit.id === units.at(-1)!.id ? land.joined.reduce((sum, id) => sum + (shares[id] ?? 0.15), 0) : 0
    places.push(...parts, {
      id: unit.id,
      from: unit.validFrom,
      to: unit.validTo,
      within: inside(unit),
      share: Math.max(0.1, rest) + more,
    })
  }
  if (started) {
    for (const id of land.joined) {
      const { validFrom, validTo } = unitOf(catalogue, id)
      places.push({ id, from: validFrom, to: validTo, within: [started.id], share: shares[id] ?? 0.15 })
    }
  }
  return places
}
