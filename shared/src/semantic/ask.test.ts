import { expect, test } from 'vitest'
import { questionSchema } from '../question.ts'
import { canonical, keyOf } from './ask.ts'

const question = questionSchema.parse({
  indicator: 'budget/revenue',
  city: 'city',
  period: '2025-01..2025-12',
  by: ['source', 'kind', 'source'],
  where: { kind: ['b', 'a', 'b'] },
  compare: ['last-year', 'target', 'target'],
})

test('lists are put in order, repeats dropped and periods shortened', () => {
  expect(canonical(question)).toEqual({
    indicator: 'budget/revenue',
    city: 'city',
    period: '2025',
    grain: 'point',
    by: ['kind', 'source'],
    where: { kind: ['a', 'b'] },
    compare: ['target', 'last-year'],
    map: 'reported',
    from: 'published',
  })
})

test('the canonical form is its own canonical form', () => {
  expect(canonical(canonical(question))).toEqual(canonical(question))
})

test('another scope is another key', () => {
  expect(keyOf(canonical(question), 'all')).not.toBe(keyOf(canonical(question), ['city']))
})

test('published figures and rows are two keys', () => {
  const rows = canonical({ ...question, from: 'rows' })
  expect(rows.from).toBe('rows')
  expect(keyOf(rows, 'all')).not.toBe(keyOf(canonical(question), 'all'))
})

test('a day that does not exist is refused', () => {
  expect(() => canonical({ ...question, asOf: '2025-02-29' })).toThrow(
    expect.objectContaining({ code: 'question/bad-date' }),
  )
})
