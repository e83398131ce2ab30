/** Owns the list of all procedures. Its type is all that the web may know of the server. */
import { auditRouter } from './audit.ts'
import { calendarRouter } from './calendar.ts'
import { catalogueRouter } from './catalogue.ts'
import { deadlineRouter } from './deadline.ts'
import { deputyRouter } from './deputy.ts'
import { drillRouter } from './drill.ts'
import { extractRouter } from './extract.ts'
import { indicatorRouter } from './indicator.ts'
import { labRouter } from './lab.ts'
import { inboxRouter } from './inbox.ts'
import { initiativeRouter } from './initiative.ts'
import { noticeRouter } from './notice.ts'
import { overviewRouter } from './overview.ts'
import { peersRouter } from './peers.ts'
import { personRouter } from './person.ts'
import { router } from './procedure.ts'
import { registerRouter } from './register.ts'
import { releaseRouter } from './release.ts'
import { returnRouter } from './return.ts'
import { sessionRouter } from './session.ts'
import { unitRouter } from './unit.ts'

export const appRouter = router({
  audit: auditRouter,
  calendar: calendarRouter,
  catalogue: catalogueRouter,
  deadline: deadlineRouter,
  deputy: deputyRouter,
  drill: drillRouter,
  extract: extractRouter,
  indicator: indicatorRouter,
  lab: labRouter,
  inbox: inboxRouter,
  initiative: initiativeRouter,
  notice: noticeRouter,
  overview: overviewRouter,
  peers: peersRouter,
  person: personRouter,
  register: registerRouter,
  release: releaseRouter,
  return: returnRouter,
  session: sessionRouter,
  unit: unitRouter,
})

export type AppRouter = typeof appRouter
