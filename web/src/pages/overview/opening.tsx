/** Owns the first sentence, in words: how many are on track, and which are not. */
import { Link } from '@tanstack/react-router'
import type { Overview } from '@laban/shared'
import { Fragment } from 'react'
import { sharedOf } from '../../address.ts'
import { useTell, useWords } from '../../words/words.ts'
import { pathOf } from './tile.tsx'

const named = 3

export function Opening({ overview: { counts, tiles } }: { overview: Overview }) {
  const { overview: words } = useWords()
  const tell = useTell()
  const held = counts['on-track'] + counts.behind + counts['off-track'] + counts.late
  if (held === 0) return words.openingNone
  const worst = tiles.filter(({ status }) => status === 'off-track')
  return (
    <>
      <strong>{words.opening(counts['on-track'], held)}</strong>
      {worst.length > 0 && (
        <>
          {'; '}
          {words.offTrack(worst.length)}
          {': '}
          {worst.slice(0, named).map(({ indicator, name }, i) => (
            <Fragment key={indicator}>
              {i > 0 && ', '}
              <Link to="/indicators/$domain/$name" params={pathOf(indicator)} search={(now) => sharedOf(now)}>
                {tell(name)}
              </Link>
            </Fragment>
          ))}
          {worst.length > named && ` ${words.more(worst.length - named)}`}
        </>
      )}
      {'.'}
    </>
  )
}
