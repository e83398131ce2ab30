/** Owns the list of all procedures. Its type is all that the web may know of the server. */
import { catalogueRouter } from './catalogue.ts'
import { indicatorRouter } from './indicator.ts'
import { overviewRouter } from './overview.ts'
import { peersRouter } from './peers.ts'
import { router } from './procedure.ts'
import { releaseRouter } from './release.ts'
import { sessionRouter } from './session.ts'
import { unitRouter } from './unit.ts'

export const appRouter = router({
  catalogue: catalogueRouter,
  indicator: indicatorRouter,
  overview: overviewRouter,
  peers: peersRouter,
  release: releaseRouter,
  session: sessionRouter,
  unit: unitRouter,
})

export type AppRouter = typeof appRouter
