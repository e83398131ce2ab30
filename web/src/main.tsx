/** Starts the screens in the browser: takes over the served page with the same answers, so that nothing moves. */
import { createBrowserHistory, lazyRouteComponent } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { queries } from './api.ts'
import { App } from './app.tsx'
import type { Pages } from './router.tsx'
import { createPages } from './router.tsx'
import { settingsOfPage } from './shell/settings.ts'
import { loadWords } from './words/words.ts'
import './ui/fonts.css'
import './ui/tokens.css'
import './ui/base.css'
import './ui/parts.css'
import './shell/shell.css'
import './pages/overview/overview.css'

/** Answers that came inside the page: query key and data. */
type State = { answers: [key: readonly unknown[], data: unknown][] }

const state = document.getElementById('state')?.textContent
if (state) for (const [key, data] of (JSON.parse(state) as State).answers) queries.setQueryData(key, data)

const { lang, theme } = settingsOfPage()
document.documentElement.lang = lang
document.documentElement.dataset['theme'] = theme

const lazyPages: Pages = {
  catalogue: lazyRouteComponent(() => import('./pages/catalogue/page.tsx'), 'CataloguePage'),
  indicator: lazyRouteComponent(() => import('./pages/indicator/page.tsx'), 'IndicatorPage'),
  units: lazyRouteComponent(() => import('./pages/units/page.tsx'), 'UnitsPage'),
  peers: lazyRouteComponent(() => import('./pages/peers/page.tsx'), 'PeersPage'),
}

/** No top-level await: pages are chunks that lean on this one, and would wait for it while it waits for them. */
async function start(place: HTMLElement): Promise<void> {
  const router = createPages(lazyPages, createBrowserHistory(), { queries })
  await Promise.all([router.load(), loadWords(lang)])
  createRoot(place).render(<App router={router} queries={queries} lang={lang} theme={theme} />)
}

const place = document.getElementById('app')
if (!place) throw new Error('the page has no place for the app')
void start(place)
