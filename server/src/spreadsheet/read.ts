/** Owns reading a spreadsheet that somebody sent: looked at first, unpacked elsewhere, ended when it takes too long. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { Failure } from '@laban/shared'
import type { ChildSaid, Grid } from './child.ts'
import { inspectSheet } from './inspect.ts'

const program = join(import.meta.dirname, 'child.ts')
const patienceMs = 4500
/** Characters of JSON. */
const mostSaid = 2 * 2 ** 20
/** Files that are unpacked at once, over all who send. */
const slots = 2
let running = 0

const refused = (vi: string, en: string): Failure => new Failure('input/refused', { vi, en })

const reasons: Record<Extract<ChildSaid, { refused: unknown }>['refused'], [vi: string, en: string]> = {
  columns: ['Bảng có quá nhiều cột; hãy dùng biểu đã tải từ trang này', 'Too many columns; use the form of this page'],
  rows: ['Bảng có quá nhiều dòng; hãy dùng biểu đã tải từ trang này', 'Too many rows; use the form of this page'],
  empty: [
    'Trang tính đầu tiên không có ô nào đọc được; hãy dùng biểu đã tải từ trang này',
    'The first sheet holds no cell that can be read; use the form of this page',
  ],
  encoding: [
    'Chữ trong tệp không phải Unicode (UTF-8); hãy lưu lại bằng Excel rồi gửi',
    'The text is of another encoding than Unicode (UTF-8); save the file with Excel and send it again',
  ],
  broken: ['Không đọc được tệp Excel', 'The Excel file cannot be read'],
}

/** @throws Failure input/too-large, input/refused with the reason, engine/busy */
export async function readSheet(bytes: Buffer): Promise<Grid> {
  inspectSheet(bytes)
  if (running >= slots) {
    throw new Failure('engine/busy', {
      vi: 'Đang đọc nhiều tệp cùng lúc; hãy thử lại sau vài giây',
      en: 'Several files are being read just now; try again in some seconds',
    })
  }
  running++
  try {
    const said = await unpack(bytes)
    if ('grid' in said) return said.grid
    throw refused(...reasons[said.refused])
  } finally {
    running--
  }
}

function unpack(bytes: Buffer): Promise<ChildSaid> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--max-old-space-size=160', program], { stdio: ['pipe', 'pipe', 'ignore'] })
    const late = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.length > mostSaid) child.kill('SIGKILL')
    })
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(late)
      if (code === 0 && said.length <= mostSaid) return resolve(JSON.parse(said) as ChildSaid)
      reject(
        refused(
          'Tệp quá nặng để đọc; hãy dùng biểu đã tải từ trang này',
          'The file is too heavy; use the form of this page',
        ),
      )
    })
    // A child that was ended does not take the rest.
    child.stdin.on('error', () => undefined)
    child.stdin.end(bytes)
  })
}
