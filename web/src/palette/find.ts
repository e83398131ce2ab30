/** Owns what a typed text finds across the house: indicators, units old and new, pages and actions. Pure. */
import type { Words } from '@laban/shared'
import { rank } from '@laban/shared'

export type Kind = 'indicator' | 'unit' | 'page' | 'action'

export type Thing = {
  /** Kind and id, unique: `unit:hcmc_merged/26740`. */
  key: string
  kind: Kind
  name: Words
  /** What tells it from others of like name. */
  note: Words | null
  /** Further texts by which it may be found, worth less than its name. */
  also: readonly string[]
}

export type Section = { kind: Kind | 'recent'; things: Thing[]; more: number }

/** A kind shows this many of what it has found. */
const most: Record<Kind, number> = { indicator: 8, unit: 8, page: 5, action: 6 }
const order: Kind[] = ['indicator', 'unit', 'page', 'action']

/** 0 is best; undefined: not found. */
export function match(typed: string, { name, also }: Thing): number | undefined {
  let best: number | undefined
  for (const [texts, penalty] of [
    [[name.vi, name.en], 0],
    [also, 3],
  ] as const) {
    for (const text of texts) {
      const at = rank(typed, text)
      if (at !== undefined) best = Math.min(at + penalty, best ?? at + penalty)
    }
  }
  return best
}

/**
 * Without a text: what was opened lately, then pages and actions. With one: every kind, the kind with the best find first.
 * @param recent  keys, newest first
 */
export function find(typed: string, things: readonly Thing[], recent: readonly string[]): Section[] {
  if (typed.trim() === '') {
    const byKey = new Map(things.map((thing) => [thing.key, thing]))
    const again = recent.flatMap((key) => byKey.get(key) ?? [])
    const rest = (['page', 'action'] as const).map((kind) => ({
      kind,
      things: things.filter((thing) => thing.kind === kind),
      more: 0,
    }))
    return [{ kind: 'recent' as const, things: again, more: 0 }, ...rest].filter((section) => section.things.length > 0)
  }
  const isRecent = new Set(recent)
  return order
    .map((kind) => {
      const found = things
        .filter((thing) => thing.kind === kind)
        .flatMap((thing) => {
          const at = match(typed, thing)
          return at === undefined ? [] : [{ thing, at: isRecent.has(thing.key) ? at - 0.5 : at }]
        })
        .sort((a, b) => a.at - b.at)
      return {
        kind,
        best: found[0]?.at ?? 9,
        things: found.slice(0, most[kind]).map(({ thing }) => thing),
        more: Math.max(0, found.length - most[kind]),
      }
    })
    .filter((section) => section.things.length > 0)
    .sort((a, b) => a.best - b.best)
    .map(({ kind, things: shown, more }) => ({ kind, things: shown, more }))
}
