/** Owns what this browser has opened lately through the palette. Where nothing may be kept, nothing is: it is a comfort only. */
const place = 'laban.recent'
const most = 6

export function readRecent(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '[]')
    return Array.isArray(kept) ? kept.filter((key) => typeof key === 'string').slice(0, most) : []
  } catch {
    // Storage refused, or another program's text: the same as an empty list.
    return []
  }
}

export function keepRecent(key: string): void {
  try {
    localStorage.setItem(place, JSON.stringify([key, ...readRecent().filter((other) => other !== key)].slice(0, most)))
  } catch {
    // Storage refused: the list stays as it was.
  }
}
