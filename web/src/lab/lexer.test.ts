import { describe, expect, test } from 'vitest'
import { statementsOf, tablesIn, tokensOf } from './lexer.ts'
import { ownTableIn } from './own-table.ts'
import { refusalOf } from './refuse.ts'

const known = new Set(['budget', 'units', 'people'])
const refused = (sql: string) => statementsOf(sql).map((statement) => refusalOf(statement, known)?.kind ?? null)

describe('statements of a text', () => {
  test('a semicolon in a string, a name or a comment parts nothing', () => {
    const sql = `SELECT ';' AS ";" -- ; hết\n/* ; */ FROM budget;;\n SELECT $$a;b$$;`
    expect(statementsOf(sql).map(({ sql: one }) => one)).toEqual([
      `SELECT ';' AS ";" -- ; hết\n/* ; */ FROM budget`,
      'SELECT $$a;b$$',
    ])
  })
  test('their places lead back into the text', () => {
    const sql = '  SELECT 1;\n\nSELECT 2 -- hai\n'
    for (const { sql: one, from, to } of statementsOf(sql)) expect(sql.slice(from, to)).toBe(one)
  })
  test('a text that is not closed runs to the end and throws nothing', () => {
    expect(tokensOf("SELECT 'abc").at(-1)).toMatchObject({ kind: 'string', text: "'abc" })
    expect(statementsOf('-- chỉ là ghi chú')).toEqual([])
    expect(tokensOf('SELECT thu_nhập FROM đơn_vị').map(({ text }) => text)).toEqual([
      'SELECT',
      'thu_nhập',
      'FROM',
      'đơn_vị',
    ])
  })
})

test('tables are found after FROM, JOIN and commas, quoted and in any case, never in texts', () => {
  const of = (sql: string) => tablesIn(tokensOf(sql), known)
  expect(of('SELECT * FROM Budget b JOIN "units" u USING (unit)')).toEqual(['budget', 'units'])
  expect(of('FROM people, units')).toEqual(['people', 'units'])
  expect(of('WITH x AS (SELECT 1 FROM budget) SELECT * FROM x')).toEqual(['budget'])
  expect(of("SELECT 'FROM budget' -- FROM units")).toEqual([])
  expect(of('SUMMARIZE budget')).toEqual(['budget'])
  expect(of('SELECT people FROM nothing')).toEqual([])
})

test.each([
  ['SELECT * FROM budget', null],
  ['CREATE TABLE mine AS SELECT * FROM budget', null],
  ['CREATE OR REPLACE TEMP TABLE mine AS FROM budget', null],
  ['CREATE TABLE budget AS SELECT 1', 'read-only'],
  ['INSERT INTO budget VALUES (1)', 'read-only'],
  ['DELETE FROM budget', 'read-only'],
  ['UPDATE "budget" SET value = 0', 'read-only'],
  ['DROP TABLE budget', 'read-only'],
  ['INSERT INTO mine VALUES (1)', 'change'],
  ['CREATE TABLE mine (a INTEGER)', 'change'],
  ['INSTALL httpfs', 'outside'],
  ["ATTACH 'https://example.org/x.duckdb'", 'outside'],
  ["COPY budget TO 'x.csv'", 'outside'],
  ['SET memory_limit = 1', 'outside'],
  ['PRAGMA version', 'outside'],
  ["SELECT * FROM read_csv('https://example.org/x.csv')", 'outside'],
  ["SELECT * FROM read_parquet('x')", 'not-carried'],
  ["SELECT json_extract(note, '$.a') FROM budget", 'not-carried'],
  ["SELECT 'read_parquet(' FROM budget", null],
])('%s is refused as %s', (sql, kind) => {
  expect(refused(sql)).toEqual([kind])
})

test('a table of one’s own is told from its statement', () => {
  const [statement] = statementsOf('  CREATE TABLE  Của_tôi AS\nSELECT 1 AS a')
  const own = ownTableIn(statement!)
  expect(own).toMatchObject({ name: 'của_tôi', select: 'SELECT 1 AS a' })
  expect(statement!.sql.slice(own!.from)).toBe('SELECT 1 AS a')
})
