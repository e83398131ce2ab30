/**
 * Owns the queries that are kept in this browser: what was run, and what was given a name. A store that is broken, full or forbidden
 * never stops the page: what can be read is kept, the rest is left where it is.
 */
import { z } from 'zod'
import { longestQuery } from './link.ts'

const sqlSchema = z.string().min(1).max(longestQuery)

/** A query that was run. `at`: ISO 8601, UTC. */
const ranSchema = z.object({ sql: sqlSchema, at: z.iso.datetime(), rows: z.number().int().nullable() })
/** A query with a name of the reader's own. */
const savedSchema = z.object({ name: z.string().trim().min(1).max(120), sql: sqlSchema, at: z.iso.datetime() })
export type Ran = z.infer<typeof ranSchema>
export type Saved = z.infer<typeof savedSchema>
export type Shelf = { ran: Ran[]; saved: Saved[] }

const key = 'lab-shelf'
const draftKey = 'lab-draft'
const mostRan = 100
const mostSaved = 500

/** Keeps every entry that can be read. `broken`: entries that could not. */
function readList<T>(given: unknown, schema: z.ZodType<T>): { good: T[]; broken: number } {
  if (!Array.isArray(given)) return { good: [], broken: given === undefined ? 0 : 1 }
  const good = given.flatMap((entry) => {
    const read = schema.safeParse(entry)
    return read.success ? [read.data] : []
  })
  return { good, broken: given.length - good.length }
}

export function readShelf(text: string | null): { shelf: Shelf; broken: number } {
  if (text === null) return { shelf: { ran: [], saved: [] }, broken: 0 }
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return { shelf: { ran: [], saved: [] }, broken: 1 }
  }
  if (typeof given !== 'object' || given === null) return { shelf: { ran: [], saved: [] }, broken: 1 }
  const ran = readList((given as Partial<Shelf>).ran, ranSchema)
  const saved = readList((given as Partial<Shelf>).saved, savedSchema)
  return { shelf: { ran: ran.good, saved: saved.good }, broken: ran.broken + saved.broken }
}

/** The newest first; the same text once. */
export const withRan = (shelf: Shelf, ran: Ran): Shelf => ({
  ...shelf,
  ran: [ran, ...shelf.ran.filter(({ sql }) => sql !== ran.sql)].slice(0, mostRan),
})

/** A name is there once: saving under it again replaces. */
export const withSaved = (shelf: Shelf, saved: Saved): Shelf => ({
  ...shelf,
  saved: [saved, ...shelf.saved.filter(({ name }) => name !== saved.name)].slice(0, mostSaved),
})

export const withoutSaved = (shelf: Shelf, name: string): Shelf => ({
  ...shelf,
  saved: shelf.saved.filter((one) => one.name !== name),
})

/** The file that another browser can bring in. */
export const exportShelf = ({ saved }: Shelf): string =>
  JSON.stringify({ kind: 'la-ban-queries', version: 1, saved }, null, 2)

/**
 * Adds the queries of a file. One that has the name but not the text of one that is here comes in under a name of its own.
 * @returns null where the file is none of ours
 */
export function importShelf(shelf: Shelf, text: string): { shelf: Shelf; added: number; broken: number } | null {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof given !== 'object' || given === null || (given as { kind?: unknown }).kind !== 'la-ban-queries')
    return null
  const { good, broken } = readList((given as { saved?: unknown }).saved, savedSchema)
  let next = shelf
  let added = 0
  for (const one of good.toReversed()) {
    const same = next.saved.find(({ name }) => name === one.name)
    if (same?.sql === one.sql) continue
    next = withSaved(next, same ? { ...one, name: freeName(next, one.name) } : one)
    added++
  }
  return { shelf: next, added, broken }
}

function freeName({ saved }: Shelf, name: string): string {
  for (let n = 2; ; n++) {
    const wanted = `${name.slice(0, 110)} (${n})`
    if (!saved.some((one) => one.name === wanted)) return wanted
  }
}

/** Storage that may be forbidden or full. */
function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}

export const loadShelf = (): { shelf: Shelf; broken: number } => readShelf(attempt(() => localStorage.getItem(key)))

/** @returns false where the browser would not keep it */
export function storeShelf(shelf: Shelf): boolean {
  return attempt(() => (localStorage.setItem(key, JSON.stringify(shelf)), true)) ?? false
}

/** The text that was being written, so that no reload loses it. */
export const loadDraft = (): string | null => attempt(() => localStorage.getItem(draftKey))
export const storeDraft = (sql: string): void =>
  void attempt(() => localStorage.setItem(draftKey, sql.slice(0, longestQuery)))
