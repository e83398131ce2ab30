/** Owns who owes what: the calendar of reporting laid over the dated units of a city. */
import type { Catalogue } from '../catalogue.ts'
import { subtreeOf } from '../catalogue.ts'
import type { Day, Period } from '../period.ts'
import { bucketKey } from '../period.ts'
import type { Unit } from '../unit.ts'
import { inForce } from '../unit.ts'
import type { Duty, Obligation, Scheduled } from './duty.ts'
import { dueOn, opensOn, periodsOf } from './duty.ts'

/**
 * Units that owe a period: in the city, in force on its last day, and named by a rule in force on that day. A unit that ended within
 * the period owes nothing for it: those that followed it do.
 */
export function owingUnits(duty: Duty, period: Period, catalogue: Catalogue): Unit[] {
  const city = catalogue.cities.find(({ id }) => id === duty.city)
  const within = new Set(city?.units.flatMap((root) => [...subtreeOf(catalogue, root)]))
  const rules = duty.owes.filter(
    ({ from, to }) => (from === undefined || from <= period.end) && (to === undefined || period.end <= to),
  )
  return catalogue.units.filter(
    (unit) =>
      within.has(unit.id) &&
      inForce(unit, period.end) &&
      rules.some(({ levels, units }) => levels.includes(unit.level) || units.includes(unit.id)),
  )
}

/**
 * Everything that units owe on a day, done or not: what was not done stays owed for ever.
 * @param units  ids to look at; undefined: all
 */
export function obligationsOf(
  duties: readonly Scheduled[],
  catalogue: Catalogue,
  today: Day,
  units?: ReadonlySet<string>,
): Obligation[] {
  return duties.flatMap((duty) =>
    periodsOf(duty, today).flatMap((period) =>
      owingUnits(duty, period, catalogue)
        .filter(({ id }) => !units || units.has(id))
        .map(({ id }) => ({
          duty: duty.id,
          unit: id,
          period: bucketKey(period, duty.every),
          opens: opensOn(duty, period),
          due: dueOn(duty, period),
        })),
    ),
  )
}
