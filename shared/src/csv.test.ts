import { expect, test } from 'vitest'
import { csv, csvCell } from './csv.ts'

test('a file opens in a spreadsheet: BOM, CRLF, quotes doubled', () => {
  expect(
    csv([
      ['Tên', 'Giá trị'],
      ['Thu "ngân sách", tổng', 1234.5],
      [null, 0],
    ]),
  ).toBe('\ufeffTên,Giá trị\r\n"Thu ""ngân sách"", tổng",1234.5\r\n,0\r\n')
})

test.each([
  '=1+1',
  '+84',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  ' =1',
  '\u00a0=1',
  '\ufeff=1',
  '＝1+1',
  '＋1',
  '－1',
  '＠x',
  '|calc',
  '%0A',
])('the text %j cannot become a formula', (text) => expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/))

test('numbers stay numbers, negative ones too', () => {
  expect([-5, 0, 1e21, 0.1].map(csvCell)).toEqual(['-5', '0', '1e+21', '0.1'])
})

test('plain text passes as it is', () => {
  expect(['Phường Sài Gòn', 'a-b', '2025-06-30'].map(csvCell)).toEqual(['Phường Sài Gòn', 'a-b', '2025-06-30'])
})
