/** Owns one unit in full: what it is, since when, what it was formed from, and its figures with their dates. */
import type { Day, Unit } from '@laban/shared'
import { formatDay, formatPeriod } from '@laban/shared'
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { sharedOf } from '../../address.ts'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { Marks } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { FigureNumber } from '../../ui/figure.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import type { Covering, UnitMap } from './asked.ts'
import { newestByUnit, placeOf } from './rows.ts'

type Props = {
  list: Answered['unit']['list']
  unit: Unit
  /** The map that is shown. */
  map: UnitMap
  covered: readonly Covering[]
  shared: { city?: string; period?: string; asOf?: Day }
  onClose: () => void
  /** Goes to a unit on a map of its own. */
  onOpen: (unit: string, map: string) => void
}

export function UnitPanel({ list, unit, map, covered, shared, onClose, onOpen }: Props) {
  const { units: words, indicator: indicatorWords } = useWords()
  const lang = useLang()
  const tell = useTell()
  const onMap = map.cells.some((cell) => cell.unit === unit.id)
  const elsewhere = onMap ? undefined : list.maps.find(({ cells }) => cells.some((cell) => cell.unit === unit.id))
  // The same questions as the map's own, so each is answered once.
  const { period, asOf } = shared
  const answers = useQueries({
    queries: covered.map(({ id }) => ({
      ...trpc.indicator.ask.queryOptions({
        indicator: id,
        city: list.city.id,
        by: [map.cut],
        ...(period && { period }),
        ...(asOf && { asOf }),
      }),
      enabled: onMap,
    })),
  })
  const parent = list.units.find(({ id }) => id === unit.parent)
  const validity = [
    unit.validFrom && words.panel.since(formatDay(unit.validFrom, lang)),
    unit.validTo && words.panel.until(formatDay(unit.validTo, lang)),
  ]
    .filter(Boolean)
    .join(' ')
  const figures = covered.flatMap((indicator, i) => {
    const newest = newestByUnit(answers[i]?.data?.figures ?? [])
    const figure = newest.get(unit.id)
    if (!figure) return []
    const rows = map.cells.map((cell) => ({ unit: { id: cell.unit } as Unit, figure: newest.get(cell.unit) ?? null }))
    return [{ indicator, figure, place: placeOf(rows, unit.id) }]
  })
  const facts: [string, string | null | undefined][] = [
    [words.panel.kind, words.kinds[unit.level]],
    [words.panel.code, unit.code],
    [words.panel.parent, parent && tell(parent.name)],
    [words.panel.validity, validity || words.panel.always],
  ]
  return (
    <section className="unitpanel" aria-label={words.panel.label(tell(unit.name))}>
      <div className="unitpanel__head">
        <h2>{tell(unit.name)}</h2>
        <Button look="bare" className="no-print" aria-label={words.panel.close} onClick={onClose}>
          <Icon name="close" size={16} />
        </Button>
      </div>
      {elsewhere && (
        <p className="unitpanel__elsewhere">
          {words.panel.elsewhere(tell(elsewhere.title))}{' '}
          <Button onClick={() => onOpen(unit.id, elsewhere.id)}>{words.panel.otherMap}</Button>
        </p>
      )}
      {figures.length > 0 ? (
        <ul className="unitpanel__figures" aria-label={words.panel.figures}>
          {figures.map(({ indicator, figure, place }) => (
            <li key={indicator.id}>
              <Link
                to="/indicators/$domain/$name"
                params={{ domain: indicator.id.split('/')[0]!, name: indicator.id.split('/')[1]! }}
                search={(now) => ({ ...sharedOf(now), unit: unit.id })}
              >
                {tell(indicator.name)}
              </Link>
              <FigureNumber
                value={figure.value}
                measuredIn={indicator.measuredIn}
                rounding={figure.rounding}
                size="row"
              />
              <span className="quiet tiny">
                {[
                  formatPeriod(figure.period, indicator.time, lang),
                  figure.certainty &&
                    (figure.certainty === 'actual' ? words.actual : indicatorWords.certainties[figure.certainty]),
                  place && place.of > 2 && words.panel.rank(place.at, place.of),
                ]
                  .filter(Boolean)
                  .join(' · ')}{' '}
                <Marks
                  marks={figure.marks.filter((mark) => mark === 'simulated' || mark === 'conflict' || mark === 'recut')}
                />
              </span>
            </li>
          ))}
        </ul>
      ) : (
        onMap && answers.every(({ isPending }) => !isPending) && <p className="quiet">{words.panel.none}</p>
      )}
      <dl className="unitpanel__facts">
        {facts.map(
          ([name, text]) =>
            text && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ),
        )}
        {unit.note && (
          <div>
            <dt>{words.panel.former}</dt>
            <dd>{unit.note}</dd>
          </div>
        )}
      </dl>
    </section>
  )
}
