/** Owns what a reader prefers, as kept in cookies that the page sets: language and theme. Anything unknown means the default. */
export type Preference = { lang: 'vi' | 'en'; theme: 'light' | 'dark' | 'system' }

const langs = ['vi', 'en'] as const
const themes = ['light', 'dark', 'system'] as const

/** Every preference there is, once: two readers who prefer the same have the same object. */
export const preferences: readonly Preference[] = langs.flatMap((lang) => themes.map((theme) => ({ lang, theme })))

const read = new Map<string, Preference>()
const preset = named(undefined, undefined)

function named(lang: string | undefined, theme: string | undefined): Preference {
  const [one, other] = [
    langs.find((known) => known === lang) ?? 'vi',
    themes.find((known) => known === theme) ?? 'system',
  ]
  return preferences.find((preference) => preference.lang === one && preference.theme === other)!
}

export function readPreference(cookie: string | undefined): Preference {
  if (cookie === undefined) return preset
  const known = read.get(cookie)
  if (known) return known
  const value = (name: string): string | undefined => new RegExp(`(?:^|;\\s*)${name}=([a-z]+)`).exec(cookie)?.[1]
  const preference = named(value('lang'), value('theme'))
  if (read.size > 500) read.clear()
  read.set(cookie, preference)
  return preference
}
