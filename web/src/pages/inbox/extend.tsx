/** Owns putting off the deadline of one unit: which report, which unit, until when, why. */
import { formatDay, formatPeriod, parsePeriod } from '@laban/shared'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { DayField } from '../../ui/day-field.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Field } from '../../ui/field.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'

type Inbox = Answered['inbox']['get']

export function Extend({ inbox }: { inbox: Inbox }) {
  const { notices } = useWords()
  const words = notices.extend
  const tell = useTell()
  const lang = useLang()
  const queries = useQueryClient()
  const open = inbox.owed.filter(({ state }) => state !== 'done')
  const reports = [...Map.groupBy(open, ({ duty, period }) => `${duty} ${period}`)]
  const [typed, type] = useState({ report: '', unit: '', due: '', reason: '' })
  const change = (part: Partial<typeof typed>) => type({ ...typed, ...part })
  const extend = useMutation(
    trpc.deadline.extend.mutationOptions({
      onSuccess: async () => {
        type({ ...typed, unit: '', reason: '' })
        await queries.invalidateQueries(trpc.inbox.get.queryFilter())
      },
    }),
  )
  const list = reports.find(([key]) => key === typed.report)?.[1] ?? []
  const chosen = list.find(({ unit }) => unit === typed.unit)
  const nameOf = (unit: string) => tell(inbox.units[unit]!.name)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!chosen) return
    const { duty, unit, period, due: seen } = chosen
    extend.mutate({ duty, unit, period, seen, due: typed.due, reason: typed.reason })
  }
  if (reports.length === 0) return null
  return (
    <Disclosure title={words.title}>
      <form className="form inbox__form" onSubmit={submit}>
        <p className="form__about">{words.about}</p>
        <Field label={words.what}>
          <select required value={typed.report} onChange={({ target }) => change({ report: target.value, unit: '' })}>
            <option value="">{words.choose}</option>
            {reports.map(([key, [one]]) => (
              <option key={key} value={key}>
                {tell(inbox.duties[one!.duty]!.title)}, {formatPeriod(parsePeriod(one!.period), 'flow', lang)}
              </option>
            ))}
          </select>
        </Field>
        <Field label={words.unit}>
          <select required value={typed.unit} onChange={({ target }) => change({ unit: target.value })}>
            <option value="">{words.choose}</option>
            {list.map(({ unit, due }) => (
              <option key={unit} value={unit}>
                {nameOf(unit)} ({formatDay(due, lang)})
              </option>
            ))}
          </select>
        </Field>
        <DayField title={words.due} required value={typed.due} onChange={(due) => change({ due })} />
        <Field label={words.reason}>
          <input
            required
            maxLength={500}
            value={typed.reason}
            onChange={({ target }) => change({ reason: target.value })}
          />
        </Field>
        <Refusal error={extend.error} />
        <output>{extend.data && words.kept(formatDay(extend.data.due, lang))}</output>
        <Button type="submit" disabled={extend.isPending || typed.due === ''}>
          {words.keep}
        </Button>
      </form>
    </Disclosure>
  )
}
