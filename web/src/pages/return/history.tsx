/** Owns the ledger of a return: what was said when, by whom, and why it changed. */
import { formatDay, writeNumber } from '@laban/shared'
import { Disclosure } from '../../ui/disclosure.tsx'
import type { TableColumn } from '../../ui/table.tsx'
import { DataTable } from '../../ui/table.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import type { Return } from './typing.ts'

type Step = Return['steps'][number]

export function History({ page }: { page: Return }) {
  const { reporting } = useWords()
  const words = reporting.returns
  const tell = useTell()
  const lang = useLang()
  if (page.steps.length === 0) return null
  const title = (key: string) => {
    const figure = page.figures.find((one) => one.key === key)
    return figure ? tell(figure.title) : key
  }
  const columns: TableColumn<Step>[] = [
    { id: 'what', title: words.columns.figure, kind: 'head', cell: ({ figure }) => title(figure) },
    { id: 'move', title: words.columns.state, cell: ({ move }) => words.moves[move as keyof typeof words.moves] },
    {
      id: 'value',
      title: words.columns.value,
      kind: 'number',
      cell: ({ value }) => (value === null ? '–' : writeNumber(value, lang)),
    },
    { id: 'why', title: words.columns.note, cell: ({ reason, note }) => reason || note },
    { id: 'by', title: '', cell: ({ by, at }) => reporting.by(by, formatDay(at.slice(0, 10), lang)) },
  ]
  return (
    <Disclosure title={words.history}>
      <DataTable
        caption={words.history}
        captionUnseen
        columns={columns}
        rows={page.steps}
        rowId={({ at, figure, move }) => `${at} ${figure} ${move}`}
      />
    </Disclosure>
  )
}
