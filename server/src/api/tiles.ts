/** Owns the tiles of a city: one question an indicator, asked side by side and remembered with the release. */
import type { City, Tile } from '@laban/shared'
import { indicatorsOf, mayReadIn, tileQuestion, toTile } from '@laban/shared'
import type { Asker, Desk } from '../ask.ts'

export type When = { period?: string | undefined; asOf?: string | undefined }

/**
 * Tiles of all indicators that hold in the city and that the viewer may read, in the catalogue's order.
 * @throws Failure question/bad-period, engine/busy, engine/timeout
 */
export const tilesOf = (desk: Desk, asker: Asker, city: City, when: When): Promise<Tile[]> =>
  desk.once(`tiles ${JSON.stringify([city.id, when.period, when.asOf])}`, asker, () =>
    Promise.all(
      indicatorsOf(desk.catalogue, city)
        .filter((indicator) => mayReadIn(asker.viewer, indicator, city))
        .map(async ({ id }) => {
          const answer = await desk.ask(tileQuestion(id, city.id, when, desk.catalogue), asker)
          return toTile(answer, desk.catalogue)
        }),
    ),
  )
