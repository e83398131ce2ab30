/**
 * Owns registers that units keep: databases and information systems. Their form is the contract of the dataset that they fill plus
 * what only the register needs; what an entry lacks follows from the indicators that are counted from it.
 */
import { z } from 'zod'
import type { Dataset } from '../dataset.ts'
import type { Words } from '../failure.ts'
import type { Indicator, Where } from '../indicator.ts'
import type { Day } from '../period.ts'
import { bucketOf, isDay, nextBucket } from '../period.ts'
import { textSchema } from './text.ts'

export const registerIds = ['databases', 'information_systems'] as const
export type RegisterId = (typeof registerIds)[number]

export type RegisterField = {
  name: string
  kind: 'line' | 'text' | 'code' | 'day'
  title: Words
  required: boolean
  codes?: Record<string, Words>
  /** Shown under the field. */
  hint?: Words
}

const levels = Object.fromEntries(
  ['1', '2', '3', '4', '5'].map((level) => [level, { vi: `Cấp độ ${level}`, en: `Level ${level}` }]),
)

/** Fields of the register alone, by register. */
const more: Record<RegisterId, RegisterField[]> = {
  databases: [
    {
      name: 'security_level',
      kind: 'code',
      title: { vi: 'Cấp độ an toàn thông tin', en: 'Security level' },
      required: true,
      codes: levels,
      hint: { vi: 'Theo hồ sơ đề xuất cấp độ của hệ thống', en: 'From the file that proposes the level' },
    },
    {
      name: 'migration_date',
      kind: 'day',
      title: { vi: 'Ngày chuyển về Trung tâm dữ liệu quốc gia', en: 'Day of moving to the national data centre' },
      required: false,
      hint: { vi: 'Theo kế hoạch; để trống nếu chưa có kế hoạch', en: 'As planned; empty where there is no plan' },
    },
    { name: 'migration_plan', kind: 'text', title: { vi: 'Kế hoạch chuyển', en: 'Plan of moving' }, required: false },
    { name: 'note', kind: 'text', title: { vi: 'Ghi chú', en: 'Note' }, required: false },
  ],
  information_systems: [
    { name: 'replaced_by', kind: 'line', title: { vi: 'Hệ thống thay thế', en: 'Replaced by' }, required: false },
    { name: 'note', kind: 'text', title: { vi: 'Ghi chú', en: 'Note' }, required: false },
  ],
}

export const isRegister = (dataset: string): dataset is RegisterId =>
  (registerIds as readonly string[]).includes(dataset)

/** The form of a register, from the contract of the dataset that it fills. */
export function registerForm(dataset: Dataset): RegisterField[] {
  if (!isRegister(dataset.id)) throw new Error(`no register fills ${dataset.id}`)
  const title = dataset.columns.find(({ name }) => name === 'title')!.title
  const cuts = dataset.columns
    .filter(({ role }) => role === 'dimension')
    .map((column): RegisterField => ({
      name: column.name,
      kind: 'code',
      title: column.title,
      required: true,
      codes: Object.fromEntries(Object.entries(column.codes ?? {}).map(([code, told]) => [code, told.title])),
    }))
  return [{ name: 'title', kind: 'line', title, required: true }, ...cuts, ...more[dataset.id]]
}

/** What stands in an entry: field -> text; a field that is absent is empty. */
export const entryContentSchema = z.record(z.string().max(60), textSchema(2000))
export type EntryContent = Record<string, string>

export type FieldFault = { field: string; message: Words }

/** Everything that keeps an entry from being kept, by field. */
export function faultsOfEntry(form: readonly RegisterField[], content: EntryContent): FieldFault[] {
  const known = new Set(form.map(({ name }) => name))
  const strange = Object.keys(content).filter((name) => !known.has(name))
  return [
    ...strange.map((field) => ({ field, message: { vi: 'không có ô này', en: 'no such field' } })),
    ...form.flatMap(({ name, kind, required, codes }): FieldFault[] => {
      const value = content[name] ?? ''
      const fault = (vi: string, en: string) => [{ field: name, message: { vi, en } }]
      if (value === '') return required ? fault('chưa điền', 'still empty') : []
      if (codes && !Object.hasOwn(codes, value)) return fault('không có trong danh mục', 'not in the list')
      if (kind === 'day' && !isDay(value)) return fault('ngày không hợp lệ', 'no such day')
      if (kind === 'line' && value.length > 200) return fault('dài quá 200 ký tự', 'longer than 200 characters')
      return []
    }),
  ]
}

const fits = (where: Where, content: EntryContent): boolean =>
  Object.entries(where).every(([column, values]) => values.includes(content[column] ?? ''))

/** Indicators that are a share of a register's entries. */
export const sharesOf = (register: RegisterId, indicators: readonly Indicator[]): Indicator[] =>
  indicators.filter(({ measure }) => measure.kind === 'share' && measure.of.dataset === register)

/** Whether an entry is counted among the whole of a share. */
export const isCounted = ({ measure }: Indicator, content: EntryContent): boolean =>
  measure.kind === 'share' && fits(measure.per.where, content)

/** Whether it is, and does not yet reach the share. */
export const lacks = (share: Indicator, content: EntryContent): boolean =>
  isCounted(share, content) && !fits(share.measure.of.where, content)

/** One state of an entry: how it stood from `at` on. `content` null: struck off. */
export type EntryState = { entry: string; unit: string; at: Day; content: EntryContent | null }

export type MonthRow = { id: string; unit: string; month: Day; content: EntryContent }

/**
 * The register as rows of its dataset: how every entry stood at the end of each month, from the first month in which anything was
 * written to the last one. Months after that hold nothing: what nobody confirmed again is not repeated.
 * @param states  in order of time
 */
export function monthsOf(states: readonly EntryState[]): MonthRow[] {
  const [first, last] = [states[0], states.at(-1)]
  if (!first || !last) return []
  const rows: MonthRow[] = []
  const standing = new Map<string, EntryState>()
  let next = 0
  for (let month = bucketOf(first.at, 'month'); month.start <= last.at; month = nextBucket(month, 'month')) {
    for (; next < states.length && states[next]!.at <= month.end; next++)
      standing.set(states[next]!.entry, states[next]!)
    for (const { entry, unit, content } of standing.values()) {
      if (content) rows.push({ id: `${entry}-${month.start.slice(0, 7)}`, unit, month: month.start, content })
    }
  }
  return rows
}
