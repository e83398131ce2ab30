/** Owns a city pack's head: who the city is, which dated units it is, what answers for what. */
import { z } from 'zod'
import { daySchema, wordsSchema } from './unit.ts'

export const citySchema = z.strictObject({
  /** Equals the folder under kpis/. */
  id: z.string().regex(/^[a-z][a-z0-9]*$/),
  name: wordsSchema,
  /** Units that are the city itself, one after the other in time. */
  units: z.array(z.string()).min(1),
  /** Packs shown beside it for comparison. */
  peers: z.array(z.string()).default([]),
  /** Maps of its territory by date: which levels and former provinces lie on them. */
  maps: z
    .array(z.strictObject({ id: z.string(), title: wordsSchema, levels: z.array(z.string()).min(1), at: daySchema }))
    .default([]),
  /** Marks on time axes: a boundary, a method or a law that breaks a series. */
  breaks: z.array(z.strictObject({ on: daySchema, title: wordsSchema, note: wordsSchema })).default([]),
  /**
   * Who answers here for national indicators: key is an indicator's id or its domain (`budget`), the id first. Read through
   * `answerable`; absent keys leave the indicator's own owner and area.
   */
  answers: z
    .record(z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)?$/), z.strictObject({ owner: z.string(), area: z.string() }))
    .default({}),
})
export type City = z.infer<typeof citySchema>

/** An area of responsibility: who answers, by post and never by person. */
export const areaSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: wordsSchema,
  post: wordsSchema,
  validFrom: daySchema.nullable(),
  validTo: daySchema.nullable(),
  source: z.string(),
  note: wordsSchema.optional(),
})
export type Area = z.infer<typeof areaSchema>

/** Where statements stand. A higher rank is preferred when all else is equal. */
export const sourceSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  address: z.string(),
  /** 3: the authority's own publication; 2: press quoting it; 1: reposts and compilations. */
  rank: z.int().min(1).max(3),
})
export type Source = z.infer<typeof sourceSchema>
