/** Owns which address shows which page. Only the overview is in the first script; every other page is fetched when wanted. */
import type { QueryClient } from '@tanstack/react-query'
import type { RouteComponent, RouterHistory } from '@tanstack/react-router'
import { createRootRouteWithContext, createRoute, createRouter } from '@tanstack/react-router'
import { parseSearch, readOverview, readPage, writeSearch } from './address.ts'
import { OverviewPage } from './pages/overview/page.tsx'
import { Frame } from './shell/frame.tsx'
import { NotFound, RouteFault } from './shell/fault.tsx'
import { Loading } from './ui/states.tsx'

export type RouterContext = { queries: QueryClient }
export type Pages = {
  catalogue: RouteComponent
  indicator: RouteComponent
  units: RouteComponent
  peers: RouteComponent
  lab: RouteComponent
  signIn: RouteComponent
  account: RouteComponent
  people: RouteComponent
  audit: RouteComponent
  inbox: RouteComponent
  initiatives: RouteComponent
  initiative: RouteComponent
  registers: RouteComponent
  return: RouteComponent
}

/** In the served page every page but the overview is its skeleton, so that the server never loads a chart. */
const Waiting = () => (
  <div className="page">
    <Loading />
  </div>
)
export const servedPages: Pages = {
  catalogue: Waiting,
  indicator: Waiting,
  units: Waiting,
  peers: Waiting,
  lab: Waiting,
  signIn: Waiting,
  account: Waiting,
  people: Waiting,
  audit: Waiting,
  inbox: Waiting,
  initiatives: Waiting,
  initiative: Waiting,
  registers: Waiting,
  return: Waiting,
}

export function createPages(pages: Pages, history: RouterHistory, context: RouterContext) {
  const root = createRootRouteWithContext<RouterContext>()({ component: Frame, notFoundComponent: NotFound })
  const overview = createRoute({
    getParentRoute: () => root,
    path: '/',
    validateSearch: readOverview,
    component: OverviewPage,
  })
  const catalogue = createRoute({
    getParentRoute: () => root,
    path: '/indicators',
    validateSearch: readPage,
    component: pages.catalogue,
  })
  const indicator = createRoute({
    getParentRoute: () => root,
    path: '/indicators/$domain/$name',
    validateSearch: readPage,
    component: pages.indicator,
  })
  const units = createRoute({
    getParentRoute: () => root,
    path: '/units',
    validateSearch: readPage,
    component: pages.units,
  })
  const peers = createRoute({
    getParentRoute: () => root,
    path: '/peers',
    validateSearch: readPage,
    component: pages.peers,
  })
  const rest = { getParentRoute: () => root, validateSearch: readPage }
  const others = [
    createRoute({ ...rest, path: '/lab', component: pages.lab }),
    createRoute({ ...rest, path: '/inbox', component: pages.inbox }),
    createRoute({ ...rest, path: '/initiatives', component: pages.initiatives }),
    createRoute({ ...rest, path: '/initiatives/$id', component: pages.initiative }),
    createRoute({ ...rest, path: '/registers', component: pages.registers }),
    createRoute({ ...rest, path: '/returns/$id', component: pages.return }),
    createRoute({ ...rest, path: '/sign-in', component: pages.signIn }),
    createRoute({ ...rest, path: '/account', component: pages.account }),
    createRoute({ ...rest, path: '/people', component: pages.people }),
    createRoute({ ...rest, path: '/audit', component: pages.audit }),
  ] as const
  return createRouter({
    routeTree: root.addChildren([overview, catalogue, indicator, units, peers, ...others]),
    history,
    context,
    parseSearch,
    stringifySearch: writeSearch,
    defaultPreload: 'intent',
    defaultPreloadDelay: 60,
    defaultErrorComponent: RouteFault,
    defaultPendingComponent: Waiting,
    defaultPendingMs: 150,
    scrollRestoration: true,
  })
}

export type PageRouter = ReturnType<typeof createPages>

declare module '@tanstack/react-router' {
  interface Register {
    router: PageRouter
  }
}
