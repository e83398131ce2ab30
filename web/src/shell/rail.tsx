/** Owns the way between pages: a rail of words, icons on a tablet; on a phone a bar below with four of them and the rest behind one more. */
import { Link, useLocation } from '@tanstack/react-router'
import { useRef } from 'react'
import { sharedOf } from '../address.ts'
import type { IconName } from '../ui/icon.tsx'
import { Icon } from '../ui/icon.tsx'
import { useWords } from '../words/words.ts'

type Way = { to: string; icon: IconName; word: keyof ReturnType<typeof useWords>['shell']['nav']; rest?: true }

const ways: readonly Way[] = [
  { to: '/', icon: 'overview', word: 'overview' },
  { to: '/indicators', icon: 'catalogue', word: 'catalogue' },
  { to: '/units', icon: 'units', word: 'units' },
  { to: '/peers', icon: 'peers', word: 'peers', rest: true },
  { to: '/lab', icon: 'lab', word: 'lab', rest: true },
  { to: '/initiatives', icon: 'initiatives', word: 'initiatives', rest: true },
  { to: '/inbox', icon: 'inbox', word: 'inbox' },
  { to: '/registers', icon: 'registers', word: 'registers', rest: true },
]
const rest = ways.filter((way) => way.rest)

export function Rail() {
  const { shell } = useWords()
  const { pathname } = useLocation()
  const more = useRef<HTMLDivElement>(null)
  const isInRest = rest.some(({ to }) => pathname.startsWith(to))
  const place = ({ to, icon, word }: Way, className: string) => (
    <Link
      key={to}
      to={to}
      search={(previous) => sharedOf(previous)}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      className={className}
      onClick={() => more.current?.hidePopover()}
    >
      <Icon name={icon} size={22} />
      <span className="rail__word">{shell.nav[word]}</span>
    </Link>
  )
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
        {ways.map((way) => place(way, way.rest ? 'rail__place rail__place--rest' : 'rail__place'))}
        <button
          type="button"
          className={`rail__place rail__more${isInRest ? ' active' : ''}`}
          popoverTarget="more-places"
        >
          <Icon name="more" size={22} />
          <span className="rail__word">{shell.nav.more}</span>
        </button>
      </div>
      {/* The browser opens and closes it, gives the focus back, and keeps it out of reach while it is shut. */}
      <div id="more-places" popover="auto" ref={more} className="rail__rest">
        {rest.map((way) => place(way, 'rail__place'))}
      </div>
    </nav>
  )
}
