/**
 * Owns the one class for faults that a person can act on. Everything else that is thrown is a bug.
 * Message grammar: what is wrong: the value; what is allowed.
 */

/** A text for people in both languages of the screens. */
export type Words = { vi: string; en: string }

/** Closed list; `server/src/api/status.ts` and `web/src/words` must treat each. */
export const failureCodes = [
  'access/denied',
  'access/unknown-viewer',
  'access/unknown-procedure',
  'access/session-ended',
  'access/read-only',
  'access/foreign-origin',
  'access/insecure',
  'access/wrong-credentials',
  'access/throttled',
  'input/too-large',
  'input/refused',
  'write/conflict',
  'write/unknown-subject',
  'write/not-now',
  'write/four-eyes',
  'question/unknown-indicator',
  'question/unknown-city',
  'question/unknown-unit',
  'question/unknown-cut',
  'question/unknown-value',
  'question/bad-period',
  'question/bad-date',
  'question/unsupported',
  'question/invalid',
  'catalogue/invalid',
  'load/rejected',
  'load/nothing-to-go-back-to',
  'data/folder-in-use',
  'data/no-release',
  'data/not-writable',
  'data/unreachable',
  'engine/timeout',
  'engine/busy',
  'engine/restarted',
  'engine/unavailable',
  'engine/memory',
  'engine/statement',
  'extract/gone',
  'extract/interrupted',
  'extract/too-large',
  'env/invalid',
] as const
export type FailureCode = (typeof failureCodes)[number]

/** Where the fault is, so that the reader can go there. Line and column count from 1. */
export type Place = { file?: string; line?: number; column?: number; field?: string; value?: string }

export type FailureDetail = {
  at?: Place
  /** Names near to the wrong one, best first, to offer on the page. */
  nearest?: { id: string; name: Words }[]
  /** All faults at once, where several were found (loads and catalogues). */
  faults?: Fault[]
  cause?: unknown
}

/** One fault among many. `allowed` says in words what would have been accepted. */
export type Fault = { at: Place; message: Words; allowed?: string }

export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: FailureCode
  readonly words: Words
  readonly detail: FailureDetail

  constructor(code: FailureCode, words: Words, detail: FailureDetail = {}) {
    super(words.en, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.code = code
    this.words = words
    this.detail = detail
  }
}

export const isFailure = (error: unknown): error is Failure => error instanceof Failure
