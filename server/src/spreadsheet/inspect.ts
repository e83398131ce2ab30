/**
 * Owns the look at a spreadsheet file before anything of it is unpacked: what it is, how large it says it becomes, and what it brings
 * along. Reads the directory of the ZIP alone (APPNOTE 4.3.12, 4.3.16).
 */
import type { Words } from '@laban/shared'
import { Failure } from '@laban/shared'

/** Bytes of the file as it comes. */
export const largestSheet = 2 * 2 ** 20
const mostEntries = 200
/** Bytes of all entries together, unpacked. */
const mostUnpacked = 24 * 2 ** 20

const refused = (vi: string, en: string): Failure => new Failure('input/refused', { vi, en })

const what: Record<'old' | 'none' | 'broken' | 'macros' | 'bomb' | 'locked', Words> = {
  old: {
    vi: 'Tệp .xls cũ hoặc có mật khẩu; hãy lưu lại thành .xlsx không mật khẩu',
    en: 'An old .xls file, or one with a password; save it as .xlsx without one',
  },
  none: {
    vi: 'Không phải tệp Excel .xlsx; hãy dùng biểu đã tải từ trang này',
    en: 'Not an Excel .xlsx file; use the form from this page',
  },
  broken: { vi: 'Tệp Excel hỏng', en: 'The Excel file is broken' },
  macros: {
    vi: 'Tệp có macro hoặc đối tượng nhúng; chỉ nhận .xlsx không macro',
    en: 'The file brings macros or embedded objects; only .xlsx without them is taken',
  },
  bomb: { vi: 'Tệp giải nén ra quá lớn', en: 'The file unpacks to too much' },
  locked: { vi: 'Tệp có mật khẩu; hãy bỏ mật khẩu', en: 'The file has a password; take it off' },
}

const refuse = (kind: keyof typeof what): never => {
  throw refused(what[kind].vi, what[kind].en)
}

/** @throws Failure input/too-large, input/refused with the reason */
export function inspectSheet(bytes: Buffer): void {
  if (bytes.length > largestSheet) {
    throw new Failure('input/too-large', {
      vi: `Tệp quá lớn; cho phép: ${largestSheet / 2 ** 20} MB`,
      en: `The file is too large; allowed: ${largestSheet / 2 ** 20} MB`,
    })
  }
  if (bytes.length >= 8 && bytes.readUInt32BE(0) === 0xd0cf11e0) refuse('old')
  if (bytes.length < 22 || bytes.readUInt32LE(0) !== 0x04034b50) refuse('none')
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > bytes.length) refuse('broken')
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  if (count > mostEntries) refuse('bomb')
  let unpacked = 0
  const names = new Set<string>()
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) refuse('broken')
    if ((bytes.readUInt16LE(at + 8) & 1) !== 0) refuse('locked')
    unpacked += bytes.readUInt32LE(at + 24)
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ]
    names.add(bytes.toString('utf8', at + 46, at + 46 + name).toLowerCase())
    at += 46 + name + extra + comment
  }
  if (unpacked > mostUnpacked) refuse('bomb')
  if (!names.has('[content_types].xml') || !names.has('xl/workbook.xml')) refuse('none')
  if ([...names].some((name) => /vbaproject|macrosheets|activex|embeddings|\.bin$/.test(name))) refuse('macros')
}
