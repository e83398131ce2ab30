/**
 * Owns how numbers, dates and periods are written, in Vietnamese as officials write them and in English. Pure text: no
 * markup, no clock, and no locale data of the machine, so that the server's page and the browser's agree to the letter.
 */
import type { Status } from './answer.ts'
import type { Rounding } from './dataset.ts'
import type { Words } from './failure.ts'
import type { UnitOfMeasure } from './measured.ts'
import { unitsOfMeasure } from './measured.ts'
import type { Day, Period } from './period.ts'
import { bucketOf, monthOf, yearOf } from './period.ts'

export type Lang = 'vi' | 'en'

export const statusWords: Record<Status | 'untargeted', Words> = {
  'on-track': { vi: 'Đúng tiến độ', en: 'On track' },
  behind: { vi: 'Chậm tiến độ', en: 'Behind' },
  'off-track': { vi: 'Khó đạt', en: 'Off track' },
  'no-data': { vi: 'Chưa có số liệu', en: 'No data' },
  late: { vi: 'Quá hạn số liệu', en: 'Data overdue' },
  untargeted: { vi: 'Chưa đối chiếu', en: 'Not rated' },
}

/** A real minus sign, as wide as the plus. */
const minus = '−'
/** Keeps a number and its unit of measure on one line. */
export const nbsp = '\u00a0'

/** A divisor chosen once per tile, table or chart, and what the divided number is measured in. */
export type Scale = { divisor: number; unit: Words; decimals: number }

/** Rank of the words; the largest magnitude of a table or chart chooses. */
const moneyScales: { from: number; scale: Scale }[] = [
  { from: 1_000_000, scale: { divisor: 1_000_000, unit: { vi: 'triệu tỷ đồng', en: 'VND quadrillion' }, decimals: 2 } },
  { from: 10_000, scale: { divisor: 1000, unit: { vi: 'nghìn tỷ đồng', en: 'VND trillion' }, decimals: 1 } },
  { from: 1, scale: { divisor: 1, unit: { vi: 'tỷ đồng', en: 'VND billion' }, decimals: 1 } },
  { from: 0, scale: { divisor: 0.001, unit: { vi: 'triệu đồng', en: 'VND million' }, decimals: 0 } },
]
const dollars: Scale = { divisor: 1000, unit: { vi: 'tỷ USD', en: 'USD billion' }, decimals: 2 }
const countScales: { from: number; divisor: number; words: Words }[] = [
  { from: 1_000_000, divisor: 1_000_000, words: { vi: 'triệu', en: 'million' } },
  { from: 100_000, divisor: 1000, words: { vi: 'nghìn', en: 'thousand' } },
]

/** @throws Error for a unit of measure outside the closed list: loading refuses it, so it is a bug here. */
export function measureOf(measuredIn: string): UnitOfMeasure {
  const found = unitsOfMeasure[measuredIn]
  if (!found) throw new Error(`unknown unit of measure: ${measuredIn}`)
  return found
}

/** @param largest  greatest magnitude that will stand in the same table, chart or tile, in the unit of measure itself */
export function scaleOf(measuredIn: string, largest: number): Scale {
  const measure = measureOf(measuredIn)
  const size = Math.abs(largest)
  const plain: Scale = { divisor: 1, unit: measure.short, decimals: measure.decimals }
  if (measure.scales) return size === 0 ? plain : moneyScales.find(({ from }) => size >= from)!.scale
  if (measuredIn === 'usd_million' && size >= 1000) return dollars
  if (measure.compare === 'points' || measure.decimals > 0) return plain
  const count = countScales.find(({ from }) => size >= from)
  if (!count) return plain
  const unit = { vi: `${count.words.vi} ${measure.short.vi}`, en: `${count.words.en} ${measure.short.en}` }
  return { divisor: count.divisor, unit, decimals: 1 }
}

/** `1.234,5` in Vietnamese, `1,234.5` in English; exactly so many decimals. */
export function formatNumber(value: number, lang: Lang, decimals = 0): string {
  const [whole = '0', fraction] = Math.abs(value).toFixed(decimals).split('.')
  const [point, group] = lang === 'vi' ? [',', '.'] : ['.', ',']
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group)
  const text = fraction === undefined ? grouped : `${grouped}${point}${fraction}`
  return value < 0 && /[1-9]/.test(text) ? `${minus}${text}` : text
}

/** At least three significant figures, trailing zeros dropped; whole numbers above 1000 stay whole. */
export function formatSignificant(value: number, lang: Lang, digits = 3): string {
  if (value === 0) return '0'
  const magnitude = Math.floor(Math.log10(Math.abs(value))) + 1
  const decimals = Math.min(6, Math.max(0, digits - magnitude))
  const fixed = value.toFixed(decimals)
  const kept = decimals === 0 ? 0 : (fixed.replace(/0+$/, '').split('.')[1] ?? '').length
  return formatNumber(value, lang, kept)
}

const roundingWords: Record<Exclude<Rounding, 'exact'>, Words> = {
  about: { vi: 'khoảng', en: 'about' },
  over: { vi: 'hơn', en: 'over' },
  nearly: { vi: 'gần', en: 'nearly' },
}

/** The word printed beside a rounded figure ("hơn"), empty for exact ones. */
export const formatRounding = (rounding: Rounding | null, lang: Lang): string =>
  rounding === null || rounding === 'exact' ? '' : roundingWords[rounding][lang]

