/** Owns drafts on this device: what was typed outlives an ended session, a closed tab and a lost network. */

export type Draft<T> = {
  /** Version that the typing began with. */
  version: number
  content: T
}

const keyOf = (name: string) => `draft:${name}`

/** A browser that keeps nothing, or a draft that cannot be read, is as none. */
export function readDraft<T>(name: string): Draft<T> | undefined {
  try {
    const text = localStorage.getItem(keyOf(name))
    return text === null ? undefined : (JSON.parse(text) as Draft<T>)
  } catch {
    return undefined
  }
}

export function keepDraft<T>(name: string, draft: Draft<T>): void {
  try {
    localStorage.setItem(keyOf(name), JSON.stringify(draft))
  } catch {
    // Full or forbidden: then the page itself is the only copy.
  }
}

export function dropDraft(name: string): void {
  try {
    localStorage.removeItem(keyOf(name))
  } catch {
    // Nothing was kept.
  }
}
