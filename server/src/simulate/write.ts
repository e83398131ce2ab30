/**
 * Owns making rows out of lots inside the engine, one file a dataset. One thread and whole numbers, so that the same lots give the
 * same bytes; sizes within a lot follow a Lorenz curve, the last row is the largest.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from '../ingest/engine.ts'
import { text } from '../ingest/engine.ts'
import type { Ledger } from './budget.ts'
import { macros, salted } from './chance.ts'
import type { Works } from './investment.ts'
import { termOf } from './investment.ts'
import type { Sets } from './lots.ts'
import { slots } from './lots.ts'

const powers = (times: number): string => Array.from({ length: times }, () => 'x').join(' * ')

const own = [
  ...macros,
  `CREATE MACRO lorenz(x) AS 0.35 * x + 0.35 * ${powers(4)} + 0.3 * ${powers(16)}`,
  'CREATE MACRO upto(total, k, n) AS CASE WHEN k = n THEN total ELSE CAST(floor(total * lorenz(k / n)) AS BIGINT) END',
  'CREATE MACRO skewed(total, k, n) AS upto(total, k + 1, n) - upto(total, k, n)',
  'CREATE MACRO even(total, k, n) AS (total * (k + 1)) // n - (total * k) // n',
  // Offices are closed at weekends: what falls there was booked on the Friday before, or on the first day of the span.
  'CREATE MACRO workday(day, first) AS CASE WHEN isodow(day) > 5 THEN greatest(first, day - CAST(isodow(day) - 5 AS INTEGER)) ELSE day END',
]

export const openWriter = async (engine: Engine): Promise<void> => {
  await engine.run('SET threads = 1')
  for (const macro of own) await engine.run(macro)
}

type Value = string | number | null
const line = (values: readonly Value[]): string =>
  values.map((value) => (typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : (value ?? ''))).join(',')

/** A table of the engine out of rows held here. */
async function table(
  engine: Engine,
  folder: string,
  name: string,
  columns: string,
  rows: readonly (readonly Value[])[],
) {
  const path = join(folder, `${name}.csv`)
  writeFileSync(path, rows.map((row) => `${line(row)}\n`).join(''))
  await engine.run(`CREATE OR REPLACE TABLE ${name} (${columns})`)
  await engine.run(
    `COPY ${name} FROM ${text(path)} (FORMAT csv, HEADER false, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '', AUTO_DETECT false)`,
  )
  rmSync(path)
}

export async function writeSets(engine: Engine, folder: string, { slices }: Sets): Promise<void> {
  const rows = slices.map(({ set, from, to, value }) => [set, from, to, value] as const)
  await table(engine, folder, 'slices', 'of INTEGER, start BIGINT, stop BIGINT, value VARCHAR', rows)
  await engine.run(
    'CREATE TABLE sets AS SELECT of, CAST(unnest(range(start, stop)) AS INTEGER) AS slot, value FROM slices',
  )
}

async function keep(engine: Engine, out: string, dataset: string, query: string): Promise<number> {
  mkdirSync(join(out, dataset), { recursive: true })
  const [count] = await engine.run(
    `COPY (${query}) TO ${text(join(out, dataset, 'rows.parquet'))} (FORMAT parquet, COMPRESSION snappy)`,
  )
  return Number(count!['Count'])
}

const number = (prefix: string, id: string): string => `'${prefix}' || lpad(CAST(${id} AS VARCHAR), 9, '0')`
const money = (amount: string): string => `${amount} / 1e6`

/** Columns of each dataset made of lots, in the order of its contract. */
const selects: Record<string, string> = {
  budget_transactions: `${number('CT', 'id')} AS document, unit, day, c0 AS flow, c1 AS revenue_source, c2 AS spending_type,
    pick AS chapter, c3 AS basis, ${money('b')} AS estimate, ${money('a')} AS actual`,
  enterprise_events: `${number('DN', 'id')} AS event_id, unit, day, c0 AS event, c1 AS sector, pick AS vsic, c2 AS legal_form,
    a AS enterprises, CASE WHEN c0 = 'new' THEN ${money('b')} END AS capital`,
  household_businesses: `${number('HK', 'id')} AS event_id, unit, day, c0 AS event, c1 AS line, a AS households`,
}

