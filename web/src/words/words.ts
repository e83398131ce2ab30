/**
 * Owns the choice of language and the way to its words. A dictionary is plain typed data: a word missing in one language
 * does not compile. Words that come from packs (names, bases) are `Words`: `tell(words)`.
 */
import type { Lang, Words } from '@laban/shared'
import { createContext, use } from 'react'
import type { pages } from './vi/pages.ts'
import { vi } from './vi/vi.ts'

export type { Lang } from '@laban/shared'
type First = typeof vi
export type Dictionary = First & typeof pages

/** Vietnamese of the first screen is always there; all else is fetched by who reads it. */
const known = new Map<Lang, First | Dictionary>([['vi', vi]])
let spoken: Lang = 'vi'
let withPages = false

const firstOf = async (lang: Lang): Promise<First> => (lang === 'vi' ? vi : (await import('./en/en.ts')).en)
const pagesOf = async (lang: Lang): Promise<typeof pages> =>
  lang === 'vi' ? (await import('./vi/pages.ts')).pages : (await import('./en/pages.ts')).pages

/** Must have ended before `LangContext` says this language. */
export async function loadWords(lang: Lang): Promise<void> {
  spoken = lang
  const [first, rest] = await Promise.all([firstOf(lang), withPages ? pagesOf(lang) : undefined])
  known.set(lang, { ...known.get(lang), ...first, ...rest })
}

/** Must have ended before anything but the first screen is shown: the router fetches them beside the page. */
export function loadPageWords(): Promise<void> {
  withPages = true
  return loadWords(spoken)
}

/** What is fetched later, with the words that it speaks. */
export const withWords = async <T>(part: Promise<T>): Promise<T> => (await Promise.all([part, loadPageWords()]))[0]

export const LangContext = createContext<Lang>('vi')

export const useLang = (): Lang => use(LangContext)

/** Rooms of pages are there once their page is. @throws Error for a language that was not loaded */
export function useWords(): Dictionary {
  return wordsOf(use(LangContext))
}

export function wordsOf(lang: Lang): Dictionary {
  const found = known.get(lang)
  if (!found) throw new Error(`words not loaded: ${lang}`)
  return found as Dictionary
}

/** Gives the reader's language out of words that came as data. */
export function useTell(): (words: Words) => string {
  const lang = use(LangContext)
  return (words) => words[lang]
}
