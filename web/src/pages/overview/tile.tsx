/** Owns a tile: everything that a leader needs of one indicator, as one link. The star is a target of its own. */
import { Link } from '@tanstack/react-router'
import type { Mark, Tile } from '@laban/shared'
import { formatDay, formatDayShort, yearOf } from '@laban/shared'
import { memo } from 'react'
import { sharedOf } from '../../address.ts'
import { Spark } from '../../charts/spark/spark.tsx'
import { Marks } from '../../ui/badge.tsx'
import { FigureNumber } from '../../ui/figure.tsx'
import { Icon } from '../../ui/icon.tsx'
import { StatusMark } from '../../ui/status.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import { planWords } from './plan.ts'
import { starIdOf } from './stars.ts'

/** Rounding is said beside the figure ("hơn"), boundaries once for the whole page. */
const saidElsewhere: readonly Mark[] = ['rounded', 'new-boundary']

type Props = { tile: Tile; starred: boolean; onStar: (indicator: string) => void }

/** Path parameters of an indicator's page. */
export function pathOf(indicator: string): { domain: string; name: string } {
  const [domain = '', name = ''] = indicator.split('/')
  return { domain, name }
}

export const TileCard = memo(function TileCard({ tile, starred, onStar }: Props) {
  const { overview: words } = useWords()
  const lang = useLang()
  const tell = useTell()
  const name = tell(tile.name)
  const { against, distance } = planWords(tile, words, lang)
  return (
    <article className={`tile tile--${tile.status ?? 'untargeted'}`}>
      <h3 className="tile__name">
        <Link
          to="/indicators/$domain/$name"
          params={pathOf(tile.indicator)}
          search={(now) => sharedOf(now)}
          className="tile__link"
        >
          {name}
        </Link>
      </h3>
      {tile.value === null ? (
        <div className="tile__empty">
          {tile.status && <StatusMark status={tile.status} />}
          <p>{against}</p>
        </div>
      ) : (
        <>
          <p className="tile__figure">
            <FigureNumber value={tile.value} measuredIn={tile.measuredIn} rounding={tile.rounding} />
            {tile.status && <StatusMark status={tile.status} />}
          </p>
          <p className="tile__plan">
            {against}
            {distance && (
              <>
                {' · '}
                <strong>{distance}</strong>
              </>
            )}
          </p>
          <Spark
            spark={tile.spark}
            time={tile.time}
            label={words.spark.label(name, formatDay(tile.spark.from, lang), formatDay(tile.spark.to, lang))}
          />
        </>
      )}
      <footer className="tile__foot">
        <TileDates tile={tile} />
        <span className="tile__owner">{tell(tile.owner.name)}</span>
        <Marks marks={tile.marks.filter((mark) => !saidElsewhere.includes(mark))} />
      </footer>
      <button
        type="button"
        id={starIdOf(tile.indicator)}
        className={starred ? 'tile__star tile__star--on' : 'tile__star'}
        aria-pressed={starred}
        aria-label={starred ? words.unstar(name) : words.star(name)}
        onClick={() => onStar(tile.indicator)}
      >
        <Icon name="star" size={18} filled={starred} />
      </button>
    </article>
  )
})

/** Until when the figure holds and when the next one is due; what is overdue says when it should have come. */
function TileDates({ tile: { dataDate, nextDue, status } }: { tile: Tile }) {
  const { overview: words } = useWords()
  const lang = useLang()
  if (!dataDate) return null
  const due =
    nextDue && (yearOf(nextDue) === yearOf(dataDate) ? formatDayShort(nextDue, lang) : formatDay(nextDue, lang))
  return (
    <span className="tile__dates">
      {words.dataDate(formatDay(dataDate, lang))}
      {due && ` · ${status === 'late' ? words.wasDue(due) : words.nextDue(due)}`}
    </span>
  )
}
