/** Owns `release.*`: what the answers are made from. */
import type { Release, Words } from '@laban/shared'
import { z } from 'zod'
import { procedure, router } from './procedure.ts'

/** `rows` of the table; `version` is the content address. */
export type ReleaseState = Release & {
  datasets: { id: string; title: Words; rows: number; version: string }[]
  cities: { id: string; name: Words }[]
  /** City that is meant where an address names none. */
  home: string
}

export const releaseRouter = router({
  current: procedure.input(z.strictObject({})).query(({ ctx }): ReleaseState => {
    const { catalogue, rows } = ctx.desk
    const { release, datasets, cities } = catalogue
    return {
      ...release,
      datasets: datasets.map(({ id, title }) => ({
        id,
        title,
        rows: rows[id] ?? 0,
        version: release.versions[id] ?? '',
      })),
      cities: cities.map(({ id, name }) => ({ id, name })),
      home: ctx.home,
    }
  }),
})
