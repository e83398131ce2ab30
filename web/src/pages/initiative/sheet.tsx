/** Owns the sheet of an initiative: for reading, for A4, and for the reviewer, who writes remarks beside the fields. */
import type { InitiativeField } from '@laban/shared'
import { formatDay, initiativeFields, writeNumber } from '@laban/shared'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { WriteFault } from '../../reporting/fault.tsx'
import { TextField } from '../../reporting/field.tsx'
import { StateMark } from '../../reporting/mark.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import { Evidence } from './evidence.tsx'
import { Reuse } from './reuse.tsx'
import { useShown } from './shown.ts'

type Initiative = Answered['initiative']['get']
type Props = { initiative: Initiative; refetch: () => void }

export function Sheet({ initiative, refetch }: Props) {
  const { reporting } = useWords()
  const words = reporting.initiative
  const tell = useTell()
  const lang = useLang()
  const [reasons, setReasons] = useState<Record<string, string>>({})
  const { content, unit, year, state, mayDecide, inspiredBy, reused } = initiative
  const remark = (field: string, value: string) => setReasons((now) => ({ ...now, [field]: value }))
  const part = (field: InitiativeField, body?: ReactNode) => (
    <SheetPart
      key={field}
      initiative={initiative}
      field={field}
      body={body}
      remark={mayDecide ? (reasons[field] ?? '') : undefined}
      onRemark={(value) => remark(field, value)}
    />
  )
  const { before, after } = content
  const recognised =
    initiative.decided && state === 'recognised'
      ? `${reporting.states.recognised}: ${reporting.by(initiative.decided.by, formatDay(initiative.decided.at.slice(0, 10), lang))}`
      : undefined
  return (
    <article className="initiative sheet">
      <p className="print-only">{words.sheet}</p>
      <header className="initiative__head">
        <h2 className="sheet__title">{content.title || reporting.initiatives.untitled}</h2>
        <p className="quiet">
          {tell(unit.name)} · {year}
          {content.visibility === 'internal' && <Badge>{reporting.initiatives.internal}</Badge>}
        </p>
        <StateMark state={state} />
      </header>
      {initiative.changes && state === 'submitted' && (
        <p className="told">{words.changes(initiative.changes.length)}</p>
      )}
      {before !== null && after !== null && (
        <p className="sheet__effect">
          <span className="numbers">
            {writeNumber(before, lang)} → <strong>{writeNumber(after, lang)}</strong>{' '}
            <small>{content.measuredIn}</small>
          </span>
          <span className="quiet">{content.measure}</span>
        </p>
      )}
      <dl className="sheet__parts">
        {mayDecide && part('title')}
        {part('problem')}
        {part('decision')}
        {part('datasets', initiative.datasets.map(({ title }) => tell(title)).join(', ') || reporting.missing)}
        {part('method')}
        {part('result')}
        {mayDecide && part('measure', `${content.measure}: ${before ?? '–'} → ${after ?? '–'} ${content.measuredIn}`)}
        {part(
          'cost',
          content.cost === null
            ? reporting.missing
            : content.cost === 0
              ? words.noCost
              : `${writeNumber(content.cost, lang)} ${words.million}`,
        )}
        {content.cooperation && part('cooperation')}
      </dl>
      {inspiredBy && (
        <p>
          {words.inspiredBy}:{' '}
          <Link to="/initiatives/$id" params={{ id: inspiredBy.id }} search={{}}>
            {inspiredBy.title}
          </Link>{' '}
          <span className="quiet">({tell(inspiredBy.unit.name)})</span>
        </p>
      )}
      {reused.length > 0 && (
        <p>
          {words.reused}: {reused.map((one) => tell(one.unit.name)).join(', ')}
        </p>
      )}
      <Evidence initiative={initiative} />
      {recognised && <p className="print-only">{recognised}</p>}
      <Steps initiative={initiative} />
      {mayDecide ? (
        <Decide initiative={initiative} reasons={reasons} remark={remark} refetch={refetch} />
      ) : (
        <div className="actions actions--below">
          {initiative.mayEdit && (
            <Link className="button button--main" to="." search={{}}>
              {words.change}
            </Link>
          )}
          {initiative.mayWithdraw && <Withdraw initiative={initiative} refetch={refetch} />}
          {state === 'recognised' && <Reuse initiative={initiative} />}
          <Button onClick={() => print()}>{words.print}</Button>
          {recognised && <span className="actions__say">{recognised}</span>}
        </div>
      )}
    </article>
  )
}

