/** Generated rows of the real packs: they add up to what was published, whatever their number and seed, and are the same every time. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Answer, Figure, QuestionInput } from '@laban/shared'
import { compile, duckdb, publicViewer, questionSchema, yearOf } from '@laban/shared'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { load } from '../server/src/ingest/load.ts'
import type { Report } from '../server/src/simulate/cells.ts'
import type { Made } from '../server/src/simulate/generate.ts'
import { generated } from '../server/src/simulate/generate.ts'
import { loadAll, makeStandIns, simulatedFolder } from '../server/src/simulate/keep.ts'
import type { Opened } from '../server/src/warehouse/open.ts'
import { openRelease } from '../server/src/warehouse/open.ts'
import { root, run, temporary } from './server.ts'

const kpisDir = `${root}kpis`
const city = 'hochiminh'
const patience = 240_000

let dataDir: string
let shared: { release: Opened; made: Made }
beforeAll(async () => {
  dataDir = await temporary('rows')
  await load({ dataDir, kpisDir })
  shared = await open(20_000, 7)
}, patience)
afterAll(async () => {
  await shared.release.warehouse.close()
  await rm(dataDir, { recursive: true, force: true })
})

/** Bytes of every file that was made. */
const bytesOf = (folder: string): string[] =>
  generated.map((dataset) =>
    createHash('sha256')
      .update(readFileSync(join(folder, dataset, 'rows.parquet')))
      .digest('hex'),
  )

/** Rows made anew, and the release that has them. */
async function open(rows: number, seed: number): Promise<{ release: Opened; made: Made }> {
  const fresh = await makeStandIns({ dataDir, kpisDir }, { city, rows, seed })
  const loaded = await load({ dataDir, kpisDir, simulatedDir: simulatedFolder(dataDir) })
  return { release: await openRelease(dataDir, loaded.release.id), made: fresh! }
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
  const last = answer.figures.findLast(
    (figure) => figure.period.end === period.end && figure.period.start === period.start,
  )
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

type Compared = { indicator: string; unit: number; figure: Figure }

/** All published figures from the first year of rows on; those that run over into the next year are looked at by themselves. */
async function figuresOf(release: Opened, made: Made): Promise<{ all: Compared[]; left: number }> {
  const all: Compared[] = []
  let left = 0
  for (const { indicator, by, unit, from } of asked) {
    for (const cut of [[], ...by.map((dimension) => [dimension])]) {
      const { figures } = await ask(release, { indicator, city, by: cut })
      for (const figure of figures) {
        const { start, end } = figure.period
        if (figure.value === null || yearOf(start) < firstYear || yearOf(end) !== yearOf(start)) continue
        if (isLeft(made.report[from]!, figure)) left++
        else all.push({ indicator, unit, figure })
      }
    }
  }
  return { all, left }
}

const line = ({ indicator, unit, figure }: Compared, value: number): unknown[] => [
  indicator,
  figure.unit,
  figure.cut,
  figure.period.end,
  Math.round(value * unit),
]

async function agree(release: Opened, compared: readonly Compared[]): Promise<void> {
  for (const one of compared) {
    const published = one.figure.value!
    // Where nothing was paid there is no row, and a filter that no row passes has no figure.
    const value = (await fromRows(release, one.indicator, one.figure)) ?? (published === 0 ? 0 : NaN)
    expect(line(one, value)).toEqual(line(one, published))
  }
}

test(
  'rows add up to every published figure that more trusted ones do not contradict',
  async () => {
    const { release, made } = shared
    const { all, left } = await figuresOf(release, made)
    await agree(release, all)
    // What is left contradicts something more trusted; should that grow, the fit has become worse.
    expect(all.length).toBeGreaterThan(150)
    expect(left).toBeLessThan(12)
  },
  patience,
)

test(
  'whatever their number and seed, rows add up',
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1000, max: 40_000 }),
        fc.integer({ min: 0, max: 999_999_999 }),
        fc.integer({ min: 0, max: 14 }),
        async (rows, seed, first) => {
          const other = await open(rows, seed)
          const { all } = await figuresOf(other.release, other.made)
          const some = all.filter((_, i) => i % 15 === first)
          try {
            expect(some.length).toBeGreaterThan(8)
            await agree(other.release, some)
          } finally {
            await other.release.warehouse.close()
          }
        },
      ),
      { numRuns: 2 },
    ),
  patience,
)

