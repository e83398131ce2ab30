/** Rows that come as Parquet: held against the contract like those of CSV, with the number of the row in place of the line. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { parseCsv } from '../server/src/ingest/csv.ts'
import { openEngine, text } from '../server/src/ingest/engine.ts'
import { checkPacks, load } from '../server/src/ingest/load.ts'
import { told } from './ingest-faults.ts'
import { folders } from './ingest-pack.ts'

const row = (no: number, more = '') =>
  `SELECT ${no}::INTEGER AS no, 'tiny/ben_do' AS unit, DATE '2025-09-01' AS day, 'a' AS line, 5::INTEGER AS seats${more}`

/** The tiny pack with a file of trips that a query makes. */
async function given(query: string) {
  const { kpisDir, dataDir } = folders()
  const path = join(kpisDir, 'tiny/figures/trips/more.parquet')
  mkdirSync(dirname(path), { recursive: true })
  const engine = await openEngine(undefined)
  await engine.run(`COPY (${query}) TO ${text(path)} (FORMAT parquet)`)
  engine.close()
  return { kpisDir, dataDir, path }
}

test('good rows stand beside those of other files', async () => {
  const { kpisDir, dataDir } = await given(`${row(11)} UNION ALL ${row(12)}`)
  expect(await load({ kpisDir, dataDir })).toMatchObject({ outcome: 'published', rows: 7 + 2, rejects: 0 })
})

test('a bad row is set aside under its number', async () => {
  const bad = `SELECT 13::INTEGER, 'tiny/ben_do', DATE '2025-09-02', 'c', 500::INTEGER`
  const { kpisDir, dataDir } = await given(`${row(11)} UNION ALL ${bad}`)
  const { rows, rejects, aside } = await load({ kpisDir, dataDir })
  expect([rows, rejects]).toEqual([7 + 1, 1])
  const [, ...lines] = parseCsv(readFileSync(aside[0]!, 'utf8')).rows.map(({ cells }) => cells)
  expect(lines.map(([file, line, column, value]) => [file, line, column, value])).toEqual(
    expect.arrayContaining([
      ['kpis/tiny/figures/trips/more.parquet', '2', 'line', 'c'],
      ['kpis/tiny/figures/trips/more.parquet', '2', 'seats', '500'],
    ]),
  )
})

test.each([
  ['a column too many', row(11, ', 1 AS more'), { field: 'more', en: 'wrong header: extra column more' }],
  [
    'a column of another kind',
    row(11).replace('5::INTEGER', `'five'`),
    { field: 'seats', value: 'VARCHAR', allowed: 'integer' },
  ],
])('%s stops the load', async (_, query, expected) => {
  const { kpisDir } = await given(query)
  const { faults } = await checkPacks(kpisDir)
  expect(faults.map(told)).toEqual([
    expect.objectContaining({ file: 'kpis/tiny/figures/trips/more.parquet', ...expected }),
  ])
})

test('a file that is no Parquet is named', async () => {
  const { kpisDir, path } = await given(row(11))
  writeFileSync(path, 'no,unit\n')
  const { faults } = await checkPacks(kpisDir)
  expect(faults.map(told)).toEqual([
    expect.objectContaining({ file: 'kpis/tiny/figures/trips/more.parquet', en: 'no Parquet file that can be read' }),
  ])
})
