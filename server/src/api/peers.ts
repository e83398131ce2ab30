/** Owns `peers.*`: the indicators that cities share, side by side, each with its own date and certainty. */
import type {
  Answer,
  Catalogue,
  Certainty,
  City,
  Day,
  Indicator,
  Period,
  Question,
  Rounding,
  Words,
} from '@laban/shared'
import { alike, cityOf, daySchema, indicatorsOf, mayReadIn, unitOf } from '@laban/shared'
import { z } from 'zod'
import type { Asker, Desk } from '../ask.ts'
import { citySchema } from './input.ts'
import { procedure, router } from './procedure.ts'

export type PeerCell = {
  city: string
  value: number
  period: Period
  unit: string
  /** First and last day of the unit that the figure speaks of; null: no boundary on that side. */
  unitFrom: Day | null
  unitTo: Day | null
  certainty: Certainty | null
  rounding: Rounding | null
  published: Day | null
  /** Whether generated rows are in it. */
  simulated: boolean
}

export type PeerRow = {
  indicator: string
  name: Words
  measuredIn: string
  better: Indicator['better']
  group: Indicator['group']
  time: Indicator['time']
  /** In the order of `cities`; null: nothing was published for that city. */
  cells: (PeerCell | null)[]
  /** Of the values that there are, whatever their dates; null below two. */
  median: number | null
}

export type PeerTable = { asOf: Day; cities: { id: string; name: Words }[]; rows: PeerRow[] }

export const peersRouter = router({
  /**
   * The city first, then its peers. Only rows in which at least two cities have a figure; each row's figures are of dates as alike
   * as can be.
   * @throws Failure question/unknown-city
   */
  get: procedure
    .input(z.strictObject({ city: citySchema, asOf: daySchema.optional() }))
    .query(async ({ ctx, input }): Promise<PeerTable> => {
      const { desk, asker } = ctx
      const city = cityOf(desk.catalogue, input.city ?? ctx.home)
      const cities = [city, ...city.peers.map((id) => cityOf(desk.catalogue, id))]
      const asOf = input.asOf ?? desk.catalogue.release.horizon
      const own = cities.map((one) => new Set(indicatorsOf(desk.catalogue, one)))
      const shared = indicatorsOf(desk.catalogue, city).filter(
        (indicator) =>
          mayReadIn(asker.viewer, indicator, city) && own.filter((indicators) => indicators.has(indicator)).length > 1,
      )
      const rows = await desk.once(`peers ${JSON.stringify([city.id, asOf])}`, asker, () =>
        Promise.all(shared.map((indicator) => rowOf(desk, asker, indicator, cities, asOf))),
      )
      return {
        asOf,
        cities: cities.map(({ id, name }) => ({ id, name })),
        rows: rows.filter(({ cells }) => cells.filter((cell) => cell !== null).length > 1),
      }
    }),
})

async function rowOf(desk: Desk, asker: Asker, indicator: Indicator, cities: City[], asOf: Day): Promise<PeerRow> {
  const { id, name, measuredIn, better, group, time } = indicator
  const known = await Promise.all(
    cities.map(async (city) => {
      if (!indicatorsOf(desk.catalogue, city).includes(indicator)) return []
      // Another city may have another area answer for it.
      if (!mayReadIn(asker.viewer, indicator, city)) return []
      const question: Question = {
        indicator: id,
        city: city.id,
        grain: 'point',
        by: [],
        where: {},
        compare: [],
        asOf,
        map: 'reported',
        from: 'published',
      }
      return cellsOf(city.id, await desk.ask(question, asker), desk.catalogue)
    }),
  )
  const cells = alike(known, time)
  return {
    indicator: id,
    name,
    measuredIn,
    better,
    group,
    time,
    cells,
    median: medianOf(cells.flatMap((cell) => cell?.value ?? [])),
  }
}

function cellsOf(city: string, { figures, simulated }: Answer, catalogue: Catalogue): PeerCell[] {
  return figures.flatMap(({ value, period, unit, certainty, rounding, published }) => {
    if (value === null) return []
    const { validFrom, validTo } = unitOf(catalogue, unit)
    return {
      city,
      value,
      period,
      unit,
      unitFrom: validFrom,
      unitTo: validTo,
      certainty,
      rounding,
      published,
      simulated,
    }
  })
}

function medianOf(values: number[]): number | null {
  if (values.length < 2) return null
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}
