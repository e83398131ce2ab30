/** Owns generated public investment: projects with their plans and changes, and what was paid for each of them. */
import type { Day } from '@laban/shared'
import { datasetOf, day, yearOf } from '@laban/shared'
import { closingDay } from './budget.ts'
import type { Cell, Leaf, Report, Shape } from './cells.ts'
import { happened, planned } from './cells.ts'
import { part, salted } from './chance.ts'
import { share } from './fit.ts'
import type { Land, Place } from './places.ts'
import { placesOf } from './places.ts'
import type { Project } from './projects.ts'
import { makeProjects, named, owners } from './projects.ts'
import type { Source } from './published.ts'
import { readKnown } from './published.ts'

const shares = { binh_duong: 0.2, ba_ria_vung_tau: 0.16 }
const thousands = 1_000_000
const bases = ['pm_assigned', 'city_allocated']

/** A plan, a change of one, or what was paid for a project in a span of days; in thousands of đồng. */
export type Share = { project: Project; unit: string; start: Day; end: Day; amount: number }
export type Decision = Share & { basis: string; revision: number }
export type Payment = Share & { settlement: 'in_year' | 'overrun'; rows: number }
export type Works = { projects: Project[]; decisions: Decision[]; payments: Payment[]; report: Report[] }

export async function readInvestment(source: Source) {
  const read = (item: string, stated: string, basis: string[], dimensions: string[], local = false) =>
    readKnown(source, {
      dataset: 'investment',
      where: { item: [item], stated: [stated], ...(basis.length ? { basis } : {}) },
      dimensions,
      local,
      overrunMonths: 1,
    })
  return {
    actual: await read('public_investment_disbursed', 'actual', [], ['owner', 'project'], true),
    plans: await Promise.all(
      bases.map((basis) => read('public_investment_plan', 'plan', [basis], ['owner', 'project', 'capital'])),
    ),
    /** Plans of single projects and owners, which name nobody who set them. */
    single: await read('public_investment_plan', 'plan', [], ['owner', 'project']),
  }
}

const leaves: Leaf[] = [
  ...Object.entries(owners).flatMap(([owner, [weight, central]]): Leaf[] =>
    (
      [
        ['local', 1 - central],
        ['central', central],
      ] as const
    ).map(([capital, some]) => ({ codes: { owner, capital }, share: weight * some })),
  ),
  ...Object.entries(named).map(([project, [owner, capital, weight]]): Leaf => ({
    codes: { owner, capital, project },
    share: weight,
  })),
]

const isOf = (project: Project, leaf: Leaf): boolean =>
  leaf.codes['project'] === undefined
    ? !project.named && project.owner === leaf.codes['owner'] && project.capital === leaf.codes['capital']
    : project.named && project.title === leaf.codes['project']

type Split = { cell: Cell; projects: Project[]; unit: (project: Project) => string }

/** Projects that may take a cell: those whose place it is; what came after a border change takes over all. */
function projectsOf(land: Land, works: readonly Project[], cell: Cell, places: readonly Place[]): Split {
  const last = land.city.units.at(-1)!
  const isAfter = cell.place === last && (land.city.units.length === 1 || cell.start >= (borderOf(land) ?? ''))
  const own = new Set(places.map(({ id }) => id).filter((id) => id !== cell.place))
  const all = works.filter((project) => isOf(project, cell.leaf))
  const unit = (project: Project) => (isAfter ? project.after : project.before)
  if (isAfter) return { cell, projects: all, unit }
  const here = all.filter(
    ({ before, root }) => (before === cell.place || root === cell.place) && (before === cell.place || !own.has(before)),
  )
  return { cell, projects: here, unit }
}

const borderOf = (land: Land): Day | null => {
  const last = land.catalogue.units.find(({ id }) => id === land.city.units.at(-1))
  return last?.validFrom ?? null
}

/** A project is not paid in every span; the larger, the more often. Somebody always is. */
function active(projects: readonly Project[], salt: number): Project[] {
  const chosen = projects.filter(({ index, group }) => part(index, salt) < { A: 0.95, B: 0.7, C: 0.35 }[group])
  return chosen.length ? chosen : projects.slice(0, 1)
}

