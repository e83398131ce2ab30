/** Owns the form of one entry: fields come from the register; what is typed outlives an ended session. */
import type { EntryContent } from '@laban/shared'
import { faultsOfEntry } from '@laban/shared'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { dropDraft, keepDraft, readDraft } from '../../reporting/draft.ts'
import { WriteFault } from '../../reporting/fault.tsx'
import { SelectField, TextField } from '../../reporting/field.tsx'
import { useDraftName } from '../../reporting/me.tsx'
import { Button } from '../../ui/button.tsx'
import { DayField } from '../../ui/day-field.tsx'
import { useTell, useWords } from '../../words/words.ts'

type Register = Answered['register']['get']
type Props = {
  register: Register
  /** Absent: a new one. */
  entry: Register['entries'][number] | undefined
  /** Whose it will be; absent: to be chosen. */
  unit: string | undefined
  close: () => void
  saved: () => void
}

export function EntryForm({ register, entry, unit: given, close, saved }: Props) {
  const { reporting } = useWords()
  const words = reporting.registers
  const tell = useTell()
  const name = useDraftName(`register:${entry?.id ?? register.register}`)
  const [draft] = useState(() => readDraft<EntryContent>(name))
  const [content, setContent] = useState<EntryContent>(draft?.content ?? entry?.content ?? {})
  const [unit, setUnit] = useState(given ?? '')
  const [tried, setTried] = useState(false)
  const [striking, setStriking] = useState<string | null>(null)
  const done = () => {
    dropDraft(name)
    saved()
  }
  const enter = useMutation({ ...trpc.register.enter.mutationOptions(), onSuccess: done })
  const change = useMutation({ ...trpc.register.change.mutationOptions(), onSuccess: done })
  const strike = useMutation({ ...trpc.register.strike.mutationOptions(), onSuccess: done })
  const faults = faultsOfEntry(register.form, content)
  const set = (field: string, value: string) => {
    const next = { ...content, [field]: value }
    setContent(next)
    keepDraft(name, { version: entry?.version ?? 0, content: next })
  }
  const send = () => {
    setTried(true)
    if (faults.length > 0 || unit === '') return
    if (entry) change.mutate({ id: entry.id, version: entry.version, content })
    else enter.mutate({ register: register.register, unit, content })
  }
  return (
    <form
      className="entry-form"
      aria-label={entry ? words.editTitle : words.addTitle}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <h2>{entry ? words.editTitle : words.addTitle}</h2>
      {draft && <p className="told">{reporting.save.restored}</p>}
      <div className="entry-form__fields">
        {!entry && register.units.length > 1 && (
          <SelectField
            title={reporting.unit}
            required
            value={unit}
            blank={words.choose}
            fault={tried && unit === '' ? reporting.missing : undefined}
            options={register.units.map(({ id, name: named }) => ({ id, title: tell(named) }))}
            onChange={setUnit}
          />
        )}
        {register.form.map((field) => {
          const fault = tried ? faults.find((one) => one.field === field.name) : undefined
          const frame = {
            title: tell(field.title),
            required: field.required,
            hint: field.hint && tell(field.hint),
            fault: fault && tell(fault.message),
          }
          const value = content[field.name] ?? ''
          const onChange = (next: string) => set(field.name, next)
          return field.codes ? (
            <SelectField
              key={field.name}
              {...frame}
              value={value}
              blank={words.choose}
              options={Object.entries(field.codes).map(([id, title]) => ({ id, title: tell(title) }))}
              onChange={onChange}
            />
          ) : field.kind === 'day' ? (
            <DayField key={field.name} {...frame} value={value} onChange={onChange} />
          ) : (
            <TextField
              key={field.name}
              {...frame}
              className="entry-form__wide"
              long={field.kind === 'text'}
              max={field.kind === 'text' ? 2000 : 200}
              value={value}
              onChange={onChange}
            />
          )
        })}
      </div>
      {striking !== null && entry && (
        <TextField title={words.strikeReason} required value={striking} max={500} onChange={setStriking} />
      )}
      <div className="actions">
        {striking === null ? (
          <Button type="submit" look="main" disabled={enter.isPending || change.isPending}>
            {entry ? words.change : words.enter}
          </Button>
        ) : (
          <Button
            look="main"
            disabled={strike.isPending || striking.trim() === ''}
            onClick={() => entry && strike.mutate({ id: entry.id, version: entry.version, reason: striking })}
          >
            {words.strike}
          </Button>
        )}
        <Button
          onClick={() => {
            dropDraft(name)
            close()
          }}
        >
          {reporting.cancel}
        </Button>
        {entry && striking === null && (
          <Button look="bare" className="actions__end" onClick={() => setStriking('')}>
            {words.strike}
          </Button>
        )}
        <WriteFault error={enter.error ?? change.error ?? strike.error} />
      </div>
    </form>
  )
}
