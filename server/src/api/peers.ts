/** Owns `peers.*`: the indicators that cities share, side by side, each with its own date and certainty. */
import type { Answer, Catalogue, Certainty, City, Day, Indicator, Period, Rounding, Words } from '@laban/shared'
import { cityOf, daySchema, indicatorsOf, mayRead, tileQuestion, unitOf } from '@laban/shared'
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
   * The city first, then its peers. Only rows in which at least two cities have a figure.
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
        (indicator) => mayRead(asker.viewer, indicator) && own.filter((indicators) => indicators.has(indicator)).length > 1,
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
  const cells = await Promise.all(
    cities.map(async (city) => {
      if (!indicatorsOf(desk.catalogue, city).includes(indicator)) return null
      const question = tileQuestion(indicator.id, city.id, { asOf }, desk.catalogue)
      return cellOf(city.id, await desk.ask({ ...question, compare: [] }, asker), desk.catalogue)
    }),
  )
  const { id, name, measuredIn, better, group, time } = indicator
  return { indicator: id, name, measuredIn, better, group, time, cells, median: medianOf(cells.flatMap((cell) => cell?.value ?? [])) }
}

function cellOf(city: string, { figures }: Answer, catalogue: Catalogue): PeerCell | null {
  let newest: PeerCell | null = null
  for (const { value, period, unit, certainty, rounding, published } of figures) {
    if (value === null || (newest && newest.period.end >= period.end)) continue
    const { validFrom, validTo } = unitOf(catalogue, unit)
    newest = { city, value, period, unit, unitFrom: validFrom, unitTo: validTo, certainty, rounding, published }
  }
  return newest
}

function medianOf(values: number[]): number | null {
  if (values.length < 2) return null
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}