/** The number and its unit of measure apart, because they are drawn in different sizes. Three significant figures. */
export function formatFigure(
  value: number,
  measuredIn: string,
  lang: Lang,
  scale = scaleOf(measuredIn, value),
): { number: string; unit: string } {
  const scaled = value / scale.divisor
  // A scaled figure and a percentage keep one decimal: 652,5 nghìn tỷ and 107,6% are how they are said, 653 and 108 are not.
  const keepsDecimal = Math.abs(scaled) >= 100 && (scale.divisor > 1 || measuredIn === 'percent')
  return { number: formatSignificant(scaled, lang, keepsDecimal ? 4 : 3), unit: scale.unit[lang] }
}

/** `61,3%`, `652,5 nghìn tỷ đồng`, `32.456 doanh nghiệp`: number and unit of measure in one text that does not break. */
export function formatValue(value: number, measuredIn: string, lang: Lang, scale = scaleOf(measuredIn, value)): string {
  const { number, unit } = formatFigure(value, measuredIn, lang, scale)
  // A place is said the other way round: "hạng 4".
  if (measuredIn === 'rank') return `${unit}${nbsp}${number}`
  return unit === '%' ? `${number}%` : `${number}${nbsp}${unit}`
}

/** For tables: every decimal that is honest, without the unit of measure (it stands in the head). */
export const formatCell = (value: number | null, lang: Lang, scale: Scale): string =>
  value === null ? '–' : formatNumber(value / scale.divisor, lang, scale.decimals)

/** A number with its sign always: `+2,3`, `−0,4`, `0`. */
export function formatSigned(value: number, lang: Lang, digits = 3): string {
  const text = formatSignificant(value, lang, digits)
  return value > 0 && text !== '0' ? `+${text}` : text
}

/** Distances between percentages are points. */
export const pointsWord: Record<Lang, string> = { vi: 'điểm %', en: 'pp' }

/**
 * A change as `Compared.change` holds it.
 * @param change  points for percentages, ranks and scores; a fraction of the other value otherwise
 * @returns `+2,3 điểm %` or `+5,2%`
 */
export function formatChange(change: number, measuredIn: string, lang: Lang): string {
  const measure = measureOf(measuredIn)
  if (measure.compare === 'ratio') return `${formatSigned(Math.round(change * 1000) / 10, lang)}%`
  return `${formatSigned(change, lang)}${nbsp}${measuredIn === 'percent' ? pointsWord[lang] : measure.short[lang]}`
}

/** A distance without its sign, in the figure's unit of measure: `11 điểm %`, `28 nghìn tỷ đồng`. */
export function formatDistance(
  distance: number,
  measuredIn: string,
  lang: Lang,
  scale = scaleOf(measuredIn, distance),
): string {
  const size = Math.abs(distance)
  if (measuredIn === 'percent')
    return `${formatNumber(size, lang, Number.isInteger(round1(size)) ? 0 : 1)}${nbsp}${pointsWord[lang]}`
  return formatValue(size, measuredIn, lang, scale)
}

const round1 = (value: number): number => Math.round(value * 10) / 10

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const roman = ['I', 'II', 'III', 'IV']

/** `30/6/2025`; `30 Jun 2025`. */
export function formatDay(at: Day, lang: Lang): string {
  const [year, month, date] = [yearOf(at), monthOf(at), Number(at.slice(8, 10))]
  return lang === 'vi' ? `${date}/${month}/${year}` : `${date} ${months[month - 1]} ${year}`
}

/** `15/8`; `15 Aug`: for tight places where the year is told beside it. */
export function formatDayShort(at: Day, lang: Lang): string {
  const [month, date] = [monthOf(at), Number(at.slice(8, 10))]
  return lang === 'vi' ? `${date}/${month}` : `${date} ${months[month - 1]}`
}

/**
 * A period in an official's words: `năm 2025`, `quý III/2025`, `tháng 9/2025`, `ngày 30/9/2025`, and for figures that are
 * counted from 1 January `lũy kế 6 tháng 2025`, `lũy kế đến 17/10/2025`.
 */
export function formatPeriod(period: Period, time: 'flow' | 'stock' | 'cumulative', lang: Lang): string {
  const { start, end } = period
  const year = yearOf(start)
  const vi = lang === 'vi'
  const wholeMonths = start.endsWith('-01') && bucketOf(end, 'month').end === end
  const sameYear = year === yearOf(end)
  if (start === end) return vi ? `ngày ${formatDay(end, lang)}` : formatDay(end, lang)
  if (bucketOf(start, 'year').start === start && bucketOf(end, 'year').end === end) {
    if (sameYear) return vi ? `năm ${year}` : `${year}`
    return `${year}–${yearOf(end)}`
  }
  if (time === 'stock') return vi ? `ngày ${formatDay(end, lang)}` : formatDay(end, lang)
  if (time === 'cumulative' && start.endsWith('-01-01')) {
    if (wholeMonths && sameYear) {
      const count = monthOf(end)
      return vi ? `lũy kế ${count} tháng ${year}` : count === 1 ? `January ${year}` : `first ${count} months of ${year}`
    }
    return vi ? `lũy kế đến ${formatDay(end, lang)}` : `to ${formatDay(end, lang)}`
  }
  if (wholeMonths && sameYear) {
    const [first, last] = [monthOf(start), monthOf(end)]
    if (first === last) return vi ? `tháng ${first}/${year}` : `${months[first - 1]} ${year}`
    if (last - first === 2 && last % 3 === 0) return vi ? `quý ${roman[last / 3 - 1]}/${year}` : `Q${last / 3} ${year}`
    if (first === 1) return vi ? `${last} tháng ${year}` : `first ${last} months of ${year}`
    return vi ? `tháng ${first}–${last}/${year}` : `${months[first - 1]}–${months[last - 1]} ${year}`
  }
  return vi
    ? `từ ${formatDay(start, lang)} đến ${formatDay(end, lang)}`
    : `${formatDay(start, lang)} – ${formatDay(end, lang)}`
}
