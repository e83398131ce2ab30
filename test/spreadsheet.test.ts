/** Returns as spreadsheets: what is filled comes back, and what is hostile or wrong is named. */
import { deflateRawSync } from 'node:zlib'
import type { Dataset, Duty, Failure } from '@laban/shared'
import { datasetSchema, dutySchema } from '@laban/shared'
import { expect, test } from 'vitest'
import type { SheetForm } from '../server/src/spreadsheet/form.ts'
import { matchForm, writeForm } from '../server/src/spreadsheet/form.ts'
import { readSheet } from '../server/src/spreadsheet/read.ts'

const word = (text: string) => ({ vi: text, en: text })
const dataset: Dataset = datasetSchema.parse({
  id: 'd',
  title: word('d'),
  about: word('d'),
  form: 'statements',
  owner: 'u',
  sharing: 'file',
  items: { a: { title: word('=Hồ sơ'), measuredIn: 'dossiers' } },
  columns: [],
})
const duty: Duty = dutySchema.parse({
  id: 'x',
  city: 'c',
  kind: 'return',
  dataset: 'd',
  title: word('Biểu'),
  every: 'quarter',
  first: '2026',
  opens: 'end',
  withinDays: 1,
  owes: [{ units: ['u'] }],
  basis: { text: word('x') },
  figures: [
    { key: 'online', item: 'a', whole: true, min: 0 },
    { key: 'paper', item: 'a', whole: true, min: 0 },
    { key: 'all', item: 'a' },
    { key: 'rate', item: 'a', required: false, max: 100 },
  ],
  rules: [{ kind: 'total', figure: 'all', parts: ['online', 'paper'] }],
})
const form: SheetForm = { duty, dataset, mark: 'laban x u 2026-Q3', head: ['Biểu', 'Đơn vị', 'Kỳ', 'Hạn'], last: {} }
const fill = (...values: [string, number | null, string][]) =>
  writeForm(
    form,
    values.map(([figure, value, note]) => ({ figure, value, note })),
  )
const back = async (bytes: Uint8Array) => matchForm(form, await readSheet(Buffer.from(bytes)))

test('what was filled in comes back, totals are left to the rules, text that would calculate stays text', async () => {
  const { figures, faults } = await back(
    await fill(['online', 12, 'ghi chú'], ['paper', 3, '=1+1'], ['rate', 99.5, '']),
  )
  expect(faults).toEqual([])
  expect(figures).toEqual([
    { figure: 'online', value: 12, note: 'ghi chú' },
    { figure: 'paper', value: 3, note: '=1+1' },
    { figure: 'rate', value: 99.5, note: '' },
  ])
})

/** A grid as the unpacking child would say it. */
const grid = (rows: (string | number | boolean | null | { date: string })[][], formulas: string[] = []) =>
  matchForm(form, { rows: [[form.mark], [], [], [], [], [], ...rows], formulas })

test('every wrong cell is named by its place', () => {
  const { faults } = grid(
    [
      ['online', '', '', null, -1],
      ['paper', '', '', null, 'nhiều'],
      ['rate', '', '', null, { date: '2026-01-01' }],
      ['rate', '', '', null, 3],
      ['strange', '', '', null, 3],
    ],
    [],
  )
  expect(faults.map(({ cell }) => cell)).toEqual(['E8', 'E9', 'A10', 'A11', 'E7'])
  expect(grid([['online', '', '', null, 5]], ['6,4']).faults.map(({ cell }) => cell)).toEqual(['E7', 'A', 'A'])
  expect(grid([['online', '', '', null, '1.234']]).figures[0]?.value).toBe(1234)
  const other = matchForm({ ...form, mark: 'laban other' }, { rows: [[form.mark]], formulas: [] })
  expect(other.faults).toHaveLength(1)
})

