/** Owns what may go wrong inside the engine, in words: a wrong statement with its place, too little memory, too long, a death. */
import type { FailureCode, Place, Words } from '@laban/shared'
import { Failure } from '@laban/shared'

const failure = (code: FailureCode, words: Words, cause?: unknown, at?: Place): Failure =>
  new Failure(code, words, { ...(at ? { at } : {}), ...(cause === undefined ? {} : { cause }) })

export const restarted = (cause: unknown): Failure =>
  failure(
    'engine/restarted',
    {
      vi: 'Bộ máy tính trong trình duyệt đã dừng đột ngột và được khởi động lại; hãy chạy lại, với ít dữ liệu hơn nếu có thể',
      en: 'The engine in the browser broke down and was started again; run it once more, over less data if you can',
    },
    cause,
  )

export const unavailable = (cause: unknown): Failure =>
  failure(
    'engine/unavailable',
    {
      vi: 'Trình duyệt này không chạy được bộ máy tính; máy chủ vẫn trả lời các câu hỏi thường dùng',
      en: 'This browser cannot run the engine; the server still answers the usual questions',
    },
    cause,
  )

export const tooLate = (timeoutMs: number): Failure =>
  failure('engine/timeout', {
    vi: `Câu hỏi chạy quá ${timeoutMs / 1000} giây nên đã dừng; hãy thu hẹp kỳ hoặc chiều`,
    en: `Question stopped after ${timeoutMs / 1000} s; narrow its period or its cuts`,
  })

const noMemory = (cause: unknown): Failure =>
  failure(
    'engine/memory',
    {
      vi: 'Không đủ bộ nhớ cho câu hỏi này; hãy thu hẹp kỳ, bớt cột hoặc bớt chiều',
      en: 'Not enough memory for this question; narrow its period, or take fewer columns or cuts',
    },
    cause,
  )

/** After such an error nothing in the engine's memory can be trusted. */
const deadly =
  /unreachable|memory access out of bounds|null function|indirect call|signature mismatch|table index|Aborted|INTERNAL Error|FATAL Error|database has been invalidated|is not initialized/i

export const isDeadly = (error: unknown): boolean => error instanceof Error && deadly.test(error.message)

/** `LINE 2: SELECT a FROM` and below it a caret under the column, as the engine prints them. */
const pointer = /LINE (\d+): (.*)\n(\s*)\^/

function placeIn(message: string, sql: string): Place | undefined {
  const found = pointer.exec(message)
  if (!found) return undefined
  const [, number, excerpt, indent] = found
  const line = Number(number)
  const shown = excerpt!.replaceAll(/^\.\.\.|\.\.\.$/g, '')
  // A long line is shown as an excerpt between dots; the caret counts from the start of what was printed.
  const offset = excerpt!.startsWith('...') ? Math.max(0, (sql.split('\n')[line - 1] ?? '').indexOf(shown)) - 3 : 0
  return { line, column: indent!.length - `LINE ${number}: `.length + offset + 1 }
}

/** Errors of grammar come as JSON. */
function spoken(message: string): string {
  if (!message.startsWith('{')) return message
  const told = JSON.parse(message) as { exception_type?: string; exception_message?: string }
  return `${told.exception_type} Error: ${told.exception_message}`
}

/** What the engine says about a statement, as something that a person can act on. */
export function faultOf(error: unknown, sql: string): Error {
  // The engine's own errors are plain ones: any other kind is a bug of ours.
  if (error instanceof Failure || error instanceof TypeError || !(error instanceof Error)) return error as Error
  const message = spoken(error.message)
  if (/Out of Memory|bad_alloc|failed to allocate|could not allocate/i.test(message)) return noMemory(error)
  const said = message.split('\n\nLINE')[0]!.split('\nLINE')[0]!.trim()
  const at = placeIn(message, sql)
  const where = at
    ? { vi: ` (dòng ${at.line}, cột ${at.column})`, en: ` (line ${at.line}, column ${at.column})` }
    : { vi: '', en: '' }
  return failure(
    'engine/statement',
    { vi: `Câu lệnh không chạy được${where.vi}: ${said}`, en: `The statement cannot be run${where.en}: ${said}` },
    error,
    at,
  )
}
