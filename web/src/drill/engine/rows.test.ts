import { expect, test } from 'vitest'
import { inlined, literal, withoutCodes } from './rows.ts'

test('values stand in a statement as literals that cannot be anything else', () => {
  expect(literal(`it's; DROP TABLE x; --`)).toBe(`CAST('it''s; DROP TABLE x; --' AS VARCHAR)`)
  expect([literal(null), literal(true), literal(-3), literal(0.1), literal(1e21)]).toEqual([
    'NULL',
    'true',
    '-3',
    `CAST('0.1' AS DOUBLE)`,
    `CAST('1e+21' AS DOUBLE)`,
  ])
})

test('only places outside of texts and names are filled, by number', () => {
  expect(
    inlined(`SELECT '$1', "$2", 'it''s $1' WHERE a = $2 AND b IN ($1, $10)`, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
  ).toBe(`SELECT '$1', "$2", 'it''s $1' WHERE a = 2 AND b IN (1, 10)`)
  expect(inlined('SELECT $1', ['$2'])).toBe(`SELECT CAST('$2' AS VARCHAR)`)
  expect(() => inlined('SELECT $2', [1])).toThrow('without a value for its place $2')
})

test('columns of codes are written out, others stay as they are', () => {
  const fields = (...types: string[]) => ({ fields: types.map((type, i) => ({ name: `n"${i}`, type })) })
  expect(withoutCodes('FROM facts;', fields('Dictionary<Uint8, Utf8>', 'Int32'))).toBe(
    'SELECT CAST(c0 AS VARCHAR) AS "n""0", c1 AS "n""1" FROM (\nFROM facts\n) AS written(c0, c1)',
  )
  expect(withoutCodes('FROM facts', fields('Utf8', 'Int32'))).toBeUndefined()
})
