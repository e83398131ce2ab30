/** Owns units: organisations and territories, dated. A unit that ends and one that begins are two units. */
import { z } from 'zod'
import type { Day } from './period.ts'
import { isDay } from './period.ts'

export const wordsSchema = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) })
export const daySchema = z.string().refine(isDay, { message: 'a day as YYYY-MM-DD' })

export const unitLevels = [
  'country',
  'city',
  'former-province',
  'department',
  'agency',
  'board',
  'district',
  'ward',
  'commune',
  'special-zone',
] as const
export type UnitLevel = (typeof unitLevels)[number]

/** Levels that lie side by side on one map: the new lowest level is ward, commune or special zone. */
export const localLevels = ['ward', 'commune', 'special-zone'] as const satisfies UnitLevel[]

export const unitSchema = z.strictObject({
  /** Path of keys, unique for ever: `hcmc`, `hcmc/quan_1`, `hcmc_merged/26740`. */
  id: z.string().regex(/^[a-z0-9_]+(\/[a-z0-9_]+)*$/),
  level: z.enum(unitLevels),
  name: wordsSchema,
  /** Name without its kind ("Sài Gòn" for "Phường Sài Gòn"), for tight places. */
  short: wordsSchema,
  parent: z.string().nullable(),
  /** Day from which it exists; null: before our records. */
  validFrom: daySchema.nullable(),
  /** Last day on which it exists; null: still in force. */
  validTo: daySchema.nullable(),
  /** Code of the General Statistics Office, where one exists. */
  code: z.string().nullable(),
  /** Degrees, WGS 84: the middle of the unit's extent. */
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  /** What its predecessor was called or how it came about; for the unit's page. */
  note: z.string().nullable(),
})
export type Unit = z.infer<typeof unitSchema>

/** Share of `from`'s figure that goes to `to` when a series is re-cut to another map; shares of one `from` add to 1. */
export const crosswalkSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  weight: z.number().gt(0).lte(1),
  /** `whole`: the old unit lies wholly in the new one, so nothing is estimated. */
  extent: z.enum(['whole', 'part']),
})
export type Crosswalk = z.infer<typeof crosswalkSchema>

export const inForce = (unit: Pick<Unit, 'validFrom' | 'validTo'>, at: Day): boolean =>
  (unit.validFrom === null || unit.validFrom <= at) && (unit.validTo === null || at <= unit.validTo)
