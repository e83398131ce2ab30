import { describe, expect, test } from 'vitest'
import { lab as en } from '../words/en/lab.ts'
import { lab as vi } from '../words/vi/lab.ts'
import { lineAndColumn, readFault } from './fault.ts'
import { tellFault } from './tell.ts'

/** Messages as DuckDB 1.4 writes them. */
const cases = [
  {
    sql: 'SELEC 1',
    message: 'Parser Error: syntax error at or near "SELEC"\n\nLINE 1: SELEC 1\n        ^',
    kind: 'syntax',
    marked: 'SELEC',
  },
  {
    sql: 'select\n  item,\n  xyz\nfrom budget',
    message:
      'Binder Error: Referenced column "xyz" not found in FROM clause!\nCandidate bindings: "value"\n\nLINE 3:   xyz\n          ^',
    kind: 'unknown-column',
    marked: 'xyz',
  },
  {
    sql: 'SELECT * from budgets',
    message:
      'Catalog Error: Table with name budgets does not exist!\nDid you mean "budget"?\n\nLINE 1: SELECT * from budgets\n                      ^',
    kind: 'unknown-table',
    marked: 'budgets',
  },
  {
    sql: 'select foo(1)',
    message:
      'Catalog Error: Scalar Function with name foo does not exist!\nDid you mean "floor"?\n\nLINE 1: select foo(1)\n               ^',
    kind: 'unknown-function',
    marked: 'foo',
  },
  {
    sql: 'select item, sum(value) from budget',
    message:
      'Binder Error: column "item" must appear in the GROUP BY clause or must be part of an aggregate function.\nEither add it to the GROUP BY list, or use "ANY_VALUE(item)" if the exact value of "item" is not important.\n\nLINE 1: select item, sum(value) from budget\n               ^',
    kind: 'grouping',
    marked: 'item',
  },
  {
    sql: "select 'Thành phố Hồ Chí Minh' as ten_rat_dai_de_cat_dong, 'Đà Nẵng đà nẵng đà nẵng đà nẵng' as b, xyz, 'lâu lắm rồi mới có một dòng dài như thế này đấy nhé bạn ơi' from budget",
    message: `Binder Error: Referenced column "xyz" not found in FROM clause!\nCandidate bindings: "d"\n\nLINE 1: ...t_dai_de_cat_dong, 'Đà Nẵng đà nẵng đà nẵng đà nẵng' as b, xyz, 'lâu lắm rồi mới có một dòng dài như thế này đấy nhé...\n${' '.repeat(70)}^`,
    kind: 'unknown-column',
    marked: 'xyz',
  },
  { sql: 'select (', message: 'Parser Error: syntax error at end of input', kind: 'syntax', marked: '(' },
] as const

describe('the engine’s message', () => {
  test.each(cases)('about "$sql" becomes a kind and a place', ({ sql, message, kind, marked }) => {
    const fault = readFault(message, sql)
    expect(fault.kind).toBe(kind)
    expect(sql.slice(fault.from!, fault.to!)).toBe(marked)
    for (const words of [vi, en]) expect(tellFault(fault, words.trouble).length).toBeGreaterThan(10)
  })
  test('offers what the engine would have known', () => {
    const { candidates, near } = readFault(cases[2].message, cases[2].sql)
    expect([near, candidates]).toEqual(['budgets', ['budget']])
    expect(tellFault(readFault(cases[2].message, cases[2].sql), vi.trouble)).toBe(
      'Không có bảng “budgets”. Có phải: budget?',
    )
  })
  test.each([
    ['Conversion Error: date field value out of range: "2025-13-01"', 'conversion'],
    ['Out of Memory Error: failed to allocate data of size 16.0 MiB', 'memory'],
    [
      'Invalid Input Error: Cannot execute statement of type "INSERT" on database "budget" which is attached in read-only mode!',
      'read-only',
    ],
    ['Something that nobody has seen', 'other'],
  ])('%s is %s and has no place', (message, kind) => {
    expect(readFault(message, 'SELECT 1')).toMatchObject({ kind, from: null, to: null })
  })
})

test('line and column count as a reader does, also over letters with marks', () => {
  expect(lineAndColumn('abc', 0)).toEqual({ line: 1, column: 1 })
  expect(lineAndColumn('a\nbc', 3)).toEqual({ line: 2, column: 2 })
  const text = `-- ${'Hồ Chí Minh'.normalize('NFD')}\n x`
  expect(lineAndColumn(text, text.length - 1)).toEqual({ line: 2, column: 2 })
  expect(lineAndColumn('Đà Nẵng x', 8)).toEqual({ line: 1, column: 9 })
})
