/** Owns reading of YAML files into checked values that still know on which line each field stands. */
import type { Fault, Place } from '@laban/shared'
import type { Document } from 'yaml'
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { describe } from './describe.ts'
import { fault } from './fault.ts'

type Path = readonly PropertyKey[]

/** A checked value and where it was written. */
export type Placed<T> = {
  value: T
  /** Where a field stands; of a missing one, where its parent does. */
  at: (...path: readonly PropertyKey[]) => Place
}

function offsetOf(document: Document, path: Path, key?: string): number {
  for (let length = path.length; length >= 0; length--) {
    const parent = document.getIn(path.slice(0, length), true)
    // The name of a field is a better place than its value, which may begin on a later line.
    const holder = length > 0 ? document.getIn(path.slice(0, length - 1), true) : undefined
    if (key !== undefined && length === path.length && isMap(parent)) {
      const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key)
      if (pair && isNode(pair.key)) return pair.key.range?.[0] ?? 0
    }
    if (isMap(holder)) {
      const pair = holder.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(path[length - 1]),
      )
      if (pair && isNode(pair.key)) return pair.key.range?.[0] ?? 0
    }
    if (isNode(parent)) return parent.range?.[0] ?? 0
  }
  return 0
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, step) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[step], value)

const show = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** By schema, then by file and text. */
let remembered: Map<z.ZodType, Map<string, unknown>> | undefined

/** From now on this process reads the same text once: what comes of it depends on nothing else. For a process that will not live long. */
export function rememberYaml(): void {
  remembered ??= new Map()
}

/**
 * Reads one YAML file; nothing is thrown for what stands in it.
 * @param file  name to print in faults
 * @returns the value that the schema made, or every fault of the file; not to be changed
 */
export function readYaml<S extends z.ZodType>(text: string, file: string, schema: S): Placed<z.output<S>> | Fault[] {
  if (!remembered) return readAnew(text, file, schema)
  const known = remembered.get(schema) ?? new Map<string, unknown>()
  remembered.set(schema, known)
  const key = `${file}\n${text}`
  const read = (known.get(key) as ReturnType<typeof readAnew<S>> | undefined) ?? readAnew(text, file, schema)
  known.set(key, read)
  return read
}

function readAnew<S extends z.ZodType>(text: string, file: string, schema: S): Placed<z.output<S>> | Fault[] {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (path: Path, key?: string): Place => {
    const { line, col } = lines.linePos(offsetOf(document, path, key))
    const field = [...path, ...(key === undefined ? [] : [key])].join('.')
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), ...(field ? { field } : {}) }
  }
  if (document.errors.length > 0) {
    return document.errors.map(({ pos, message }) => {
      const { line, col } = lines.linePos(pos[0])
      return fault({ file, line, column: col }, `YAML hỏng: ${message}`, `broken YAML: ${message}`)
    })
  }
  const raw: unknown = document.toJS({ maxAliasCount: 100 })
  const parsed = schema.safeParse(raw)
  if (parsed.success) {
    return { value: parsed.data, at: (...path: PropertyKey[]) => ({ ...at(path), ...known(valueAt(raw, path)) }) }
  }
  return parsed.error.issues.flatMap((issue) => {
    const path = issue.path.filter((step) => typeof step !== 'symbol')
    const value = valueAt(raw, path)
    return describe(issue, schema, raw, value).map(({ field, message, allowed }) => {
      const shown = field === undefined ? value : valueAt(value, [field])
      return fault({ ...at(path, field), ...known(shown) }, message.vi, message.en, allowed)
    })
  })
}

/** Lists and maps are not shown: the line says more. */
const known = (value: unknown): { value?: string } =>
  value === undefined || (typeof value === 'object' && value !== null) ? {} : { value: show(value) }

export const isFaults = (read: unknown): read is Fault[] => Array.isArray(read)
