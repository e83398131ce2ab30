/** Owns `extract.*`: what a browser needs to explore an indicator by itself. */
import { questionSchema } from '@laban/shared'
import type { ExtractFound } from '../extract/slim.ts'
import { toFound } from '../extract/slim.ts'
import { procedure, router } from './procedure.ts'

export const extractRouter = router({
  /**
   * The extract for a question's indicator and city; period, cuts and filters are left to the browser. Made if it is not there.
   * @throws Failure as `compile`; question/unsupported, extract/too-large, engine/busy, engine/timeout, data/not-writable
   */
  get: procedure
    .input(questionSchema)
    .query(async ({ ctx, input }): Promise<ExtractFound> =>
      toFound(await ctx.desk.extract(input, ctx.asker), ctx.desk.catalogue, ctx.asker.viewer),
    ),
})
