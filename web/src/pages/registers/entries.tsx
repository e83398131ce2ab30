/** Owns the table of a register's entries; on request their history. */
import { formatDay } from '@laban/shared'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { WriteFault } from '../../reporting/fault.tsx'
import { StatusShape } from '../../ui/status.tsx'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Loading } from '../../ui/states.tsx'
import type { TableColumn } from '../../ui/table.tsx'
import { DataTable } from '../../ui/table.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'

type Register = Answered['register']['get']
type Entry = Register['entries'][number]
type Props = { register: Register; entries: readonly Entry[]; edit: (id: string) => void; refresh: () => void }

export function Entries({ register, entries, edit, refresh }: Props) {
  const { reporting } = useWords()
  const words = reporting.registers
  const tell = useTell()
  const codes = register.form.filter(({ kind, name }) => kind === 'code' && name !== 'security_level')
  const several = new Set(entries.map(({ unit }) => unit.id)).size > 1
  const columns: TableColumn<Entry>[] = [
    {
      id: 'title',
      title: tell(register.form[0]!.title),
      kind: 'head',
      cell: (entry) => (
        <Disclosure title={<span className="registers__title">{entry.content['title']}</span>}>
          <Details register={register} entry={entry} />
        </Disclosure>
      ),
    },
    ...(several ? [{ id: 'unit', title: words.unitColumn, cell: ({ unit }: Entry) => tell(unit.short) }] : []),
    ...codes.map((field): TableColumn<Entry> => ({
      id: field.name,
      title: tell(field.title),
      cell: ({ content }) => {
        const code = content[field.name]
        return code && field.codes?.[code] ? tell(field.codes[code]) : '–'
      },
    })),
    {
      id: 'confirmed',
      title: words.yearColumn,
      cell: ({ confirmed }) => (
        <span className={`status status--${confirmed >= register.year ? 'on-track' : 'behind'}`}>
          <StatusShape status={confirmed >= register.year ? 'on-track' : 'behind'} />
          {confirmed >= register.year ? words.confirmed(confirmed) : words.unconfirmed}
        </span>
      ),
    },
    ...(entries.some(({ mayEdit }) => mayEdit)
      ? [
          {
            id: 'acts',
            title: '',
            cell: (entry: Entry) =>
              entry.mayEdit && <Acts entry={entry} year={register.year} edit={edit} refresh={refresh} />,
          },
        ]
      : []),
  ]
  return (
    <div className="registers">
      <DataTable
        caption={words.names[register.register]}
        captionUnseen
        columns={columns}
        rows={entries}
        rowId={({ id }) => id}
      />
    </div>
  )
}

type ActsProps = { entry: Entry; year: number; edit: (id: string) => void; refresh: () => void }

function Acts({ entry, year, edit, refresh }: ActsProps) {
  const words = useWords().reporting.registers
  const confirm = useMutation({ ...trpc.register.confirm.mutationOptions(), onSettled: refresh })
  const { id, version, confirmed } = entry
  return (
    <span className="actions">
      {confirmed < year && (
        <Button disabled={confirm.isPending} onClick={() => confirm.mutate({ entries: [{ id, version }] })}>
          {words.confirm}
        </Button>
      )}
      <Button onClick={() => edit(id)} aria-label={`${words.edit}: ${entry.content['title']}`}>
        {words.edit}
      </Button>
      <WriteFault error={confirm.error} />
    </span>
  )
}

function Details({ register, entry }: { register: Register; entry: Entry }) {
  const words = useWords().reporting.registers
  const tell = useTell()
  const lang = useLang()
  const [open, setOpen] = useState(false)
  const history = useQuery({
    ...trpc.register.history.queryOptions({ id: entry.id }),
    enabled: open,
    staleTime: 0,
  })
  const { reporting } = useWords()
  const shown = register.form.filter(({ name }) => entry.content[name] && name !== 'title')
  return (
    <div className="registers__details">
      <p className="quiet">{tell(entry.unit.name)}</p>
      <dl>
        {shown.map(({ name, title, kind, codes }) => {
          const value = entry.content[name]!
          return (
            <div key={name}>
              <dt>{tell(title)}</dt>
              <dd>{codes?.[value] ? tell(codes[value]) : kind === 'day' ? formatDay(value, lang) : value}</dd>
            </div>
          )
        })}
      </dl>
      <Disclosure title={words.history} onToggle={setOpen}>
        {history.data ? (
          <ol>
            {history.data.steps.map(({ at, by, move, reason }) => (
              <li key={at}>
                <span className="quiet">{reporting.by(by, formatDay(at.slice(0, 10), lang))}</span>{' '}
                {words.moves[move as keyof typeof words.moves]}
                {reason && `: ${reason}`}
              </li>
            ))}
          </ol>
        ) : (
          open && <Loading lines={2} />
        )}
      </Disclosure>
    </div>
  )
}
