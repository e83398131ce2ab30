/** Owns the lists that packs keep as CSV (units, crosswalk, sources): from cells to checked values with their lines. */
import type { Crosswalk, Fault, Source, Unit } from '@laban/shared'
import { crosswalkSchema, sourceSchema, unitSchema } from '@laban/shared'
import type { z } from 'zod'
import { decode, headerFault, parseCsv } from './csv.ts'
import { describe } from './describe.ts'
import { fault } from './fault.ts'
import type { Placed } from './yaml.ts'

type Cell = (column: string) => string | null
export type List<T> = {
  columns: readonly string[]
  schema: z.ZodType<T>
  make: (cell: Cell) => unknown
  /** Column of a field, where the names differ. */
  columnOf?: Record<string, string>
}

const number = (text: string | null): number | string | null =>
  text === null ? null : Number.isNaN(Number(text)) ? text : Number(text)

export const unitList: List<Unit> = {
  columns: [
    'id',
    'level',
    'name_vi',
    'name_en',
    'short_vi',
    'short_en',
    'parent',
    'valid_from',
    'valid_to',
    'code',
    'lon',
    'lat',
    'note',
  ],
  schema: unitSchema,
  make: (cell) => ({
    id: cell('id'),
    level: cell('level'),
    name: { vi: cell('name_vi'), en: cell('name_en') },
    short: { vi: cell('short_vi'), en: cell('short_en') },
    parent: cell('parent'),
    validFrom: cell('valid_from'),
    validTo: cell('valid_to'),
    code: cell('code'),
    lon: number(cell('lon')),
    lat: number(cell('lat')),
    note: cell('note'),
  }),
  columnOf: {
    'name.vi': 'name_vi',
    'name.en': 'name_en',
    'short.vi': 'short_vi',
    'short.en': 'short_en',
    validFrom: 'valid_from',
    validTo: 'valid_to',
  },
}

export const crosswalkList: List<Crosswalk> = {
  columns: ['from', 'to', 'weight', 'extent'],
  schema: crosswalkSchema,
  make: (cell) => ({ from: cell('from'), to: cell('to'), weight: number(cell('weight')), extent: cell('extent') }),
}

export const sourceList: List<Source> = {
  columns: ['id', 'title', 'address', 'rank'],
  schema: sourceSchema,
  // Some sources have no address; the column then is empty on purpose.
  make: (cell) => ({
    id: cell('id'),
    title: cell('title'),
    address: cell('address') ?? '',
    rank: number(cell('rank')),
  }),
}

/** Reads one list; faults go to `faults`, good rows come back. */
export function readList<T>(bytes: Uint8Array, file: string, list: List<T>, faults: Fault[]): Placed<T>[] {
  const { columns, schema, make, columnOf = {} } = list
  const text = decode(bytes, file)
  if (typeof text !== 'string') {
    faults.push(text)
    return []
  }
  const { rows, open } = parseCsv(text)
  if (open !== undefined)
    faults.push(fault({ file, line: open }, 'dấu ngoặc kép không đóng', 'quote is never closed', '"…"'))
  const [header, ...body] = rows
  const wrong = headerFault(file, header?.cells ?? [], columns)
  if (wrong) {
    faults.push(wrong)
    return []
  }
  const good: Placed<T>[] = []
  for (const { line, cells } of body) {
    if (cells.length !== columns.length) {
      const allowed = `${columns.length}: ${columns.join(',')}`
      faults.push(
        fault(
          { file, line, value: cells.join(',') },
          `số ô sai: ${cells.length}`,
          `wrong number of cells: ${cells.length}`,
          allowed,
        ),
      )
      continue
    }
    const cell: Cell = (column) => cells[columns.indexOf(column)] || null
    const at = (...path: readonly PropertyKey[]) => {
      const name = path.join('.')
      const column = columnOf[name] ?? name
      const index = columns.indexOf(column)
      return index < 0 ? { file, line } : { file, line, column: index + 1, field: column, value: cells[index]! }
    }
    const raw = make(cell)
    const parsed = schema.safeParse(raw)
    if (parsed.success) good.push({ value: parsed.data, at })
    else {
      for (const issue of parsed.error.issues) {
        const place = at(...issue.path)
        for (const { message, allowed } of describe(issue, schema, raw, place.value || undefined)) {
          faults.push(fault(place, message.vi, message.en, allowed))
        }
      }
    }
  }
  return good
}
