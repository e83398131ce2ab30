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
  desk.once(`tiles ${JSON.stringify([city.id, when.period, when.asOf])}`, asker, async () => {
    const readable = indicatorsOf(desk.catalogue, city).filter((one) => mayReadIn(asker.viewer, one, city))
    const questions = readable.map(({ id }) => tileQuestion(id, city.id, when, desk.catalogue))
    return (await desk.askAll(questions, asker)).map((answer) => toTile(answer, desk.catalogue))
  })
