/** Owns how a status looks: always a shape and a word, so that it survives grey print and colour blindness. */
import type { Status } from '@laban/shared'
import { useWords } from '../words/words.ts'

export type Shown = Status | 'untargeted'

/** The shape alone, in the status colour of its surroundings. Decorative: the word must stand beside it. */
export const StatusShape = ({ status, size = 12 }: { status: Shown; size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden="true" focusable="false">
    {shape(status)}
  </svg>
)

function shape(status: Shown) {
  switch (status) {
    case 'on-track':
      return <circle cx="6" cy="6" r="5" fill="currentColor" />
    case 'behind':
      return <path d="M6 .8 11.6 11H.4z" fill="currentColor" />
    case 'off-track':
      return <path d="M6 0l6 6-6 6-6-6z" fill="currentColor" />
    case 'no-data':
      return <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
    case 'late':
      return (
        <g fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round">
          <circle cx="6" cy="6" r="5" />
          <path d="M6 3v3l2 1.4" />
        </g>
      )
    case 'untargeted':
      return <path d="M2 6h8" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
  }
}

/** @param status  null: figures without a target */
export function StatusMark({ status, large = false }: { status: Status | null; large?: boolean }) {
  const words = useWords().status
  const shown = status ?? 'untargeted'
  return (
    <span className={`status status--${shown}${large ? ' status--large' : ''}`} title={words.meaning[shown]}>
      <StatusShape status={shown} size={large ? 16 : 12} />
      {words[shown]}
    </span>
  )
}
