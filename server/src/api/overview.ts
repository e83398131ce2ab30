/** Owns `overview.*`: the first screen's tiles and counts. */
import type { Catalogue, Overview } from '@laban/shared'
import { cityOf, daySchema, Failure, nearest, toOverview } from '@laban/shared'
import { z } from 'zod'
import { citySchema, periodSchema } from './input.ts'
import { procedure, router } from './procedure.ts'
import { tilesOf } from './tiles.ts'

export const overviewInput = z.strictObject({
  city: citySchema,
  period: periodSchema,
  asOf: daySchema.optional(),
  /** Id of an area of responsibility. */
  area: z.string().max(120).optional(),
})

export const overviewRouter = router({
  /** @throws Failure question/unknown-city, question/unknown-value (area), question/bad-period */
  get: procedure.input(overviewInput).query(async ({ ctx, input }): Promise<Overview> => {
    const { desk, asker, home } = ctx
    const city = cityOf(desk.catalogue, input.city ?? home)
    if (input.area !== undefined) knownArea(desk.catalogue, input.area)
    const { period, asOf, area } = input
    return toOverview(
      await tilesOf(desk, asker, city, { period, asOf }),
      { city: city.id, period, asOf, area },
      desk.catalogue,
    )
  }),
})

function knownArea({ areas }: Catalogue, id: string): void {
  if (areas.some((area) => area.id === id)) return
  const close = nearest(id, areas, ({ id: other, title }) => [other, title.vi, title.en])
  throw new Failure(
    'question/unknown-value',
    { vi: `Không có lĩnh vực "${id}"`, en: `Unknown area of responsibility: "${id}"` },
    { nearest: close.map(({ id: other, title }) => ({ id: other, name: title })) },
  )
}
