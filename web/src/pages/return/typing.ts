/**
 * Owns what is typed into a return: first kept on this device, then figure by figure on the server. A figure that somebody else
 * changed meanwhile is shown anew, and what was typed here stays until it is saved over it or taken back.
 */
import type { Issue, Lang, Words } from '@laban/shared'
import { issuesOf, readNumber, withTotals, writeNumber } from '@laban/shared'
import { useEffect, useRef, useState } from 'react'
import type { Answered } from '../../api.ts'
import { client, troubleOf } from '../../api.ts'
import type { Autosave } from '../../reporting/autosave.tsx'
import { useAutosave } from '../../reporting/autosave.tsx'
import { dropDraft, keepDraft, readDraft } from '../../reporting/draft.ts'
import { useDraftName } from '../../reporting/me.tsx'
import { useLang } from '../../words/words.ts'

export type Return = Answered['return']['get']
export type Figure = Return['figures'][number]
type Text = { text: string; note: string }
type Texts = Record<string, Text>

export type Typing = {
  text: (key: string) => Text
  /** Changes by figure, all at once. */
  type: (changes: Readonly<Record<string, Partial<Text>>>) => void
  /** Values as they would be with what is typed, totals included. */
  values: Record<string, number | null>
  /** Why a text is no number, by figure. */
  wrong: Record<string, Words>
  issues: Issue[]
  saving: Autosave
  conflict: boolean
  restored: boolean
  /** Saves at once. @returns the return's id when everything is kept */
  flush: () => Promise<string | undefined>
}

export const isOpen = ({ state }: Figure) => state === 'empty' || state === 'draft' || state === 'returned'

/** The form as the shared rules want it; titles stand in it already. */
export const formOf = ({ figures, rules }: Return) => ({
  rules,
  figures: figures.map(({ key, title, required, whole, min, max }) => ({
    key,
    title,
    required,
    whole,
    item: 'x',
    where: {},
    covers: 'period' as const,
    ...(min === null ? {} : { min }),
    ...(max === null ? {} : { max }),
  })),
})

function readText(text: string, lang: Lang): { value: number | null } | { fault: Words } {
  return text.trim() === '' ? { value: null } : readNumber(text, lang)
}

export function useTyping(page: Return, refetch: () => Promise<Return | undefined>): Typing {
  const lang = useLang()
  const name = useDraftName(`return:${page.duty.id}:${page.unit.id}:${page.period}`)
  const [draft] = useState(() => readDraft<Texts>(name)?.content ?? {})
  const [dirty, show] = useState<Texts>(draft)
  const [conflict, setConflict] = useState(false)
  const held = useRef({ dirty: draft, page, id: page.id })
  useEffect(() => {
    held.current.page = page
  }, [page])

  const stored = (key: string, from = page): Text => {
    const figure = from.figures.find((one) => one.key === key)
    const value = figure?.value ?? null
    return { text: value === null ? '' : writeNumber(value, lang), note: figure?.note ?? '' }
  }
  const put = (next: Texts) => {
    held.current.dirty = next
    show(next)
    if (Object.keys(next).length > 0) keepDraft<Texts>(name, { version: 0, content: next })
    else dropDraft(name)
  }

  async function save(): Promise<string | undefined> {
    const { page: now, dirty: typed } = held.current
    const sent = Object.entries(typed).flatMap(([key, { text, note }]) => {
      const read = readText(text, lang)
      const figure = now.figures.find((one) => one.key === key)
      return 'value' in read && figure && isOpen(figure)
        ? [{ figure: key, version: figure.version, value: read.value, note }]
        : []
    })
    if (sent.length === 0) return undefined
    try {
      const place = { duty: now.duty.id, unit: now.unit.id, period: now.period }
      const kept = await client.return.save.mutate({ ...place, figures: sent })
      held.current.id = kept.id
      setConflict(false)
    } catch (thrown) {
      if (troubleOf(thrown).code !== 'write/conflict') throw thrown
      setConflict(true)
      await refetch()
      return undefined
    }
    const fresh = await refetch()
    if (fresh) held.current.page = fresh
    const keys = new Set(sent.map(({ figure }) => figure))
    put(
      Object.fromEntries(
        Object.entries(held.current.dirty).filter(([key, text]) => !keys.has(key) || text !== typed[key]),
      ),
    )
    return new Date().toISOString()
  }
  const saving = useAutosave(save, Object.keys(draft).length > 0)

  const text = (key: string): Text => dirty[key] ?? stored(key)
  const wrong: Record<string, Words> = {}
  const typed: Record<string, number | null> = {}
  for (const { key, value } of page.figures) {
    const read = dirty[key] ? readText(dirty[key].text, lang) : { value }
    if ('fault' in read) wrong[key] = read.fault
    else typed[key] = read.value
  }
  const form = formOf(page)
  const values = withTotals(form, typed)
  const last = Object.fromEntries(page.figures.map((figure) => [figure.key, figure.last]))
  const differing = page.figures.flatMap(({ key, known }): Issue[] => {
    const value = values[key] ?? null
    if (!known || value === null || value === known.value) return []
    const message = { vi: 'khác số trong kho; hãy ghi lý do', en: 'differs from the warehouse; say why' }
    return [{ figure: key, severity: 'explain', message }]
  })
  const issues = [...issuesOf(form, { items: {} }, values, last), ...differing].filter(
    ({ severity, figure }) => severity === 'error' || text(figure).note.trim() === '',
  )
  return {
    text,
    values,
    wrong,
    issues,
    saving,
    conflict,
    restored: Object.keys(draft).length > 0,
    type: (changes) => {
      const { dirty: before, page: now } = held.current
      const changed = Object.entries(changes).map(([key, change]) => [
        key,
        { ...(before[key] ?? stored(key, now)), ...change },
      ])
      put({ ...before, ...(Object.fromEntries(changed) as Texts) })
      saving.later()
    },
    async flush() {
      await saving.now()
      return Object.keys(held.current.dirty).length === 0 ? (held.current.id ?? undefined) : undefined
    },
  }
}
