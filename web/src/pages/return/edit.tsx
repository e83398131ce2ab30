/** Owns the form of a return: last time's value beside, the warehouse's number to agree to, rules and totals while one types. */
// Rows become cards on a phone, which elements of a table cannot without losing what they are.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { formatDay, writeNumber } from '@laban/shared'
import { useMutation } from '@tanstack/react-query'
import type { ClipboardEvent } from 'react'
import { useId, useState } from 'react'
import { trpc } from '../../api.ts'
import { Saved } from '../../reporting/autosave.tsx'
import { WriteFault } from '../../reporting/fault.tsx'
import { StateMark } from '../../reporting/mark.tsx'
import { Button } from '../../ui/button.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import { measureShort } from './measure.ts'
import type { Column, Pasted } from './paste.ts'
import { isBlock, placeBlock } from './paste.ts'
import { PasteSaid } from './paste-said.tsx'
import { Spreadsheet } from './spreadsheet.tsx'
import type { Figure, Return, Typing } from './typing.ts'
import { useTyping } from './typing.ts'

type Props = { page: Return; refetch: () => Promise<Return | undefined> }

export function Edit({ page, refetch }: Props) {
  const { reporting } = useWords()
  const words = reporting.returns
  const typing = useTyping(page, refetch)
  const { figures, mayEdit } = page
  const [tried, setTried] = useState(false)
  const [pasted, setPasted] = useState<Pasted | null>(null)
  const lang = useLang()
  const paste = (text: string, figure: string, column: Column): boolean => {
    if (!isBlock(text)) return false
    const placed = placeBlock(text, { figure, column }, page, typing.values, lang)
    if (placed.faults.length === 0) typing.type(placed.changes)
    setPasted(placed)
    return true
  }
  const settle = { onSettled: () => void refetch() }
  const submit = useMutation({ ...trpc.return.submit.mutationOptions(), ...settle })
  const withdraw = useMutation({ ...trpc.return.withdraw.mutationOptions(), ...settle })
  const totals = new Set(page.rules.filter(({ kind }) => kind === 'total').map(({ figure }) => figure))
  const changing = (key: string, state: Figure['state']) =>
    (typing.values[key] ?? null) !== null && (state === 'draft' || state === 'empty' || state === 'returned')
  const open = figures.filter(({ key, state }) => changing(key, state))
  const faults = typing.issues.length + Object.keys(typing.wrong).length
  const isSettled = figures.every(({ state }) => state === 'approved' || state === 'submitted')
  const send = async () => {
    setTried(true)
    if (faults > 0) return
    const id = await typing.flush()
    if (id !== undefined) await submit.mutateAsync({ id })
  }
  return (
    <>
      {typing.restored && <p className="told">{reporting.save.restored}</p>}
      {typing.conflict && (
        <p className="told" role="alert">
          {words.conflict}
        </p>
      )}
      {mayEdit && !isSettled && <Spreadsheet page={page} typing={typing} />}
      {pasted && <PasteSaid pasted={pasted} close={() => setPasted(null)} />}
      <div className="figures" role="table" aria-label={words.columns.figure}>
        <div className="figures__row figures__row--head" role="row">
          {(['figure', 'last', 'known', 'value', 'note', 'state'] as const).map((column) => (
            <span key={column} role="columnheader">
              {words.columns[column]}
            </span>
          ))}
        </div>
        {figures.map((figure) => (
          <FigureRow
            key={figure.key}
            figure={figure}
            typing={typing}
            isTotal={totals.has(figure.key)}
            mayEdit={mayEdit}
            tried={tried}
            paste={paste}
            page={page}
            refetch={refetch}
          />
        ))}
      </div>
      {mayEdit && (
        <div className="actions actions--below">
          {open.length > 0 ? (
            <Button look="main" disabled={submit.isPending} onClick={() => void send().catch(() => undefined)}>
              {words.submit(open.length)}
            </Button>
          ) : (
            <span className="actions__say">
              {figures.every(({ state }) => state === 'approved') ? words.approvedAll : words.nothing}
            </span>
          )}
          {figures.some(({ state }) => state === 'submitted') && page.id !== null && (
            <Button disabled={withdraw.isPending} onClick={() => withdraw.mutate({ id: page.id! })}>
              {words.withdraw}
            </Button>
          )}
          {open.length > 0 && (
            <span className="actions__say" aria-live="polite">
              {faults > 0 ? words.issues(faults) : words.fine}
            </span>
          )}
          <Saved saving={typing.saving} />
          <WriteFault error={typing.saving.error ?? submit.error ?? withdraw.error} />
        </div>
      )}
    </>
  )
}

/** Whether the text was taken as a block of a spreadsheet. */
type Paste = (text: string, figure: string, column: Column) => boolean
type RowProps = Props & {
  figure: Figure
  typing: Typing
  isTotal: boolean
  mayEdit: boolean
  tried: boolean
  paste: Paste
}

