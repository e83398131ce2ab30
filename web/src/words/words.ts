/**
 * Owns the choice of language and the way to its words. A dictionary is plain typed data: a word missing in one language
 * does not compile. Words that come from packs (names, bases) are `Words`: `tell(words)`.
 */
import type { Lang, Words } from '@laban/shared'
import { createContext, use } from 'react'
import { vi } from './vi/vi.ts'

export type { Lang } from '@laban/shared'
export type Dictionary = typeof vi

export const langs = ['vi', 'en'] as const satisfies Lang[]
/** Vietnamese is always there; the other language is fetched by who reads it. */
const known = new Map<Lang, Dictionary>([['vi', vi]])

/** Must have ended before `LangContext` says this language. */
export async function loadWords(lang: Lang): Promise<void> {
  if (!known.has(lang)) known.set(lang, (await import('./en/en.ts')).en)
}

/** @throws Error if its words were not loaded */
export function wordsOf(lang: Lang): Dictionary {
  const found = known.get(lang)
  if (!found) throw new Error(`words not loaded: ${lang}`)
  return found
}

export const LangContext = createContext<Lang>('vi')

export const useLang = (): Lang => use(LangContext)
export const useWords = (): Dictionary => wordsOf(use(LangContext))

/** Gives the reader's language out of words that came as data. */
export function useTell(): (words: Words) => string {
  const lang = use(LangContext)
  return (words) => words[lang]
}
