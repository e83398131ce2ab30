/**
 * Owns civil dates and periods. Dates are `YYYY-MM-DD` strings of the city's calendar (UTC+7), without a clock:
 * nothing here knows what day it is.
 */
import { Failure } from './failure.ts'

/** `YYYY-MM-DD`; compares as text. */
export type Day = string
/** Both ends are inside. */
export type Period = { start: Day; end: Day }
export type Grain = 'year' | 'quarter' | 'month'

const two = (n: number) => String(n).padStart(2, '0')
export const day = (year: number, month: number, date: number): Day => `${year}-${two(month)}-${two(date)}`
export const yearOf = (at: Day): number => Number(at.slice(0, 4))
export const monthOf = (at: Day): number => Number(at.slice(5, 7))
export const lastDateOf = (year: number, month: number): number =>
  month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31

/** Days since 1970-01-01; for distances between dates. */
export function dayNumber(at: Day): number {
  let number = numbers.get(at)
  if (number === undefined) {
    number = Date.UTC(yearOf(at), monthOf(at) - 1, Number(at.slice(8, 10))) / 86_400_000
    numbers.set(at, number)
  }
  return number
}
/** A calendar has few days, and distances are asked for thousands of times an answer. */
const numbers = new Map<Day, number>()
export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from)
export const addDays = (at: Day, days: number): Day =>
  new Date((dayNumber(at) + days) * 86_400_000).toISOString().slice(0, 10)

/** 29 February falls on 28 February in a common year. */
export function addYears(at: Day, years: number): Day {
  const year = yearOf(at) + years
  const month = monthOf(at)
  return day(year, month, Math.min(Number(at.slice(8, 10)), lastDateOf(year, month)))
}

/** Month ends stay month ends: 30 June plus two months is 31 August. */
export function addMonths(at: Day, months: number): Day {
  const count = yearOf(at) * 12 + monthOf(at) - 1 + months
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1]
  const date = Number(at.slice(8, 10))
  const last = lastDateOf(year, month)
  return day(year, month, date === lastDateOf(yearOf(at), monthOf(at)) ? last : Math.min(date, last))
}

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const [year, month, date] = text.split('-').map(Number) as [number, number, number]
  return year >= 1900 && year <= 2200 && month >= 1 && month <= 12 && date >= 1 && date <= lastDateOf(year, month)
}

const years = new Map<number, Readonly<Period>>()
export function wholeYear(year: number): Readonly<Period> {
  let whole = years.get(year)
  if (!whole) years.set(year, (whole = { start: day(year, 1, 1), end: day(year, 12, 31) }))
  return whole
}

const forms: [RegExp, (m: RegExpExecArray) => Period][] = [
  [/^(\d{4})$/, (m) => wholeYear(Number(m[1]))],
  [
    /^(\d{4})-Q([1-4])$/,
    (m) => {
      const last = Number(m[2]) * 3
      return { start: day(Number(m[1]), last - 2, 1), end: day(Number(m[1]), last, lastDateOf(Number(m[1]), last)) }
    },
  ],
  [
    /^(\d{4})-(0[1-9]|1[0-2])$/,
    (m) => ({ start: `${m[0]}-01`, end: day(Number(m[1]), Number(m[2]), lastDateOf(Number(m[1]), Number(m[2]))) }),
  ],
  [/^(\d{4}-\d{2}-\d{2})$/, (m) => ({ start: m[0], end: m[0] })],
]

/**
 * Reads `2025`, `2025-Q3`, `2025-09`, `2025-09-30` or a span of two of them: `2023..2025-Q2`.
 * @throws Failure question/bad-period
 */
export function parsePeriod(text: string): Period {
  const ends = text.split('..')
  const spans = ends.map((part) => {
    for (const [pattern, make] of forms) {
      const match = pattern.exec(part)
      if (match) {
        const period = make(match)
        if (isDay(period.start) && isDay(period.end)) return period
      }
    }
    return undefined
  })
  const [first, last = first] = spans
  if (!first || !last || ends.length > 2 || first.start > last.end) {
    throw new Failure('question/bad-period', {
      vi: `Kỳ không hợp lệ: "${text}"; cho phép: 2025, 2025-Q3, 2025-09, 2025-09-30 hoặc khoảng 2023..2025`,
      en: `Invalid period: "${text}"; allowed: 2025, 2025-Q3, 2025-09, 2025-09-30 or a span 2023..2025`,
    })
  }
  return { start: first.start, end: last.end }
}

/** Shortest text that `parsePeriod` reads back: the inverse of it. */
export function periodKey({ start, end }: Period): string {
  const year = yearOf(start)
  for (const grain of ['year', 'quarter', 'month'] as const) {
    const [from, to] = [bucketOf(start, grain), bucketOf(end, grain)]
    if (from.start === start && to.end === end) {
      return from.start === to.start ? bucketKey(from, grain) : `${bucketKey(from, grain)}..${bucketKey(to, grain)}`
    }
  }
  return start === end ? start : year >= 0 ? `${start}..${end}` : start
}

/** The year, quarter or month that a day lies in. */
export function bucketOf(at: Day, grain: Grain): Period {
  const year = yearOf(at)
  if (grain === 'year') return wholeYear(year)
  const month = monthOf(at)
  const first = grain === 'quarter' ? month - ((month - 1) % 3) : month
  const last = grain === 'quarter' ? first + 2 : first
  return { start: day(year, first, 1), end: day(year, last, lastDateOf(year, last)) }
}

/** Next bucket of the same grain. */
export const nextBucket = (period: Period, grain: Grain): Period => bucketOf(addDays(period.end, 1), grain)

export function bucketKey(period: Period, grain: Grain): string {
  const year = yearOf(period.start)
  if (grain === 'year') return String(year)
  return grain === 'quarter' ? `${year}-Q${Math.ceil(monthOf(period.start) / 3)}` : period.start.slice(0, 7)
}

/** All buckets of a grain that touch the period, in order. */
export function bucketsOf(period: Period, grain: Grain): Period[] {
  const buckets: Period[] = []
  for (let at = bucketOf(period.start, grain); at.start <= period.end; at = nextBucket(at, grain)) buckets.push(at)
  return buckets
}
