/** Owns the reviewer's view: only what waits, beside what was sent before; many approved at once, some sent back with a reason. */
// Rows become cards on a phone, which elements of a table cannot without losing what they are.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { writeNumber } from '@laban/shared'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc } from '../../api.ts'
import { WriteFault } from '../../reporting/fault.tsx'
import { StateMark } from '../../reporting/mark.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import { measureShort } from './measure.ts'
import type { Figure, Return } from './typing.ts'

type Props = { page: Return; refetch: () => Promise<Return | undefined> }
/** Figure -> reason to send it back; absent: to be approved. */
type Backs = Record<string, string>

export function Review({ page, refetch }: Props) {
  const { reporting } = useWords()
  const words = reporting.returns
  const [backs, setBacks] = useState<Backs>({})
  const waiting = page.figures.filter(({ state }) => state === 'submitted')
  const rest = page.figures.filter(({ state }) => state !== 'submitted')
  const decide = useMutation({
    ...trpc.return.decide.mutationOptions(),
    onSuccess: () => setBacks({}),
    onSettled: () => void refetch(),
  })
  const sent = waiting.filter(({ key }) => backs[key] !== undefined)
  const kept = waiting.filter(({ key }) => backs[key] === undefined)
  const isSaid = sent.every(({ key }) => backs[key]!.trim() !== '')
  const seen = ({ key, version }: Figure) => ({ figure: key, version })
  return (
    <>
      <div className="figures figures--review" role="table" aria-label={words.columns.figure}>
        <div className="figures__row figures__row--head" role="row">
          {(['figure', 'last', 'before', 'value', 'note', 'decide'] as const).map((column) => (
            <span key={column} role="columnheader">
              {words.columns[column]}
            </span>
          ))}
        </div>
        {waiting.map((figure) => (
          <ReviewRow
            key={figure.key}
            figure={figure}
            back={backs[figure.key]}
            setBack={(reason) =>
              setBacks(({ [figure.key]: _gone, ...others }) =>
                reason === undefined ? others : { ...others, [figure.key]: reason },
              )
            }
          />
        ))}
      </div>
      {rest.length > 0 && (
        <Disclosure title={words.rest(rest.length)}>
          <ul className="figures__rest">
            {rest.map((figure) => (
              <Rest key={figure.key} figure={figure} />
            ))}
          </ul>
        </Disclosure>
      )}
      <div className="actions actions--below">
        <Button
          look="main"
          disabled={decide.isPending || !isSaid}
          onClick={() =>
            decide.mutate({
              id: page.id!,
              approve: kept.map(seen),
              back: sent.map((figure) => ({ ...seen(figure), reason: backs[figure.key]! })),
            })
          }
        >
          {sent.length === 0 ? words.approve(kept.length) : words.decide(kept.length, sent.length)}
        </Button>
        {!isSaid && <span className="actions__say">{words.backReason}</span>}
        <WriteFault error={decide.error} />
      </div>
    </>
  )
}

function Rest({ figure }: { figure: Figure }) {
  const tell = useTell()
  const lang = useLang()
  return (
    <li>
      <span>{tell(figure.title)}</span>
      <span className="numbers">{figure.value === null ? '–' : writeNumber(figure.value, lang)}</span>
      <StateMark state={figure.state} />
    </li>
  )
}

type RowProps = { figure: Figure; back: string | undefined; setBack: (reason: string | undefined) => void }

function ReviewRow({ figure, back, setBack }: RowProps) {
  const { reporting } = useWords()
  const words = reporting.returns
  const tell = useTell()
  const lang = useLang()
  const { value, before, again, last, known, note } = figure
  const number = (of: number | null) => (of === null ? '–' : writeNumber(of, lang))
  const differs = known !== null && value !== null && known.value !== value
  return (
    <div className="figures__row" role="row">
      <div role="rowheader" className="figures__name">
        {tell(figure.title)} <span className="quiet">({tell(measureShort(figure.measuredIn))})</span>{' '}
        {again && value !== before && <Badge>{reporting.initiative.changed}</Badge>}
        {figure.submitted?.by && <p className="tiny quiet">{figure.submitted.by}</p>}
      </div>
      <div role="cell" className="figures__cell numbers" data-title={words.columns.last}>
        {number(last)}
      </div>
      <div role="cell" className="figures__cell numbers" data-title={words.columns.before}>
        {again ? number(before) : '–'}
      </div>
      <div role="cell" className="figures__cell numbers" data-title={words.columns.value}>
        <strong>{number(value)}</strong>
        {known && (
          <span className={differs ? 'figures__differs' : 'tiny quiet figures__agreed'}>
            {differs ? `${words.columns.known.toLowerCase()} ${number(known.value)}` : words.agreed}
          </span>
        )}
      </div>
      <div role="cell" className="figures__cell small" data-title={words.columns.note}>
        {note || '–'}
      </div>
      <div role="cell" className="figures__cell">
        <Button
          aria-pressed={back !== undefined}
          aria-label={`${words.sendBack}: ${tell(figure.title)}`}
          onClick={() => setBack(back === undefined ? '' : undefined)}
        >
          {words.sendBack}
        </Button>
      </div>
      {back !== undefined && (
        <div className="figures__said">
          <input
            className="cell__input"
            // The reason is what comes next: the button was pressed for it.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            maxLength={500}
            value={back}
            placeholder={words.backReason}
            aria-label={`${words.backReason}: ${tell(figure.title)}`}
            onChange={(event) => setBack(event.target.value)}
          />
        </div>
      )}
    </div>
  )
}
