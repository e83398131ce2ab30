/** Owns which indicators a search and its filters mean, in which order, and what each filter offers. Pure. */
import type { Group, Status, Words } from '@laban/shared'
import { fold, rank } from '@laban/shared'

/** What is needed of an indicator to find it. */
export type Entry = {
  id: string
  name: Words
  definition: Words
  group: Group
  owner: { id: string; name: Words }
  area: string
  basis: Words
  status: Status | null
}

export type Wanted = {
  q: string
  group: string | undefined
  /** Key of a legal basis, from `basisKey`. */
  basis: string | undefined
  owner: string | undefined
  status: string | undefined
  area: string | undefined
}

/** `null` stands in an address as `untargeted`. */
export const statusKey = ({ status }: Pick<Entry, 'status'>): string => status ?? 'untargeted'

/** A basis has no id: its English words, folded, short enough for an address. */
export const basisKey = ({ basis }: Pick<Entry, 'basis'>): string => fold(basis.en).replaceAll(' ', '-').slice(0, 60)

const keyOf = {
  group: ({ group }: Entry) => group,
  basis: basisKey,
  owner: ({ owner }: Entry) => owner.id,
  status: statusKey,
  area: ({ area }: Entry) => area,
}
export type Facet = keyof typeof keyOf
const facets = Object.keys(keyOf) as Facet[]

/** 0 is best: by name before by definition; undefined: not meant. */
export function relevance(q: string, { name, definition, id }: Entry): number | undefined {
  const inName = best([name.vi, name.en, id], q)
  if (inName !== undefined) return inName
  const inDefinition = best([definition.vi, definition.en], q)
  return inDefinition === undefined ? undefined : 3 + inDefinition
}

const best = (texts: readonly string[], q: string): number | undefined =>
  texts.reduce<number | undefined>((least, text) => {
    const found = rank(q, text)
    return found === undefined ? least : Math.min(found, least ?? found)
  }, undefined)

const holds = (entry: Entry, wanted: Wanted, except?: Facet): boolean =>
  facets.every((facet) => facet === except || wanted[facet] === undefined || keyOf[facet](entry) === wanted[facet])

/** Best first; equal ones keep the catalogue's order. */
export function wantedOf<T extends Entry>(entries: readonly T[], wanted: Wanted): T[] {
  return entries
    .filter((entry) => holds(entry, wanted))
    .flatMap((entry) => {
      const at = relevance(wanted.q, entry)
      return at === undefined ? [] : [{ entry, at }]
    })
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry)
}

/** Values of one filter with how many indicators each would leave, all other filters held. */
export function offered<T extends Entry>(
  entries: readonly T[],
  wanted: Wanted,
  facet: Facet,
): { key: string; entry: T; count: number }[] {
  const found = new Map<string, { key: string; entry: T; count: number }>()
  for (const entry of entries) {
    const key = keyOf[facet](entry)
    const option = found.get(key) ?? { key, entry, count: 0 }
    if (holds(entry, wanted, facet) && relevance(wanted.q, entry) !== undefined) option.count++
    found.set(key, option)
  }
  return [...found.values()]
}
