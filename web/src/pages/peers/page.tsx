/** Owns the peers page: cities side by side on the indicators that they share, each figure with its own date. */
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role, jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-tabindex --
   rows become cards on a phone, and a table that is not laid out as one loses its roles; what scrolls must be reachable by keyboard */
import type { Apart, Group, Words } from '@laban/shared'
import {
  formatChange,
  formatDay,
  formatFigure,
  formatPeriod,
  formatRounding,
  groups,
  measureOf,
  nbsp,
  scaleOf,
} from '@laban/shared'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { sharedOf } from '../../address.ts'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Page } from '../../ui/page.tsx'
import { Empty, ErrorState, Loading, Stale } from '../../ui/states.tsx'
import type { Dictionary } from '../../words/words.ts'
import { useLang, useTell, useWords } from '../../words/words.ts'
import type { Compared } from './compare.ts'
import { compareRow, territoryOf } from './compare.ts'
import { savePeers } from './file.ts'
import { Line } from './line.tsx'
import './peers.css'

const route = getRouteApi('/peers')

type Table = Answered['peers']['get']
type Row = Table['rows'][number]
type Cell = NonNullable<Row['cells'][number]>

export function PeersPage() {
  const dictionary = useWords()
  const words = dictionary.peers
  const lang = useLang()
  const tell = useTell()
  const { city, asOf } = route.useSearch()
  const answer = useQuery(trpc.peers.get.queryOptions({ ...(city && { city }), ...(asOf && { asOf }) }))
  if (answer.error && !answer.data) {
    return (
      <Page title={words.title}>
        <ErrorState error={answer.error} retry={() => void answer.refetch()} linkOf={(id) => `/peers?city=${id}`} />
      </Page>
    )
  }
  if (!answer.data) {
    return (
      <Page title={words.title}>
        <Loading lines={9} />
      </Page>
    )
  }
  const table = answer.data
  if (table.rows.length === 0) {
    return (
      <Page title={words.title}>
        <Empty title={words.empty}>
          <p>{words.emptyBody}</p>
        </Empty>
      </Page>
    )
  }
  const compared = new Map(table.rows.map((row) => [row.indicator, compareRow(row.cells, row.time)]))
  const told = table.rows.flatMap((row) => {
    const difference = compared.get(row.indicator)!.difference
    return difference === null || row.better === 'within' ? [] : [row.better === 'higher' ? difference : -difference]
  })
  const home = tell(table.cities[0]!.name)
  const opening =
    told.length > 0
      ? `${words.opening(home, told.filter((lead) => lead > 0).length, told.length)}; ${words.asOf(formatDay(table.asOf, lang))}.`
      : `${words.openingNone(table.rows.length)}.`
  return (
    <Page title={words.title} opening={opening}>
      {answer.isError && <Stale retry={() => void answer.refetch()} />}
      <div className="peers__head">
        <p className="quiet small">{words.about}</p>
        <Button className="no-print" onClick={() => savePeers(table, dictionary, lang, tell)}>
          <Icon name="download" size={16} />
          {words.saveCsv}
        </Button>
      </div>
      <PeerTable table={table} compared={compared} />
    </Page>
  )
}

