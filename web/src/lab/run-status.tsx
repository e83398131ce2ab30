/** Owns the line that says what the run is doing, did, or why it could not. */
import { useEffect, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useLang, useWords } from '../words/words.ts'
import type { RunState, Trouble } from './bench.ts'
import { limits } from './bench.ts'
import { countText, secondsText, sizeText } from './size.ts'
import { tellTrouble } from './tell.ts'

type Props = { run: RunState; text: string; onAgree: () => void; onGo: () => void; onRenew: () => void }

export function RunStatus({ run, text, onAgree, onGo, onRenew }: Props) {
  if (run.kind === 'failed') return <Failed trouble={run.trouble} text={text} onGo={onGo} onRenew={onRenew} />
  return (
    <div className="lab-status">
      <Plain run={run} onAgree={onAgree} />
    </div>
  )
}

function Plain({ run, onAgree }: { run: RunState; onAgree: () => void }) {
  const words = useWords().lab.state
  const lang = useLang()
  const elapsed = useElapsed(run)
  switch (run.kind) {
    case 'idle':
      return <p className="quiet small">{words.idle}</p>
    case 'asking': {
      const size = sizeText(
        run.parcels.reduce((sum, { bytes }) => sum + bytes, 0),
        lang,
      )
      return (
        <output>
          {words.asking(run.parcels.map(({ name }) => name).join(', '), size)}{' '}
          <Button onClick={onAgree}>{words.fetchNow(size)}</Button>
        </output>
      )
    }
    case 'fetching':
      return (
        <output className="small">
          {run.names.length > 0 ? words.fetching(run.names.join(', ')) : words.starting}
        </output>
      )
    case 'running':
      // The seconds change too often to be read out.
      return (
        <p className="small" aria-live="off">
          {run.of > 1
            ? words.runningOf(run.at, run.of, secondsText(elapsed, lang))
            : words.running(secondsText(elapsed, lang))}
        </p>
      )
    case 'stopped':
      return <output className="small">{words.stopped}</output>
    case 'done': {
      const { result, ms, count } = run.outcome
      return (
        <output className="small">
          {words.done(countText(result.rows.length, lang), secondsText(ms, lang))}
          {count > 1 && ` · ${words.doneOf(count)}`}
          {result.more && <strong> · {words.more(countText(limits.rows, lang))}</strong>}
        </output>
      )
    }
    case 'failed':
      return null
  }
}

/** Milliseconds since the run began. */
function useElapsed(run: RunState): number {
  const [now, setNow] = useState(0)
  const isRunning = run.kind === 'running'
  useEffect(() => {
    if (!isRunning) return undefined
    const begun = performance.now()
    const timer = setInterval(() => setNow(performance.now() - begun), 200)
    return () => {
      clearInterval(timer)
      setNow(0)
    }
  }, [isRunning])
  return now
}

function Failed({
  trouble,
  text,
  onGo,
  onRenew,
}: {
  trouble: Trouble
  text: string
  onGo: () => void
  onRenew: () => void
}) {
  const { lab } = useWords()
  const lang = useLang()
  const told = tellTrouble(trouble, text, lab.trouble, lang)
  return (
    <div className="lab-status lab-status--bad" role="alert">
      <p>
        {told.place !== null && <strong>{told.place}: </strong>}
        {told.text}
      </p>
      {told.engine && (
        <details className="small quiet">
          <summary>{lab.trouble.engine}</summary>
          <code>{told.engine}</code>
        </details>
      )}
      {told.place !== null && <Button onClick={onGo}>{lab.state.goTo}</Button>}
      {trouble.kind === 'release' && <Button onClick={onRenew}>{lab.state.renew}</Button>}
    </div>
  )
}
