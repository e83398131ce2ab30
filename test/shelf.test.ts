/** Shelves of the engine: the same answers as from tables in memory, made once, made again when damaged, done without when they cannot be. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Answer, QuestionInput } from '@laban/shared'
import { compile, duckdb, publicViewer, questionSchema } from '@laban/shared'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { load } from '../server/src/ingest/load.ts'
import type { Opened } from '../server/src/warehouse/open.ts'
import { openRelease } from '../server/src/warehouse/open.ts'
import { clearShelves } from '../server/src/warehouse/shelf.ts'
import { temporary } from './server.ts'

let [folder, dataDir, kpisDir, release]: string[] = []
const rows = 12_000
/** Permits of three units over two years, in every kind. */
const permit = (i: number) =>
  `Q${i},tiny/${['east', 'west', 'north'][i % 3]},2023-${String((i % 12) + 1).padStart(2, '0')}-${String((i % 28) + 1).padStart(2, '0')},${['new_house', 'repair', 'shop'][(i % 7) % 3]},${i % 5 ? 'yes' : 'no'},Main,${i % 11}`

beforeAll(async () => {
  folder = await temporary('shelf')
  ;[dataDir, kpisDir] = [join(folder, 'data'), join(folder, 'kpis')]
  cpSync(new URL('city/packs', import.meta.url).pathname, kpisDir, { recursive: true })
  const file = join(kpisDir, 'tiny/figures/permits/permits.csv')
  writeFileSync(file, `${readFileSync(file, 'utf8')}${Array.from({ length: rows }, (_, i) => permit(i)).join('\n')}\n`)
  release = (await load({ dataDir, kpisDir })).release.id
})
afterAll(() => rmSync(folder!, { recursive: true, force: true }))

const questions: QuestionInput[] = [
  { indicator: 'permits/issued', city: 'tiny', by: ['kind'] },
  { indicator: 'permits/issued', city: 'tiny', unit: 'tiny/east', by: ['kind', 'in_time'], grain: 'month' },
  { indicator: 'permits/fees', city: 'tiny', grain: 'year' },
  { indicator: 'permits/in-time', city: 'tiny', by: ['kind'] },
  { indicator: 'money/revenue', city: 'tiny' },
]

/** Everything that is asked, and the shelves that it was answered from. */
async function answers(id = release!): Promise<{ told: Answer['figures'][]; shelves: string[]; unshelved?: unknown }> {
  const opened = await openRelease(dataDir!, id)
  try {
    const told = await Promise.all(questions.map((question) => ask(opened, question)))
    const { shelves: stand, unshelved } = opened
    return { told, shelves: stand, ...(unshelved ? { unshelved: (unshelved as { code?: string }).code } : {}) }
  } finally {
    await opened.warehouse.close()
  }
}

async function ask({ catalogue, warehouse }: Opened, question: QuestionInput): Promise<Answer['figures']> {
  const { sql, params, finish } = compile(questionSchema.parse(question), catalogue, publicViewer, duckdb)
  return finish(await warehouse.query(sql, params)).figures
}

const shelves = () => join(dataDir!, 'shelves')

test('answers are those of tables in memory, and a shelf is made once', async () => {
  // Where a shelf cannot be written all stands in memory.
  writeFileSync(shelves(), 'no folder')
  const inMemory = await answers()
  rmSync(shelves())
  expect([inMemory.shelves, inMemory.unshelved]).toEqual([[], 'EEXIST'])
  expect(inMemory.told[0]!.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBeGreaterThan(rows)

  const first = await answers()
  expect([first.told, first.shelves.length]).toEqual([inMemory.told, 1])
  const [shelf] = first.shelves
  const made = statSync(shelf!).mtimeMs
  expect(await answers()).toEqual(first)
  expect(statSync(shelf!).mtimeMs).toBe(made)
  expect(readdirSync(shelves()).length).toBe(2)
})

test('a release with other figures and the same rows stands on the same shelf, one with other rows on its own', async () => {
  const before = await answers()
  const change = async (file: string, from: string, to: string) => {
    const path = join(kpisDir!, 'tiny/figures', file)
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
    return (await load({ dataDir: dataDir!, kpisDir: kpisDir! })).release.id
  }
  const figure = await answers(await change('money/revenue.csv', ',1200,settled', ',1234,settled'))
  expect(figure.shelves).toEqual(before.shelves)
  expect([figure.told.slice(0, 4), figure.told[4]]).toEqual([
    before.told.slice(0, 4),
    expect.not.arrayContaining(before.told[4]!),
  ])

  const row = await answers(await change('permits/permits.csv', 'Q11999,', 'R11999,'))
  expect(row.shelves).not.toEqual(before.shelves)
  expect(row.told.slice(0, 4)).toEqual(before.told.slice(0, 4))
  clearShelves(dataDir!, new Set(row.shelves))
  expect([before, row].map(({ shelves: [path] }) => existsSync(path!))).toEqual([false, true])
  expect((await answers()).told).toEqual(before.told)
})

test.each([
  ['cut short', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 5000))],
  ['with another byte', (path: string) => writeFileSync(path, readFileSync(path).fill(7, 20_000, 20_001))],
  ['of nothing', (path: string) => writeFileSync(path, '')],
  ['without its seal', (path: string) => rmSync(`${path}.sha256`)],
])('a shelf %s is made again', async (_, damage) => {
  const before = await answers()
  damage(before.shelves[0]!)
  expect(await answers()).toEqual(before)
  expect(readFileSync(`${before.shelves[0]!}.sha256`, 'utf8')).toHaveLength(64)
})

test('nothing can be written to a shelf, nor read beside it', async () => {
  const { warehouse } = await openRelease(dataDir!, release!)
  for (const sql of [
    'CREATE TABLE shelf0.main.more AS SELECT 1 AS one',
    'DELETE FROM "permits"',
    `SELECT * FROM read_csv('/etc/hostname')`,
    `ATTACH '${join(dataDir!, 'store.sqlite')}' AS store`,
  ])
    await expect(warehouse.query(sql, [])).rejects.toThrow()
  await warehouse.close()
})
