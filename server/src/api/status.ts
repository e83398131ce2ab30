/** Owns how a fault looks from outside: its HTTP status, its tRPC code, and words without SQL, path or stack. */
import type { FailureCode, Fault, Words } from '@laban/shared'
import { Failure, isFailure } from '@laban/shared'
import { TRPCError } from '@trpc/server'
import { z, ZodError } from 'zod'

type TrpcCode = TRPCError['code']

/** Exhaustive by its type: a new code does not compile until it has a place here. */
const statuses = {
  'access/denied': [403, 'FORBIDDEN'],
  'access/unknown-viewer': [401, 'UNAUTHORIZED'],
  'access/unknown-procedure': [404, 'NOT_FOUND'],
  'access/session-ended': [401, 'UNAUTHORIZED'],
  'access/read-only': [403, 'FORBIDDEN'],
  'access/foreign-origin': [403, 'FORBIDDEN'],
  'access/insecure': [403, 'FORBIDDEN'],
  'access/wrong-credentials': [401, 'UNAUTHORIZED'],
  'access/throttled': [429, 'TOO_MANY_REQUESTS'],
  'input/too-large': [413, 'PAYLOAD_TOO_LARGE'],
  'input/refused': [422, 'UNPROCESSABLE_CONTENT'],
  'write/conflict': [409, 'CONFLICT'],
  'write/unknown-subject': [404, 'NOT_FOUND'],
  'write/not-now': [409, 'CONFLICT'],
  'write/four-eyes': [403, 'FORBIDDEN'],
  'question/unknown-indicator': [404, 'NOT_FOUND'],
  'question/unknown-city': [404, 'NOT_FOUND'],
  'question/unknown-unit': [404, 'NOT_FOUND'],
  'question/unknown-cut': [400, 'BAD_REQUEST'],
  'question/unknown-value': [400, 'BAD_REQUEST'],
  'question/bad-period': [400, 'BAD_REQUEST'],
  'question/bad-date': [400, 'BAD_REQUEST'],
  'question/unsupported': [400, 'BAD_REQUEST'],
  'question/invalid': [400, 'BAD_REQUEST'],
  'catalogue/invalid': [422, 'UNPROCESSABLE_CONTENT'],
  'load/rejected': [422, 'UNPROCESSABLE_CONTENT'],
  'load/nothing-to-go-back-to': [409, 'CONFLICT'],
  'data/folder-in-use': [409, 'CONFLICT'],
  'data/no-release': [503, 'SERVICE_UNAVAILABLE'],
  'data/not-writable': [503, 'SERVICE_UNAVAILABLE'],
  'data/unreachable': [503, 'SERVICE_UNAVAILABLE'],
  'engine/timeout': [504, 'GATEWAY_TIMEOUT'],
  'engine/busy': [503, 'SERVICE_UNAVAILABLE'],
  'engine/restarted': [500, 'INTERNAL_SERVER_ERROR'],
  'engine/unavailable': [500, 'INTERNAL_SERVER_ERROR'],
  'engine/memory': [500, 'INTERNAL_SERVER_ERROR'],
  'engine/statement': [400, 'BAD_REQUEST'],
  'extract/gone': [404, 'NOT_FOUND'],
  'extract/interrupted': [500, 'INTERNAL_SERVER_ERROR'],
  'extract/too-large': [413, 'PAYLOAD_TOO_LARGE'],
  'env/invalid': [500, 'INTERNAL_SERVER_ERROR'],
} as const satisfies Record<FailureCode, [number, TrpcCode]>

/** What leaves the server about a fault. `internal` is a bug: only `request` is said, to find it in the log. */
export type FailureShape = {
  code: FailureCode | 'internal'
  words: Words
  nearest?: { id: string; name: Words }[]
  /** Id of the request in the log; internal faults only. */
  request?: string
}

export const httpStatusOf = (error: unknown): number => {
  const failure = asFailure(error)
  return failure ? statuses[failure.code][0] : 500
}

export const trpcCodeOf = (failure: Failure): TrpcCode => statuses[failure.code][1]

/** The failure inside an error: itself, the cause that tRPC wrapped, or what zod found wrong with an input. */
export function asFailure(error: unknown): Failure | undefined {
  if (isFailure(error)) return error
  if (error instanceof ZodError) return invalid(error)
  if (!(error instanceof TRPCError)) return undefined
  if (isFailure(error.cause)) return error.cause
  if (error.cause instanceof ZodError) return invalid(error.cause)
  if (error.code === 'NOT_FOUND') return notThere()
  const fromCaller: TrpcCode[] = [
    'BAD_REQUEST',
    'PARSE_ERROR',
    'METHOD_NOT_SUPPORTED',
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
  ]
  return fromCaller.includes(error.code) ? new Failure('question/invalid', malformed) : undefined
}

export const notThere = (): Failure =>
  new Failure('access/unknown-procedure', { vi: 'Không có địa chỉ này', en: 'There is nothing at this address' })

const malformed: Words = { vi: 'Yêu cầu không đúng dạng', en: 'The request is malformed' }

const vietnamese = z.locales.vi().localeError

/** All that is wrong with an input, by field, in one sentence. */
function invalid(error: ZodError): Failure {
  const faults: Fault[] = error.issues.map((issue) => {
    const said = vietnamese(issue as Parameters<typeof vietnamese>[0])
    const vi = typeof said === 'string' ? said : (said?.message ?? issue.message)
    return { at: { field: issue.path.join('.') }, message: { vi, en: issue.message } }
  })
  const list = (lang: keyof Words): string =>
    faults.map(({ at, message }) => (at.field ? `${at.field}: ${message[lang]}` : message[lang])).join('; ')
  const words = { vi: `${malformed.vi}: ${list('vi')}`, en: `${malformed.en}: ${list('en')}` }
  return new Failure('question/invalid', words, { faults, cause: error })
}

export function shapeOf(error: unknown, requestId: string | undefined): FailureShape {
  const failure = asFailure(error)
  if (!failure) {
    return {
      code: 'internal',
      words: { vi: 'Lỗi hệ thống; đã được ghi lại', en: 'An internal error; it has been recorded' },
      ...(requestId === undefined ? {} : { request: requestId }),
    }
  }
  const { code, words, detail } = failure
  return { code, words, ...(detail.nearest?.length ? { nearest: detail.nearest } : {}) }
}

/** A fault that was met before any procedure, as tRPC's clients read one. */
export const trpcShapeOf = (error: unknown, shape: FailureShape) => ({
  code: -32_600,
  message: shape.words.en,
  data: { httpStatus: httpStatusOf(error), failure: shape },
})
