/** Owns `indicator.*`: one indicator's definition, its answers, and the passport of a figure. */
import type { Answer, Area, City, Curve, Dataset, Indicator, Passport, Source, Target, Unit } from '@laban/shared'
import {
  answerable,
  cityOf,
  datasetOf,
  readableOf,
  partsOf,
  questionSchema,
  sourceOf,
  subtreeOf,
  unitOf,
} from '@laban/shared'
import { z } from 'zod'
import { citySchema, indicatorIdSchema } from './input.ts'
import { procedure, router } from './procedure.ts'

export type IndicatorPage = {
  indicator: Indicator
  /** Who answers for it in that city. */
  owner: Unit
  area: Area | null
  datasets: Dataset[]
  /** Of the city and what lies below it. */
  targets: Target[]
  /** Those that the targets are phased by. */
  curves: Curve[]
  breaks: City['breaks']
  city: City
  /** Those that the targets and the legal basis name. */
  sources: Source[]
}

export const indicatorRouter = router({
  /** @throws Failure question/unknown-indicator, question/unknown-city, access/denied */
  get: procedure
    .input(z.strictObject({ id: indicatorIdSchema, city: citySchema }))
    .query(({ ctx, input }): IndicatorPage => {
      const { catalogue } = ctx.desk
      const city = cityOf(catalogue, input.city ?? ctx.home)
      const indicator = readableOf(ctx.asker.viewer, input.id, city, catalogue)
      const within = new Set(city.units.flatMap((unit) => [...subtreeOf(catalogue, unit)]))
      const targets = catalogue.targets.filter((target) => target.indicator === indicator.id && within.has(target.unit))
      const curves = new Set(targets.map(({ curve }) => curve))
      const sources = new Set([...targets.map(({ source }) => source), indicator.basis.source])
      const measures = [indicator.measure, ...(indicator.rows ? [indicator.rows.measure] : [])]
      const datasets = new Set(
        measures.flatMap((measure) => Object.values(partsOf(measure)).map(({ dataset }) => dataset)),
      )
      const { owner, area } = answerable(indicator, city)
      return {
        indicator,
        owner: unitOf(catalogue, owner),
        area: catalogue.areas.find(({ id }) => id === area) ?? null,
        datasets: [...datasets].map((id) => datasetOf(catalogue, id)),
        targets,
        curves: catalogue.curves.filter(({ id }) => curves.has(id)),
        breaks: city.breaks,
        city,
        sources: [...sources].flatMap((id) => (id === undefined ? [] : (sourceOf(catalogue, id) ?? []))),
      }
    }),

  /** @throws Failure as `compile`; engine/busy, engine/timeout */
  ask: procedure.input(questionSchema).query(({ ctx, input }): Promise<Answer> => ctx.desk.ask(input, ctx.asker)),

  /** The question must name one figure. @throws Failure as `evidence`; engine/busy, engine/timeout */
  passport: procedure
    .input(questionSchema)
    .query(({ ctx, input }): Promise<Passport> => ctx.desk.passport(input, ctx.asker)),
})