type PartProps = {
  initiative: Initiative
  field: InitiativeField
  body?: ReactNode
  /** Undefined: nobody decides here. */
  remark: string | undefined
  onRemark: (value: string) => void
}

function SheetPart({ initiative, field, body, remark, onRemark }: PartProps) {
  const { reporting } = useWords()
  const words = reporting.initiative
  const tell = useTell()
  const titles = Object.fromEntries(initiative.choices.map(({ id, title }) => [id, tell(title)]))
  const shown = useShown(titles)
  const [isOpen, setOpen] = useState(false)
  const change = initiative.changes?.find((one) => one.field === field)
  return (
    <div className={change ? 'sheet__part sheet__part--changed' : 'sheet__part'}>
      <dt>
        {tell(initiativeFields[field].title)} {change && <Badge>{words.changed}</Badge>}
      </dt>
      <dd>
        <p className="sheet__text">{body ?? shown(initiative.content[field])}</p>
        {change && (
          <p className="sheet__was">
            <span className="tiny">{words.was}</span> {shown(change.from)}
          </p>
        )}
        {remark !== undefined && !isOpen && (
          <Button
            look="bare"
            className="sheet__ask"
            aria-label={`${words.remark}: ${tell(initiativeFields[field].title)}`}
            onClick={() => setOpen(true)}
          >
            {words.remark}
          </Button>
        )}
        {remark !== undefined && isOpen && (
          <TextField
            className="sheet__remark"
            title={`${words.remark}: ${tell(initiativeFields[field].title)}`}
            value={remark}
            max={1000}
            focus
            onChange={onRemark}
          />
        )}
      </dd>
    </div>
  )
}

function Steps({ initiative }: { initiative: Initiative }) {
  const { reporting } = useWords()
  const words = reporting.initiative
  const tell = useTell()
  const lang = useLang()
  if (initiative.steps.length < 2) return null
  return (
    <Disclosure title={words.steps}>
      <ol className="sheet__steps">
        {initiative.steps.map(({ at, by, move, reasons }) => (
          <li key={at}>
            <span className="quiet">{reporting.by(by, formatDay(at.slice(0, 10), lang))}</span>{' '}
            {words.moves[move as keyof typeof words.moves]}
            {move === 'return' && (
              <ul>
                {Object.entries(reasons).map(([field, reason]) => (
                  <li key={field} className="small">
                    {field === 'general' ? words.general : tell(initiativeFields[field as InitiativeField].title)}:{' '}
                    {reason}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </Disclosure>
  )
}

function Withdraw({ initiative, refetch }: Props) {
  const words = useWords().reporting.initiative
  const withdraw = useMutation({ ...trpc.initiative.withdraw.mutationOptions(), onSettled: refetch })
  const { id, version } = initiative
  return (
    <>
      <Button disabled={withdraw.isPending} onClick={() => withdraw.mutate({ id, version })}>
        {words.withdraw}
      </Button>
      <WriteFault error={withdraw.error} />
    </>
  )
}

type DecideProps = Props & { reasons: Record<string, string>; remark: (field: string, value: string) => void }

function Decide({ initiative, reasons, remark, refetch }: DecideProps) {
  const words = useWords().reporting.initiative
  const decide = useMutation({ ...trpc.initiative.decide.mutationOptions(), onSuccess: refetch })
  const given = Object.fromEntries(Object.entries(reasons).filter(([, reason]) => reason.trim() !== ''))
  const count = Object.keys(given).length
  const { id, version } = initiative
  return (
    <>
      <TextField
        className="sheet__general"
        title={words.general}
        long
        max={1000}
        value={reasons['general'] ?? ''}
        onChange={(value) => remark('general', value)}
      />
      <div className="actions actions--below">
        {count === 0 ? (
          <Button
            look="main"
            disabled={decide.isPending}
            onClick={() => decide.mutate({ id, version, verdict: 'recognise' })}
          >
            {words.recognise}
          </Button>
        ) : (
          <Button
            look="main"
            disabled={decide.isPending}
            onClick={() => decide.mutate({ id, version, verdict: 'return', reasons: given })}
          >
            {words.return(count)}
          </Button>
        )}
        <span className="actions__say">{words.decideHint}</span>
        <WriteFault error={decide.error} />
      </div>
    </>
  )
}
