/** Makes the served page: the overview with its figures, and the frame of all other pages. No clock, no env, no files. */
import type { Lang, Overview } from '@laban/shared'
import { createMemoryHistory } from '@tanstack/react-router'
import { renderToString } from 'react-dom/server'
import { createQueries, trpc } from './api.ts'
import { App } from './app.tsx'
import { createPages, servedPages } from './router.tsx'
import type { Here } from './shell/present.ts'
import type { Theme } from './shell/settings.ts'
import { loadWords, wordsOf } from './words/words.ts'

export type Asked = {
  /** `/`, `/units`, ... */
  path: string
  /** With its question mark; empty: none. */
  search: string
  lang: Lang
  theme: Theme
  /** `input` is what `overview.get` was asked with; `overview` is null on other pages and where it was not answered. */
  data: { overview: Overview | null; input: Record<string, string> | null }
  present: Here
}

/** Pieces of HTML. `state` holds data alone, which the browser puts into its answers before it draws. */
export type Rendered = { head: string; body: string; state: string }

export async function render({ path, search, lang, theme, data, present }: Asked): Promise<Rendered> {
  const queries = createQueries()
  const key = trpc.overview.get.queryKey(data.input ?? {})
  if (data.overview) queries.setQueryData(key, data.overview)
  const router = createPages(servedPages, createMemoryHistory({ initialEntries: [path + search] }), { queries })
  // The router would write its memory of scrolling as an inline script, which the security policy refuses.
  router.update({ ...router.options, scrollRestoration: false })
  await Promise.all([router.load(), loadWords(lang)])
  const body = renderToString(<App router={router} queries={queries} lang={lang} theme={theme} present={present} />)
  queries.clear()
  const { shell, overview } = wordsOf(lang)
  const title = path === '/' ? `${overview.title} · ${shell.product}` : shell.product
  return { head: `<title>${title}</title>`, body, state: data.overview ? stateOf(key, data.overview) : '' }
}

/** `<` is written so that no text can end the element. */
function stateOf(key: readonly unknown[], overview: Overview): string {
  const json = JSON.stringify({ answers: [[key, overview]] }).replaceAll('<', '\\u003c')
  return `<script type="application/json" id="state">${json}</script>`
}
