import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { array, assert, asyncProperty, constantFrom, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { csvCell, headerFault, parseCsv } from './csv.ts'
import { locate } from './locate.ts'

test('quotes, doubled quotes, commas and line breaks inside a cell are read', () => {
  expect(parseCsv('a,b\r\n"x, ""y""","1\n2"\n\n,\n').rows).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['x, "y"', '1\n2'] },
    { line: 5, cells: ['', ''] },
  ])
  expect(parseCsv('a\n"open\nrest').open).toBe(2)
})

test('what is written is read back', () => {
  const cell = string({ unit: constantFrom('a', '"', ',', '\n', ' ', 'ế') })
  const rows = array(array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 })
  assert(
    property(rows, (cells) => {
      const text = cells.map((row) => `${row.map(csvCell).join(',')}\n`).join('')
      expect(parseCsv(text).rows.map((row) => row.cells)).toEqual(cells)
    }),
  )
})

test('a record is found on the line where the reader of lists sees it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'la-ban-'))
  const cell = string({ unit: constantFrom('a', '"', ',', '\n', 'ế') })
  const rows = array(array(cell, { minLength: 2, maxLength: 3 }), { minLength: 2, maxLength: 6 })
  await assert(
    asyncProperty(rows, constantFrom('\n', '\r\n', '\n\n'), async (cells, end) => {
      const path = join(folder, 'x.csv')
      const text = cells.map((row) => row.map(csvCell).join(',') + end).join('')
      writeFileSync(path, text)
      const [, ...body] = parseCsv(text).rows
      const { wanted } = await locate(path, [...body.keys()], [])
      expect(wanted.map(({ line }) => line)).toEqual(body.map(({ line }) => line))
      expect(
        wanted.map(({ start, end: stop }) => parseCsv(Buffer.from(text).toString('utf8', start, stop)).rows[0]?.cells),
      ).toEqual(body.map((row) => row.cells))
    }),
    { numRuns: 60 },
  )
  rmSync(folder, { recursive: true })
})

const told = (found: string[]) => headerFault('x.csv', found, ['a', 'b'])?.message.en

test('a header says what is missing, what is too much, or that the order is another', () => {
  expect([told(['a', 'b']), told(['a']), told(['a', 'b', 'c']), told(['b', 'a'])]).toEqual([
    undefined,
    'wrong header: missing column b',
    'wrong header: extra column c',
    'wrong header: columns in another order',
  ])
})
