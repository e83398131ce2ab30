/** Owns the counts by status: each a shape, a number and a word, and each a filter kept in the address. */
import { Link } from '@tanstack/react-router'
import type { Overview } from '@laban/shared'
import type { OverviewSearch } from '../../address.ts'
import { StatusShape } from '../../ui/status.tsx'
import { useWords } from '../../words/words.ts'

const order = ['off-track', 'behind', 'late', 'on-track', 'untargeted', 'no-data'] as const

export function Counts({ counts, chosen }: { counts: Overview['counts']; chosen: OverviewSearch['status'] }) {
  const { overview: words, status: names } = useWords()
  return (
    <ul className="counts" aria-label={words.counts}>
      {order
        .filter((status) => counts[status] > 0 || status === chosen)
        .map((status) => (
          <li key={status}>
            <Link
              to="/"
              search={({ status: now, ...rest }) => (now === status ? rest : { ...rest, status })}
              className={`count status--${status}`}
              aria-current={chosen === status ? 'true' : undefined}
              resetScroll={false}
              activeProps={{}}
            >
              <StatusShape status={status} size={14} />
              <span className="count__number numbers">{counts[status]}</span>
              <span className="count__word">{names[status]}</span>
            </Link>
          </li>
        ))}
    </ul>
  )
}
