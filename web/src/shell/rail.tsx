/** Owns the way between pages: a rail of words, icons on a tablet, a bar below on a phone. Filters go along. */
import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { sharedOf } from '../address.ts'
import type { IconName } from '../ui/icon.tsx'
import { Icon } from '../ui/icon.tsx'
import { useWords } from '../words/words.ts'

const ways = [
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
  const { pathname } = useLocation()
  const bar = useRef<HTMLDivElement>(null)
  // On a phone the bar is wider than the screen: where the reader is must be seen.
  useEffect(() => {
    const here = bar.current?.querySelector<HTMLElement>('.active')
    if (bar.current && here && bar.current.scrollWidth > bar.current.clientWidth)
      bar.current.scrollLeft = here.offsetLeft - (bar.current.clientWidth - here.offsetWidth) / 2
    // The mark of where the reader is moves with the address.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [pathname])
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
      <div className="rail__nav" ref={bar}>
        {ways.map(({ to, icon, word }) => (
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
