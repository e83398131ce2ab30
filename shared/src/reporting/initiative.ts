/**
 * Owns initiatives: what a unit says about one, when it is complete, its states, and what changed between two versions.
 * Rule: Decision 328/QĐ-UBND of 6 February 2023, target 3: each unit at least one a year.
 */
import { z } from 'zod'
import { identifierSchema } from '../dataset.ts'
import type { Words } from '../failure.ts'
import type { Machine } from './machine.ts'
import { textSchema } from './text.ts'

export const initiativeStates = ['draft', 'submitted', 'returned', 'recognised'] as const
export type InitiativeState = (typeof initiativeStates)[number]

export const initiativeMachine = {
  save: { from: ['draft', 'returned'] },
  drop: { from: ['draft', 'returned'] },
  submit: { from: ['draft', 'returned'], to: 'submitted' },
  withdraw: { from: ['submitted'], to: 'draft' },
  return: { from: ['submitted'], to: 'returned', reason: true, fourEyes: true },
  recognise: { from: ['submitted'], to: 'recognised', fourEyes: true },
} as const satisfies Machine<InitiativeState, string>
export type InitiativeMove = keyof typeof initiativeMachine

const paragraph = textSchema(4000).default('')
const line = textSchema(200).default('')

/** A draft may be empty everywhere; `missingIn` says what a submission still lacks. */
export const initiativeContentSchema = z.strictObject({
  title: line,
  problem: paragraph,
  /** The decision that the data helps to take. */
  decision: paragraph,
  /** Ids of datasets of the catalogue. */
  datasets: z.array(identifierSchema).max(30).default([]),
  method: paragraph,
  result: paragraph,
  /** What was measured before and after: "số ngày giải quyết một hồ sơ". */
  measure: line,
  before: z.number().nullable().default(null),
  after: z.number().nullable().default(null),
  measuredIn: textSchema(40).default(''),
  /** Million đồng; null: not told; 0: no cost of its own. */
  cost: z.number().min(0).max(10_000_000).nullable().default(null),
  cooperation: textSchema(1000).default(''),
  visibility: z.enum(['public', 'internal']).default('public'),
  /** Initiative that this one was taken over from. */
  inspiredBy: z.string().max(60).nullable().default(null),
})
export type InitiativeContent = z.infer<typeof initiativeContentSchema>
export type InitiativeField = keyof InitiativeContent

export const initiativeFields: Record<InitiativeField, { title: Words; required: boolean }> = {
  title: { title: { vi: 'Tên sáng kiến', en: 'Title' }, required: true },
  problem: { title: { vi: 'Vấn đề cần giải quyết', en: 'Problem' }, required: true },
  decision: { title: { vi: 'Quyết định được hỗ trợ', en: 'Decision supported' }, required: true },
  datasets: { title: { vi: 'Dữ liệu đã dùng', en: 'Data used' }, required: true },
  method: { title: { vi: 'Cách làm', en: 'Method' }, required: true },
  result: { title: { vi: 'Kết quả', en: 'Result' }, required: true },
  measure: { title: { vi: 'Đại lượng đo', en: 'What was measured' }, required: true },
  before: { title: { vi: 'Trước', en: 'Before' }, required: true },
  after: { title: { vi: 'Sau', en: 'After' }, required: true },
  measuredIn: { title: { vi: 'Đơn vị tính', en: 'Unit of measure' }, required: true },
  cost: { title: { vi: 'Chi phí (triệu đồng)', en: 'Cost (VND million)' }, required: false },
  cooperation: { title: { vi: 'Đơn vị phối hợp', en: 'In cooperation with' }, required: false },
  visibility: { title: { vi: 'Phạm vi phổ biến', en: 'Shown to' }, required: true },
  inspiredBy: { title: { vi: 'Dùng lại từ', en: 'Taken over from' }, required: false },
}

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

const names = Object.keys(initiativeFields) as InitiativeField[]

/** Required fields that are still empty, in the form's order. */
export const missingIn = (content: InitiativeContent): InitiativeField[] =>
  names.filter((name) => initiativeFields[name].required && isEmpty(content[name]))

export type Change<Field extends string = string> = { field: Field; from: unknown; to: unknown }

/** Fields in which two versions differ, in the form's order. */
export const changesBetween = (before: InitiativeContent, after: InitiativeContent): Change<InitiativeField>[] =>
  names
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((field) => ({ field, from: before[field], to: after[field] }))

/** Reasons for a return, by field; `general` speaks of the whole. */
export const reasonsSchema = z
  .record(z.string(), textSchema(1000))
  .refine(
    (reasons) => Object.keys(reasons).every((field) => field === 'general' || Object.hasOwn(initiativeFields, field)),
    {
      message: 'a field of the form, or general',
    },
  )
  .transform((reasons) => Object.fromEntries(Object.entries(reasons).filter(([, words]) => words !== '')))
export type Reasons = Record<string, string>
