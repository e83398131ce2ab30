/** Owns `unit.*`: a city's dated units, their hex maps, and which indicators speak of them. */
import type { City, Day, Indicator, Question, Unit, Words } from '@laban/shared'
import {
  cityOf,
  daySchema,
  Failure,
  indicatorsOf,
  inForce,
  isFailure,
  localLevels,
  mayReadIn,
  nearest,
  subtreeOf,
} from '@laban/shared'
import { z } from 'zod'
import type { Asker, Desk } from '../ask.ts'
import type { HexCell } from '../hexmap.ts'
import { hexCells } from '../hexmap.ts'
import { citySchema, periodSchema } from './input.ts'
import { procedure, router } from './procedure.ts'

/** Axial coordinates of a pointy-top grid. */
export type UnitMap = {
  id: string
  title: Words
  /** Day whose units it shows. */
  at: Day
  /** The cut that asks for its units: `unit:local`, `unit:district`. */
  cut: Question['by'][number]
  cells: readonly HexCell[]
}

/** `map`: the one of the day asked; `maps`: all that the city has, oldest first. */
export type UnitList = { city: { id: string; name: Words }; units: Unit[]; map: UnitMap | null; maps: UnitMap[] }

/** An indicator that has figures for the units of a map, and for how many of them. */
export type Covering = Pick<Indicator, 'id' | 'name' | 'definition' | 'measuredIn' | 'group' | 'time'> & {
  units: number
}

export const unitRouter = router({
  /**
   * `at` absent: all units that the city ever had, and the map of the release's horizon.
   * @throws Failure question/unknown-city
   */
  list: procedure
    .input(z.strictObject({ city: citySchema, at: daySchema.optional() }))
    .query(({ ctx, input }): UnitList => {
      const { desk } = ctx
      const city = cityOf(desk.catalogue, input.city ?? ctx.home)
      const within = new Set(city.units.flatMap((unit) => [...subtreeOf(desk.catalogue, unit)]))
      const all = desk.catalogue.units.filter(({ id }) => within.has(id))
      const at = input.at ?? desk.catalogue.release.horizon
      const maps = city.maps.map((map) => drawn(map, all))
      return {
        city: { id: city.id, name: city.name },
        units: input.at === undefined ? all : all.filter((unit) => inForce(unit, at)),
        map: maps.findLast((map) => map.at <= at) ?? maps[0] ?? null,
        maps,
      }
    }),

  /**
   * Which indicators have figures for the units of a map, those that cover most units first.
   * @throws Failure question/unknown-city, question/unknown-value (map), question/bad-period
   */
  covered: procedure
    .input(
      z.strictObject({ city: citySchema, map: z.string().max(60), period: periodSchema, asOf: daySchema.optional() }),
    )
    .query(async ({ ctx, input }): Promise<{ indicators: Covering[] }> => {
      const { desk, asker } = ctx
      const city = cityOf(desk.catalogue, input.city ?? ctx.home)
      const map = city.maps.find(({ id }) => id === input.map) ?? unknownMap(input.map, city)
      const within = new Set(city.units.flatMap((unit) => [...subtreeOf(desk.catalogue, unit)]))
      const shown = new Set(
        unitsOn(
          map,
          desk.catalogue.units.filter(({ id }) => within.has(id)),
        ).map(({ id }) => id),
      )
      const readable = indicatorsOf(desk.catalogue, city).filter((indicator) =>
        mayReadIn(asker.viewer, indicator, city),
      )
      const { period, asOf } = input
      const question = { city: city.id, by: [cutOf(map)], ...(period && { period }), ...(asOf && { asOf }) }
      const found = await desk.once(`covered ${JSON.stringify([map.id, question])}`, asker, () =>
        Promise.all(readable.map((indicator) => covering(desk, asker, indicator, question, shown))),
      )
      return { indicators: found.filter(({ units }) => units > 0).sort((a, b) => b.units - a.units) }
    }),
})

type CityMap = City['maps'][number]

const cutOf = ({ levels }: CityMap): UnitMap['cut'] => {
  const local: readonly string[] = localLevels
  return levels.every((level) => local.includes(level)) ? 'unit:local' : `unit:${levels[0]}`
}

const unitsOn = (map: CityMap, all: readonly Unit[]): Unit[] =>
  all.filter((unit) => map.levels.includes(unit.level) && inForce(unit, map.at))

const drawn = (map: CityMap, all: readonly Unit[]): UnitMap => ({
  id: map.id,
  title: map.title,
  at: map.at,
  cut: cutOf(map),
  cells: hexCells(unitsOn(map, all)),
})

async function covering(
  desk: Desk,
  asker: Asker,
  { id, name, definition, measuredIn, group, time }: Indicator,
  question: Pick<Question, 'city' | 'by' | 'period' | 'asOf'>,
  shown: ReadonlySet<string>,
): Promise<Covering> {
  try {
    const answer = await desk.ask(
      { indicator: id, grain: 'point', where: {}, compare: [], map: 'reported', from: 'published', ...question },
      asker,
    )
    const units = new Set(
      answer.figures.filter(({ value, unit }) => value !== null && shown.has(unit)).map(({ unit }) => unit),
    ).size
    return { id, name, definition, measuredIn, group, time, units }
  } catch (error) {
    // An indicator that cannot be cut by units has nothing for the map; everything else is the asker's or our fault.
    if (!isFailure(error) || (error.code !== 'question/unsupported' && error.code !== 'question/unknown-cut'))
      throw error
    return { id, name, definition, measuredIn, group, time, units: 0 }
  }
}

function unknownMap(id: string, { maps }: City): never {
  const close = nearest(id, maps, (map) => [map.id, map.title.vi, map.title.en])
  throw new Failure(
    'question/unknown-value',
    { vi: `Không có bản đồ "${id}"`, en: `Unknown map: "${id}"` },
    { nearest: close.map((map) => ({ id: map.id, name: map.title })) },
  )
}
