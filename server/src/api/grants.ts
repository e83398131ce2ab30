/** Owns who may call what, as a table. A procedure that is not in it may be called by nobody, and fails a test. */
import type { Role } from '@laban/shared'
import { roles } from '@laban/shared'

const everyone = roles
const people = roles.filter((role) => role !== 'public')

/** Those who report for their units. */
const reporters = ['head', 'reporter'] as const satisfies Role[]
/** Those who decide on what was reported. */
const reviewers = ['reviewer'] as const satisfies Role[]

/** Procedure -> roles; one of a person's roles is enough. What they see and touch there is cut by scope and clearance besides. */
export const grants: Readonly<Record<string, readonly Role[]>> = {
  'audit.export': ['auditor'],
  'audit.list': ['auditor'],
  'audit.verify': ['auditor'],
  'calendar.open': ['steward'],
  'catalogue.list': everyone,
  'deadline.extend': ['reviewer', 'steward'],
  'deputy.choices': [...reporters, 'admin'],
  // By who was named, too, whatever they are.
  'deputy.end': people,
  'deputy.list': people,
  'deputy.name': [...reporters, 'admin'],
  'drill.cubes': everyone,
  'drill.sums': everyone,
  'drill.table': everyone,
  'extract.get': everyone,
  'indicator.ask': everyone,
  'indicator.get': everyone,
  'indicator.passport': everyone,
  // The one place that says who may use the lab; a role for analysts comes here.
  'lab.parcel': everyone,
  'lab.tables': everyone,
  'inbox.get': people,
  'initiative.begin': reporters,
  'initiative.coverage': everyone,
  'initiative.decide': reviewers,
  'initiative.drop': reporters,
  'initiative.gallery': everyone,
  'initiative.get': everyone,
  'initiative.mine': people,
  'initiative.removeEvidence': reporters,
  'initiative.save': reporters,
  'initiative.submit': reporters,
  'initiative.withdraw': reporters,
  'notice.choose': people,
  'notice.list': people,
  'notice.read': people,
  'notice.wishes': people,
  'overview.get': everyone,
  'peers.get': everyone,
  'person.change': ['admin'],
  'person.choices': ['admin'],
  'person.create': ['admin'],
  'person.disable': ['admin'],
  'person.link': ['admin'],
  'person.list': ['admin'],
  'register.change': reporters,
  'register.confirm': reporters,
  'register.enter': reporters,
  'register.get': people,
  'register.history': people,
  'register.none': reporters,
  'register.strike': reporters,
  'release.current': everyone,
  'return.decide': reviewers,
  'return.get': people,
  'return.place': people,
  'return.reopen': reporters,
  'return.save': reporters,
  'return.submit': reporters,
  'return.withdraw': reporters,
  'session.changePassword': people,
  'session.close': people,
  'session.current': everyone,
  'session.end': people,
  'session.endOthers': people,
  'session.list': people,
  'session.open': everyone,
  'session.openDemo': everyone,
  'session.seeAs': ['admin'],
  'session.seeOwn': people,
  'session.setUp': everyone,
  'session.useLink': everyone,
  'unit.covered': everyone,
  'unit.list': everyone,
}

export const mayCall = (held: readonly Role[], procedure: string): boolean =>
  Object.hasOwn(grants, procedure) && held.some((role) => grants[procedure]!.includes(role))
