/** Returns as spreadsheets: what is filled comes back, and what is hostile or wrong is named. */
import type { Dataset, Duty, Failure } from '@laban/shared'
import { datasetSchema, dutySchema } from '@laban/shared'
import { expect, test } from 'vitest'
import type { SheetForm } from '../server/src/spreadsheet/form.ts'
import { matchForm, writeForm } from '../server/src/spreadsheet/form.ts'
import { readSheet } from '../server/src/spreadsheet/read.ts'
import { book, hostile, laughing, sheetOf } from './hostile.ts'

const word = (text: string) => ({ vi: text, en: text })
const dataset: Dataset = datasetSchema.parse({
  id: 'd',
  title: word('d'),
  about: word('d'),
  form: 'statements',
  owner: 'u',
  sharing: 'file',
  items: { a: { title: word('=Hồ sơ'), measuredIn: 'dossiers' } },
  columns: [],
})
const duty: Duty = dutySchema.parse({
  id: 'x',
  city: 'c',
  kind: 'return',
  dataset: 'd',
  title: word('Biểu'),
  every: 'quarter',
  first: '2026',
  opens: 'end',
  withinDays: 1,
  owes: [{ units: ['u'] }],
  basis: { text: word('x') },
  figures: [
    { key: 'online', item: 'a', whole: true, min: 0 },
    { key: 'paper', item: 'a', whole: true, min: 0 },
    { key: 'all', item: 'a' },
    { key: 'rate', item: 'a', required: false, max: 100 },
  ],
  rules: [{ kind: 'total', figure: 'all', parts: ['online', 'paper'] }],
})
const form: SheetForm = { duty, dataset, mark: 'laban x u 2026-Q3', head: ['Biểu', 'Đơn vị', 'Kỳ', 'Hạn'], last: {} }
const fill = (...values: [string, number | null, string][]) =>
  writeForm(
    form,
    values.map(([figure, value, note]) => ({ figure, value, note })),
  )
const back = async (bytes: Uint8Array) => matchForm(form, await readSheet(Buffer.from(bytes)))

test('what was filled in comes back, totals are left to the rules, text that would calculate stays text', async () => {
  const { figures, faults } = await back(
    await fill(['online', 12, 'ghi chú'], ['paper', 3, '=1+1'], ['rate', 99.5, '']),
  )
  expect(faults).toEqual([])
  expect(figures).toEqual([
    { figure: 'online', value: 12, note: 'ghi chú' },
    { figure: 'paper', value: 3, note: '=1+1' },
    { figure: 'rate', value: 99.5, note: '' },
  ])
})

/** A grid as the unpacking child would say it. */
const grid = (rows: (string | number | boolean | null | { date: string })[][], formulas: string[] = []) =>
  matchForm(form, { rows: [[form.mark], [], [], [], [], [], ...rows], formulas })

test('every wrong cell is named by its place', () => {
  const { faults } = grid(
    [
      ['online', '', '', null, -1],
      ['paper', '', '', null, 'nhiều'],
      ['rate', '', '', null, { date: '2026-01-01' }],
      ['rate', '', '', null, 3],
      ['strange', '', '', null, 3],
    ],
    [],
  )
  expect(faults.map(({ cell }) => cell)).toEqual(['E8', 'E9', 'A10', 'A11', 'E7'])
  expect(grid([['online', '', '', null, 5]], ['6,4']).faults.map(({ cell }) => cell)).toEqual(['E7', 'A', 'A'])
  expect(grid([['online', '', '', null, '1.234']]).figures[0]?.value).toBe(1234)
  const other = matchForm({ ...form, mark: 'laban other' }, { rows: [[form.mark]], formulas: [] })
  expect(other.faults).toHaveLength(1)
})

test('a file with faults comes back with each of them beside its row', async () => {
  const { figures, faults } = grid([
    ['online', '', '', null, -1, 'a'],
    ['paper', '', '', null, 2],
    ['rate', '', '', null, 5],
  ])
  const sheet = await readSheet(Buffer.from(await writeForm(form, figures, faults)))
  expect(sheet.rows[6]?.slice(4)).toEqual([-1, 'a', 'nhỏ hơn mức thấp nhất 0'])
})

const refusal = async (bytes: Buffer): Promise<string> => {
  try {
    await readSheet(bytes)
    return ''
  } catch (error) {
    return (error as Failure).words.en
  }
}

test('a sheet of others is read as it is, formulas by their place', async () => {
  expect(await readSheet(book(sheetOf('<row r="1"><c r="A1"><v>7</v></c></row>')))).toEqual({
    rows: [[7]],
    formulas: [],
  })
  const formula = await readSheet(book(sheetOf('<row r="1"><c r="A1"/><c r="B1"><f>1+1</f><v>2</v></c></row>')))
  expect(formula.formulas).toEqual(['0,1'])
})

test('entities stay what they are', async () => {
  expect(JSON.stringify(await readSheet(laughing())).length).toBeLessThan(100)
})

test.each(hostile)(
  '%s: refused with the reason, within five seconds',
  async (_, make, reason) => {
    const bytes = make()
    const start = performance.now()
    expect(await refusal(bytes)).toMatch(reason)
    expect(performance.now() - start).toBeLessThan(5000)
  },
  30_000,
)
