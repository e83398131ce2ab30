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
import { useLang, useTell, useWords } from '../../words/words.ts'

type Inbox = Answered['inbox']['get']
type Coming = Inbox['coming'][number]

const keyOf = ({ duty, period }: Coming) => `${duty} ${period}`

export function CalendarPart({ inbox }: { inbox: Inbox }) {
  const words = useWords().notices.calendar
  const tell = useTell()
  const lang = useLang()
  const [picked, pick] = useState('')
  const [told, setTold] = useState('')
  return (
    <section className="part" aria-labelledby="calendar">
      <h2 id="calendar">{words.title}</h2>
      <ul>
        {inbox.coming.map((one) => {
          const { duty, period, opens, due, isOpen, units, mayCall } = one
          const key = keyOf(one)
          const name = tell(inbox.duties[duty]!.title)
          const when = formatPeriod(parsePeriod(period), 'flow', lang)
          const title = isOpen ? words.moving(`${name}, ${when}`) : words.calling(`${name}, ${when}`)
          return (
            <li key={key} className="task">
              <div className="task__what">
                <p className="task__name">{name}</p>
                <p className="task__more">
                  {when} · {words.units(units)}
                </p>
              </div>
              <p className="task__state">
                <span>{opens ? words.opens(formatDay(opens, lang), isOpen) : words.whenCalled}</span>
                <span className="quiet">
                  {opens ? words.due(formatDay(due, lang)) : words.afterCall(daysBetween(inbox.today, due))}
                </span>
              </p>
              {mayCall && (
                <Button
                  aria-label={title}
                  aria-expanded={picked === key}
                  onClick={() => {
                    setTold('')
                    pick(picked === key ? '' : key)
                  }}
                >
                  {isOpen ? words.move : words.call}
                </Button>
              )}
              {picked === key && (
                <CallForm
                  one={one}
                  title={title}
                  onDone={(message) => {
                    pick('')
                    setTold(message)
                  }}
                />
              )}
            </li>
          )
        })}
      </ul>
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
    <form className="form calendar__form" onSubmit={submit} aria-label={title}>
      <h3 ref={heading} tabIndex={-1}>
        {title}
      </h3>
      <p className="form__about">{words.consequence(one.units)}</p>
      <DayField title={words.newDue} required value={typed.due} onChange={(due) => type({ ...typed, due })} />
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
