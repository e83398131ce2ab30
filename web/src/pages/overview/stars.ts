/** Owns which indicators a reader follows: kept in this browser alone, the same in all its tabs. */
import { useSyncExternalStore } from 'react'

const key = 'laban.stars'
const listeners = new Set<() => void>()
const none: readonly string[] = []
let kept: { text: string | null; ids: readonly string[] } = { text: null, ids: none }

/** A browser may refuse to keep anything; then nothing is followed. */
function textKept(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function read(): readonly string[] {
  const text = textKept()
  if (text !== kept.text) kept = { text, ids: text ? text.split(' ') : none }
  return kept.ids
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}

export type Stars = { ids: readonly string[]; toggle: (id: string) => void }

export function useStars(): Stars {
  const ids = useSyncExternalStore(subscribe, read, () => none)
  return { ids, toggle }
}

/** Element id of an indicator's star. */
export const starIdOf = (indicator: string): string => `star-${indicator.replace('/', '-')}`

function toggle(id: string): void {
  const ids = read()
  const next = ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]
  try {
    localStorage.setItem(key, next.join(' '))
  } catch {
    kept = { text: textKept(), ids: next }
  }
  for (const listener of listeners) listener()
  // The tile moves between its group and the followed ones; the keyboard goes with it.
  requestAnimationFrame(() => document.getElementById(starIdOf(id))?.focus())
}
