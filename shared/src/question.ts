/** Owns what can be asked: indicator + period + cuts + filters + comparison. The same text in URLs, the API and the cache key. */
import { z } from 'zod'
import { identifierSchema } from './dataset.ts'
import { Failure } from './failure.ts'
import type { Where } from './indicator.ts'
import { whereSchema } from './indicator.ts'
import { daySchema, unitLevels } from './unit.ts'

/** `point`: every date on which something was published (statements) or every month (events). */
export const questionGrains = ['point', 'year', 'quarter', 'month'] as const

/** `rows`: the indicator over its row-level datasets, for drilling down; `published`: its headline. */
export const questionOrigins = ['published', 'rows'] as const

/** A dimension's name, or `unit:<level>`; `unit:local` is ward, commune and special zone together. */
export const cutSchema = z.union([
  identifierSchema,
  z.enum([...unitLevels.map((level) => `unit:${level}` as const), 'unit:local']),
])

export const comparisons = ['target', 'last-year', 'previous', 'peers'] as const
export type Comparison = (typeof comparisons)[number]

export const questionSchema = z.strictObject({
  indicator: z.string().max(120),
  /** Id of a city pack. */
  city: z.string().max(60),
  /** A unit of that city; absent: the city itself, as it stood on each date. */
  unit: z.string().max(120).optional(),
  /** Text that `parsePeriod` reads; absent: everything up to `asOf`. */
  period: z.string().max(40).optional(),
  grain: z.enum(questionGrains).default('point'),
  by: z.array(cutSchema).max(3).default([]),
  where: whereSchema.default({}),
  compare: z.array(z.enum(comparisons)).default([]),
  /** Answer as it would have been known at the end of that day; absent: all that the release knows. */
  asOf: daySchema.optional(),
  /** `reported`: units as they were then; `today`: re-cut to the map in force on `asOf` through the crosswalk. */
  map: z.enum(['reported', 'today']).default('reported'),
  from: z.enum(questionOrigins).default('published'),
})
export type Question = z.infer<typeof questionSchema>
/** A question as people write it: defaults left out. */
export type QuestionInput = z.input<typeof questionSchema>

const reserved = /[%,;:]/g
const escaped = (text: string): string =>
  text.replace(reserved, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
const plain = (text: string): string =>
  text.replace(/%(25|2C|3B|3A)/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))

/** `sector:land,fees;line:2` as it stands in addresses; `%`, `,`, `;` and `:` inside a code are percent-encoded. */
export const printWhere = (where: Where): string =>
  Object.entries(where)
    .map(([dimension, codes]) => `${dimension}:${codes.map(escaped).join(',')}`)
    .join(';')

/**
 * Inverse of `printWhere`; empty text is no filter. A dimension named twice accepts the codes of both.
 * @throws Failure question/invalid
 */
export function parseWhere(text: string): Where {
  const where: Where = {}
  for (const part of text === '' ? [] : text.split(';')) {
    const [, dimension, codes] = /^([a-z][a-z0-9_]*):(.+)$/.exec(part) ?? []
    if (!dimension || !codes) {
      throw new Failure('question/invalid', {
        vi: `Bộ lọc không hợp lệ: "${part}"; cho phép: chiều:mã,mã;chiều:mã`,
        en: `Invalid filter: "${part}"; allowed: dimension:code,code;dimension:code`,
      })
    }
    where[dimension] = [...(where[dimension] ?? []), ...codes.split(',').map(plain)]
  }
  return where
}
