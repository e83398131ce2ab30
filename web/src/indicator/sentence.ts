/**
 * Owns the one sentence that says why a figure has its status: reached, planned to date, the distance, last year.
 * Pure text out of an answer; it judges nothing itself and knows no clock.
 */
import type { Day, Figure, Indicator, Lang, Standing, Status } from '@laban/shared'
import {
  formatChange,
  formatDay,
  formatDistance,
  formatNumber,
  formatPeriod,
  formatRounding,
  formatValue,
  measureOf,
  nbsp,
  scaleOf,
} from '@laban/shared'
import type { IndicatorWords } from '../words/vi/indicator.ts'

export type Subject = {
  indicator: Pick<Indicator, 'measuredIn' | 'better' | 'time'>
  /** The newest figure of the period asked; absent: nothing was published. */
  figure: Figure | undefined
  status: Status | null
  asOf: Day
  nextDue: Day | null
  /** The period asked for in words, where one was. */
  asked?: string | undefined
  /** Which comparisons to speak of besides the target. */
  compare: readonly ('last-year' | 'previous' | 'peers')[]
}

/**
 * @returns e.g. "Đạt 61% so với 72% theo kế hoạch đến 30/6/2025; thiếu 11 điểm %; cùng kỳ năm trước 45%."
 */
export function sentence(subject: Subject, words: IndicatorWords, lang: Lang): string {
  const { figure, status, asOf, nextDue, asked, indicator } = subject
  if (!figure || figure.value === null)
    return asked ? words.nothingInPeriod(asked) : words.nothingPublished(formatDay(asOf, lang))
  const clauses = [
    ...(figure.standing
      ? against(figure.value, figure.standing, subject, words, lang)
      : [plain(figure, subject, words, lang)]),
    ...beside(figure, subject, words, lang),
    ...caveats(figure, words, lang),
  ]
  const late =
    status === 'late' && nextDue
      ? `${words.lateSince(formatDay(figure.period.end, lang), formatDay(nextDue, lang))} `
      : ''
  // A plan to date names its own day; without one the period must be told.
  const when = figure.standing ? '' : `${formatPeriod(figure.period, indicator.time, lang)}: `
  return `${late}${capital(when + clauses.filter(Boolean).join('; '))}.`.replaceAll('điểm %', `điểm${nbsp}%`)
}

/** Figures of one sentence share a scale, so that they can be compared at a glance. */
function against(
  value: number,
  standing: Standing,
  { indicator, figure }: Subject,
  words: IndicatorWords,
  lang: Lang,
): string[] {
  const { measuredIn, better } = indicator
  const scale = scaleOf(measuredIn, Math.max(Math.abs(value), Math.abs(standing.planToDate)))
  const say = (number: number) => formatValue(number, measuredIn, lang, scale)
  const end = standing.phasing === 'end'
  const on = formatDay(end ? standing.by : figure!.period.end, lang)
  const wanted = say(standing.planToDate)
  const limit = better !== 'higher'
  const frame = end && !limit ? words.againstTarget : limit ? words.againstLimit : words.againstPlan
  const opening = (limit ? words.stands : words.reached)(withRounding(say(value), figure!, lang))
  const { distance } = standing
  const size = formatDistance(
    distance,
    measuredIn,
    lang,
    measureOf(measuredIn).compare === 'points' ? undefined : scale,
  )
  const judged = isNothing(distance, measuredIn)
    ? words.exactly
    : limit
      ? (distance < 0 ? words.over : words.under)(size)
      : (distance < 0 ? words.short : words.ahead)(size)
  return [`${opening} ${frame(wanted, on)}`, judged]
}

const plain = (figure: Figure, { indicator }: Subject, words: IndicatorWords, lang: Lang): string =>
  `${words.stands(withRounding(formatValue(figure.value!, indicator.measuredIn, lang), figure, lang))}; ${words.noTarget}`

function beside(figure: Figure, { indicator, compare }: Subject, words: IndicatorWords, lang: Lang): string[] {
  const { measuredIn } = indicator
  const say = (value: number) => formatValue(value, measuredIn, lang)
  const said: string[] = []
  const { lastYear, previous, peers } = figure
  if (lastYear && compare.includes('last-year')) {
    if (lastYear.comparable) said.push(words.lastYear(say(lastYear.value)) + changed(lastYear.change, measuredIn, lang))
    else if (lastYear.why === 'territory') said.push(words.lastYearOldBounds(say(lastYear.value)))
    else said.push(words.lastYearOn(say(lastYear.value), formatDay(lastYear.period.end, lang)))
  }
  if (previous && compare.includes('previous')) {
    const change = previous.comparable ? changed(previous.change, measuredIn, lang) : ''
    said.push(words.previous(say(previous.value), formatPeriod(previous.period, indicator.time, lang)) + change)
  }
  if (peers && compare.includes('peers')) said.push(words.peers(say(peers.median), peers.count))
  return said
}

/** Changes of rates are read off the two rates; only amounts need theirs said. */
const changed = (change: number | null, measuredIn: string, lang: Lang): string =>
  change === null || measureOf(measuredIn).compare === 'points' ? '' : ` (${formatChange(change, measuredIn, lang)})`

function caveats(figure: Figure, words: IndicatorWords, lang: Lang): string[] {
  const said: string[] = []
  if (figure.certainty === 'estimate') said.push(words.estimated)
  if (figure.certainty === 'provisional') said.push(words.provisional)
  if (figure.certainty === 'doubtful') said.push(words.doubtful)
  if (figure.certainty === 'inferred') said.push(words.inferred)
  if (figure.marks.includes('printed')) said.push(words.printed)
  if (figure.estimated) said.push(words.recut(`${formatNumber(figure.estimated * 100, lang)}%`))
  return said
}

/** "hơn 61%": the word that the source printed stays with its figure. */
function withRounding(text: string, figure: Figure, lang: Lang): string {
  const word = formatRounding(figure.rounding, lang)
  return word ? `${word} ${text}` : text
}

const isNothing = (distance: number, measuredIn: string): boolean =>
  Math.abs(distance) < 0.5 * 10 ** -(measuredIn === 'percent' ? 1 : measureOf(measuredIn).decimals)

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1)
