import { writeXlsx } from 'hucre/xlsx'
import { readXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { isUtf8, kindOf, tableName } from './local-file.ts'
import { headOf, resultCsv, resultText, resultXlsx } from './save-result.ts'
import { sheetCsv } from './sheet.ts'
import { shownColumns } from './shown.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('a file of one’s own', () => {
  test.each([
    ['a.csv', bytes('a,b\n1,2'), 'text'],
    ['a.csv', new Uint8Array(), 'empty'],
    ['a.csv', bytes('PAR1....'), 'parquet'],
    ['a.parquet', bytes('oops'), 'parquet'],
    ['a.json', bytes('{}'), 'json'],
    ['a.xls', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0]), 'old-excel'],
    ['a.xlsx', new Uint8Array([0x50, 0x4b, 3, 4]), 'xlsx'],
    ['a.zip', new Uint8Array([0x50, 0x4b, 3, 4]), 'kind'],
    ['a.csv', new Uint8Array([0xff, 0xfe, 0x61, 0]), 'utf-16'],
    ['a.csv', new Uint8Array([0x61, 0, 0x62, 0]), 'kind'],
  ])('%s is known by its first bytes (%#)', (name, head, kind) => {
    expect(kindOf(head, name)).toBe(kind)
  })
  test('an encoding is not guessed: bytes are UTF-8 or they are not', () => {
    expect(isUtf8(bytes('Thủ Đức'))).toBe(true)
    expect(isUtf8(bytes('Thủ Đức').slice(0, -1))).toBe(true)
    expect(isUtf8(new Uint8Array([0x54, 0x68, 0xfb, 0x20, 0xd0, 0x75]))).toBe(false)
  })
  test('has a name that SQL takes bare, and that is free', () => {
    expect(tableName('Số liệu quý 1.csv', new Set())).toBe('so_lieu_quy_1')
    expect(tableName('2025.csv', new Set())).toBe('tep_2025')
    expect(tableName('budget.xlsx', new Set(['budget']))).toBe('budget_2')
    expect(tableName('###.csv', new Set())).toBe('tep')
  })
})

test('a sheet becomes CSV: days as days, empty rows left out, quotes doubled', () => {
  const rows = [
    [null, null],
    ['Tên', 'Ngày', 'Số', null],
    ['a "b", c', new Date(Date.UTC(2025, 0, 31)), 1.5],
    ['', '', ''],
    ['d', new Date(Date.UTC(2025, 0, 31, 8, 5)), false],
  ]
  expect(sheetCsv(rows)).toBe('Tên,Ngày,Số\n"a ""b"", c",2025-01-31,1.5\nd,2025-01-31 08:05:00,false')
  expect(sheetCsv([[null], ['']])).toBeNull()
})

test('a workbook is read as it was written', async () => {
  const book = await writeXlsx({
    sheets: [
      {
        name: 'x',
        rows: [
          ['ten', 'so'],
          ['Thủ Đức', 3],
        ],
      },
    ],
  })
  const read = await readXlsx(book, { sheets: [0] })
  expect(sheetCsv(read.sheets[0]!.rows)).toBe('ten,so\nThủ Đức,3')
})

describe('a result as a file', () => {
  const result = {
    columns: [
      { name: 'unit', type: 'text' as const },
      { name: 'year', type: 'integer' as const },
      { name: 'revenue', type: 'number' as const },
      { name: 'day', type: 'date' as const },
    ],
    rows: [
      { unit: '=HYPERLINK("x")', year: 2025, revenue: -1234.5, day: '2025-01-31' },
      { unit: null, year: null, revenue: null, day: null },
    ],
    more: false,
  }
  const words = { missing: 'không có', yes: 'đúng', no: 'sai' }
  const columns = shownColumns(result, (name) => (name === 'revenue' ? 'vnd_billion' : null), 'vi', words)

  test('reads in the reader’s way: units of measure, days, years without points, missing as missing', () => {
    expect(columns.map(headOf)).toEqual(['unit', 'year', 'revenue (tỷ đồng)', 'day'])
    expect(columns.map((column) => column.text(result.rows[0]!))).toEqual([
      '=HYPERLINK("x")',
      '2025',
      '-1.234,5',
      '31/1/2025',
    ])
    expect(columns.map((column) => column.text(result.rows[1]!))).toEqual(Array(4).fill('không có'))
  })
  test('CSV and clipboard hold raw numbers, empty for missing, and no formula', async () => {
    expect(await resultCsv(columns, result.rows).text()).toBe(
      'unit,year,revenue (tỷ đồng),day\r\n"\'=HYPERLINK(""x"")",2025,-1234.5,2025-01-31\r\n,,,\r\n',
    )
    expect(resultText(columns, result.rows).split('\n')[1]).toBe('\'=HYPERLINK("x")\t2025\t-1234.5\t2025-01-31')
  })
  test('a workbook holds numbers as numbers and days as days', async () => {
    const file = await resultXlsx(columns, result.rows, 'Kết quả', ['Bản số liệu r1'])
    const read = await readXlsx(new Uint8Array(await file.arrayBuffer()))
    const [sheet, foot] = read.sheets
    expect(sheet!.rows[1]!.slice(0, 3)).toEqual(['\'=HYPERLINK("x")', 2025, -1234.5])
    expect(sheet!.rows[1]![3]).toBeInstanceOf(Date)
    expect(foot!.rows[0]![0]).toBe('Bản số liệu r1')
  })
})
