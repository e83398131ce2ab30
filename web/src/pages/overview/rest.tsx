/** Owns the table of all indicators that have no tile on the first screen. */
import { Link } from '@tanstack/react-router'
import type { Tile } from '@laban/shared'
import { formatDay, formatValue } from '@laban/shared'
import { sharedOf } from '../../address.ts'
import { FigureNumber } from '../../ui/figure.tsx'
import { StatusMark } from '../../ui/status.tsx'
import { DataTable } from '../../ui/table.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import { pathOf } from './tile.tsx'

export function Rest({ tiles }: { tiles: Tile[] }) {
  const { overview: words } = useWords()
  const lang = useLang()
  const tell = useTell()
  return (
    <DataTable
      caption={words.all(tiles.length)}
      captionUnseen
      rows={tiles}
      rowId={({ indicator }) => indicator}
      columns={[
        {
          id: 'name',
          title: words.table.name,
          kind: 'head',
          cell: ({ indicator, name }) => (
            <Link to="/indicators/$domain/$name" params={pathOf(indicator)} search={(now) => sharedOf(now)}>
              {tell(name)}
            </Link>
          ),
        },
        { id: 'status', title: words.table.status, cell: ({ status }) => <StatusMark status={status} /> },
        {
          id: 'value',
          title: words.table.value,
          kind: 'number',
          cell: ({ value, measuredIn, rounding }) => (
            <FigureNumber value={value} measuredIn={measuredIn} rounding={rounding} size="row" />
          ),
        },
        {
          id: 'plan',
          title: words.table.plan,
          kind: 'number',
          cell: ({ standing, measuredIn }) => (standing ? formatValue(standing.planToDate, measuredIn, lang) : '–'),
        },
        {
          id: 'date',
          title: words.table.date,
          kind: 'number',
          cell: ({ dataDate }) => (dataDate ? formatDay(dataDate, lang) : '–'),
        },
        { id: 'owner', title: words.table.owner, cell: ({ owner }) => tell(owner.name) },
      ]}
    />
  )
}