test(
  'equal rows and seed give equal bytes, another seed others, and about as many rows as were asked for',
  async () => {
    const make = async (seed: number) => {
      const out = join(dataDir, `out-${seed}`)
      const made = await makeStandIns({ dataDir, kpisDir }, { city, rows: 30_000, seed }, out)
      const bytes = bytesOf(out)
      await rm(out, { recursive: true })
      return { bytes, count: Object.values(made!.rows).reduce((a, b) => a + b, 0) }
    }
    const [first, again, other] = [await make(1), await make(1), await make(2)]
    expect(again.bytes).toEqual(first.bytes)
    expect(other.bytes.every((hash, i) => hash !== first.bytes[i])).toBe(true)
    expect(Math.abs(first.count - 30_000)).toBeLessThan(9000)
  },
  patience,
)

test(
  'what was paid in January for the year before, rates and the shape of the rows',
  async () => {
    const { release } = shared
    const one = async (sql: string) => Object.values((await release.warehouse.query(sql, []))[0]!)
    // 109,996 by 28 January 2026 of the plan of 2025, 89,070 of it by 31 December.
    const late = `SELECT sum(amount) FROM disbursements WHERE settlement = 'overrun' AND day BETWEEN '2026-01-01' AND '2026-01-28'`
    expect(Math.round(Number((await one(late))[0]) * 1e6)).toBe((109_996 - 89_070) * 1e6)
    const question = { indicator: 'investment/disbursement-rate', city, unit: 'hcmc_merged', period: '2025-12-31' }
    const published = await ask(release, question)
    const rows = await ask(release, { ...question, from: 'rows', period: '2025-12', map: 'today' })
    expect(rows.figures.at(-1)!.value).toBeCloseTo(published.figures.at(-1)!.value!, 6)
    // Half of the money lies in a few payments, and December is the busiest month.
    const [share] = await one(
      `SELECT sum(amount) FILTER (WHERE place <= n * 0.1) / sum(amount) FROM (
            SELECT amount, row_number() OVER (ORDER BY amount DESC) AS place, count(*) OVER () AS n FROM disbursements)`,
    )
    expect(Number(share)).toBeGreaterThan(0.5)
    const [month] = await one(
      `SELECT month(day) FROM disbursements WHERE year(day) = 2023 AND settlement = 'in_year' GROUP BY 1 ORDER BY sum(amount) DESC LIMIT 1`,
    )
    expect(month).toBe(12)
    // Each row lies in a unit of its days, and none later than what is known.
    for (const dataset of generated) {
      const units = new Map(release.catalogue.units.map((unit) => [unit.id, unit]))
      const found = await release.warehouse.query(
        `SELECT unit, CAST(min(day) AS VARCHAR) AS first, CAST(max(day) AS VARCHAR) AS last FROM ${dataset} GROUP BY 1`,
        [],
      )
      expect(found.length).toBeGreaterThan(20)
      for (const { unit, first, last } of found) {
        const { validFrom, validTo } = units.get(String(unit))!
        expect([unit, validFrom === null || validFrom <= String(first)]).toEqual([unit, true])
        expect([unit, validTo === null || String(last) <= validTo]).toEqual([unit, true])
        expect(String(last) <= release.catalogue.release.horizon).toBe(true)
      }
    }
  },
  patience,
)

