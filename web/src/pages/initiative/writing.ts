/**
 * Owns keeping an initiative while it is typed: first on this device, then on the server. When somebody else was faster, changes are
 * put together, and the reader is asked only about what both changed.
 */
import type { InitiativeContent } from '@laban/shared'
import { mergeChanges } from '@laban/shared'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Answered } from '../../api.ts'
import { client, trpc, troubleOf } from '../../api.ts'
import type { Autosave } from '../../reporting/autosave.tsx'
import { useAutosave } from '../../reporting/autosave.tsx'
import { dropDraft, keepDraft, readDraft } from '../../reporting/draft.ts'
import { useDraftName } from '../../reporting/me.tsx'

type Page = Answered['initiative']['get']
type Field = keyof InitiativeContent

/** What both changed: the other's values, by field. */
export type Clash = { fields: Field[]; theirs: InitiativeContent }

export type Writing = {
  content: InitiativeContent
  set: (change: Partial<InitiativeContent>) => void
  saving: Autosave
  restored: boolean
  clash: Clash | null
  /** Ends a clash with the values chosen. */
  settle: (chosen: Partial<InitiativeContent>) => void
  /** Forgets what is kept on this device. */
  forget: () => void
  /** Saves at once. @returns the version that holds everything; undefined: it could not be saved */
  flush: () => Promise<number | undefined>
}

type Kept = { base: InitiativeContent; mine: InitiativeContent }

const equal = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

export function useWriting(page: Page): Writing {
  const name = useDraftName(`initiative:${page.id}`)
  const queries = useQueryClient()
  const [first] = useState(() => {
    const draft = readDraft<Kept>(name)
    if (!draft || equal(draft.content.mine, page.content))
      return { content: page.content, restored: false, clash: null }
    const { merged, clashes } = mergeChanges(draft.content.base, draft.content.mine, page.content)
    const clash = clashes.length > 0 ? { fields: clashes, theirs: page.content } : null
    return { content: { ...page.content, ...merged }, restored: true, clash }
  })
  const [content, show] = useState<InitiativeContent>(first.content)
  const [clash, showClash] = useState<Clash | null>(first.clash)
  const held = useRef({
    content: first.content,
    base: page.content,
    version: page.version,
    clash: first.clash !== null,
  })

  const put = (next: InitiativeContent) => {
    held.current.content = next
    show(next)
    keepDraft<Kept>(name, { version: held.current.version, content: { base: held.current.base, mine: next } })
  }

  async function takeTheirs(): Promise<void> {
    const latest = await queries.fetchQuery({ ...trpc.initiative.get.queryOptions({ id: page.id }), staleTime: 0 })
    const { merged, clashes } = mergeChanges(held.current.base, held.current.content, latest.content)
    held.current = { ...held.current, base: latest.content, version: latest.version, clash: clashes.length > 0 }
    showClash(clashes.length > 0 ? { fields: clashes, theirs: latest.content } : null)
    put(merged)
  }

  async function save(): Promise<string | undefined> {
    let at: string | undefined
    while (!held.current.clash && !equal(held.current.content, held.current.base)) {
      const { content: sent, version } = held.current
      try {
        const kept = await client.initiative.save.mutate({ id: page.id, version, content: sent })
        held.current = { ...held.current, base: sent, version: kept.version }
        at = kept.at
        if (equal(held.current.content, sent)) dropDraft(name)
      } catch (thrown) {
        if (troubleOf(thrown).code === 'write/conflict') await takeTheirs()
        else throw thrown
      }
    }
    return at
  }
  const saving = useAutosave(save, first.restored)

  return {
    content,
    saving,
    restored: first.restored,
    clash,
    set: (change) => {
      put({ ...held.current.content, ...change })
      saving.later()
    },
    settle: (chosen) => {
      held.current.clash = false
      showClash(null)
      put({ ...held.current.content, ...chosen })
      saving.later()
    },
    forget: () => dropDraft(name),
    async flush() {
      await saving.now()
      if (held.current.clash || !equal(held.current.content, held.current.base)) return undefined
      return held.current.version
    },
  }
}
