/** Owns what surrounds the router: answers, language, theme. The same for the served page and for the browser. */
import type { QueryClient } from '@tanstack/react-query'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import type { Lang } from '@laban/shared'
import { useMemo, useState } from 'react'
import type { PageRouter } from './router.tsx'
import type { Here } from './shell/present.ts'
import { PresentContext } from './shell/present.ts'
import type { Theme } from './shell/settings.ts'
import { keepSetting, SettingsContext } from './shell/settings.ts'
import { LangContext, loadWords } from './words/words.ts'

type Props = { router: PageRouter; queries: QueryClient; lang: Lang; theme: Theme; present: Here }

export function App({ router, queries, lang: firstLang, theme: firstTheme, present }: Props) {
  const [lang, showLang] = useState(firstLang)
  const [theme, showTheme] = useState(firstTheme)
  const settings = useMemo(
    () => ({
      lang,
      theme,
      setLang: (chosen: Lang) => {
        keepSetting('lang', chosen)
        void loadWords(chosen).then(() => {
          document.documentElement.lang = chosen
          showLang(chosen)
        })
      },
      setTheme: (chosen: Theme) => {
        keepSetting('theme', chosen)
        document.documentElement.dataset['theme'] = chosen
        showTheme(chosen)
      },
    }),
    [lang, theme],
  )
  return (
    <QueryClientProvider client={queries}>
      <SettingsContext value={settings}>
        <LangContext value={lang}>
          <PresentContext value={present}>
            <RouterProvider router={router} />
          </PresentContext>
        </LangContext>
      </SettingsContext>
    </QueryClientProvider>
  )
}
