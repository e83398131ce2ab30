/** Owns the list of the reader's own units' initiatives, in every state. */
import { formatDay } from '@laban/shared'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { StateMark } from '../../reporting/mark.tsx'
import { Empty, ErrorState, Loading } from '../../ui/states.tsx'
import type { TableColumn } from '../../ui/table.tsx'
import { DataTable } from '../../ui/table.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'

type Entry = Answered['initiative']['mine']['initiatives'][number]

export function Mine() {
  const { reporting } = useWords()
  const words = reporting.initiatives
  const tell = useTell()
  const lang = useLang()
  const asked = useQuery({ ...trpc.initiative.mine.queryOptions({}), staleTime: 0 })
  if (asked.error && !asked.data) return <ErrorState error={asked.error} retry={() => void asked.refetch()} />
  if (!asked.data) return <Loading />
  const { initiatives } = asked.data
  if (initiatives.length === 0) {
    return (
      <Empty title={words.mineNone}>
        <p>{words.mineNoneBody}</p>
      </Empty>
    )
  }
  const columns: TableColumn<Entry>[] = [
    {
      id: 'title',
      title: words.columns.title,
      kind: 'head',
      cell: ({ id, title }) => (
        <Link to="/initiatives/$id" params={{ id }} search={{}}>
          {title || words.untitled}
        </Link>
      ),
    },
    { id: 'unit', title: reporting.unit, cell: ({ unit }) => tell(unit.name) },
    { id: 'year', title: words.columns.year, cell: ({ year }) => year },
    { id: 'state', title: words.columns.state, cell: ({ state }) => <StateMark state={state} /> },
    { id: 'updated', title: words.columns.updated, cell: ({ updated }) => formatDay(updated.slice(0, 10), lang) },
  ]
  return (
    <DataTable caption={words.views.mine} captionUnseen columns={columns} rows={initiatives} rowId={({ id }) => id} />
  )
}
