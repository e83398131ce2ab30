/** Owns `lab.*`: the tables that an analyst may take into the browser, and what one weighs. */
import { z } from 'zod'
import type { TableEntry } from '../extract/parcels.ts'
import { procedure, router } from './procedure.ts'

export type LabTables = {
  /** Id of the release that the rows are of. */
  release: string
  tables: TableEntry[]
}

/** `address` is for this viewer alone; `bytes` is what will be fetched. */
export type LabParcel = { release: string; address: string; bytes: number }

export const labRouter = router({
  tables: procedure.input(z.strictObject({})).query(({ ctx }): LabTables => ({
    release: ctx.desk.catalogue.release.id,
    tables: ctx.parcels.list(ctx.asker.viewer),
  })),

  /** @throws Failure extract/gone, data/not-writable */
  parcel: procedure
    .input(z.strictObject({ table: z.string().max(100) }))
    .query(async ({ ctx, input }): Promise<LabParcel> => {
      const { hash, bytes } = await ctx.parcels.make(input.table, ctx.asker.viewer)
      return { release: ctx.desk.catalogue.release.id, address: `/api/parcels/${input.table}/${hash}.duckdb`, bytes }
    }),
})
