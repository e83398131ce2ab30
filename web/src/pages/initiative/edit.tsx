/** Owns the form of an initiative: kept while it is typed, remarks of the reviewer beside the fields that they speak of. */
import type { InitiativeContent, InitiativeField } from '@laban/shared'
import { formatDay, initiativeFields, missingIn, readNumber, writeNumber } from '@laban/shared'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { Saved } from '../../reporting/autosave.tsx'
import { WriteFault } from '../../reporting/fault.tsx'
import { SelectField, TextField } from '../../reporting/field.tsx'
import { StateMark } from '../../reporting/mark.tsx'
import { Button } from '../../ui/button.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import { ClashPanel } from './clash.tsx'
import { Evidence } from './evidence.tsx'
import type { Writing } from './writing.ts'
import { useWriting } from './writing.ts'

type Initiative = Answered['initiative']['get']
type Props = { initiative: Initiative; refetch: () => void }

export function Edit({ initiative, refetch }: Props) {
  const { reporting } = useWords()
  const words = reporting.initiative
  const tell = useTell()
  const lang = useLang()
  const navigate = useNavigate()
  const writing = useWriting(initiative)
  const { content } = writing
  const missing = missingIn(content)
  const submit = useMutation(trpc.initiative.submit.mutationOptions())
  const drop = useMutation(trpc.initiative.drop.mutationOptions())
  const [tried, setTried] = useState(false)
  const isFirst = !initiative.steps.some(({ move }) => move === 'submit')

  const send = async () => {
    setTried(true)
    if (missing.length > 0) return
    const version = await writing.flush()
    if (version === undefined) return
    await submit.mutateAsync({ id: initiative.id, version })
    refetch()
  }
  const remove = async () => {
    if (!confirm(words.dropSure)) return
    const version = await writing.flush()
    if (version === undefined) return
    await drop.mutateAsync({ id: initiative.id, version })
    writing.forget()
    await navigate({ to: '/initiatives', search: { view: 'mine' } })
  }
  const given = Object.entries(initiative.reasons).filter(([field]) => field === 'general')
  return (
    <form className="initiative" onSubmit={(event) => event.preventDefault()}>
      <header className="initiative__head">
        <p className="quiet">
          {tell(initiative.unit.name)} · {initiative.year}
        </p>
        <StateMark state={initiative.state} />
      </header>
      {writing.restored && <p className="told">{reporting.save.restored}</p>}
      {initiative.state === 'returned' && (
        <p className="told">
          <strong>{words.returned}</strong>
          {initiative.decided &&
            ` (${reporting.by(initiative.decided.by, formatDay(initiative.decided.at.slice(0, 10), lang))})`}
          {given.map(([, reason]) => `: ${reason}`)}
        </p>
      )}
      {writing.clash && <ClashPanel clash={writing.clash} mine={content} settle={writing.settle} />}
      <Fields writing={writing} initiative={initiative} missing={tried ? missing : []} />
      <Evidence initiative={initiative} mayChange />
      <div className="actions actions--below">
        <Button
          look="main"
          disabled={submit.isPending || writing.clash !== null}
          onClick={() => void send().catch(() => undefined)}
        >
          {words.submit}
        </Button>
        <Link className="button" to="." search={{ view: 'sheet' }}>
          {words.read}
        </Link>
        <span className="actions__say" aria-live="polite">
          {missing.length > 0 ? words.missing(missing.length) : words.ready}
        </span>
        <Saved saving={writing.saving} />
        {isFirst && (
          <Button
            look="bare"
            className="actions__end"
            disabled={drop.isPending}
            onClick={() => void remove().catch(() => undefined)}
          >
            {words.drop}
          </Button>
        )}
        <WriteFault error={writing.saving.error ?? submit.error ?? drop.error} />
      </div>
    </form>
  )
}

type FieldsProps = { writing: Writing; initiative: Initiative; missing: readonly InitiativeField[] }

