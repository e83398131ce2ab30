/** Owns how the value of any field of an initiative is read out. */
import { writeNumber } from '@laban/shared'
import { useLang, useWords } from '../../words/words.ts'

export function useShown(titles: Readonly<Record<string, string>> = {}): (value: unknown) => string {
  const lang = useLang()
  const { missing } = useWords().reporting
  return (value) => {
    if (typeof value === 'number') return writeNumber(value, lang)
    if (Array.isArray(value)) return value.map((one) => titles[String(one)] ?? String(one)).join(', ') || missing
    return typeof value === 'string' && value !== '' ? value : missing
  }
}