test('a file with faults comes back with each of them beside its row', async () => {
  const { figures, faults } = grid([
    ['online', '', '', null, -1, 'a'],
    ['paper', '', '', null, 2],
    ['rate', '', '', null, 5],
  ])
  const sheet = await readSheet(Buffer.from(await writeForm(form, figures, faults)))
  expect(sheet.rows[6]?.slice(4)).toEqual([-1, 'a', 'nhỏ hơn mức thấp nhất 0'])
})

/** A ZIP with one entry a name; sizes may lie. */
function zip(entries: Record<string, { data: Buffer; says?: number; flags?: number }>): Buffer {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const [name, { data, says = data.length, flags = 0 }] of Object.entries(entries)) {
    const packed = deflateRawSync(data)
    const title = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(says, 22)
    local.writeUInt16LE(title.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(flags, 8)
    central.writeUInt16LE(8, 10)
    central.writeUInt32LE(packed.length, 20)
    central.writeUInt32LE(says, 24)
    central.writeUInt16LE(title.length, 28)
    central.writeUInt32LE(offset, 42)
    bodies.push(local, title, packed)
    directory.push(central, title)
    offset += local.length + title.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(entries).length, 8)
  end.writeUInt16LE(Object.keys(entries).length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, ...directory, end])
}

const xml = (text: string) => ({ data: Buffer.from(text) })
const book = (sheet: Buffer, more: object = {}) =>
  zip({
    '[Content_Types].xml': xml(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    ),
    '_rels/.rels': xml(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    ),
    'xl/workbook.xml': xml(
      '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': xml(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/worksheets/sheet1.xml': { data: sheet, ...more },
  })
const sheetOf = (rows: string) =>
  Buffer.from(
    `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
  )

const refusal = async (bytes: Buffer): Promise<string> => {
  try {
    await readSheet(bytes)
    return 'taken'
  } catch (error) {
    return (error as Failure).words.en
  }
}

test('hostile and wrong files are refused with the reason, and the server lives on', async () => {
  expect(await readSheet(book(sheetOf('<row r="1"><c r="A1"><v>7</v></c></row>')))).toEqual({
    rows: [[7]],
    formulas: [],
  })
  const formula = await readSheet(book(sheetOf('<row r="1"><c r="A1"/><c r="B1"><f>1+1</f><v>2</v></c></row>')))
  expect(formula.formulas).toEqual(['0,1'])
  const huge = Buffer.alloc(30 * 2 ** 20, 0x20)
  expect(await refusal(book(huge))).toMatch(/unpacks to too much/)
  // The directory lies about the size: then the child runs out of its memory or time, and nobody else does.
  const lying = Buffer.concat([sheetOf('').subarray(0, 80), Buffer.alloc(300 * 2 ** 20, 0x20)])
  expect(await refusal(book(lying, { says: 100 }))).toMatch(/too heavy|cannot be read/)
  const column = (n: number): string =>
    (n < 26 ? '' : column(Math.floor(n / 26) - 1)) + String.fromCharCode(65 + (n % 26))
  const wide = Array.from({ length: 16_000 }, (_, i) => `<c r="${column(i)}1"><v>1</v></c>`).join('')
  expect(await refusal(book(sheetOf(`<row r="1">${wide}</row>`)))).toMatch(/Too many columns/)
  const empty = sheetOf('')
  const macros = zip({ '[Content_Types].xml': xml(''), 'xl/workbook.xml': xml(''), 'xl/vbaProject.bin': xml('x') })
  expect(await refusal(macros)).toMatch(/macros/)
  expect(await refusal(book(empty, { flags: 1 }))).toMatch(/password/)
  expect(await refusal(Buffer.from('mã,giá trị\nonline,1\n'))).toMatch(/Not an Excel/)
  expect(await refusal(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))).toMatch(/old .xls/)
  expect(await refusal(zip({ 'word/document.xml': xml('x') }))).toMatch(/Not an Excel/)
  expect(await refusal(Buffer.alloc(3 * 2 ** 20))).toMatch(/too large/)
  expect(await refusal(book(empty).subarray(0, 300))).toMatch(/broken/)
}, 60_000)