/** Roles are written out because on a phone the rows are laid out as cards, which would take the table's meaning away. */
function PeerTable({ table, compared }: { table: Table; compared: ReadonlyMap<string, Compared<Cell>> }) {
  const { peers: words, overview } = useWords()
  const tell = useTell()
  const home = tell(table.cities[0]!.name)
  const present = groups.filter((group) => table.rows.some((row) => row.group === group))
  return (
    <div className="peers" tabIndex={0} role="region" aria-label={words.table}>
      <table role="table">
        <caption className="unseen">{words.table}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {words.columns.indicator}
            </th>
            {table.cities.map(({ id, name }) => (
              <th key={id} role="columnheader" scope="col">
                {tell(name)}
              </th>
            ))}
            <th role="columnheader" scope="col">
              {words.columns.median}
            </th>
            <th role="columnheader" scope="col">
              {words.columns.difference(home)}
            </th>
          </tr>
        </thead>
        {present.map((group: Group) => (
          <tbody key={group} role="rowgroup">
            <tr role="row" className="peers__group">
              <th role="rowheader" scope="rowgroup" colSpan={table.cities.length + 3}>
                {overview.groups[group]}
              </th>
            </tr>
            {table.rows
              .filter((row) => row.group === group)
              .map((row) => (
                <PeerRow key={row.indicator} row={row} cities={table.cities} compared={compared.get(row.indicator)!} />
              ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

type RowProps = { row: Row; cities: { id: string; name: Words }[]; compared: Compared<Cell> }

function PeerRow({ row, cities, compared }: RowProps) {
  const { peers: words } = useWords()
  const lang = useLang()
  const tell = useTell()
  const [domain = '', name = ''] = row.indicator.split('/')
  const scale = scaleOf(row.measuredIn, Math.max(Math.abs(compared.from), compared.to))
  const text = (value: number) => formatFigure(value, row.measuredIn, lang, scale).number
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className="peers__name">
        <Link to="/indicators/$domain/$name" params={{ domain, name }} search={(now) => sharedOf(now)}>
          {tell(row.name)}
        </Link>
        <span className="quiet tiny">
          {scale.unit[lang]} · {words.better[row.better]}
        </span>
      </th>
      {row.cells.map((cell, i) => {
        const city = cities[i]!
        if (!cell) {
          return (
            <td key={city.id} role="cell" className="peers__cell peers__cell--none" data-label={tell(city.name)}>
              {words.none}
            </td>
          )
        }
        const apart = compared.apart[i] ?? null
        return (
          <td
            key={city.id}
            role="cell"
            className={apart ? 'peers__cell peers__cell--apart' : 'peers__cell'}
            data-label={tell(city.name)}
          >
            <span className="peers__value">
              {cell.rounding !== 'exact' && (
                <span className="quiet tiny">{formatRounding(cell.rounding, lang) + nbsp}</span>
              )}
              {text(cell.value)}
              {row.measuredIn === 'percent' && <span className="quiet">%</span>}
            </span>
            <Line
              value={cell.value}
              median={compared.median}
              from={compared.from}
              to={compared.to}
              look={apart ? 'apart' : i === 0 ? 'home' : 'peer'}
            />
            <Notes row={row} cell={cell} apart={apart} />
          </td>
        )
      })}
      <td role="cell" className="peers__cell" data-label={words.columns.median}>
        {compared.median === null ? (
          <span className="quiet tiny">{words.noMedian}</span>
        ) : (
          <>
            <span className="peers__value peers__value--plain">
              {text(compared.median)}
              {row.measuredIn === 'percent' && <span className="quiet">%</span>}
            </span>
            <span className="quiet tiny">{words.ofCount(compared.count)}</span>
          </>
        )}
      </td>
      <td role="cell" className="peers__cell" data-label={words.columns.difference(tell(cities[0]!.name))}>
        {compared.difference === null ? (
          <span className="quiet tiny">–</span>
        ) : (
          <Difference row={row} compared={compared} words={words} />
        )}
      </td>
    </tr>
  )
}

function Notes({ row, cell, apart }: { row: Row; cell: Cell; apart: Apart }) {
  const { peers: words, units, indicator, status } = useWords()
  const lang = useLang()
  const certainty =
    cell.certainty && (cell.certainty === 'actual' ? units.actual : indicator.certainties[cell.certainty])
  const territory = territoryOf(cell)
  return (
    <span className="peers__notes">
      <span>{formatPeriod(cell.period, row.time, lang)}</span>
      {apart && <span className="peers__apart">{words.apart[apart]}</span>}
      {cell.simulated && <Badge>{status.marks.simulated}</Badge>}
      <span>
        {[certainty, territory && words.territory[territory.side](formatDay(territory.on, lang))]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </span>
  )
}

/** Points for percentages, a share of the median for amounts; and in words whether that is the good side. */
function Difference({ row, compared, words }: { row: Row; compared: Compared<Cell>; words: Dictionary['peers'] }) {
  const lang = useLang()
  const [difference, median] = [compared.difference!, compared.median!]
  const inPoints = measureOf(row.measuredIn).compare === 'points'
  if (!inPoints && median === 0) return <span className="quiet tiny">–</span>
  const isGood = row.better === 'within' ? null : difference > 0 === (row.better === 'higher')
  return (
    <>
      <span className="peers__value peers__value--plain">
        {formatChange(inPoints ? difference : difference / Math.abs(median), row.measuredIn, lang)}
      </span>
      <span className="quiet tiny">
        {difference === 0 ? words.same : isGood === null ? '' : isGood ? words.goodSide : words.badSide}
      </span>
    </>
  )
}
