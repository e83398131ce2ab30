/** Owns who may call what, as a table. A procedure that is not in it may be called by nobody, and fails a test. */
import type { Role } from '@laban/shared'
import { roles } from '@laban/shared'

const everyone = roles
const people = roles.filter((role) => role !== 'public')

/** Procedure -> roles; one of a person's roles is enough. What they see and touch there is cut by scope and clearance besides. */
export const grants: Readonly<Record<string, readonly Role[]>> = {
  'catalogue.list': everyone,
  'indicator.ask': everyone,
  'indicator.get': everyone,
  'indicator.passport': everyone,
  'overview.get': everyone,
  'peers.get': everyone,
  'release.current': everyone,
  'session.close': people,
  'session.current': everyone,
  'unit.covered': everyone,
  'unit.list': everyone,
}

export const mayCall = (held: readonly Role[], procedure: string): boolean =>
  Object.hasOwn(grants, procedure) && held.some((role) => grants[procedure]!.includes(role))
