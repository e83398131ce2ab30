/** Bad input: each fault names file, line, field, value and what is allowed; all are told at once; the old release stays in force. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseCsv } from '../server/src/ingest/csv.ts'
import { printFaults } from '../server/src/ingest/fault.ts'
import { checkPacks, load } from '../server/src/ingest/load.ts'
import { openStore } from '../server/src/store/store.ts'
import { faultsOf, told } from './ingest-faults.ts'
import type { Files } from './ingest-pack.ts'
import { changed, folders, tiny } from './ingest-pack.ts'

const fees = 'tiny/figures/fees/2025.csv'
const trips = 'tiny/figures/trips/2025.csv'
const indicator = 'tiny/indicators/money/fees.yaml'

const cases: [title: string, files: Files, expected: Partial<ReturnType<typeof told>>][] = [
  [
    'a header with a column missing',
    changed(fees, ',note,kind', ',note'),
    { file: `kpis/${fees}`, line: 1, field: 'kind', en: 'wrong header: missing column kind' },
  ],
  [
    'a header with a column too many',
    changed(fees, ',note,kind', ',note,kind,colour'),
    { line: 1, field: 'colour', en: 'wrong header: extra column colour' },
  ],
  [
    'a header in another order',
    changed(fees, 'item,stated', 'stated,item'),
    { line: 1, en: 'wrong header: columns in another order' },
  ],
  [
    'a figure that is no number',
    changed(fees, ',41.5,', ',"41,5",'),
    { file: `kpis/${fees}`, line: 2, field: 'value', value: '41,5', en: 'cannot be read: "41,5"' },
  ],
  [
    'a day written otherwise',
    changed(fees, '2025-07-10,gazette,,\n', '10/07/2025,gazette,,\n'),
    { line: 2, field: 'published', value: '10/07/2025', allowed: expect.stringContaining('YYYY-MM-DD') as string },
  ],
  [
    'a row with a cell too many',
    changed(fees, '"khoảng, ước"', 'khoảng, ước, tròn'),
    { line: 3, en: 'wrong number of cells: 14' },
  ],
  [
    'a quote that never closes',
    changed(fees, '"khoảng, ước"', '"khoảng, ước'),
    { line: 3, en: 'quote is not closed or in a wrong place' },
  ],
  ['an empty cell', changed(fees, ',41.5,', ',,'), { line: 2, field: 'value', en: 'empty, yet required' }],
  [
    'not a number',
    changed(fees, ',41.5,', ',nan,'),
    { line: 2, field: 'value', value: 'nan', en: 'not a finite number' },
  ],
  [
    'an unknown code',
    changed(fees, 'gazette,,boat', 'gazette,,raft'),
    { line: 4, field: 'kind', value: 'raft', allowed: 'boat, stall' },
  ],
  [
    'an unknown certainty',
    changed(fees, 'estimate', 'guess'),
    {
      line: 3,
      field: 'certainty',
      value: 'guess',
      allowed: 'doubtful, inferred, estimate, provisional, actual, settled',
    },
  ],
  [
    'an unknown item of a statement',
    changed(fees, 'fee,plan', 'fine,plan'),
    { line: 5, field: 'item', value: 'fine', allowed: 'fee' },
  ],
  [
    'an unknown unit of a statement',
    changed(fees, 'plan,tiny', 'plan,tinny'),
    { line: 5, field: 'unit', value: 'tinny', en: 'unknown unit: "tinny"' },
  ],
  [
    'an unknown source of a statement',
    changed(fees, ',paper,', ',papers,'),
    { line: 3, field: 'source', value: 'papers', allowed: 'gazette, paper' },
  ],
  [
    'a period that ends before it begins',
    changed(fees, '2025-01-01,2025-06-30,41.5', '2025-07-01,2025-06-30,41.5'),
    { line: 2, field: 'period_end', value: '2025-06-30', allowed: '>= period_start' },
  ],
  [
    'a statement repeated in every column',
    changed(
      fees,
      'fee,plan',
      'fee,actual,tiny,2025-01-01,2025-06-30,41.50,actual,exact,2025-07-10,gazette,,\nfee,plan',
    ),
    { line: 5, field: 'row', en: `statement repeated in every column, first in kpis/${fees}:2` },
  ],
]

test.each(cases)('%s', async (_, files, expected) => {
  const faults = (await faultsOf(files)).map(told)
  expect(faults).toEqual([expect.objectContaining(expected)])
})

test('a comma that shifts cells is found even where the row ends in an empty cell', async () => {
  const faults = await faultsOf(changed(fees, '"khoảng, ước"', 'khoảng, ước'))
  expect(faults.map(({ at, message }) => [at.line, message.en])).toEqual([
    [3, 'wrong number of cells: 13'],
    [3, 'unknown code: " ước"'],
  ])
})

test('all faults of all files are told at once, definitions and rows together', async () => {
  let files = changed(indicator, 'group: finance', 'group: finances')
  files = changed('tiny/areas.yaml', 'source: gazette', 'source: gazete', files)
  files = changed(fees, ',41.5,', ',many,', files)
  files = changed(fees, 'plan,tiny', 'plan,tinny', files)
  files = changed('tiny/units/crosswalk.csv', ',1,whole', ',0.5,part', files)
  const faults = await faultsOf(files)
  expect(faults.map(({ at }) => [at.file, at.line, at.field])).toEqual([
    [`kpis/${indicator}`, 6, 'group'],
    ['kpis/tiny/units/crosswalk.csv', 2, 'weight'],
    ['kpis/tiny/areas.yaml', 6, '0.source'],
    [`kpis/${fees}`, 5, 'unit'],
    [`kpis/${fees}`, 2, 'value'],
  ])
  const { kpisDir, dataDir } = folders(files)
  await expect(load({ kpisDir, dataDir })).rejects.toMatchObject({ code: 'load/rejected', detail: { faults } })
})

test('lines are those of the file, also after blank lines, Windows line ends and texts of several lines', async () => {
  const [header, ...rows] = tiny[fees]!.trim().split('\n')
  rows[1] = rows[1]!.replace('"khoảng, ước"', '"khoảng\nước ""tròn"""')
  rows[2] = rows[2]!.replace(',30,', ',x,')
  rows[3] = rows[3]!.replace('plan,tiny', 'plan,tinny')
  const faults = await faultsOf({ ...tiny, [fees]: `\uFEFF${[header, '', ...rows].join('\r\n')}` })
  expect(faults.map(({ at }) => [at.line, at.value])).toEqual(
    expect.arrayContaining([
      [6, 'x'],
      [7, 'tinny'],
    ]),
  )
})

test('the release before stays in force, and what was refused is in the ledger', async () => {
  const { kpisDir, dataDir, give } = folders()
  const { release } = await load({ kpisDir, dataDir })
  give(changed(fees, ',41.5,', ',many,'))
  await expect(load({ kpisDir, dataDir })).rejects.toMatchObject({ code: 'load/rejected' })
  const store = await openStore(dataDir)
  expect((await store.currentRelease())?.id).toBe(release.id)
  expect(await store.releases()).toHaveLength(1)
  expect(await store.lastLoad()).toMatchObject({
    outcome: 'refused',
    landing: expect.arrayContaining([expect.objectContaining({ file: `kpis/${fees}` })]) as unknown,
  })
  await store.close()
})

test('where the contract says quarantine, bad rows are set aside with their reason and the good ones go on', async () => {
  const rows = `${tiny[trips]!}3,tiny/ben_do,2025-08-02,a,5
4,tiny/nowhere,2025-08-02,c,5
5,tiny/ben_do,2025-08-02,a,2.5
6,tiny/ben_do,2025-08-02,a,101
seven,tiny/ben_do,2025-08-02,a,1
8,tiny/ben_do
9,tiny/ben_do,2025-08-03,b,40
`
  const { kpisDir, dataDir } = folders({ ...tiny, [trips]: rows })
  const { rejects, rows: good, aside } = await load({ kpisDir, dataDir })
  expect([good, rejects, aside]).toEqual([4 + 4, 6, [join(dataDir, 'quarantine/1/trips.csv')]])
  const [header, ...lines] = parseCsv(readFileSync(aside[0]!, 'utf8')).rows.map(({ cells }) => cells)
  expect(header).toEqual(['file', 'line', 'column', 'value', 'reason_vi', 'reason_en', 'allowed', 'record'])
  const seen = lines.map(([file, line, column, value, , reason, , record]) => [
    file,
    Number(line),
    column,
    value,
    reason,
    record,
  ])
  const file = `kpis/${trips}`
  expect(seen.sort(([, a], [, b]) => Number(a) - Number(b))).toEqual([
    [file, 5, 'no', '3', `key given twice: no, first in ${file}:4`, '3,tiny/ben_do,2025-08-02,a,5'],
    [file, 6, 'unit', 'tiny/nowhere', 'unknown unit: "tiny/nowhere"', '4,tiny/nowhere,2025-08-02,c,5'],
    [file, 6, 'line', 'c', 'unknown code: "c"', '4,tiny/nowhere,2025-08-02,c,5'],
    [file, 7, 'seats', '2.5', 'not a whole number', '5,tiny/ben_do,2025-08-02,a,2.5'],
    [file, 8, 'seats', '101', 'above the most allowed', '6,tiny/ben_do,2025-08-02,a,101'],
    [file, 9, 'no', 'seven', 'cannot be read: "seven"', 'seven,tiny/ben_do,2025-08-02,a,1'],
    [file, 10, '', '8,tiny/ben_do', 'wrong number of cells: 2', '8,tiny/ben_do'],
  ])
})

test('oddities that may be true are told of and let through', async () => {
  const { kpisDir, dataDir } = folders(
    changed(fees, 'actual,tiny,2025-01-01,2025-06-30,30', 'actual,tiny/cu,2025-07-01,2025-07-30,30'),
  )
  const { warnings } = await load({ kpisDir, dataDir })
  expect(warnings.map(({ at, message }) => [at.line, at.field, message.en])).toEqual([
    [4, 'unit', 'unit was not in force in this period'],
  ])
})

test('an indicator without figures says why, or is warned of', async () => {
  const { kpisDir, dataDir } = folders(changed(indicator, 'stated: [actual]', 'stated: [target]'))
  const { warnings } = await load({ kpisDir, dataDir })
  expect(warnings.map(told)).toEqual([expect.objectContaining({ file: `kpis/${indicator}`, line: 1, field: 'empty' })])
})

test('faults are printed by file and line, in Vietnamese and in English', async () => {
  const { kpisDir } = folders(changed(indicator, 'group: finance', 'group: finances'))
  const { faults } = await checkPacks(kpisDir)
  expect(printFaults(faults, 'en')).toBe(`kpis/${indicator}
  :6  group = "finances"
      unknown value; allowed: people, finance, land, governance, economy`)
  expect(printFaults(faults, 'vi')).toContain('giá trị không biết; cho phép: people')
})
