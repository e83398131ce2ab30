/** Generated rows of the real packs: they add up to what was published, whatever their number and seed, and are the same every time. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Answer, Figure, QuestionInput } from '@laban/shared'
import { addYears, compile, daysBetween, duckdb, publicViewer, questionSchema, yearOf } from '@laban/shared'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { load } from '../server/src/ingest/load.ts'
import type { Report } from '../server/src/simulate/cells.ts'
import type { Made } from '../server/src/simulate/generate.ts'
import { generated } from '../server/src/simulate/generate.ts'
import { loadAll, makeStandIns, simulatedFolder } from '../server/src/simulate/keep.ts'
import type { Opened } from '../server/src/warehouse/open.ts'
import { openRelease } from '../server/src/warehouse/open.ts'
import { root, temporary } from './server.ts'

const kpisDir = `${root}kpis`
const city = 'hochiminh'
const patience = 240_000

let dataDir: string
beforeAll(async () => {
  dataDir = await temporary('rows')
  await load({ dataDir, kpisDir })
}, patience)
afterAll(() => rm(dataDir, { recursive: true, force: true }))

/** Bytes of every file that was made. */
const bytesOf = (folder: string): string[] =>
  generated.map((dataset) =>
    createHash('sha256')
      .update(readFileSync(join(folder, dataset, 'rows.parquet')))
      .digest('hex'),
  )

async function opened<T>(work: (release: Opened, made: Made) => Promise<T>, rows: number, seed: number): Promise<T> {
  const made = await makeStandIns({ dataDir, kpisDir }, { city, rows, seed })
  const { release } = await load({ dataDir, kpisDir, simulatedDir: simulatedFolder(dataDir) })
  const open = await openRelease(dataDir, release.id)
  try {
    return await work(open, made!)
  } finally {
    await open.warehouse.close()
  }
}

async function ask({ catalogue, warehouse }: Opened, question: QuestionInput): Promise<Answer> {
  const { sql, params, finish } = compile(questionSchema.parse(question), catalogue, publicViewer, duckdb)
  return finish(await warehouse.query(sql, params))
}

/** Published figures of an indicator that rows are to add up to, with the question that asks rows for the same. */
const asked: { indicator: string; by: string[]; unit: number; from: string }[] = [
  { indicator: 'budget/revenue', by: ['revenue_source'], unit: 1e6, from: 'budget_transactions' },
  { indicator: 'budget/expenditure', by: ['spending_type'], unit: 1e6, from: 'budget_transactions' },
  { indicator: 'investment/disbursed', by: ['owner', 'project'], unit: 1e6, from: 'disbursements' },
  { indicator: 'enterprise/new', by: ['legal_form', 'sector'], unit: 1, from: 'enterprise_events' },
  { indicator: 'enterprise/returned', by: [], unit: 1, from: 'enterprise_events' },
  { indicator: 'enterprise/suspended', by: [], unit: 1, from: 'enterprise_events' },
  { indicator: 'enterprise/dissolved', by: [], unit: 1, from: 'enterprise_events' },
  { indicator: 'enterprise/new-capital', by: ['legal_form', 'sector'], unit: 1e6, from: 'enterprise_events' },
  { indicator: 'enterprise/household-declaring', by: [], unit: 1, from: 'household_businesses' },
  { indicator: 'enterprise/household-converted', by: [], unit: 1, from: 'household_businesses' },
]

const firstYear = 2022

/** Rows of the same unit, codes and days. The territory of today through a year before it was drawn is read on today's map. */
async function fromRows(release: Opened, indicator: string, { unit, cut, period }: Figure): Promise<number | null> {
  const began = release.catalogue.units.find(({ id }) => id === unit)!.validFrom
  const isBefore = began !== null && period.start < began
  const where = Object.fromEntries(Object.entries(cut).map(([dimension, code]) => [dimension, [code]]))
  const answer = await ask(release, {
    indicator,
    city,
    unit,
    from: 'rows',
    where,
    asOf: period.end,
    period: `${period.start}..${period.end}`,
    map: isBefore ? 'today' : 'reported',
  })
  expect(answer.simulated).toBe(true)
  const last = answer.figures.findLast((figure) => figure.period.end === period.end && figure.period.start === period.start)
  return last?.value ?? null
}

const isLeft = (reports: readonly Report[], { unit, cut, period, value }: Figure): boolean =>
  reports.some(
    ({ known, kept }) =>
      !kept &&
      known.unit === unit &&
      known.until === period.end &&
      known.value === value &&
      JSON.stringify(known.codes) === JSON.stringify(cut),
  )

test(
  'rows add up to every published figure that more trusted ones do not contradict',
  async () => {
    const counts = await opened(
      async (release, made) => {
        let [checked, left] = [0, 0]
        for (const { indicator, by, unit, from } of asked) {
          const cuts: string[][] = [[], ...by.map((dimension) => [dimension])]
          const answers = await Promise.all(cuts.map((cut) => ask(release, { indicator, city, by: cut })))
          const figures = answers
            .flatMap((answer) => answer.figures)
            .filter(({ period, value }) => value !== null && yearOf(period.start) >= firstYear && yearOf(period.end) === yearOf(period.start))
          for (const figure of figures) {
            if (isLeft(made.report[from]!, figure)) {
              left++
              continue
            }
            // Nothing was paid: there is no row, and a filter that no row passes has no figure.
            const none = figure.value === 0 ? 0 : NaN
            const value = (await fromRows(release, indicator, figure)) ?? none
            expect([indicator, figure.unit, figure.cut, figure.period.end, Math.round(value * unit)]).toEqual([
              indicator,
              figure.unit,
              figure.cut,
              figure.period.end,
              Math.round(figure.value! * unit),
            ])
            checked++
          }
        }
        return { checked, left }
      },
      20_000,
      7,
    )
    // What is left contradicts something more trusted; should that grow, the fit has become worse.
    expect(counts.checked).toBeGreaterThan(150)
    expect(counts.left).toBeLessThan(12)
  },
  patience,
)