test(
  'rows that a unit delivers take the place of those that were generated for it; a changed figure makes them anew',
  async () => {
    const folder = await temporary('given')
    try {
      const here = { dataDir: join(folder, 'data'), kpisDir: join(folder, 'kpis') }
      const standIns = { city, rows: 5000, seed: 9 }
      await cp(kpisDir, here.kpisDir, { recursive: true })
      const count = async (id: string, sql: string) => {
        const { warehouse } = await openRelease(here.dataDir, id)
        const rows = await warehouse.query(`SELECT count(*) AS n FROM household_businesses WHERE ${sql}`, [])
        await warehouse.close()
        return Number(rows[0]!['n'])
      }
      const before = (await loadAll(here, standIns)).release.id
      expect(await count(before, `unit = 'hcmc/quan_1'`)).toBeGreaterThan(0)
      const others = await count(before, `unit <> 'hcmc/quan_1'`)
      const bytes = bytesOf(simulatedFolder(here.dataDir))
      expect(await loadAll({ ...here, ifChanged: true }, { ...standIns, rows: 9000 })).toMatchObject({
        outcome: 'unchanged',
      })

      const given = join(here.kpisDir, 'hochiminh/figures/household_businesses')
      await mkdir(given, { recursive: true })
      await writeFile(
        join(given, 'quan-1.csv'),
        'event_id,unit,day,event,line,households\nQ1-1,hcmc/quan_1,2025-03-03,declared,food,1\n',
      )
      const after = (await loadAll(here, standIns)).release.id
      expect([await count(after, `unit = 'hcmc/quan_1'`), await count(after, `unit <> 'hcmc/quan_1'`)]).toEqual([
        1,
        others,
      ])
      // What rows rest on is as it was, so that those of all others stayed the very same.
      expect(bytesOf(simulatedFolder(here.dataDir))).toEqual(bytes)

      const figures = join(here.kpisDir, 'hochiminh/figures/enterprise/household-businesses.csv')
      await writeFile(figures, readFileSync(figures, 'utf8').replace(',640,', ',700,'))
      const anew = (await loadAll(here, { ...standIns, rows: 9000 })).release.id
      const { warehouse } = await openRelease(here.dataDir, anew)
      const [sum] = await warehouse.query(
        `SELECT sum(households) AS n FROM household_businesses WHERE event = 'converted' AND unit <> 'hcmc/quan_1'`,
        [],
      )
      await warehouse.close()
      expect(Number(sum!['n'])).toBeGreaterThan(640)
      expect(JSON.parse(readFileSync(join(simulatedFolder(here.dataDir), 'stamp.json'), 'utf8'))).toMatchObject({
        rows: 5000,
        seed: 9,
      })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
  patience,
)

test(
  'the program refuses what it cannot do by name, and writes elsewhere without touching what is in force',
  async () => {
    for (const args of [
      ['--rows', '10'],
      ['--row', '5000'],
    ]) {
      const refused = await run('simulate', args, { DATA_DIR: dataDir, LANG: 'en' })
      expect([refused.code, refused.output]).toEqual([2, expect.stringContaining('pnpm simulate --rows')])
    }
    const unknown = await run('simulate', ['--rows', '5000'], { DATA_DIR: dataDir, LANG: 'en', CITY: 'nowhere' })
    expect(unknown).toEqual({ code: 1, output: expect.stringContaining('no city "nowhere"') as string })
    const out = join(dataDir, 'elsewhere')
    const before = bytesOf(simulatedFolder(dataDir))
    const done = await run('simulate', ['--rows', '5000', '--out', out], { DATA_DIR: dataDir, LANG: 'en' })
    expect(done.code).toBe(0)
    expect(done.output).toMatch(/disbursements +\d+ · keeps to \d+ of \d+ published figures/)
    expect([bytesOf(out).length, bytesOf(simulatedFolder(dataDir))]).toEqual([generated.length, before])
  },
  patience,
)
