import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Dataset } from '../dataset.ts'
import { datasetSchema } from '../dataset.ts'
import { addDays } from '../period.ts'
import type { Form } from './form.ts'
import { figureMachine, issuesOf, spanOf, withTotals } from './form.ts'
import { changesBetween, initiativeContentSchema, initiativeMachine, missingIn, reasonsSchema } from './initiative.ts'
import type { Machine } from './machine.ts'
import { hindrance, movesFrom } from './machine.ts'
import { asCellText, plain, readNumber, textSchema, writeNumber } from './text.ts'

const word = (text: string) => ({ vi: text, en: text })
const dataset: Dataset = datasetSchema.parse({
  id: 'd',
  title: word('d'),
  about: word('d'),
  form: 'statements',
  owner: 'u',
  sharing: 'file',
  items: { a: { title: word('A'), measuredIn: 'dossiers' }, b: { title: word('B'), measuredIn: 'dossiers' } },
  columns: [],
})
const figure = (key: string, rest: object = {}) => ({
  key,
  item: 'a',
  where: {},
  required: true,
  whole: false,
  covers: 'period' as const,
  ...rest,
})
const form: Form = {
  figures: [
    figure('x', { min: 0, max: 100 }),
    figure('y', { whole: true }),
    figure('sum'),
    figure('part', { required: false }),
  ],
  rules: [
    { kind: 'total', figure: 'sum', parts: ['x', 'y'] },
    { kind: 'at-most', figure: 'part', limit: 'sum' },
  ],
}
const found = (values: Record<string, number | null>, last: Record<string, number | null> = {}) =>
  issuesOf(form, dataset, withTotals(form, values), last).map(({ figure: key, severity }) => `${key} ${severity}`)

test('numbers are read back as they are written, in both languages', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), fc.constantFrom('vi', 'en'), (value, lang) => {
      const rounded = Number(value.toFixed(6))
      expect(readNumber(writeNumber(rounded, lang), lang)).toEqual({ value: rounded === 0 ? 0 : rounded })
    }),
  )
})

test('what could mean two things, or would be calculated, is no number', () => {
  expect(readNumber('1.234,5', 'vi')).toEqual({ value: 1234.5 })
  expect(readNumber('1,234.5', 'en')).toEqual({ value: 1234.5 })
  for (const text of ['1.5', '12.34.567', '1,2,3', '=1+1', '1e5', '0x10', '', 'Infinity', '<b>1</b>', '٣'])
    expect([text, 'fault' in readNumber(text, 'vi')]).toEqual([text, true])
})

test('text stays text: only what cannot be seen is taken out, and cells of spreadsheets never calculate', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(plain(plain(text))).toBe(plain(text))
    }),
    { numRuns: 40 },
  )
  expect(textSchema(20).parse(' <script>1</script> ')).toBe('<script>1</script>')
  expect(plain('a\u202Eb\u0000c')).toBe('abc')
  expect(textSchema(3).safeParse('abcd').success).toBe(false)
  for (const text of ['=1+1', '+1', '-1', '@x', '\tx']) expect(asCellText(text)).toBe(`'${text}`)
  expect(asCellText('Thủ Đức')).toBe('Thủ Đức')
})

test('a total is computed and missing where a part is missing', () => {
  expect(withTotals(form, { x: 0.1, y: 0.2, sum: 99 })).toEqual({ x: 0.1, y: 0.2, sum: 0.3, part: null })
  expect(withTotals(form, { x: 1 })).toMatchObject({ y: null, sum: null })
})

test('ranges, whole numbers, missing figures, limits and leaps are found', () => {
  expect(found({ x: 1, y: 2 })).toEqual([])
  expect(found({ x: -1, y: 2.5 })).toEqual(['x error', 'y error'])
  expect(found({ x: 101, y: 2 })).toEqual(['x error'])
  expect(found({})).toEqual(['x error', 'y error', 'sum error'])
  expect(found({ x: 1, y: 2, part: 4 })).toEqual(['part error'])
  expect(found({ x: 1, y: 4 }, { x: 1, y: 2 })).toEqual(['y explain'])
  expect(found({ x: 1, y: 3 }, { x: 1, y: 2, sum: 0 })).toEqual([])
})

test('a figure covers the period, or the year to its end', () => {
  const period = { start: '2026-07-01', end: '2026-09-30' }
  expect(spanOf(figure('x'), period)).toEqual(period)
  expect(spanOf({ ...figure('x'), covers: 'year-to-date' }, period)).toEqual({ start: '2026-01-01', end: '2026-09-30' })
})

/** Walks at random by moves that are allowed; returns the states passed. */
function walk<State extends string, Name extends string>(machine: Machine<State, Name>, first: State, steps: number[]) {
  let state = first
  let submittedBy: string | null = null
  const trail: { name: Name; by: string; submittedBy: string | null; state: State }[] = []
  for (const step of steps) {
    const moves = movesFrom(machine, state)
    if (moves.length === 0) break
    const name = moves[step % moves.length]!
    const by = step % 2 ? 'an' : 'binh'
    if (hindrance(machine, name, { state, by, submittedBy, reason: step % 3 ? 'because' : '' })) continue
    trail.push({ name, by, submittedBy, state })
    state = machine[name].to ?? state
    if (name === 'submit') submittedBy = by
  }
  return trail
}

test('on no way does one person submit and decide, and nothing is decided that was not submitted', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 30 }), { maxLength: 60 }), (steps) => {
      const decided = [
        ...walk(initiativeMachine, 'draft', steps).filter(({ name }) => name === 'recognise' || name === 'return'),
        ...walk(figureMachine, 'draft', steps).filter(({ name }) => name === 'approve' || name === 'return'),
      ]
      for (const { by, submittedBy, state } of decided) {
        expect(state).toBe('submitted')
        expect(by).not.toBe(submittedBy)
      }
    }),
  )
  expect(hindrance(figureMachine, 'return', { state: 'submitted', by: 'an', submittedBy: 'binh' })).toBe('reason')
  expect(hindrance(figureMachine, 'approve', { state: 'submitted', by: 'an', submittedBy: 'an' })).toBe('four-eyes')
  expect(hindrance(initiativeMachine, 'save', { state: 'recognised', by: 'an', submittedBy: null })).toBe('state')
})

test('an initiative says what it lacks and what changed', () => {
  const empty = initiativeContentSchema.parse({})
  expect(missingIn(empty)).toEqual(
    expect.arrayContaining([
      'title',
      'problem',
      'decision',
      'datasets',
      'method',
      'result',
      'measure',
      'before',
      'after',
    ]),
  )
  expect(missingIn({ ...empty, before: 0, after: 0 })).not.toContain('before')
  const after = { ...empty, title: 'Tên', datasets: ['digital'] }
  expect(changesBetween(empty, after)).toEqual([
    { field: 'title', from: '', to: 'Tên' },
    { field: 'datasets', from: [], to: ['digital'] },
  ])
  expect(reasonsSchema.parse({ title: 'quá dài', result: ' ' })).toEqual({ title: 'quá dài' })
  expect(reasonsSchema.safeParse({ strange: 'x' }).success).toBe(false)
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
})
