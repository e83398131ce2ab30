/** Owns who may call what, as a table. A procedure that is not in it may be called by nobody, and fails a test. */
import type { Role } from '@laban/shared'

const everyone = ['public', 'viewer'] as const satisfies Role[]

export const grants: Readonly<Record<string, readonly Role[]>> = {
  'catalogue.list': everyone,
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
  'overview.get': everyone,
  'peers.get': everyone,
  'release.current': everyone,
  'unit.covered': everyone,
  'unit.list': everyone,
}

export const mayCall = (role: Role, procedure: string): boolean =>
  Object.hasOwn(grants, procedure) && grants[procedure]!.includes(role)
