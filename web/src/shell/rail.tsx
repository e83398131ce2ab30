/** Owns the way between pages: a rail of words, icons on a tablet, a bar below on a phone. Filters go along. */
import { Link } from '@tanstack/react-router'
import { sharedOf } from '../address.ts'
import type { IconName } from '../ui/icon.tsx'
import { Icon } from '../ui/icon.tsx'
import { useWords } from '../words/words.ts'

const places = [
  { to: '/', icon: 'overview', word: 'overview' },
  { to: '/indicators', icon: 'catalogue', word: 'catalogue' },
  { to: '/units', icon: 'units', word: 'units' },
  { to: '/peers', icon: 'peers', word: 'peers' },
  { to: '/lab', icon: 'lab', word: 'lab' },
  { to: '/initiatives', icon: 'initiatives', word: 'initiatives' },
  { to: '/inbox', icon: 'inbox', word: 'inbox' },
  { to: '/registers', icon: 'registers', word: 'registers' },
] as const satisfies { to: string; icon: IconName; word: string }[]

export function Rail() {
  const { shell } = useWords()
  return (
    <nav className="rail" aria-label={shell.nav.label}>
      <Link to="/" className="rail__mark" aria-label={`${shell.product}: ${shell.home}`}>
        <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
          <circle cx="16" cy="16" r="13.5" fill="none" stroke="currentColor" strokeWidth="1.8" />
          <path d="M16 5.5 20 16h-8z" fill="currentColor" />
          <path d="M16 26.5 12 16h8z" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />
        </svg>
        <span className="rail__word">{shell.product}</span>
      </Link>
      <div className="rail__nav">
        {places.map(({ to, icon, word }) => (
          <Link
            key={to}
            to={to}
            search={(previous) => sharedOf(previous)}
            activeOptions={{ exact: to === '/', includeSearch: false }}
            className="rail__place"
          >
            <Icon name={icon} size={22} />
            <span className="rail__word">{shell.nav[word]}</span>
          </Link>
        ))}
      </div>
    </nav>
  )
}
