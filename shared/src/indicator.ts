/** Owns a KPI's definition. Data, never SQL: a small vocabulary that every engine runs alike. */
import { z } from 'zod'
import { identifierSchema } from './dataset.ts'
import { daySchema, wordsSchema } from './unit.ts'

/** Column -> accepted values; all columns must hold. */
export const whereSchema = z.record(identifierSchema, z.array(z.string()).min(1))
export type Where = z.infer<typeof whereSchema>

/** What an engine is asked for: something that can be added, or (`stated`) a published figure that cannot. */
export const partSchema = z.strictObject({
  dataset: identifierSchema,
  take: z.enum(['sum', 'count', 'distinct', 'stated']),
  /** Measure for `sum` and `stated`, column whose values are counted once for `distinct`. */
  column: identifierSchema.default('value'),
  where: whereSchema.default({}),
})
export type Part = z.infer<typeof partSchema>

export const measureSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sum'), of: partSchema }),
  z.strictObject({ kind: z.literal('count'), of: partSchema }),
  /** What came less what went, of one cell and period: both must be known. Adds like a sum. */
  z.strictObject({ kind: z.literal('difference'), of: partSchema, less: partSchema }),
  z.strictObject({ kind: z.literal('distinct'), of: partSchema }),
  /** A figure as published that cannot be added over units or time: growth rates, ranks, scores. */
  z.strictObject({ kind: z.literal('stated'), of: partSchema }),
  /** Part of a whole: `of` counts rows among those of `per`. In percent. */
  z.strictObject({ kind: z.literal('share'), of: partSchema, per: partSchema }),
  /** `of` / `per` x scale. `printed` is the rate as published: used, and marked, where a part was not published. */
  z.strictObject({
    kind: z.literal('ratio'),
    of: partSchema,
    per: partSchema,
    scale: z.number().default(100),
    printed: partSchema.optional(),
  }),
])
export type Measure = z.infer<typeof measureSchema>

/**
 * The same indicator over rows (datasets of the form `events`), by month, for drilling down. Its running sums end with the
 * calendar year. The published measure stays the headline.
 */
export const rowsSchema = z.strictObject({
  measure: measureSchema,
  /** Dimensions by which rows may be cut, besides units. */
  cuts: z.array(identifierSchema).default([]),
})

/** The three data groups of Decision 328, and what stands beside them. */
export const groups = ['people', 'finance', 'land', 'governance', 'economy'] as const
export type Group = (typeof groups)[number]

export const indicatorSchema = z.strictObject({
  /** Equals its path under indicators/: `budget/revenue-execution`. */
  id: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/),
  name: wordsSchema,
  /** One sentence. */
  definition: wordsSchema,
  /** The decision that it serves; an indicator without one is not admitted. */
  decision: wordsSchema,
  /** The formula in words. */
  formula: wordsSchema,
  group: z.enum(groups),
  /** Whether it has a place on the first screen before "all indicators". */
  headline: z.boolean().default(false),
  /** A key of `unitsOfMeasure`. */
  measuredIn: z.string(),
  better: z.enum(['higher', 'lower', 'within']),
  measure: measureSchema,
  /** flow: adds over time; stock: last value in the period; cumulative: from 1 January to date (lũy kế). */
  time: z.enum(['flow', 'stock', 'cumulative']),
  /** Cumulative only: last day of the reporting year as months after December, 1 = 31 January next year (public investment). */
  overrunMonths: z.int().min(0).max(3).default(0),
  /** Finest period asked for. */
  grain: z.enum(['year', 'quarter', 'month']),
  /** Dimensions by which it may be cut, besides units. */
  cuts: z.array(identifierSchema).default([]),
  rows: rowsSchema.optional(),
  /** Unit that owns the figure (a department). */
  owner: z.string(),
  /** Area of responsibility: id in areas.yaml; the post that holds it answers for the figure. */
  area: z.string(),
  basis: z.strictObject({ text: wordsSchema, source: z.string().optional() }),
  /** A new figure is due `withinDays` after each `every`. */
  freshness: z.strictObject({ every: z.enum(['year', 'quarter', 'month']), withinDays: z.int().positive() }),
  audience: z.enum(['public', 'internal', 'restricted']).default('public'),
  /** Share of the plan to date from which it is on track, and from which it is only behind; below is off track. */
  bands: z.strictObject({ onTrack: z.number(), behind: z.number() }).default({ onTrack: 0.95, behind: 0.85 }),
  chart: z.enum(['cumulative', 'line', 'bar']),
  /** Published values that a test recomputes. */
  proofs: z
    .array(
      z.strictObject({
        unit: z.string(),
        on: daySchema,
        equals: z.number(),
        within: z.number(),
        asOf: daySchema.optional(),
        source: z.string(),
      }),
    )
    .default([]),
  /** Why there is no figure yet and who can change that; required where nothing was published. */
  empty: wordsSchema.optional(),
})
export type Indicator = z.infer<typeof indicatorSchema>

/**
 * The indicator as a question means it: as published, or over its rows.
 * @returns undefined where it has no rows
 */
export function meantBy(indicator: Indicator, from: 'published' | 'rows'): Indicator | undefined {
  if (from === 'published') return indicator
  const { rows } = indicator
  return rows && { ...indicator, measure: rows.measure, cuts: rows.cuts, grain: 'month', overrunMonths: 0 }
}

/** Parts of a measure by the name that answers use. */
export function partsOf(measure: Measure): Record<string, Part> {
  switch (measure.kind) {
    case 'ratio':
      return { of: measure.of, per: measure.per, ...(measure.printed ? { printed: measure.printed } : {}) }
    case 'share':
      return { of: measure.of, per: measure.per }
    case 'difference':
      return { of: measure.of, less: measure.less }
    case 'sum':
    case 'count':
    case 'distinct':
    case 'stated':
      return { of: measure.of }
  }
}

/** Whether figures of parts of a cut may be added to the figure of the whole. */
export const isAdditive = (measure: Measure): boolean => ['sum', 'count', 'difference'].includes(measure.kind)
