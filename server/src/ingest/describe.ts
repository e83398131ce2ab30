/** Owns the wording of what a schema refuses, in both languages, with what it would have accepted. */
import type { Words } from '@laban/shared'
import type { z } from 'zod'

type Issue = z.core.$ZodIssue
type Described = { message: Words; allowed?: string; field?: string }

const kinds: Record<string, Words> = {
  string: { vi: 'văn bản', en: 'text' },
  number: { vi: 'số', en: 'a number' },
  int: { vi: 'số nguyên', en: 'a whole number' },
  boolean: { vi: 'true hoặc false', en: 'true or false' },
  array: { vi: 'danh sách', en: 'a list' },
  object: { vi: 'nhóm có tên', en: 'a map' },
  record: { vi: 'nhóm có tên', en: 'a map' },
}

type Definition = {
  type: string
  innerType?: z.core.$ZodType
  element?: z.core.$ZodType
  valueType?: z.core.$ZodType
  shape?: Record<string, z.core.$ZodType>
  options?: z.core.$ZodType[]
  discriminator?: string
}

const definitionOf = (schema: z.core.$ZodType) => (schema as unknown as { def: Definition }).def
const valuesOf = (schema: z.core.$ZodType | undefined) => (schema as { values?: Set<unknown> } | undefined)?.values

/** The schema that a path leads to, looking through wrappers and into the form of a union that the value chose. */
export function schemaAt(
  schema: z.core.$ZodType,
  path: readonly PropertyKey[],
  value: unknown,
): z.core.$ZodType | undefined {
  const { type, innerType, element, valueType, shape, options, discriminator } = definitionOf(schema)
  if (innerType) return schemaAt(innerType, path, value)
  const fields = value as Record<PropertyKey, unknown> | null | undefined
  if (type === 'union' && discriminator !== undefined) {
    const chosen = options?.find((option) =>
      valuesOf(definitionOf(option).shape?.[discriminator])?.has(fields?.[discriminator]),
    )
    return chosen && schemaAt(chosen, path, value)
  }
  const [step, ...rest] = path
  if (step === undefined) return schema
  const inner = element ?? valueType ?? shape?.[String(step)]
  return inner && schemaAt(inner, rest, fields?.[step])
}

function fieldsOf(schema: z.core.$ZodType | undefined): string | undefined {
  const shape = schema && definitionOf(schema).shape
  return shape && Object.keys(shape).join(', ')
}

const optional = (allowed: string | undefined) => (allowed === undefined ? {} : { allowed })

/**
 * @param schema  the one that refused, to name what is allowed in its place
 * @param whole  everything that it was given
 * @param value  what stood at the issue's path; undefined: nothing
 */
export function describe(issue: Issue, schema: z.core.$ZodType, whole: unknown, value: unknown): Described[] {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const allowed = fieldsOf(schemaAt(schema, issue.path, whole))
      return issue.keys.map((key) => ({
        field: key,
        message: { vi: `mục không biết: ${key}`, en: `unknown field: ${key}` },
        ...optional(allowed),
      }))
    }
    case 'invalid_type': {
      const kind = kinds[issue.expected] ?? { vi: issue.expected, en: issue.expected }
      return value === undefined
        ? [{ message: { vi: 'thiếu mục bắt buộc', en: 'missing, yet required' }, allowed: kind.en }]
        : [{ message: { vi: `sai kiểu; phải là ${kind.vi}`, en: `wrong type; must be ${kind.en}` }, allowed: kind.en }]
    }
    case 'invalid_value':
      return [
        {
          message:
            value === undefined
              ? { vi: 'thiếu mục bắt buộc', en: 'missing, yet required' }
              : { vi: 'giá trị không biết', en: 'unknown value' },
          allowed: issue.values.map(String).join(', '),
        },
      ]
    case 'too_small':
      return [
        {
          message: { vi: 'quá nhỏ hoặc quá ngắn', en: 'too small or too short' },
          allowed: `${issue.inclusive ? '>=' : '>'} ${issue.minimum}`,
        },
      ]
    case 'too_big':
      return [
        {
          message: { vi: 'quá lớn hoặc quá dài', en: 'too large or too long' },
          allowed: `${issue.inclusive ? '<=' : '<'} ${issue.maximum}`,
        },
      ]
    case 'invalid_format':
      return [{ message: { vi: 'sai dạng', en: 'wrong form' }, allowed: issue.pattern ?? issue.format }]
    case 'invalid_key':
      return [
        {
          message: { vi: 'tên mục sai dạng', en: 'wrong form of a field name' },
          allowed: issue.issues.map(({ message }) => message).join('; '),
        },
      ]
    case 'invalid_union': {
      if (issue.inclusive === undefined && issue.options) {
        return [
          { message: { vi: 'giá trị không biết', en: 'unknown value' }, allowed: issue.options.map(String).join(', ') },
        ]
      }
      const allowed = issue.errors.map((list) => list.map(({ message }) => message).join('; ')).join(' | ')
      return [{ message: { vi: 'không hợp dạng nào', en: 'fits no form' }, allowed }]
    }
    case 'custom':
    case 'invalid_element':
    case 'not_multiple_of':
      return [{ message: { vi: 'không hợp lệ', en: 'invalid' }, allowed: issue.message }]
  }
}
