/** Owns `extract.*`: what a browser needs to explore an indicator by itself. */
import type { Catalogue, Viewer } from '@laban/shared'
import { datasetOf, questionSchema } from '@laban/shared'
import type { Detail } from '../extract/write.ts'
import { slimCatalogue } from '../extract/slim.ts'
import { procedure, router } from './procedure.ts'

export type ExtractFound = {
  /** Of the file on this server; it holds for this viewer alone. */
  address: string
  bytes: number
  /** Rows of facts in it. */
  rows: number
  /** `months`: sums by month and dimensions, since rows may not leave or would be too many. */
  detail: Detail
  rolledUp: boolean
  /** Tables that questions may name; what a plan needs beyond them, only the server can answer. */
  tables: string[]
  /** Cells below `atLeast` that were merged into wider ones, and rows left out since nothing could be merged with them. */
  merged: { atLeast: number; cells: number; leftOut: number } | null
  simulated: boolean
  release: string
  /** The part of the catalogue that `compile` and `finish` need. */
  catalogue: Catalogue
  /** Whose rights the file was cut to. */
  viewer: Viewer
}

export const extractRouter = router({
  /**
   * The extract for a question's indicator and city; period, cuts and filters are left to the browser. Made if it is not there.
   * @throws Failure as `compile`; question/unsupported, extract/too-large, engine/busy, engine/timeout, data/not-writable
   */
  get: procedure.input(questionSchema).query(async ({ ctx, input }): Promise<ExtractFound> => {
    const { catalogue } = ctx.desk
    const made = await ctx.desk.extract(input, ctx.asker)
    return {
      address: made.address,
      bytes: made.bytes,
      rows: made.rows,
      detail: made.detail,
      rolledUp: made.detail === 'months',
      tables: made.tables,
      merged: made.merged,
      simulated: made.outline.facts.some(({ dataset }) => datasetOf(catalogue, dataset).simulated),
      release: catalogue.release.id,
      catalogue: slimCatalogue(catalogue, made),
      viewer: ctx.asker.viewer,
    }
  }),
})