/** @param rows  of payments, about; decisions come on top */
export function makeInvestment(
  land: Land,
  known: Awaited<ReturnType<typeof readInvestment>>,
  years: readonly number[],
  rows: number,
  seed: number,
): Works {
  const top = land.city.units
  const report: Report[] = []
  const shape: Shape = {
    leaves,
    season: 'building',
    dataset: datasetOf(land.catalogue, 'investment'),
    unit: thousands,
    top,
  }
  const pinned = new Set(
    [...known.actual, ...known.single].map(({ unit }) => unit).filter((unit) => !top.includes(unit)),
  )
  const projects = makeProjects(land, pinned, Math.max(160, Math.min(1500, Math.round(rows / 100))), seed)
  const payments: Omit<Payment, 'rows'>[] = []
  const decisions: Decision[] = []
  for (const year of years) {
    const places = placesOf(land, year, known.actual, shares)
    const done = happened(anchored(shape, projects, places), places, year, known.actual)
    report.push(...done.report)
    done.cells.forEach((cell, i) => {
      if (cell.amount === 0) return
      const split = projectsOf(land, projects, cell, places)
      const salt = salted(`${cell.place} ${cell.start}`, seed + i)
      const paid = active(split.projects, salt)
      const amounts = share(
        cell.amount,
        paid.map(
          ({ index, weight }) => weight * (0.45 + 0.75 * part(index, year)) * (0.6 + 0.8 * part(index, salt + 1)),
        ),
      )
      const settlement = yearOf(cell.start) > year ? ('overrun' as const) : ('in_year' as const)
      paid.forEach((project, j) => {
        if (amounts[j]! > 0)
          payments.push({
            project,
            unit: split.unit(project),
            start: cell.start,
            end: cell.end,
            amount: amounts[j]!,
            settlement,
          })
      })
    })
    bases.forEach((basis, b) => {
      const plans = [
        ...known.plans[b]!,
        ...(basis === 'city_allocated' && known.plans[b]!.some((one) => one.year === year) ? known.single : []),
      ]
      const plan = planned(anchored(shape, projects, places), places, year, plans, closingDay(known.actual, year, top))
      const dates = [...new Set(plan.cells.map(({ start }) => start))].sort()
      for (const cell of plan.cells) {
        const split = projectsOf(land, projects, cell, places)
        const amounts = share(
          Math.abs(cell.amount),
          split.projects.map(({ weight }) => weight),
        )
        split.projects.forEach((project, j) => {
          const amount = Math.sign(cell.amount) * amounts[j]!
          if (amount !== 0)
            decisions.push({
              project,
              unit: split.unit(project),
              start: cell.start,
              end: cell.end,
              amount,
              basis,
              revision: dates.indexOf(cell.start),
            })
        })
      }
    })
  }
  return { projects, decisions, payments: withRows(payments, rows), report }
}

/** Leaves that have a project at the place, so that no amount is left without one. */
const anchored = (shape: Shape, projects: readonly Project[], places: readonly Place[]): Shape => {
  const ids = new Set(places.map(({ id }) => id))
  return {
    ...shape,
    leaves: shape.leaves.flatMap((leaf): Leaf[] => {
      if (leaf.codes['project'] === undefined) return [leaf]
      const project = projects.find((one) => isOf(one, leaf))
      if (!project) return []
      // One place before the borders changed, the city after it.
      const before = ids.has(project.before) ? project.before : project.root
      return [...(ids.has(before) ? [{ ...leaf, place: before }] : []), ...afterOf(leaf, places)]
    }),
  }
}

const afterOf = (leaf: Leaf, places: readonly Place[]): Leaf[] =>
  places.flatMap(({ id, from }) => (from !== null && !id.includes('/') ? [{ ...leaf, place: id }] : []))

function withRows(payments: readonly Omit<Payment, 'rows'>[], rows: number): Payment[] {
  const weights = payments.map(({ amount }) => amount ** 0.5)
  const sum = weights.reduce((a, b) => a + b, 0)
  return payments.map((payment, i) => ({
    ...payment,
    rows: Math.min(payment.amount, Math.max(1, Math.round((rows * weights[i]!) / sum))),
  }))
}

/** First day of building and the day by which it is to be done, of a project. */
export const termOf = ({ index, group }: Project, firstYear: number): { started: Day; due: Day } => {
  const begins = firstYear - 2 + Math.floor(part(index, 31) * 4)
  const length = { A: 5, B: 3, C: 2 }[group]
  const month = 1 + Math.floor(part(index, 37) * 12)
  return { started: day(begins, month, 1 + Math.floor(part(index, 41) * 28)), due: day(begins + length, 12, 31) }
}
