/**
 * Owns what stands in the address: the only state of a page that can be sent to somebody. Reads by hand, so that the first
 * script stays small; a wrong value is never silently dropped.
 */
import type { Day, Question, Status } from '@laban/shared'
import { isDay, parsePeriod } from '@laban/shared'

/** A value in the address that cannot be understood. `nearest` are values that would be. */
export class BadAddress extends Error {
  override readonly name = 'BadAddress'
  readonly field: string
  readonly value: string
  readonly nearest: string[]

  constructor(field: string, value: string, nearest: string[] = []) {
    super(`bad value in the address: ${field}=${value}`)
    this.field = field
    this.value = value
    this.nearest = nearest
  }
}

/** Raw search: every value is text, as it stands after `?`. */
export type RawSearch = Record<string, string>

export const parseSearch = (text: string): RawSearch => Object.fromEntries(new URLSearchParams(text))

export function writeSearch(search: Record<string, string | undefined>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    if (value) params.set(key, value)
  }
  // Colons, commas and dots are allowed in a query and make it readable.
  const text = params.toString().replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%2F', '/')
  return text ? `?${text}` : ''
}

export const textIn = (raw: RawSearch, field: string): string | undefined => raw[field] || undefined

/** @throws BadAddress */
export function oneOf<T extends string>(raw: RawSearch, field: string, allowed: readonly T[]): T | undefined {
  const value = textIn(raw, field)
  if (value === undefined) return undefined
  const found = allowed.find((one) => one === value)
  if (found === undefined) throw new BadAddress(field, value, [...allowed])
  return found
}

/** @throws BadAddress with the month's last day where only the day is wrong */
export function dayIn(raw: RawSearch, field: string): Day | undefined {
  const value = textIn(raw, field)
  if (value === undefined || isDay(value)) return value
  const month = /^\d{4}-(0[1-9]|1[0-2])/.exec(value)?.[0]
  const last =
    month && new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10)
  throw new BadAddress(field, value, last && isDay(last) ? [last] : [])
}

/** Text that `parsePeriod` reads. @throws BadAddress */
export function periodIn(raw: RawSearch, field: string): string | undefined {
  const value = textIn(raw, field)
  if (value === undefined) return undefined
  try {
    parsePeriod(value)
  } catch {
    const year = /(?:19|20)\d{2}/.exec(value)?.[0]
    throw new BadAddress(field, value, year ? [year] : [])
  }
  return value
}

/** `a,b` as a list; absent and empty are the same. */
export const listIn = (raw: RawSearch, field: string): string[] | undefined =>
  textIn(raw, field)?.split(',').filter(Boolean)

/** `source:domestic,crude_oil;type:tax` as column -> accepted values. @throws BadAddress */
export function whereIn(raw: RawSearch, field: string): Record<string, string[]> | undefined {
  const value = textIn(raw, field)
  if (value === undefined) return undefined
  return Object.fromEntries(
    value.split(';').map((part) => {
      const [column, list] = part.split(':')
      if (!column || !list) throw new BadAddress(field, value)
      return [column, list.split(',')]
    }),
  )
}

export const writeWhere = (where: Record<string, string[]>): string | undefined =>
  Object.entries(where)
    .map(([column, values]) => `${column}:${values.join(',')}`)
    .join(';') || undefined

/** `from=rows` asks for the rows below a figure; `published` is said by saying nothing. @throws BadAddress */
export const fromIn = (raw: RawSearch): Question['from'] => oneOf(raw, 'from', ['published', 'rows']) ?? 'published'
export const writeFrom = (from: Question['from']): string | undefined => (from === 'published' ? undefined : from)

/** Leaves out what is absent, so that equal searches are equal. */
type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }
export const present = <T extends Record<string, unknown>>(search: T): Present<T> =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as Present<T>

/** What every page shares and keeps when the reader moves on. */
export type SharedSearch = { period?: string; asOf?: Day; area?: string; city?: string }

export const readShared = (raw: RawSearch): SharedSearch =>
  present({
    period: periodIn(raw, 'period'),
    asOf: dayIn(raw, 'asOf'),
    area: textIn(raw, 'area'),
    city: textIn(raw, 'city'),
  })

export const sharedOf = ({ period, asOf, area, city }: SharedSearch): SharedSearch =>
  present({ period, asOf, area, city })

export const overviewStatuses = [
  'on-track',
  'behind',
  'off-track',
  'no-data',
  'late',
  'untargeted',
] as const satisfies (Status | 'untargeted')[]
export type OverviewSearch = SharedSearch & { status?: (typeof overviewStatuses)[number]; wall?: '1' }

export const readOverview = (raw: RawSearch): OverviewSearch => ({
  ...readShared(raw),
  ...present({ status: oneOf(raw, 'status', overviewStatuses), wall: oneOf(raw, 'wall', ['1']) }),
})

/**
 * All other pages: the shared part checked, the rest as text, read by the page itself with the readers above
 * (so a page may add a field without touching this file).
 */
export type PageSearch = SharedSearch & { [field: string]: string | undefined }

export const readPage = (raw: RawSearch): PageSearch => ({ ...raw, ...readShared(raw) })
