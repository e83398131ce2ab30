/** Owns questions as they stand in an address: every part is text, checked by the same schema as everywhere else. */
import type { Comparison, Question } from '@laban/shared'
import { Failure, nearest, parseWhere, questionSchema } from '@laban/shared'
import { z } from 'zod'

const { city, unit, period, grain, by, compare, asOf, map, from } = questionSchema.shape

const list = (text: string): string[] => (text === '' ? [] : text.split(','))

export const langSchema = z
  .enum(['vi', 'en'])
  .default('vi')
  .meta({ description: 'Language of the headers of a CSV file' })

export const listQuery = z.strictObject({
  city: city.optional().meta({ description: 'Id of a city; left out: the city that this server is for' }),
})

export const answerQuery = z.strictObject({
  city: listQuery.shape.city,
  unit: unit.meta({ description: 'Id of a unit of the city; left out: the city itself' }),
  period: period.meta({ description: '2025, 2025-Q3, 2025-09, 2025-09-30 or a span 2023..2025', example: '2025' }),
  grain,
  by: z
    .string()
    .max(200)
    .default('')
    .transform(list)
    .pipe(by.unwrap())
    .meta({ description: 'Cuts, separated by commas: dimensions or unit:<level>' }),
  where: z
    .string()
    .max(4000)
    .default('')
    .transform(parseWhere)
    .meta({ description: 'Filters: dimension:code,code;dimension:code' }),
  compare: z
    .string()
    .max(100)
    .default('')
    .transform((text) => list(text) as Comparison[])
    .pipe(compare.unwrap())
    .meta({ description: 'Comparisons, separated by commas: target, last-year, previous, peers' }),
  asOf: asOf.meta({ description: 'Answer as it was known at the end of that day, YYYY-MM-DD' }),
  map,
  from: from.meta({
    description: 'published: the headline; rows: the same indicator over its row-level data, where it has any',
  }),
  lang: langSchema,
})

export const questionOf = (indicator: string, home: string, query: z.output<typeof answerQuery>): Question => {
  const { lang: _, city: named, unit: of, period: over, asOf: on, ...rest } = query
  return {
    indicator,
    city: named ?? home,
    ...rest,
    ...(of === undefined ? {} : { unit: of }),
    ...(over === undefined ? {} : { period: over }),
    ...(on === undefined ? {} : { asOf: on }),
  }
}

/**
 * @param given  name -> text, or texts where a name stands twice
 * @throws Failure question/invalid for an unknown name, with what is allowed; ZodError for a value that is not allowed
 */
export function readQuery<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, given: Record<string, unknown>) {
  const allowed = Object.keys(schema.shape)
  const unknown = Object.keys(given).filter((name) => !allowed.includes(name))
  if (unknown.length > 0) {
    const close = unknown.flatMap((name) => nearest(name, allowed, (other) => [other], 1))
    throw new Failure(
      'question/invalid',
      {
        vi: `Tham số không có: ${unknown.join(', ')}; cho phép: ${allowed.join(', ')}`,
        en: `Unknown parameter: ${unknown.join(', ')}; allowed: ${allowed.join(', ')}`,
      },
      { nearest: close.map((id) => ({ id, name: { vi: id, en: id } })) },
    )
  }
  return schema.parse(given)
}
