/**
 * Owns the rhythm of saving while somebody types: a rest after the last key, one save at a time, what could not be saved tried again
 * when the reader comes back, for instance from signing in beside.
 */
import { useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useWords } from '../words/words.ts'

export type Autosave = {
  /** `saving` from the first key on: what waits to be saved is not saved. */
  state: 'saved' | 'saving' | 'failed'
  /** Moment of the last save here, ISO 8601; null: none yet. */
  savedAt: string | null
  error: unknown
  /** Something was typed. */
  later: () => void
  /** Saves at once; ends when nothing is under way any more. */
  now: () => Promise<void>
}

const pauseMs = 800

/**
 * @param save  keeps what there is. Answers with the moment in ISO 8601; undefined: there was nothing to keep
 * @param atOnce  something is there to be saved from the beginning: a draft of an ended session
 */
export function useAutosave(save: () => Promise<string | undefined>, atOnce: boolean): Autosave {
  const [state, setState] = useState<Autosave['state']>('saved')
  const [savedAt, setSavedAt] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const running = useRef<Promise<void> | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const waits = useRef(false)
  const latest = useRef(save)
  useEffect(() => {
    latest.current = save
  })

  const run = async (): Promise<void> => {
    setState('saving')
    try {
      const at = await latest.current()
      if (at !== undefined) setSavedAt(at)
      setError(null)
      setState(waits.current ? 'saving' : 'saved')
    } catch (thrown) {
      setError(thrown)
      setState('failed')
    } finally {
      running.current = null
    }
  }
  const now = async (): Promise<void> => {
    clearTimeout(timer.current)
    waits.current = false
    // What is under way may have begun before the last key.
    await running.current
    running.current ??= run()
    await running.current
  }
  const later = () => {
    clearTimeout(timer.current)
    waits.current = true
    setState('saving')
    timer.current = setTimeout(() => void now(), pauseMs)
  }
  useEffect(() => {
    if (atOnce) later()
    return () => clearTimeout(timer.current)
    // What is there at the beginning is known once.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  useEffect(() => {
    if (state !== 'failed') return
    const again = () => void now()
    const events = ['focus', 'online'] as const
    for (const event of events) addEventListener(event, again)
    return () => {
      for (const event of events) removeEventListener(event, again)
    }
    // Everything that is read lives in refs.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [state])
  return { state, savedAt, error, later, now }
}

/** Whether what was typed is kept, beside the buttons. */
export function Saved({ saving: { state, savedAt, now } }: { saving: Autosave }) {
  const words = useWords().reporting.save
  if (state === 'failed') {
    return (
      <span className="actions__say">
        {words.unsaved} <Button onClick={() => void now()}>{words.again}</Button>
      </span>
    )
  }
  if (state === 'saving') return <output className="actions__say">{words.saving}</output>
  if (savedAt === null) return null
  const time = new Date(savedAt)
  const two = (n: number) => String(n).padStart(2, '0')
  return <output className="actions__say">{words.saved(`${two(time.getHours())}:${two(time.getMinutes())}`)}</output>
}