function Fields({ writing, initiative, missing }: FieldsProps) {
  const { reporting } = useWords()
  const words = reporting.initiative
  const tell = useTell()
  const { content, set } = writing
  const frame = (name: InitiativeField) => ({
    title: tell(initiativeFields[name].title),
    required: initiativeFields[name].required,
    hint: (words.hints as Partial<Record<InitiativeField, string>>)[name],
    fault:
      initiative.state === 'returned' && initiative.reasons[name]
        ? `${words.remark}: ${initiative.reasons[name]}`
        : missing.includes(name)
          ? reporting.missing
          : undefined,
  })
  const text = (name: 'title' | 'measure' | 'measuredIn' | 'cooperation', max: number) => (
    <TextField {...frame(name)} value={content[name]} max={max} onChange={(value) => set({ [name]: value })} />
  )
  const long = (name: 'problem' | 'decision' | 'method' | 'result') => (
    <TextField {...frame(name)} long max={4000} value={content[name]} onChange={(value) => set({ [name]: value })} />
  )
  const number = (name: 'before' | 'after' | 'cost') => (
    <NumberField {...frame(name)} value={content[name]} onChange={(value) => set({ [name]: value })} />
  )
  return (
    <div className="initiative__fields">
      {text('title', 200)}
      {long('problem')}
      {long('decision')}
      <Datasets frame={frame('datasets')} initiative={initiative} content={content} set={set} />
      {long('method')}
      {long('result')}
      <fieldset className="initiative__row">
        <legend>{words.effect}</legend>
        {text('measure', 200)}
        {number('before')}
        {number('after')}
        {text('measuredIn', 40)}
      </fieldset>
      <div className="initiative__row">
        {number('cost')}
        {text('cooperation', 1000)}
        <SelectField
          {...frame('visibility')}
          value={content.visibility}
          options={(['public', 'internal'] as const).map((id) => ({ id, title: words.visibility[id] }))}
          onChange={(value) => set({ visibility: value === 'internal' ? 'internal' : 'public' })}
        />
      </div>
    </div>
  )
}

type Framed = { title: string; required: boolean; hint: string | undefined; fault: string | undefined }

/** A number as it is typed; kept only when it can be read. */
function NumberField({
  value,
  onChange,
  fault,
  ...frame
}: Framed & { value: number | null; onChange: (value: number | null) => void }) {
  const lang = useLang()
  const tell = useTell()
  const [typed, setTyped] = useState(value === null ? '' : writeNumber(value, lang))
  const read = typed.trim() === '' ? null : readNumber(typed, lang)
  const wrong = read && 'fault' in read ? tell(read.fault) : undefined
  return (
    <TextField
      {...frame}
      numeric
      value={typed}
      fault={wrong ?? fault}
      onChange={(text) => {
        setTyped(text)
        const next = text.trim() === '' ? null : readNumber(text, lang)
        if (next === null) onChange(null)
        else if ('value' in next) onChange(next.value)
      }}
    />
  )
}

type DatasetsProps = {
  frame: Framed
  initiative: Initiative
  content: InitiativeContent
  set: Writing['set']
}

function Datasets({ frame, initiative, content, set }: DatasetsProps) {
  const tell = useTell()
  const chosen = new Set(content.datasets)
  return (
    <fieldset className={frame.fault ? 'slot slot--wrong' : 'slot'}>
      <legend className="initiative__legend">
        {frame.title}
        <span className="slot__required"> *</span>
      </legend>
      <div className="initiative__datasets">
        {initiative.choices.map(({ id, title }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={chosen.has(id)}
              onChange={(event) =>
                set({
                  datasets: event.target.checked
                    ? [...content.datasets, id]
                    : content.datasets.filter((dataset) => dataset !== id),
                })
              }
            />
            {tell(title)}
          </label>
        ))}
      </div>
      {frame.fault && <p className="slot__fault">{frame.fault}</p>}
    </fieldset>
  )
}
