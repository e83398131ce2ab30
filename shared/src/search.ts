/** Owns matching of names typed by people: without diacritics, with small slips. */

/** "Thủ Đức" -> "thu duc". Vietnamese đ has no decomposition, so it is named here. */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

/** Edit distance (Levenshtein) of two short texts. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}

/**
 * How well `text` answers `query`: 0 is best, `undefined` is no match. Every word of the query must begin a word of the
 * text, or be found inside it.
 */
export function rank(query: string, text: string): number | undefined {
  const [q, t] = [fold(query), fold(text)]
  if (q === '') return 0
  if (t.startsWith(q)) return 0
  const words = t.split(' ')
  const starts = q.split(' ').every((word) => words.some((other) => other.startsWith(word)))
  if (starts) return 1
  return q.split(' ').every((word) => t.includes(word)) ? 2 : undefined
}

/** The names closest to a wrong one, best first; at most `limit`, none further than half the length. */
export function nearest<T>(wrong: string, things: readonly T[], name: (thing: T) => string[], limit = 5): T[] {
  const q = fold(wrong)
  return (
    things
      .map((thing) => {
        const texts = name(thing)
        const letters = Math.min(...texts.map((text) => distance(q, fold(text))))
        return { thing, letters, far: texts.some((text) => rank(wrong, text) !== undefined) ? 0 : letters }
      })
      .filter(({ far }) => far <= Math.max(2, q.length / 2))
      // Of those that hold all that was typed, the one with the fewest letters more.
      .sort((a, b) => a.far - b.far || a.letters - b.letters)
      .slice(0, limit)
      .map(({ thing }) => thing)
  )
}
