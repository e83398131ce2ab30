/** Owns the first drawing in the browser: takes over the served page with the same answers, so that nothing moves. */
import { createBrowserHistory, lazyRouteComponent } from '@tanstack/react-router'
import { startTransition } from 'react'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { BadAddress } from './address.ts'
import { queries } from './api.ts'
import { App } from './app.tsx'
import type { Pages } from './router.tsx'
import { createPages } from './router.tsx'
import { presentOfPage } from './shell/present.ts'
import { settingsOfPage } from './shell/settings.ts'
import { loadWords, withWords } from './words/words.ts'

/** Answers that came inside the page: query key and data. */
type State = { answers: [key: readonly unknown[], data: unknown][] }

const state = document.getElementById('state')?.textContent
/** Only the overview is served whole; of other pages the frame is, and it is drawn anew. */
const isServed = Boolean(state)
if (state) for (const [key, data] of (JSON.parse(state) as State).answers) queries.setQueryData(key, data)

const { lang, theme } = settingsOfPage()
const root = document.documentElement
// The same value set again would make the browser work out the style of the whole page anew.
if (root.lang !== lang) root.lang = lang
if (root.dataset['theme'] !== theme) root.dataset['theme'] = theme

const lazyPages: Pages = {
  catalogue: lazyRouteComponent(() => withWords(import('./pages/catalogue/page.tsx')), 'CataloguePage'),
  indicator: lazyRouteComponent(() => withWords(import('./pages/indicator/page.tsx')), 'IndicatorPage'),
  units: lazyRouteComponent(() => withWords(import('./pages/units/page.tsx')), 'UnitsPage'),
  peers: lazyRouteComponent(() => withWords(import('./pages/peers/page.tsx')), 'PeersPage'),
  lab: lazyRouteComponent(() => withWords(import('./pages/lab/page.tsx')), 'LabPage'),
  signIn: lazyRouteComponent(() => withWords(import('./pages/sign-in/page.tsx')), 'SignInPage'),
  account: lazyRouteComponent(() => withWords(import('./pages/account/page.tsx')), 'AccountPage'),
  people: lazyRouteComponent(() => withWords(import('./pages/people/page.tsx')), 'PeoplePage'),
  audit: lazyRouteComponent(() => withWords(import('./pages/audit/page.tsx')), 'AuditPage'),
  inbox: lazyRouteComponent(() => withWords(import('./pages/inbox/page.tsx')), 'InboxPage'),
  initiatives: lazyRouteComponent(() => withWords(import('./pages/initiatives/page.tsx')), 'InitiativesPage'),
  initiative: lazyRouteComponent(() => withWords(import('./pages/initiative/page.tsx')), 'InitiativePage'),
  registers: lazyRouteComponent(() => withWords(import('./pages/registers/page.tsx')), 'RegistersPage'),
  return: lazyRouteComponent(() => withWords(import('./pages/return/page.tsx')), 'ReturnPage'),
}

/** Draws, or takes over what was served. @param rest lets the browser paint and listen before the next piece of work */
export async function begin(rest: () => Promise<void>): Promise<void> {
  const place = document.getElementById('app')
  if (!place) throw new Error('the page has no place for the app')
  const router = createPages(lazyPages, createBrowserHistory(), { queries })
  // The served page stands without boundaries of waiting; told so, the router builds the same tree here.
  if (isServed) router.ssr = { manifest: undefined }
  await Promise.all([router.load(), loadWords(lang)])
  await rest()
  const app = <App router={router} queries={queries} lang={lang} theme={theme} present={presentOfPage()} />
  // As a transition it is done in small pieces, between which the reader is heard.
  if (isServed) startTransition(() => void hydrateRoot(place, app, { onCaughtError, onRecoverableError }))
  else createRoot(place, { onCaughtError }).render(app)
}

/** A key pressed while the page is being taken over makes React draw it anew: nothing is lost, and it is worth a line. */
const onRecoverableError = (error: unknown): void => console.warn(error)

/** A wrong value in the address has its page and is nobody's bug. */
function onCaughtError(error: unknown): void {
  if (!(error instanceof Error && error.cause instanceof BadAddress)) console.error(error)
}
