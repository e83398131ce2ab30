/** Owns the bar above: plain buttons that say what is chosen. What they open is fetched when first pressed. */
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { formatDay, isDay } from '@laban/shared'
import { lazy, Suspense, useState } from 'react'
import type { SharedSearch } from '../address.ts'
import { sharedOf } from '../address.ts'
import { trpc } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { useLang, useTell, useWords, withWords } from '../words/words.ts'
import type { Choice } from './chooser.tsx'
import { usePresent } from './present.ts'
import { themes, useSettings } from './settings.ts'

const loadChooser = () => import('./chooser.tsx')
const Chooser = lazy(() => loadChooser().then(({ Chooser: component }) => ({ default: component })))

const loadAccount = async () => {
  const { Account: component } = await withWords(import('./account.tsx'))
  return { default: component }
}
const Account = lazy(loadAccount)
const Bell = lazy(async () => {
  const { Bell: component } = await withWords(import('./bell.tsx'))
  return { default: component }
})

export function TopBar({ onSearch, onKeys }: { onSearch: () => void; onKeys: () => void }) {
  const { shell } = useWords()
  return (
    <header className="bar no-print">
      <Filters />
      <div className="bar__tools">
        <button
          type="button"
          className="bar__search"
          onClick={onSearch}
          aria-label={shell.search}
          aria-keyshortcuts="Control+K"
        >
          <Icon name="search" size={18} />
          <span className="bar__search-word">{shell.search}</span>
          <kbd className="bar__key">Ctrl K</kbd>
        </button>
        <LanguageSwitch />
        <ThemeSwitch />
        <WallSwitch />
        <Button
          look="bare"
          className="bar__icon bar__wide"
          onClick={onKeys}
          aria-label={shell.keys.open}
          title={`${shell.keys.open} (?)`}
        >
          <Icon name="keyboard" />
        </Button>
        <News />
        <AccountSwitch />
      </div>
    </header>
  )
}

/** What one was told; strangers are told nothing, and fetch nothing for it. */
function News() {
  const { name } = usePresent()
  return <Suspense fallback={null}>{name !== null && <Bell />}</Suspense>
}

/** Who one is here, and the way in where one is nobody. */
function AccountSwitch() {
  const { shell } = useWords()
  const { name } = usePresent()
  const [trigger, setTrigger] = useState<HTMLButtonElement | null>(null)
  if (name === null) {
    return (
      <Link to="/sign-in" className="button button--bare bar__icon bar__account" title={shell.account.signIn}>
        <Icon name="person" />
        <span className="bar__account-word">{shell.account.signIn}</span>
      </Link>
    )
  }
  return (
    <>
      <Button
        look="bare"
        className="bar__icon bar__account"
        aria-haspopup="dialog"
        aria-expanded={trigger !== null}
        aria-label={shell.account.open(name)}
        title={name}
        onPointerEnter={() => void loadAccount()}
        onClick={({ currentTarget }) => setTrigger(currentTarget)}
      >
        <Icon name="person" />
        <span className="bar__account-word">{name}</span>
      </Button>
      <Suspense fallback={null}>{trigger && <Account trigger={trigger} onClose={() => setTrigger(null)} />}</Suspense>
    </>
  )
}

/** Pages about work and people speak of today, and of one's own city. */
const besides = /^\/(inbox|returns|initiatives|registers|sign-in|account|people|audit)(\/|$)/
const showsFigures = (pathname: string): boolean => !besides.test(pathname)

