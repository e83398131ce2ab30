/** Owns a moment in words: day and hour in Vietnam, exact to the second where asked. */
import { useLang } from '../words/words.ts'

export function Moment({ at, seconds = false }: { at: string; seconds?: boolean }) {
  const lang = useLang()
  const text = new Intl.DateTimeFormat(lang === 'vi' ? 'vi-VN' : 'en-GB', {
    timeZone: 'Asia/Ho_Chi_Minh',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  }).format(new Date(at))
  return <time dateTime={at}>{text}</time>
}
