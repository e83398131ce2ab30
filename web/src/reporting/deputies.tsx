/** Owns who reports in whose place: shown to those it concerns, named by who will be away or by an administrator. */
import { formatDay } from '@laban/shared'
import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import type { Answered } from '../api.ts'
import { trpc } from '../api.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { DayField } from '../ui/day-field.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { Field } from '../ui/field.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { useLang, useWords } from '../words/words.ts'
import './deputies.css'

type Deputies = Answered['deputy']['list']

export function DeputiesPart() {
  const { notices } = useWords()
  const words = notices.deputies
  const [shown, show] = useState<boolean>()
  const { data } = useQuery({ ...trpc.deputy.list.queryOptions({}), staleTime: 0 })
  if (!data || (data.absentees.length === 0 && data.deputies.length === 0)) return null
  const { standsInFor, deputies, absentees } = data
  const open = deputies.filter(({ state }) => state !== 'over')
  const over = deputies.filter(({ state }) => state === 'over')
  return (
    <section className="part" aria-labelledby="deputies">
      {standsInFor.length > 0 && <p>{words.now(standsInFor.map(({ name }) => name).join(', '))}</p>}
      <Disclosure title={<span id="deputies">{words.title}</span>} open={shown ?? open.length > 0} onToggle={show}>
        <p className="form__about">{words.about}</p>
        {open.length === 0 && <p className="quiet">{words.none}</p>}
        <List deputies={open} />
        {absentees.length > 0 && <NameForm absentees={absentees} />}
        {over.length > 0 && (
          <Disclosure title={words.over(over.length)}>
            <List deputies={over} />
          </Disclosure>
        )}
      </Disclosure>
    </section>
  )
}

function List({ deputies }: { deputies: Deputies['deputies'] }) {
  const { notices } = useWords()
  const words = notices.deputies
  const lang = useLang()
  const queries = useQueryClient()
  const end = useMutation(
    trpc.deputy.end.mutationOptions({ onSuccess: () => queries.invalidateQueries(trpc.deputy.list.queryFilter()) }),
  )
  return (
    <>
      <ul className="deputies">
        {deputies.map(({ id, absent, deputy, from, to, reason, state }) => (
          <li key={id}>
            <span>
              {words.instead(deputy.name, absent.name)} <Badge>{words.states[state]}</Badge>
            </span>
            <span className="quiet">
              {words.days(formatDay(from, lang), formatDay(to, lang))}
              {reason && ` · ${reason}`}
            </span>
            {state !== 'over' && (
              <Button look="bare" disabled={end.isPending} onClick={() => end.mutate({ id })}>
                {words.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Refusal error={end.error} />
    </>
  )
}

function NameForm({ absentees }: { absentees: Deputies['absentees'] }) {
  const { notices } = useWords()
  const words = notices.deputies
  const queries = useQueryClient()
  const only = absentees.length === 1 ? absentees[0]!.id : ''
  const [typed, type] = useState({ absent: only, deputy: '', from: '', to: '', reason: '' })
  const change = (part: Partial<typeof typed>) => type({ ...typed, ...part })
  const { absent } = typed
  const choices = useQuery(trpc.deputy.choices.queryOptions(absent === '' ? skipToken : { absent }))
  const name = useMutation(
    trpc.deputy.name.mutationOptions({
      onSuccess: async () => {
        type({ absent: only, deputy: '', from: '', to: '', reason: '' })
        await queries.invalidateQueries(trpc.deputy.list.queryFilter())
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    name.mutate(typed)
  }
  const people = (list: { id: string; name: string }[]) =>
    list.map((one) => (
      <option key={one.id} value={one.id}>
        {one.name}
      </option>
    ))
  return (
    <form className="form" onSubmit={submit}>
      {only === '' && (
        <Field label={words.absent}>
          <select required value={absent} onChange={({ target }) => change({ absent: target.value, deputy: '' })}>
            <option value="">{words.choose}</option>
            {people(absentees)}
          </select>
        </Field>
      )}
      <Field label={words.deputy} about={choices.data?.colleagues.length === 0 ? words.noColleague : undefined}>
        <select required value={typed.deputy} onChange={({ target }) => change({ deputy: target.value })}>
          <option value="">{words.choose}</option>
          {people(choices.data?.colleagues ?? [])}
        </select>
      </Field>
      <DayField title={words.from} required value={typed.from} onChange={(from) => change({ from })} />
      <DayField title={words.to} required value={typed.to} onChange={(to) => change({ to })} />
      <Field label={words.reason}>
        <input maxLength={300} value={typed.reason} onChange={({ target }) => change({ reason: target.value })} />
      </Field>
      <Refusal error={name.error ?? choices.error} />
      <Button type="submit" disabled={name.isPending || typed.from === '' || typed.to === ''}>
        {words.name}
      </Button>
    </form>
  )
}
