/** Files that somebody might send, and what the refusal says. Good ones stand first. */
import { deflateRawSync } from 'node:zlib'

/** A ZIP with one entry a name; sizes may lie. */
export function zip(entries: Record<string, { data: Buffer; says?: number; flags?: number }>): Buffer {
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

export const xml = (text: string) => ({ data: Buffer.from(text) })
export const book = (sheet: Buffer, more: object = {}) =>
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
export const sheetOf = (rows: string) =>
  Buffer.from(
    `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
  )

const column = (n: number): string =>
  (n < 26 ? '' : column(Math.floor(n / 26) - 1)) + String.fromCharCode(65 + (n % 26))
const row = (r: number, columns: number): string =>
  `<row r="${r}">${Array.from({ length: columns }, (_, i) => `<c r="${column(i)}${r}"><v>1</v></c>`).join('')}</row>`
const text = (r: number, value: string | Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`<row r="${r}"><c r="A${r}" t="inlineStr"><is><t>`),
    Buffer.from(value),
    Buffer.from('</t></is></c></row>'),
  ])
const around = (rows: Buffer): Buffer => {
  const whole = sheetOf('@').toString().split('@') as [string, string]
  return Buffer.concat([Buffer.from(whole[0]), rows, Buffer.from(whole[1])])
}
const empty = sheetOf('')
const laughs = `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(50)}">${'bcdefghi'
  .split('')
  .map((name, i) => `<!ENTITY ${name} "${`&${'abcdefgh'[i]};`.repeat(10)}">`)
  .join('')}]>`

/** Entities that would become a billion bytes. */
export const laughing = (): Buffer => book(Buffer.from(`${laughs}${sheetOf(text(1, '&i;').toString()).toString()}`))

/** Windows-1258, in which Vietnamese was written before Unicode: "Đã đếm". */
const old = Buffer.from([0xd0, 0xe3, 0x20, 0xf0, 0xea, 0xec, 0x6d])

/** Name -> bytes, and what is said in English. Made when asked for: some are large. */
export const hostile: [string, () => Buffer, RegExp][] = [
  ['a bomb that says so', () => book(Buffer.alloc(30 * 2 ** 20, 0x20)), /unpacks to too much/],
  [
    'a bomb whose directory lies',
    () => book(Buffer.concat([empty.subarray(0, 80), Buffer.alloc(300 * 2 ** 20, 0x20)]), { says: 100 }),
    /too heavy|cannot be read/,
  ],
  [
    'more entries than any form has',
    () => zip(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`x${i}`, xml('x')]))),
    /unpacks to too much/,
  ],
  ['16,000 columns', () => book(sheetOf(row(1, 16_000))), /Too many columns/],
  [
    '16,000 columns in 30 rows',
    () => book(sheetOf(Array.from({ length: 30 }, (_, i) => row(i + 1, 16_000)).join(''))),
    /Too many columns|unpacks to too much|too heavy/,
  ],
  [
    '200,000 rows',
    () => book(sheetOf(Array.from({ length: 200_000 }, (_, i) => row(i + 1, 2)).join(''))),
    /unpacks to too much|Too many rows/,
  ],
  [
    'one text of 20 MB',
    () => book(around(text(1, Buffer.alloc(20 * 2 ** 20, 0x61)))),
    /too heavy|cannot be read|unpacks to too much/,
  ],
  [
    'macros',
    () => zip({ '[Content_Types].xml': xml(''), 'xl/workbook.xml': xml(''), 'xl/vbaProject.bin': xml('x') }),
    /macros/,
  ],
  [
    'an embedded object',
    () => zip({ '[Content_Types].xml': xml(''), 'xl/workbook.xml': xml(''), 'xl/embeddings/a.docx': xml('x') }),
    /macros or embedded/,
  ],
  ['a password', () => book(empty, { flags: 1 }), /password/],
  ['text in the code page of old', () => book(around(text(1, old))), /encoding/],
  [
    'UTF-16 that says it is',
    () => book(Buffer.from(`\uFEFF${sheetOf('').toString()}`, 'utf16le')),
    /no cell that can be read/,
  ],
  ['a list with commas', () => Buffer.from('mã,giá trị\nonline,1\n'), /Not an Excel/],
  ['a list in UTF-16', () => Buffer.from('\uFEFFmã,giá trị\nonline,1\n', 'utf16le'), /Not an Excel/],
  ['a page', () => Buffer.from('<html><script>alert(1)</script></html>'), /Not an Excel/],
  ['an old .xls', () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), /old .xls/],
  ['a letter', () => zip({ 'word/document.xml': xml('x') }), /Not an Excel/],
  ['3 MB', () => Buffer.alloc(3 * 2 ** 20), /too large/],
  ['half a file', () => book(empty).subarray(0, 300), /broken/],
  ['nothing', () => Buffer.alloc(0), /Not an Excel/],
]
