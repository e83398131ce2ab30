/** Owns what a reader prefers, as kept in cookies that the page sets: language and theme. Anything unknown means the default. */
export type Preference = { lang: 'vi' | 'en'; theme: 'light' | 'dark' | 'system' }

export const langs = ['vi', 'en'] as const
export const themes = ['light', 'dark', 'system'] as const

const preset: Preference = { lang: 'vi', theme: 'system' }
const read = new Map<string, Preference>()

export function readPreference(cookie: string | undefined): Preference {
  if (cookie === undefined) return preset
  const known = read.get(cookie)
  if (known) return known
  const value = (name: string): string | undefined => new RegExp(`(?:^|;\\s*)${name}=([a-z]+)`).exec(cookie)?.[1]
  const [lang, theme] = [value('lang'), value('theme')]
  const preference: Preference = {
    lang: langs.find((one) => one === lang) ?? preset.lang,
    theme: themes.find((one) => one === theme) ?? preset.theme,
  }
  if (read.size > 500) read.clear()
  read.set(cookie, preference)
  return preference
}

export const printPreference = ({ lang, theme }: Preference): string => `${lang}-${theme}`
export const printCookie = ({ lang, theme }: Preference): string => `lang=${lang}; theme=${theme}`
