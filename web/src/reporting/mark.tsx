/** Owns how states of reporting look: the shapes and colours of status, with their own words. */
import type { FigureState, InitiativeState, Urgency } from '@laban/shared'
import { daysBetween } from '@laban/shared'
import { StatusShape } from '../ui/status.tsx'
import { useWords } from '../words/words.ts'

type Look = 'on-track' | 'behind' | 'off-track' | 'no-data' | 'late'

const looks: Record<InitiativeState | FigureState | 'none' | 'empty', Look> = {
  none: 'no-data',
  empty: 'no-data',
  draft: 'no-data',
  submitted: 'late',
  returned: 'behind',
  recognised: 'on-track',
  approved: 'on-track',
}

const Mark = ({ look, children }: { look: Look; children: string }) => (
  <span className={`status status--${look}`}>
    <StatusShape status={look} />
    {children}
  </span>
)

export function StateMark({ state }: { state: keyof typeof looks }) {
  return <Mark look={looks[state]}>{useWords().reporting.states[state]}</Mark>
}

const urgent: Record<Urgency, Look> = {
  overdue: 'off-track',
  soon: 'behind',
  later: 'no-data',
  waiting: 'late',
  done: 'on-track',
}

export function UrgencyMark({ urgency, due, today }: { urgency: Urgency; due: string; today: string }) {
  const words = useWords().reporting.urgency
  const said = words[urgency]
  return <Mark look={urgent[urgency]}>{typeof said === 'string' ? said : said(Math.abs(daysBetween(today, due)))}</Mark>
}