function FigureRow({ figure, typing, isTotal, mayEdit, tried, paste, page, refetch }: RowProps) {
  const words = useWords().reporting.returns
  const tell = useTell()
  const lang = useLang()
  const id = useId()
  const { key, state, known, last, reason } = figure
  const { text, note } = typing.text(key)
  const value = typing.values[key] ?? null
  const wrong = typing.wrong[key]
  const issues = typing.issues.filter((issue) => issue.figure === key)
  // While a figure is still empty nobody is told so before trying to submit.
  const shown = issues.filter(() => tried || value !== null)
  const isOpen = mayEdit && (state === 'empty' || state === 'draft' || state === 'returned')
  const isWrong = wrong !== undefined || shown.some(({ severity }) => severity === 'error')
  const number = (of: number | null) => (of === null ? '–' : writeNumber(of, lang))
  const takes = (column: Column) => (event: ClipboardEvent) => {
    if (paste(event.clipboardData.getData('text/plain'), key, column)) event.preventDefault()
  }
  return (
    <div className="figures__row" role="row">
      <div role="rowheader" className="figures__name" id={`${id}-name`}>
        {tell(figure.title)} <span className="quiet">({tell(measureShort(figure.measuredIn))})</span>
        {!figure.required && <span className="tiny quiet"> {words.optional}</span>}
        {figure.hint && <p className="tiny quiet">{tell(figure.hint)}</p>}
        {reason !== '' && (state === 'returned' || state === 'draft') && (
          <p className="figures__reason">
            {state === 'returned' ? words.returned : words.corrected} {reason}
          </p>
        )}
      </div>
      <div role="cell" className="figures__cell numbers" data-title={words.columns.last}>
        {number(last)}
      </div>
      <div role="cell" className="figures__cell numbers" data-title={words.columns.known}>
        {known ? (
          <span title={words.source(known.source.title, formatDay(known.published, lang))}>
            {number(known.value)}
            {isOpen && !isTotal && value !== known.value && (
              <Button
                className="figures__agree"
                onClick={() => typing.type({ [key]: { text: writeNumber(known.value, lang) } })}
              >
                {words.agree}
              </Button>
            )}
            {value === known.value && <span className="tiny quiet figures__agreed">{words.agreed}</span>}
          </span>
        ) : (
          '–'
        )}
      </div>
      <div role="cell" className="figures__cell" data-title={words.columns.value}>
        {isOpen && !isTotal ? (
          <input
            className="cell__input numbers"
            inputMode="decimal"
            autoComplete="off"
            value={text}
            aria-labelledby={`${id}-name`}
            aria-invalid={isWrong || undefined}
            aria-describedby={isWrong || shown.length > 0 ? `${id}-said` : undefined}
            onPaste={takes('value')}
            onChange={(event) => typing.type({ [key]: { text: event.target.value } })}
          />
        ) : (
          <span className="numbers figures__fixed">
            {number(value)} {isTotal && <span className="tiny quiet">{words.total}</span>}
          </span>
        )}
      </div>
      <div role="cell" className="figures__cell" data-title={words.columns.note}>
        {isOpen ? (
          <input
            className="cell__input"
            autoComplete="off"
            maxLength={500}
            value={note}
            placeholder={words.noteHint}
            aria-label={`${words.columns.note}: ${tell(figure.title)}`}
            onPaste={takes('note')}
            onChange={(event) => typing.type({ [key]: { note: event.target.value } })}
          />
        ) : (
          <span className="small">{note}</span>
        )}
      </div>
      <div role="cell" className="figures__cell">
        <StateMark state={state} />
        {mayEdit && state === 'approved' && !isTotal && <Reopen page={page} figure={figure} refetch={refetch} />}
      </div>
      {(wrong !== undefined || shown.length > 0) && (
        <p id={`${id}-said`} className={isWrong ? 'figures__said figures__said--wrong' : 'figures__said'}>
          {[...(wrong ? [tell(wrong)] : []), ...shown.map(({ message }) => tell(message))].join('; ')}
        </p>
      )}
    </div>
  )
}

function Reopen({ page, figure, refetch }: Props & { figure: Figure }) {
  const { reporting } = useWords()
  const words = reporting.returns
  const [reason, setReason] = useState<string | null>(null)
  const reopen = useMutation({ ...trpc.return.reopen.mutationOptions(), onSuccess: () => void refetch() })
  if (reason === null) {
    return (
      <Button look="bare" className="figures__reopen" onClick={() => setReason('')}>
        {words.reopen}
      </Button>
    )
  }
  return (
    <span className="figures__reopening">
      <input
        className="cell__input"
        aria-label={words.reopenReason}
        placeholder={words.reopenReason}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button
        disabled={reason.trim() === '' || reopen.isPending}
        onClick={() => reopen.mutate({ id: page.id!, figure: figure.key, version: figure.version, reason })}
      >
        {words.reopen}
      </Button>
      <Button look="bare" onClick={() => setReason(null)}>
        {reporting.cancel}
      </Button>
      <WriteFault error={reopen.error} />
    </span>
  )
}
