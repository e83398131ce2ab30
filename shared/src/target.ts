/** Owns targets and curves: a number to reach, its legal basis, and how a year is phased. */
import { z } from 'zod'
import { daySchema, wordsSchema } from './unit.ts'

export const targetSchema = z.strictObject({
  indicator: z.string(),
  unit: z.string(),
  /** Year in which it is pursued; the reporting year of the figures that it is compared with. */
  year: z.int(),
  /** reach: at least; within: at most; reduce: bring down to; milestone: a deed by a day. */
  kind: z.enum(['reach', 'within', 'reduce', 'milestone']),
  value: z.number(),
  by: daySchema,
  basis: wordsSchema,
  /** Id in sources.csv. */
  source: z.string(),
  /** Day on which it became known: a target is compared only with questions asked as of that day or later. */
  published: daySchema,
  version: z.int().positive().default(1),
  /** How the year is phased: id of a curve, or milestones entered by the plan itself. Neither: due in full on `by`. */
  curve: z.string().optional(),
  milestones: z.array(z.strictObject({ by: daySchema, value: z.number() })).optional(),
  note: wordsSchema.optional(),
})
export type Target = z.infer<typeof targetSchema>

/** Cumulative share of a year's total, by month end, derived from earlier years. */
export const curveSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: wordsSchema,
  /** What it was derived from, so that a test can derive it again. */
  from: z.strictObject({ indicator: z.string(), unit: z.string(), years: z.array(z.int()).min(1) }),
  /** `month` 1..12, 13 = January after; `share` of the year's total at the end of that month; never falls. */
  shares: z.array(z.strictObject({ month: z.int().min(1).max(15), share: z.number().min(0).max(1.5) })).min(2),
  note: wordsSchema.optional(),
})
export type Curve = z.infer<typeof curveSchema>
