/** Owns `catalogue.*`: every indicator of a city in one list, to search and filter. */
import type { Area, Group, Status, Words } from '@laban/shared'
import { cityOf, indicatorOf } from '@laban/shared'
import { z } from 'zod'
import { citySchema } from './input.ts'
import { procedure, router } from './procedure.ts'
import { tilesOf } from './tiles.ts'

export type CatalogueEntry = {
  id: string
  name: Words
  definition: Words
  group: Group
  headline: boolean
  measuredIn: string
  owner: { id: string; name: Words }
  area: string
  audience: 'public' | 'internal' | 'restricted'
  /** Legal basis. */
  basis: Words
  /** null: no target. */
  status: Status | null
}

export type CatalogueList = { indicators: CatalogueEntry[]; areas: Area[]; cities: { id: string; name: Words }[] }

export const catalogueRouter = router({
  /** @throws Failure question/unknown-city */
  list: procedure.input(z.strictObject({ city: citySchema })).query(async ({ ctx, input }): Promise<CatalogueList> => {
    const { desk, asker } = ctx
    const { catalogue } = desk
    const tiles = await tilesOf(desk, asker, cityOf(catalogue, input.city ?? ctx.home), {})
    return {
      indicators: tiles.map(({ indicator, status, owner, area }) => {
        const { id, name, definition, group, headline, measuredIn, audience, basis } = indicatorOf(catalogue, indicator)
        return { id, name, definition, group, headline, measuredIn, owner, area, audience, basis: basis.text, status }
      }),
      areas: catalogue.areas,
      cities: catalogue.cities.map(({ id, name }) => ({ id, name })),
    }
  }),
})