function Filters() {
  const { shell } = useWords()
  const lang = useLang()
  const { pathname, search } = useLocation()
  const [open, setOpen] = useState<{ choice: Choice; trigger: HTMLButtonElement } | null>(null)
  const { period } = search
  const known = search.asOf && isDay(search.asOf) ? search.asOf : undefined
  const area = useAreaTitle(search)
  const city = useCityName(pathname, search)
  const wordOfPeriod =
    period === undefined ? shell.filters.allPeriods : /^\d{4}$/.test(period) ? shell.filters.year(period) : period
  const chosen = {
    city: { label: shell.filters.city, value: city, set: search.city !== undefined },
    period: { label: shell.filters.period, value: wordOfPeriod, set: period !== undefined },
    asOf: {
      label: shell.filters.asOf,
      value: known ? formatDay(known, lang) : shell.filters.latest,
      set: known !== undefined,
    },
    area: { label: shell.filters.area, value: area ?? shell.filters.allAreas, set: area !== undefined },
  }
  // Other pages have their own periods and areas; the day of knowledge is the same for all that show figures.
  if (!showsFigures(pathname)) return null
  const offered: Choice[] = [
    ...(city === undefined || pathname.startsWith('/indicators/') ? [] : ['city' as const]),
    ...(pathname === '/' ? (['period', 'asOf', 'area'] as const) : (['asOf'] as const)),
  ]
  return (
    <fieldset className="bar__filters" aria-label={shell.filters.label}>
      {offered.map((choice) => (
        <button
          key={choice}
          type="button"
          className={`filter filter--${choice}${chosen[choice].set ? ' filter--set' : ''}`}
          aria-haspopup="dialog"
          aria-expanded={open?.choice === choice}
          onPointerEnter={() => void loadChooser()}
          onClick={({ currentTarget }) => setOpen({ choice, trigger: currentTarget })}
        >
          {/* The name of a city says what it is. */}
          <span className={choice === 'city' ? 'unseen' : 'filter__label'}>{chosen[choice].label}</span>
          <span className="filter__value">{chosen[choice].value}</span>
          <Icon name="down" size={14} />
        </button>
      ))}
      <Suspense fallback={null}>{open && <Chooser {...open} onClose={() => setOpen(null)} />}</Suspense>
    </fieldset>
  )
}

/** The city that the page speaks of; undefined: not known yet, or there is only one. */
function useCityName(pathname: string, search: SharedSearch): string | undefined {
  const tell = useTell()
  const onOverview = pathname === '/'
  const overview = useQuery({ ...trpc.overview.get.queryOptions(sharedOf(search)), enabled: onOverview })
  const release = useQuery({ ...trpc.release.current.queryOptions({}), enabled: !onOverview })
  const cities = (onOverview ? overview.data : release.data)?.cities ?? []
  const id = onOverview ? overview.data?.city : (search.city ?? release.data?.home)
  const found = cities.find((city) => city.id === id)
  return cities.length > 1 && found ? tell(found.name) : undefined
}

/** The title comes with the overview of that area, which the page has asked for. */
function useAreaTitle(search: SharedSearch): string | undefined {
  const tell = useTell()
  const { area } = search
  const { data } = useQuery({ ...trpc.overview.get.queryOptions(sharedOf(search)), enabled: area !== undefined })
  if (area === undefined) return undefined
  const found = data?.areas.find(({ id }) => id === area)
  return found ? tell(found.title) : area
}

/** For a room full of people: one group at a time, the whole screen. */
function WallSwitch() {
  const { shell } = useWords()
  const navigate = useNavigate()
  const enter = async () => {
    // Refused by some browsers; the page is then as large as the window.
    await document.documentElement.requestFullscreen?.().catch(() => undefined)
    await navigate({ to: '/', search: (now) => ({ ...now, wall: '1' }) })
  }
  return (
    <Button
      look="bare"
      className="bar__icon bar__wide"
      onClick={() => void enter()}
      aria-label={shell.wall.enter}
      title={`${shell.wall.enter} (W)`}
    >
      <Icon name="screen" />
    </Button>
  )
}

function LanguageSwitch() {
  const { shell } = useWords()
  const { lang, setLang } = useSettings()
  const other = lang === 'vi' ? 'en' : 'vi'
  return (
    <Button
      look="bare"
      className="bar__icon"
      lang={other}
      onClick={() => setLang(other)}
      aria-label={`${other.toUpperCase()}: ${shell.language.label}`}
      title={shell.language.switch}
    >
      {other.toUpperCase()}
    </Button>
  )
}

function ThemeSwitch() {
  const { shell } = useWords()
  const { theme, setTheme } = useSettings()
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
  const icon = theme === 'light' ? 'sun' : theme === 'dark' ? 'moon' : 'system'
  const label = shell.theme.next(shell.theme[theme])
  return (
    <Button look="bare" className="bar__icon" onClick={() => setTheme(next)} aria-label={label} title={label}>
      <Icon name={icon} />
    </Button>
  )
}
