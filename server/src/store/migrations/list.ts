/** Owns the order of all migrations. */
import type { Migration } from 'kysely/migration'
import { audit } from './audit.ts'
import { begin } from './begin.ts'
import { calls } from './calls.ts'
import { deadlines } from './deadlines.ts'
import { notices } from './notices.ts'
import { people } from './people.ts'
import { reporting } from './reporting.ts'
import type { Engine, Step } from './step.ts'
import { kindsOf } from './step.ts'
import { waiting } from './waiting.ts'

/** By name; a new one goes to the end. */
const steps: readonly Step[] = [begin, audit, people, reporting, notices, deadlines, waiting, calls]

export const migrationsOf = (engine: Engine): Record<string, Migration> =>
  Object.fromEntries(steps.map((step) => [step.name, { up: (db) => step.up(db, kindsOf(engine)) }]))
