/** Owns the words of notices, for the inbox and for mail alike: made of what was told, in the reader's language. */
import type { Day, Lang, Words } from '@laban/shared'
import { daysBetween, formatDay, formatPeriod, parsePeriod, plain } from '@laban/shared'

/** One thing that is due, as it is told. `period` is text of `parsePeriod`. */
export type DueThing = { title: Words; unit: Words; period: string; due: Day }
type Report = { title: Words; unit: Words; period: string }
type Idea = { title: string; unit: Words; year: number }

/** What a notice is made of; kept as JSON, so that later changes of names do not rewrite it. */
export type Told =
  | { kind: 'due'; day: Day; overdue: number; soon: number; things: DueThing[] }
  | { kind: 'period-called'; title: Words; period: string; due: Day; before: Day | null; message: string }
  | ({ kind: 'deadline-extended'; due: Day; reason: string } & Report)
  | { kind: 'deputy-named'; absent: string; deputy: string; from: Day; to: Day; reason: string }
  | ({ kind: 'return-decided'; approved: number; returned: { figure: Words; reason: string }[] } & Report)
  | ({ kind: 'initiative-recognised' } & Idea)
  | ({ kind: 'initiative-returned'; reasons: { field: Words; reason: string }[] } & Idea)

export type Notice = { title: Words; lines: Words[] }

/** Things that one notice lists; the rest is counted. */
export const mostThings = 20

const both = (make: (lang: Lang) => string): Words => ({ vi: make('vi'), en: make('en') })

/** One line of text whatever was typed: it stands in the header of a mail. */
export const oneLine = (text: string, most = 160): string => {
  const line = plain(text)
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .trim()
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}

const when = (period: string, lang: Lang): string => formatPeriod(parsePeriod(period), 'flow', lang)
const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`

function ofDue({ day, overdue, soon, things }: Extract<Told, { kind: 'due' }>): Notice {
  const parts = {
    vi: [overdue > 0 && `${overdue} báo cáo quá hạn`, soon > 0 && `${soon} báo cáo sắp đến hạn`],
    en: [
      overdue > 0 && `${many(overdue, 'report', 'reports')} overdue`,
      soon > 0 && `${many(soon, 'report', 'reports')} due soon`,
    ],
  }
  const left = (due: Day, lang: Lang): string => {
    const days = daysBetween(day, due)
    if (days < 0) return lang === 'vi' ? `quá hạn ${-days} ngày` : `${many(-days, 'day', 'days')} overdue`
    if (days === 0) return lang === 'vi' ? 'hạn hôm nay' : 'due today'
    return lang === 'vi' ? `còn ${days} ngày` : `${many(days, 'day', 'days')} left`
  }
  const rest = overdue + soon - things.length
  return {
    title: both((lang) => parts[lang].filter(Boolean).join(', ')),
    lines: [
      ...things.map(({ title, unit, period, due }) =>
        both(
          (lang) =>
            `${title[lang]}, ${when(period, lang)}, ${unit[lang]}: ${formatDay(due, lang)} (${left(due, lang)})`,
        ),
      ),
      ...(rest > 0 ? [{ vi: `và ${rest} báo cáo nữa`, en: `and ${rest} more` }] : []),
    ],
  }
}

/** What was told, in words. Text that people typed stays text. */
export function wordsOfNotice(told: Told): Notice {
  switch (told.kind) {
    case 'due':
      return ofDue(told)
    case 'period-called': {
      const { title, period, due, before, message } = told
      return {
        title: {
          vi: `${before ? 'Đổi hạn' : 'Mở kỳ báo cáo'}: ${title.vi}, ${when(period, 'vi')}`,
          en: `${before ? 'New due day' : 'Period opened'}: ${title.en}, ${when(period, 'en')}`,
        },
        lines: [
          both((lang) => {
            const was =
              before && (lang === 'vi' ? ` (trước: ${formatDay(before, lang)})` : ` (was ${formatDay(before, lang)})`)
            return `${lang === 'vi' ? 'Hạn' : 'Due'} ${formatDay(due, lang)}${was ?? ''}`
          }),
          ...(message === '' ? [] : [{ vi: message, en: message }]),
        ],
      }
    }
    case 'deadline-extended': {
      const { title, unit, period, due, reason } = told
      return {
        title: {
          vi: `Gia hạn đến ${formatDay(due, 'vi')}: ${title.vi}, ${when(period, 'vi')}`,
          en: `Put off until ${formatDay(due, 'en')}: ${title.en}, ${when(period, 'en')}`,
        },
        lines: [unit, { vi: `Lý do: ${reason}`, en: `Reason: ${reason}` }],
      }
    }
    case 'deputy-named': {
      const { absent, deputy, from, to, reason } = told
      return {
        title: { vi: `${deputy} báo cáo thay ${absent}`, en: `${deputy} reports in place of ${absent}` },
        lines: [
          {
            vi: `Từ ${formatDay(from, 'vi')} đến hết ${formatDay(to, 'vi')}`,
            en: `From ${formatDay(from, 'en')} to ${formatDay(to, 'en')}, both days included`,
          },
          ...(reason === '' ? [] : [{ vi: `Lý do: ${reason}`, en: `Reason: ${reason}` }]),
        ],
      }
    }
    case 'return-decided': {
      const { title, unit, period, approved, returned } = told
      const done = {
        vi: [
          returned.length > 0 && `${returned.length} số liệu bị trả lại`,
          approved > 0 && `${approved} số liệu được duyệt`,
        ],
        en: [
          returned.length > 0 && `${many(returned.length, 'figure', 'figures')} sent back`,
          approved > 0 && `${many(approved, 'figure', 'figures')} approved`,
        ],
      }
      return {
        title: both((lang) => `${done[lang].filter(Boolean).join(', ')}: ${title[lang]}, ${when(period, lang)}`),
        lines: [unit, ...returned.map(({ figure, reason }) => both((lang) => `${figure[lang]}: ${reason}`))],
      }
    }
    case 'initiative-recognised': {
      const { title, unit, year } = told
      return {
        title: { vi: `Sáng kiến được công nhận: ${title}`, en: `Initiative recognised: ${title}` },
        lines: [both((lang) => `${unit[lang]}, ${year}`)],
      }
    }
    case 'initiative-returned': {
      const { title, unit, year, reasons } = told
      return {
        title: { vi: `Sáng kiến bị trả lại: ${title}`, en: `Initiative sent back: ${title}` },
        lines: [
          both((lang) => `${unit[lang]}, ${year}`),
          ...reasons.map(({ field, reason }) => both((lang) => `${field[lang]}: ${reason}`)),
        ],
      }
    }
  }
}
