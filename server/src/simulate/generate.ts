/**
 * Owns generating rows that stand in for those that units do not deliver yet: read what was published, make amounts that add up to
 * it, write files. The same release, number of rows and seed give the same bytes.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { yearOf } from '@laban/shared'
import { openEngine } from '../ingest/engine.ts'
import { makeBudget, readBudget } from './budget.ts'
import type { Report } from './cells.ts'
import { makeEnterprise, makeHouseholds, readEnterprise } from './enterprise.ts'
import { makeInvestment, readInvestment } from './investment.ts'
import { createSets } from './lots.ts'
import { readLand } from './places.ts'
import type { Source } from './published.ts'
import { openWriter, writeLots, writeSets, writeWorks } from './write.ts'

/** Datasets that are generated. */
export const generated = [
  'budget_transactions',
  'investment_projects',
  'disbursements',
  'enterprise_events',
  'household_businesses',
] as const

export type Made = {
  /** Dataset -> rows written. */
  rows: Record<string, number>
  /** Every published figure that was read, and whether the rows keep to it. */
  report: Record<string, Report[]>
}

/** Years back from the last one that has figures. */
const yearsBack = 4

/** Whether a catalogue has what rows are generated for. */
export const canGenerate = ({ catalogue, city }: Pick<Source, 'catalogue' | 'city'>): boolean =>
  catalogue.cities.some(({ id }) => id === city) &&
  [...generated, 'budget', 'investment', 'enterprise'].every((id) => catalogue.datasets.some((one) => one.id === id))

/**
 * @param out  folder for `<dataset>/rows.parquet`; must not exist
 * @param rows  about so many in all: never more than there are enterprises or households to speak of
 */
export async function generate(source: Source, out: string, rows: number, seed: number): Promise<Made> {
  const [budget, enterprise, investment, land] = await Promise.all([
    readBudget(source),
    readEnterprise(source),
    readInvestment(source),
    readLand(source, seed),
  ])
  const lastYear = yearOf(source.catalogue.release.horizon)
  const years = Array.from({ length: yearsBack + 1 }, (_, i) => lastYear - yearsBack + i)
  const sets = createSets()
  const households = makeHouseholds(land, sets, enterprise, years, Math.round(rows * 0.05))
  const events = makeEnterprise(land, sets, enterprise, years, Math.round(rows * 0.25))
  const works = makeInvestment(land, investment, years, Math.round(rows * 0.25), seed)
  const sum = (list: readonly { rows: number }[]) => list.reduce((total, one) => total + one.rows, 0)
  const taken = sum(households.lots) + sum(events.lots) + sum(works.payments) + works.decisions.length
  const ledger = makeBudget(land, sets, budget, years, Math.max(1, rows - taken))

  mkdirSync(out, { recursive: true })
  const engine = await openEngine(join(out, 'spill'))
  try {
    await openWriter(engine)
    await writeSets(engine, out, sets)
    const written: Record<string, number> = {}
    for (const one of [ledger, events, households]) written[one.dataset] = await writeLots(engine, out, one, seed)
    const [decisions, payments] = await writeWorks(engine, out, works, {
      seed,
      firstYear: years[0]!,
      last: source.catalogue.release.horizon,
    })
    Object.assign(written, { investment_projects: decisions, disbursements: payments })
    return {
      rows: written,
      report: {
        budget_transactions: ledger.report,
        disbursements: works.report,
        enterprise_events: events.report,
        household_businesses: households.report,
      },
    }
  } finally {
    engine.close()
    rmSync(join(out, 'spill'), { recursive: true, force: true })
  }
}
