/** Owns showing what a query would be as an indicator: the text to take along, or why it cannot be one. */
import type { Dataset } from '@laban/shared'
import { useEffect, useRef, useState } from 'react'
import { save } from '../charts/save.ts'
import { Button } from '../ui/button.tsx'
import { useWords } from '../words/words.ts'
import { lineAndColumn } from './fault.ts'
import { propose } from './propose.ts'

type Props = { sql: string; datasets: readonly Dataset[]; onClose: () => void }

export function ProposalView({ sql, datasets, onClose }: Props) {
  const { lab } = useWords()
  const words = lab.proposal
  const heading = useRef<HTMLHeadingElement>(null)
  const [text, setText] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const proposal = propose(sql, datasets)
  const indicator = 'indicator' in proposal ? proposal.indicator : null
  useEffect(() => {
    heading.current?.focus()
  }, [])
  useEffect(() => {
    if (indicator)
      void import('./proposal-text.ts').then(({ proposalText }) => setText(proposalText(indicator, words.head)))
    // The query is the same for as long as this is open.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [sql, words.head])
  const copy = () =>
    navigator.clipboard.writeText(text ?? '').then(
      () => setSaid(words.copied),
      () => setSaid(lab.results.copyFailed),
    )
  return (
    <section className="lab-proposal" aria-label={words.title}>
      <h2 ref={heading} tabIndex={-1}>
        {indicator ? words.title : words.unable}
      </h2>
      {indicator ? (
        <>
          <p className="small">{words.about}</p>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long text must be reached by keyboard to be scrolled */}
          <pre tabIndex={0}>{text}</pre>
        </>
      ) : (
        !('indicator' in proposal) && (
          <>
            <p>
              {proposal.to > 0 && <strong>{lab.trouble.at(...placeOf(sql, proposal.from))}: </strong>}
              {words.reasons[proposal.reason]} {proposal.near && <code>{proposal.near}</code>}
            </p>
            <p className="small quiet">{words.vocabulary}</p>
          </>
        )
      )}
      <p className="lab-proposal__actions">
        {indicator && (
          <>
            <Button look="main" disabled={text === null} onClick={() => void copy()}>
              {words.copy}
            </Button>
            <Button
              disabled={text === null}
              onClick={() =>
                save(new Blob([text ?? ''], { type: 'application/yaml' }), `${indicator.id.split('/')[1]}.yaml`)
              }
            >
              {words.save}
            </Button>
          </>
        )}
        <Button onClick={onClose}>{words.close}</Button>
        <output className="small quiet">{said}</output>
      </p>
    </section>
  )
}

function placeOf(sql: string, offset: number): [number, number] {
  const { line, column } = lineAndColumn(sql, offset)
  return [line, column]
}
