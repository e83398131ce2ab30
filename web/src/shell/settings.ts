/** Owns what a reader has set for this browser: language and theme, in cookies so that the server's first page obeys them. */
import type { Lang } from '@laban/shared'
import { createContext, use } from 'react'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export type Settings = { lang: Lang; theme: Theme; setLang: (lang: Lang) => void; setTheme: (theme: Theme) => void }

const absent = () => {
  throw new Error('settings are read outside the app')
}

export const SettingsContext = createContext<Settings>({
  lang: 'vi',
  theme: 'system',
  setLang: absent,
  setTheme: absent,
})

export const useSettings = (): Settings => use(SettingsContext)

const yearS = 365 * 24 * 3600

export function keepSetting(name: 'lang' | 'theme', value: string): void {
  document.cookie = `${name}=${value}; Path=/; Max-Age=${yearS}; SameSite=Lax`
}

const cookie = (name: string): string | undefined => new RegExp(`(?:^|; )${name}=([a-z]+)`).exec(document.cookie)?.[1]

/** What the page was made with: the server has written it on the root element. */
export function settingsOfPage(): { lang: Lang; theme: Theme } {
  const root = document.documentElement
  const theme = themes.find((one) => one === (cookie('theme') ?? root.dataset['theme'])) ?? 'system'
  return { lang: (cookie('lang') ?? root.lang) === 'en' ? 'en' : 'vi', theme }
}
