/** Owns the calendar of reporting as those who answer for many units see it: what opens next, and opening what waits for a call. */
import { daysBetween, formatDay, formatPeriod, parsePeriod } from '@laban/shared'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useEffect, useRef, useState } from 'react'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { DayField } from '../../ui/day-field.tsx'
import { Field } from '../../ui/field.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import type { TableColumn } from '../../ui/table.tsx'
import { DataTable } from '../../ui/table.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'

type Inbox = Answered['inbox']['get']
type Coming = Inbox['coming'][number]

const keyOf = ({ duty, period }: Coming) => `${duty} ${period}`

export function CalendarPart({ inbox }: { inbox: Inbox }) {
  const { notices, reporting } = useWords()
  const words = notices.calendar
  const tell = useTell()
  const lang = useLang()
  const [picked, pick] = useState('')
  const [told, setTold] = useState('')
  const nameOf = ({ duty, period }: Coming) =>
    `${tell(inbox.duties[duty]!.title)}, ${formatPeriod(parsePeriod(period), 'flow', lang)}`
  const { columns: heads } = reporting.inbox
  const columns: TableColumn<Coming>[] = [
    { id: 'duty', title: heads.duty, kind: 'head', cell: ({ duty }) => tell(inbox.duties[duty]!.title) },
    { id: 'period', title: heads.period, cell: ({ period }) => formatPeriod(parsePeriod(period), 'flow', lang) },
    { id: 'opens', title: words.opens, cell: ({ opens }) => (opens ? formatDay(opens, lang) : words.whenCalled) },
    {
      id: 'due',
      title: words.due,
      cell: ({ opens, due }) => (opens ? formatDay(due, lang) : words.afterCall(daysBetween(inbox.today, due))),
    },
    { id: 'units', title: words.units, kind: 'number', cell: ({ units }) => units },
  ]
  const act: TableColumn<Coming> = {
    id: 'act',
    title: words.act,
    cell: (one) =>
      one.mayCall && (
        <Button
          aria-label={one.isOpen ? words.moving(nameOf(one)) : words.calling(nameOf(one))}
          aria-expanded={picked === keyOf(one)}
          onClick={() => {
            setTold('')
            pick(picked === keyOf(one) ? '' : keyOf(one))
          }}
        >
          {one.isOpen ? words.move : words.call}
        </Button>
      ),
  }
  const chosen = inbox.coming.find((one) => keyOf(one) === picked)
  return (
    <section className="part" aria-labelledby="calendar">
      <h2 id="calendar">{words.title}</h2>
      <DataTable
        caption={words.about}
        columns={inbox.coming.some(({ mayCall }) => mayCall) ? [...columns, act] : columns}
        rows={inbox.coming}
        rowId={keyOf}
      />
      {chosen && (
        <CallForm
          key={picked}
          one={chosen}
          title={chosen.isOpen ? words.moving(nameOf(chosen)) : words.calling(nameOf(chosen))}
          onDone={(message) => {
            pick('')
            setTold(message)
          }}
        />
      )}
      <output>{told}</output>
    </section>
  )
}

function CallForm({ one, title, onDone }: { one: Coming; title: string; onDone: (told: string) => void }) {
  const words = useWords().notices.calendar
  const lang = useLang()
  const queries = useQueryClient()
  const [typed, type] = useState({ due: one.due, message: '' })
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const call = useMutation(
    trpc.calendar.open.mutationOptions({
      onSuccess: async ({ due, units, told }) => {
        await queries.invalidateQueries(trpc.inbox.get.queryFilter())
        onDone(one.isOpen ? words.moved(formatDay(due, lang)) : words.kept(units, told))
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { duty, period, isOpen, due: seen } = one
    call.mutate({ duty, period, seen: isOpen ? seen : null, ...typed })
  }
  return (
    <form className="form inbox__form calendar__form" onSubmit={submit} aria-label={title}>
      <h3 ref={heading} tabIndex={-1}>
        {title}
      </h3>
      <p className="form__about">{words.consequence(one.units)}</p>
      <DayField title={words.due} required value={typed.due} onChange={(due) => type({ ...typed, due })} />
      <Field label={words.message}>
        <textarea
          maxLength={1000}
          rows={3}
          value={typed.message}
          onChange={({ target }) => type({ ...typed, message: target.value })}
        />
      </Field>
      <Refusal error={call.error} />
      <div className="form__acts">
        <Button type="submit" look="main" disabled={call.isPending || typed.due === ''}>
          {one.isOpen ? words.keepMove : words.keep}
        </Button>
        <Button onClick={() => onDone('')}>{words.leave}</Button>
      </div>
    </form>
  )
}