/** @returns how many rows were written */
export async function writeLots(engine: Engine, out: string, { lots, dataset }: Ledger, seed: number): Promise<number> {
  let first = 0
  const rows = lots.map(({ rows: n, start, days, amount, second, units, picks, codes }) => {
    first += n
    return [first - n, n, start, days, amount, second, units, picks, ...codes]
  })
  const columns =
    'first BIGINT, n BIGINT, start DATE, days BIGINT, amount BIGINT, second BIGINT, units INTEGER, picks INTEGER, c0 VARCHAR, c1 VARCHAR, c2 VARCHAR, c3 VARCHAR'
  await table(engine, out, 'lots', columns, rows)
  const salt = (use: string) => salted(`${dataset} ${use}`, seed)
  // Money is split into few large and many small amounts, enterprises and households as evenly as can be.
  const cut = dataset === 'budget_transactions' ? 'skewed' : 'even'
  const query = `SELECT ${selects[dataset]!}
    FROM (
      SELECT r.*, u.value AS unit, p.value AS pick, workday(drawn, start) AS day
      FROM (
        SELECT id, start, units, picks, c0, c1, c2, c3,
          CASE WHEN amount = 0 THEN 0 ELSE ${cut}(amount, k, n) END AS a,
          CASE WHEN second = 0 THEN 0 ELSE skewed(second, k, n) END AS b,
          start + CAST((rnd(id, ${salt('day')}) * days) // 2147483647 AS INTEGER) AS drawn,
          CAST(rnd(id, ${salt('unit')}) % ${slots} AS INTEGER) AS unit_slot,
          CAST(rnd(id, ${salt('pick')}) % ${slots} AS INTEGER) AS pick_slot
        FROM (SELECT *, first + k AS id FROM (SELECT *, unnest(range(n)) AS k FROM lots))
      ) AS r
      JOIN sets AS u ON u.of = r.units AND u.slot = r.unit_slot
      LEFT JOIN sets AS p ON p.of = r.picks AND p.slot = r.pick_slot
    )
    WHERE a <> 0 OR b <> 0`
  return keep(engine, out, dataset, query)
}

const described = 'p.title AS project, p.owner, p.project_group, p.capital'

/** @returns how many rows were written, decisions and payments */
export async function writeWorks(
  engine: Engine,
  out: string,
  { projects, decisions, payments }: Works,
  { seed, firstYear, last }: { seed: number; firstYear: number; last: string },
): Promise<[decisions: number, payments: number]> {
  const total = new Map<number, number>()
  for (const { project, basis, amount } of decisions)
    if (basis === 'city_allocated') total.set(project.index, (total.get(project.index) ?? 0) + amount)
  const stages = ['Chuẩn bị đầu tư', 'Bồi thường, giải phóng mặt bằng', 'Thi công', 'Nghiệm thu, bàn giao']
  await table(
    engine,
    out,
    'projects',
    'index INTEGER, title VARCHAR, owner VARCHAR, project_group VARCHAR, capital VARCHAR, total BIGINT, started DATE, due DATE, milestone VARCHAR',
    projects.map((project) => {
      const { started, due } = termOf(project, firstYear)
      const done = started > last ? 0 : due <= last ? 3 : started.slice(0, 4) === last.slice(0, 4) ? 1 : 2
      const sum = Math.max(1_000_000, Math.round(1.4 * (total.get(project.index) ?? 0)))
      return [
        project.index,
        project.title,
        project.owner,
        project.group,
        project.capital,
        sum,
        done > 0 ? started : null,
        due,
        stages[done]!,
      ]
    }),
  )
  await table(
    engine,
    out,
    'decisions',
    'id BIGINT, project INTEGER, unit VARCHAR, day DATE, basis VARCHAR, revision BIGINT, amount BIGINT',
    decisions.map(({ project, unit, start, basis, revision, amount }, id) => [
      id,
      project.index,
      unit,
      start,
      basis,
      revision,
      amount,
    ]),
  )
  const decided = await keep(
    engine,
    out,
    'investment_projects',
    `SELECT ${number('QD', 'd.id')} AS decision, d.unit, d.day, ${described}, d.basis, d.revision, ${money('p.total')} AS total_investment,
      p.started, p.due, p.milestone, ${money('d.amount')} AS plan
    FROM decisions AS d JOIN projects AS p ON p.index = d.project ORDER BY d.id`,
  )
  let first = 0
  await table(
    engine,
    out,
    'payments',
    'first BIGINT, n BIGINT, project INTEGER, unit VARCHAR, start DATE, days BIGINT, amount BIGINT, settlement VARCHAR',
    payments.map(({ rows, project, unit, start, end, amount, settlement }) => {
      first += rows
      const days = Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000) + 1
      return [first - rows, rows, project.index, unit, start, days, amount, settlement]
    }),
  )
  const paid = await keep(
    engine,
    out,
    'disbursements',
    `SELECT ${number('TT', 'id')} AS payment, unit, workday(drawn, start) AS day, ${described}, settlement, ${money('a')} AS amount
    FROM (
      SELECT *, skewed(amount, k, n) AS a, start + CAST((rnd(id, ${salted('payment day', seed)}) * days) // 2147483647 AS INTEGER) AS drawn
      FROM (SELECT *, first + k AS id FROM (SELECT *, unnest(range(n)) AS k FROM payments))
    ) AS r JOIN projects AS p ON p.index = r.project
    WHERE a <> 0`,
  )
  return [decided, paid]
}
