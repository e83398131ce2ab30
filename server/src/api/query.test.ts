import { Failure, parseWhere, printWhere } from '@laban/shared'
import { expect, test } from 'vitest'
import { ZodError } from 'zod'
import { answerQuery, questionOf, readQuery } from './query.ts'

const thrown = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

test('an address becomes the question that it reads as', () => {
  const query = readQuery(answerQuery, {
    by: 'sector,unit:local',
    where: 'sector:land,fees;line:2',
    compare: 'target,last-year',
    asOf: '2025-09-30',
    period: '2025',
  })
  expect(questionOf('budget/revenue', 'home', query)).toEqual({
    indicator: 'budget/revenue',
    city: 'home',
    period: '2025',
    grain: 'point',
    by: ['sector', 'unit:local'],
    where: { sector: ['land', 'fees'], line: ['2'] },
    compare: ['target', 'last-year'],
    asOf: '2025-09-30',
    map: 'reported',
    from: 'published',
  })
})

test('rows are asked for by name', () => {
  expect(questionOf('budget/revenue', 'home', readQuery(answerQuery, { from: 'rows' }))).toMatchObject({ from: 'rows' })
})

test('an unknown name is refused with what is allowed and the nearest', () => {
  const failure = thrown(() => readQuery(answerQuery, { perod: '2025' }))
  expect(failure).toBeInstanceOf(Failure)
  expect(failure).toMatchObject({ code: 'question/invalid', detail: { nearest: [{ id: 'period' }] } })
  expect((failure as Failure).words.en).toContain('allowed: city, unit, period')
})

test.each([
  { grain: 'week' },
  { asOf: '2025-02-30' },
  { by: 'a,b,c,d' },
  { compare: 'target,x' },
  { from: 'nowhere' },
  { period: ['2024', '2025'] },
])('a value that is not allowed is refused: %j', (given) =>
  expect(thrown(() => readQuery(answerQuery, given))).toBeInstanceOf(ZodError),
)

test('a filter is read back as it was printed, signs included', () => {
  const where = { sector: ['a,b', 'c:d', 'e;f', '100%', '%2C', 'đất đai'], line: ['1'] }
  expect(parseWhere(printWhere(where))).toEqual(where)
  expect(parseWhere('')).toEqual({})
  expect(parseWhere('a:1;a:2')).toEqual({ a: ['1', '2'] })
})

test.each(['sector', 'sector:', ':x', 'Sector:x', 'a:1;;b:2', 'a b:1'])(
  'a filter that cannot be read is refused: %j',
  (text) => {
    expect(thrown(() => parseWhere(text))).toMatchObject({ code: 'question/invalid' })
  },
)
