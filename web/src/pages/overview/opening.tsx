/** Owns the first sentence, in words: how many are on track, and which are not. */
import { Link } from '@tanstack/react-router'
import type { Overview, Tile } from '@laban/shared'
import { Fragment } from 'react'
import { sharedOf } from '../../address.ts'
import { useTell, useWords } from '../../words/words.ts'
import { pathOf } from './tile.tsx'

/** More names than this are a list, and the list stands below. */
const mostNamed = 3

export function Opening({ overview: { counts, tiles } }: { overview: Overview }) {
  const { overview: words } = useWords()
  const held = counts['on-track'] + counts.behind + counts['off-track']
  const offTrack = tiles.filter(({ status }) => status === 'off-track')
  const behind = tiles.filter(({ status }) => status === 'behind')
  return (
    <>
      <strong>{held > 0 ? words.opening(counts['on-track'], held) : words.openingNone}</strong>
      {offTrack.length > 0 && `; ${words.offTrack(offTrack.length)}`}
      <Names tiles={offTrack} most={mostNamed} />
      {behind.length > 0 && `; ${words.behind(behind.length)}`}
      <Names tiles={behind} most={mostNamed - offTrack.length} />
      {counts.late > 0 && `; ${words.late(counts.late)}`}
      {'.'}
    </>
  )
}

/** `most` at 0 or below: the count alone says enough. */
function Names({ tiles, most }: { tiles: Tile[]; most: number }) {
  const { overview: words } = useWords()
  const tell = useTell()
  if (tiles.length === 0 || most <= 0) return null
  return (
    <>
      {': '}
      {tiles.slice(0, most).map(({ indicator, name }, i) => (
        <Fragment key={indicator}>
          {i > 0 && ', '}
          <Link to="/indicators/$domain/$name" params={pathOf(indicator)} search={(now) => sharedOf(now)}>
            {tell(name)}
          </Link>
        </Fragment>
      ))}
      {tiles.length > most && ` ${words.more(tiles.length - most)}`}
    </>
  )
}
