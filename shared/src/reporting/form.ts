/**
 * Owns returns: the form of a duty, what may stand in its figures, the states of each figure. Live while typing and again on the
 * server: the same rules.
 */
import { z } from 'zod'
import type { Dataset } from '../dataset.ts'
import { identifierSchema } from '../dataset.ts'
import type { Words } from '../failure.ts'
import type { Period } from '../period.ts'
import { day, yearOf } from '../period.ts'
import { wordsSchema } from '../unit.ts'
import type { Machine } from './machine.ts'
import { writeNumber } from './text.ts'

/** One figure that is asked for: an item of the dataset, cut by codes. */
export const formFigureSchema = z.strictObject({
  key: identifierSchema,
  item: identifierSchema,
  where: z.record(identifierSchema, z.string()).default({}),
  /** Absent: the item's own. */
  title: wordsSchema.optional(),
  hint: wordsSchema.optional(),
  required: z.boolean().default(true),
  whole: z.boolean().default(false),
  min: z.number().optional(),
  max: z.number().optional(),
  /** Days that the figure covers: the period, or the year up to its end. */
  covers: z.enum(['period', 'year-to-date']).default('period'),
})
export type FormFigure = z.infer<typeof formFigureSchema>

export const formRuleSchema = z.discriminatedUnion('kind', [
  /** The total is the sum of its parts where all of them are known; it is computed, and cannot be typed. */
  z.strictObject({ kind: z.literal('total'), figure: identifierSchema, parts: z.array(identifierSchema).min(2) }),
  z.strictObject({ kind: z.literal('at-most'), figure: identifierSchema, limit: identifierSchema }),
])
export type FormRule = z.infer<typeof formRuleSchema>

export type Form = { figures: readonly FormFigure[]; rules: readonly FormRule[] }

export const figureStates = ['draft', 'submitted', 'returned', 'approved'] as const
export type FigureState = (typeof figureStates)[number]

export const figureMachine = {
  save: { from: ['draft', 'returned'], to: 'draft' },
  submit: { from: ['draft'], to: 'submitted' },
  withdraw: { from: ['submitted'], to: 'draft' },
  return: { from: ['submitted'], to: 'returned', reason: true, fourEyes: true },
  approve: { from: ['submitted'], to: 'approved', fourEyes: true },
  reopen: { from: ['approved'], to: 'draft', reason: true },
} as const satisfies Machine<FigureState, string>
export type FigureMove = keyof typeof figureMachine

export type Values = Readonly<Record<string, number | null | undefined>>

export type Issue = {
  figure: string
  /** `error`: cannot be submitted. `explain`: needs a note. */
  severity: 'error' | 'explain'
  message: Words
}

/** A figure that moved more than this share since last time is worth a word. */
export const strikingShare = 0.5

export const titleOf = (figure: FormFigure, dataset: Pick<Dataset, 'items'>): Words =>
  figure.title ?? dataset.items[figure.item]?.title ?? { vi: figure.key, en: figure.key }

export const measureOfFigure = (figure: FormFigure, dataset: Dataset): string =>
  dataset.items[figure.item]?.measuredIn ?? ''

/** Days that a figure of a return speaks of. */
export const spanOf = ({ covers }: FormFigure, period: Period): Period =>
  covers === 'period' ? period : { start: day(yearOf(period.end), 1, 1), end: period.end }

export const totalOf = (figure: string, { rules }: Form): Extract<FormRule, { kind: 'total' }> | undefined =>
  rules.find((rule) => rule.kind === 'total' && rule.figure === figure) as
    Extract<FormRule, { kind: 'total' }> | undefined

/** The values with every total computed. A total of which a part is missing is missing. */
export function withTotals(form: Form, values: Values): Record<string, number | null> {
  const whole: Record<string, number | null> = Object.fromEntries(
    form.figures.map(({ key }) => [key, values[key] ?? null]),
  )
  for (const rule of form.rules) {
    if (rule.kind !== 'total') continue
    const parts = rule.parts.map((part) => whole[part] ?? null)
    whole[rule.figure] = parts.some((part) => part === null)
      ? null
      : Number(parts.reduce<number>((sum, part) => sum + part!, 0).toFixed(6))
  }
  return whole
}

const both = (value: number): Words => ({ vi: writeNumber(value, 'vi'), en: writeNumber(value, 'en') })

function ofFigure({ key, required, whole, min, max }: FormFigure, value: number | null, last: number | null): Issue[] {
  const error = (vi: string, en: string): Issue => ({ figure: key, severity: 'error', message: { vi, en } })
  if (value === null) return required ? [error('chưa có số liệu', 'still missing')] : []
  const issues: Issue[] = []
  if (!Number.isFinite(value)) return [error('không phải số', 'not a number')]
  if (whole && !Number.isInteger(value)) issues.push(error('phải là số nguyên', 'must be a whole number'))
  if (min !== undefined && value < min)
    issues.push(error(`nhỏ hơn mức thấp nhất ${both(min).vi}`, `below the least allowed, ${both(min).en}`))
  if (max !== undefined && value > max)
    issues.push(error(`lớn hơn mức cao nhất ${both(max).vi}`, `above the most allowed, ${both(max).en}`))
  if (last !== null && last !== 0 && Math.abs(value - last) > Math.abs(last) * strikingShare) {
    const share = Math.round((Math.abs(value - last) / Math.abs(last)) * 100)
    const [vi, en] = value > last ? ['tăng', 'more'] : ['giảm', 'less']
    issues.push({
      figure: key,
      severity: 'explain',
      message: { vi: `${vi} ${share}% so với kỳ trước; hãy ghi lý do`, en: `${share}% ${en} than last time; say why` },
    })
  }
  return issues
}

/**
 * Everything that is wrong or striking, by figure in the form's order.
 * @param values  totals included, as `withTotals` makes them
 * @param last    values of the period before; a missing one is compared with nothing
 */
export function issuesOf(form: Form, dataset: Pick<Dataset, 'items'>, values: Values, last: Values): Issue[] {
  const title = (key: string) =>
    titleOf(
      form.figures.find((figure) => figure.key === key)!,
      dataset,
    )
  return form.figures.flatMap((figure) => {
    const value = values[figure.key] ?? null
    const limits = form.rules.flatMap((rule): Issue[] => {
      if (rule.kind !== 'at-most' || rule.figure !== figure.key || value === null) return []
      const limit = values[rule.limit]
      if (limit === null || limit === undefined || value <= limit) return []
      const { vi, en } = title(rule.limit)
      const message = {
        vi: `lớn hơn “${vi}” (${both(limit).vi})`,
        en: `more than “${en}” (${both(limit).en})`,
      }
      return [{ figure: figure.key, severity: 'error', message }]
    })
    return [...ofFigure(figure, value, last[figure.key] ?? null), ...limits]
  })
}
