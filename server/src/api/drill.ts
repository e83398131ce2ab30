/** Owns `drill.*`: what linked charts over the rows below an indicator are drawn from. */
import type { Question } from '@laban/shared'
import { parseWhere, questionSchema } from '@laban/shared'
import { z } from 'zod'
import type { AxisSums, Cubes, TableSums } from '../drill/cubes.ts'
import { cubesOf, sumsOf, tableOf } from '../drill/cubes.ts'
import { citySchema, indicatorIdSchema } from './input.ts'
import { procedure, router } from './procedure.ts'

const { asOf } = questionSchema.shape
const axisSchema = z.string().max(60)
const below = z.strictObject({ indicator: indicatorIdSchema, city: citySchema, asOf })

const questionOf = ({ indicator, city, asOf: day }: z.infer<typeof below>, home: string): Question =>
  questionSchema.parse({
    indicator,
    city: city ?? home,
    from: 'rows',
    ...(day === undefined ? {} : { asOf: day }),
  })

export const drillRouter = router({
  /** Sums over every two axes. @throws Failure question/unsupported where there are no rows; engine/busy, engine/timeout */
  cubes: procedure
    .input(below)
    .query(({ ctx, input }): Promise<Cubes> => cubesOf(ctx.desk, ctx.asker, questionOf(input, ctx.home))),

  /**
   * One interaction: each axis under the filters of all others. `where` as it stands in addresses, months as `month:2025-01,2025-02`.
   * @throws Failure question/invalid, question/unknown-cut, question/unsupported; engine/busy, engine/timeout
   */
  sums: procedure
    .input(below.extend({ where: z.string().max(20_000) }))
    .query(({ ctx, input: { where, ...rest } }): Promise<AxisSums> =>
      sumsOf(ctx.desk, ctx.asker, questionOf(rest, ctx.home), parseWhere(where)),
    ),

  /** Two axes against each other under all filters. @throws Failure as `sums` */
  table: procedure
    .input(below.extend({ where: z.string().max(20_000), x: axisSchema, y: axisSchema }))
    .query(({ ctx, input: { where, x, y, ...rest } }): Promise<TableSums> =>
      tableOf(ctx.desk, ctx.asker, questionOf(rest, ctx.home), { over: [x, y], where: parseWhere(where) }),
    ),
})
