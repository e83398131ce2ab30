/** Owns the shapes that the plain read API answers with, for its OpenAPI description; held against the types by the compiler. */
import type { Answer } from '@laban/shared'
import {
  areaSchema,
  certainties,
  citySchema,
  curveSchema,
  daySchema,
  datasetSchema,
  groups,
  indicatorSchema,
  marks,
  questionSchema,
  roundings,
  sourceSchema,
  statuses,
  targetSchema,
  unitSchema,
  wordsSchema,
} from '@laban/shared'
import { z } from 'zod'
import type { CatalogueList } from './catalogue.ts'
import type { IndicatorPage } from './indicator.ts'
import type { FailureShape } from './status.ts'

const period = z
  .strictObject({ start: daySchema, end: daySchema })
  .meta({ id: 'Period', description: 'Both ends are inside' })
const words = wordsSchema.meta({ id: 'Words', description: 'A text in both languages' })
const status = z.enum(statuses).meta({ id: 'Status' })

const compared = z
  .strictObject({
    value: z.number(),
    period,
    unit: z.string(),
    change: z.number().nullable().meta({ description: 'Points for percentages; a fraction otherwise (0.05 = +5 %)' }),
    comparable: z.boolean(),
    why: z.enum(['territory', 'other-date']).optional(),
  })
  .meta({ id: 'Compared' })

const standing = z
  .strictObject({
    status: status.nullable().meta({ description: 'null: not due yet' }),
    target: z.number(),
    planToDate: z.number(),
    distance: z.number().meta({ description: 'value - planToDate, signed so that positive is good' }),
    by: daySchema,
    basis: words,
    source: z.string(),
    phasing: z.enum(['curve', 'milestones', 'end']),
  })
  .meta({ id: 'Standing' })

const figure = z
  .strictObject({
    period,
    unit: z.string().meta({ description: 'Unit id, as it stood then' }),
    cut: z.record(z.string(), z.string()),
    value: z.number().nullable().meta({ description: 'null: nothing was published; never zero for missing' }),
    parts: z.record(z.string(), z.number().nullable()),
    certainty: z.enum(certainties).nullable(),
    rounding: z.enum(roundings).nullable(),
    published: daySchema.nullable(),
    marks: z.array(z.enum(marks)),
    origin: z.array(z.string()),
    estimated: z.number().optional(),
    standing: standing.nullable().optional(),
    lastYear: compared.nullable().optional(),
    previous: compared.nullable().optional(),
    peers: z.strictObject({ median: z.number(), count: z.number() }).nullable().optional(),
  })
  .meta({ id: 'Figure' })

export const answerShape = z
  .strictObject({
    question: questionSchema,
    measuredIn: z.string(),
    release: z.string(),
    asOf: daySchema,
    figures: z.array(figure),
    plans: z.array(
      z.strictObject({
        year: z.number(),
        unit: z.string(),
        target: z.number(),
        points: z.array(z.strictObject({ on: daySchema, value: z.number() })),
        basis: words,
        source: z.string(),
      }),
    ),
    additive: z.boolean(),
    simulated: z.boolean(),
    status: status.nullable(),
    dataDate: daySchema.nullable(),
    nextDue: daySchema.nullable(),
  })
  .meta({ id: 'Answer' })

export const listShape = z
  .strictObject({
    indicators: z.array(
      z.strictObject({
        id: z.string(),
        name: words,
        definition: words,
        group: z.enum(groups),
        headline: z.boolean(),
        measuredIn: z.string(),
        owner: z.strictObject({ id: z.string(), name: words }),
        area: z.string(),
        audience: z.enum(['public', 'internal', 'restricted']),
        basis: words,
        status: status.nullable(),
      }),
    ),
    areas: z.array(areaSchema),
    cities: z.array(z.strictObject({ id: z.string(), name: words })),
  })
  .meta({ id: 'Indicators' })

export const indicatorShape = z
  .strictObject({
    indicator: indicatorSchema,
    owner: unitSchema,
    area: areaSchema.nullable(),
    datasets: z.array(datasetSchema),
    targets: z.array(targetSchema),
    curves: z.array(curveSchema),
    breaks: citySchema.shape.breaks,
    city: citySchema,
    sources: z.array(sourceSchema),
  })
  .meta({ id: 'Indicator' })

export const failureShape = z
  .strictObject({
    error: z.strictObject({
      code: z.string(),
      words,
      nearest: z.array(z.strictObject({ id: z.string(), name: words })).optional(),
      request: z.string().optional(),
    }),
  })
  .meta({ id: 'Failure' })

type Fits<Value extends z.input<Shape>, Shape extends z.ZodType> = [Value, Shape]
/** Does not compile where an answer has a field that its shape does not describe as it is. */
export type Held = [
  Fits<Answer, typeof answerShape>,
  Fits<CatalogueList, typeof listShape>,
  Fits<IndicatorPage, typeof indicatorShape>,
  Fits<{ error: FailureShape }, typeof failureShape>,
]
