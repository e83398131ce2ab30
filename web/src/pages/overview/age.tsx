/** Owns the line that says how old the newest figure is. The only place where a clock counts: the reader's own. */
import type { Day } from '@laban/shared'
import { daysBetween, formatDay } from '@laban/shared'
import { useSyncExternalStore } from 'react'
import { useLang, useWords } from '../../words/words.ts'

const never = () => () => {}
/** Years vary, thirty and a half days do for words. */
const daysOfMonth = 30.5
const tellsMonthsFrom = 62

/** The served page is the same tomorrow, so it says no age; the browser adds it. */
export function DataAge({ horizon }: { horizon: Day }) {
  const { overview: words } = useWords()
  const lang = useLang()
  const today = useSyncExternalStore(
    never,
    () => new Date().toISOString().slice(0, 10),
    () => null,
  )
  const days = today ? daysBetween(horizon, today) : 0
  const age = days >= tellsMonthsFrom ? words.ageMonths(Math.round(days / daysOfMonth)) : words.age(days)
  return (
    <span className="age">
      {words.horizon(formatDay(horizon, lang))}
      {days > 0 && ` · ${age}`}
    </span>
  )
}
