/**
 * Where few stand behind a cell, nothing that leaves the server gives it away: not by itself, and not by taking what is shown from a
 * total, whatever doors are compared. Proven by adding up again: every answer is a sum of the same cells, each of them large enough.
 */
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Answer } from '@laban/shared'
import { mergedCode } from '@laban/shared'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AxisSums, Cubes, TableSums } from '../server/src/drill/cubes.ts'
import type { ExtractFound } from '../server/src/extract/slim.ts'
import type { LabParcel } from '../server/src/api/lab.ts'
import type { TinyServer } from './serving.ts'
import { serveTiny, token } from './serving.ts'

const atLeast = 5

type Person = { month: string; unit: string; source_of: string; payer: string; persons: number; money: number }
/** What a row stands under in the charts: taxes and fees are collected at home. */
type Cell = { month: string; unit: string; source_of: string; payer: string; persons: number }

/** The same at every run. */
function chance(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

function people(): Person[] {
  const next = chance(328)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() ** 1.6 * list.length)]!
  return Array.from({ length: 900 }, (_, i) => {
    const isNew = i % 3 === 0
    const month = isNew ? pick(['2024-07', '2024-08']) : pick(['2023-01', '2023-02', '2023-03', '2024-01', '2024-05'])
    return {
      month,
      unit: isNew
        ? pick(['tiny_merged/hill', 'tiny_merged/riverside'])
        : pick(['tiny/east', 'tiny/west', 'tiny/north']),
      source_of: pick(['tax', 'trade', 'fees']),
      payer: pick(['Ann', 'Bo', 'Cuc', 'Dan', 'Em']),
      persons: 1 + Math.floor(next() * 2),
      money: Math.round(next() * 100),
    }
  })
}

/** Three persons who stand alone in their unit and month, and a whole month of two. */
const alone: Person[] = [
  { month: '2023-02', unit: 'tiny/office', source_of: 'fees', payer: 'Hermit', persons: 3, money: 71_003 },
  { month: '2023-04', unit: 'tiny/west', source_of: 'tax', payer: 'Hermit', persons: 2, money: 71_011 },
]
const persons = [...people(), ...alone]

let tiny: TinyServer
let cells: Cell[]
let cubes: Cubes

beforeAll(async () => {
  tiny = await serveTiny({
    async packs(kpisDir) {
      const rows = persons.map(({ month, unit, source_of, payer, persons: count, money }, i) =>
        [`R${i}`, unit, `${month}-11`, source_of, payer, money, count].join(','),
      )
      const header = 'receipt,unit,day,source_of,payer,estimate,actual'
      await writeFile(join(kpisDir, 'tiny/figures/receipts/receipts.csv'), [header, ...rows, ''].join('\n'))
      await appendFile(
        join(kpisDir, 'national/datasets/receipts.yaml'),
        `\nsmallestCell: { counts: actual, atLeast: ${atLeast} }\n`,
      )
    },
  })
  cells = await parcel()
  cubes = await called('drill.cubes', below)
})
afterAll(() => tiny.stop())

/** Who may see everything: nothing is missing for want of rights. */
const inside = { authorization: `Bearer ${token}` }
const below = { indicator: 'money/revenue', city: 'tiny' }

async function called<T>(procedure: string, input: object): Promise<T> {
  const { status, data, failure } = await tiny.call(procedure, input, inside)
  expect([status, failure]).toEqual([200, undefined])
  return data
}

async function inFile(bytes: Buffer, sql: string): Promise<Record<string, unknown>[]> {
  const path = join(tiny.dataDir, `copy-${Math.random()}.duckdb`)
  await writeFile(path, bytes)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run(`ATTACH '${path}' AS x (READ_ONLY)`)
    await connection.run('USE x')
    return (await connection.runAndReadAll(sql)).getRowObjectsJS()
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** What analysts take along, as the charts tell it. */
async function parcel(): Promise<Cell[]> {
  const { address } = await called<LabParcel>('lab.parcel', { table: 'receipts' })
  return await cellsIn((await tiny.get(address, inside)).bytes, 'receipts')
}

async function cellsIn(bytes: Buffer, table: string): Promise<Cell[]> {
  const shown = `CASE WHEN source_of IN ('tax', 'fees') THEN 'domestic' ELSE source_of END`
  const sql = `SELECT strftime(day, '%Y-%m') AS month, unit, ${shown} AS source_of, payer, actual::DOUBLE AS persons FROM ${table}`
  return (await inFile(bytes, sql)) as Cell[]
}

const key = ({ month, unit, source_of, payer, persons: count }: Cell) =>
  [month, unit, source_of, payer, count].join('|')
const total = (some: readonly { persons: number }[]) => some.reduce((sum, one) => sum + one.persons, 0)
const where = (picks: Partial<Cell>) =>
  Object.entries(picks)
    .map(([name, value]) => `${name}:${value}`)
    .join(';')
const under = (picks: Partial<Cell>) =>
  cells.filter((cell) => Object.entries(picks).every(([name, value]) => cell[name as keyof Cell] === value))

test('no cell that leaves is too small, and nothing is lost but a month that is too small as a whole', () => {
  expect(Math.min(...cells.map((cell) => cell.persons))).toBeGreaterThanOrEqual(atLeast)
  // Otherwise there would be nothing to prove.
  const mergedShare = total(cells.filter(({ payer }) => payer === mergedCode)) / total(cells)
  expect(mergedShare).toBeGreaterThan(0.02)
  expect(mergedShare).toBeLessThan(0.5)
  for (const month of new Set(persons.map((one) => one.month)))
    expect([month, total(under({ month }))]).toEqual([
      month,
      month === '2023-04' ? 0 : total(persons.filter((one) => one.month === month)),
    ])
})

test('extracts of two indicators and the table of the lab are merged in one and the same way', async () => {
  const wanted = cells.map(key).sort()
  for (const indicator of ['money/revenue', 'money/execution']) {
    const { address, tables } = await called<ExtractFound>('extract.get', { ...below, indicator, from: 'rows' })
    expect(tables).toEqual(['receipts__by_unit_payer_source_of'])
    expect((await cellsIn((await tiny.get(address, inside)).bytes, tables[0]!)).map(key).sort()).toEqual(wanted)
  }
})

describe('every answer adds up whole cells', () => {
  test('the sums over every two axes', () => {
    expect(cubes.atLeast).toBe(atLeast)
    const names = cubes.axes.map(({ name }) => name)
    expect(names).toEqual(['month', 'unit', 'source_of', 'payer'])
    expect(cubes.pairs).toHaveLength(6)
    for (const { a, b, at, values } of cubes.pairs) {
      let place = 0
      for (const [i, step] of at.entries()) {
        place += step
        const width = cubes.axes[b]!.values.length
        const line = Math.floor(place / width)
        const height = cubes.axes[a]!.values.length
        const year = a === 0 ? '' : cubes.years[Math.floor(line / height)]!
        const picks = {
          [names[a]!]: cubes.axes[a]!.values[line % height],
          [names[b]!]: cubes.axes[b]!.values[place % width],
        }
        const own = under(picks).filter(({ month }) => month.startsWith(year))
        expect([picks, year, values[0]![i]]).toEqual([picks, year, total(own)])
        expect(total(own)).toBeGreaterThanOrEqual(atLeast)
      }
    }
  })

  test('the sums of one interaction, and two axes against each other, under one filter and under two', async () => {
    const values = (axis: string) => cubes.axes.find(({ name }) => name === axis)!.values
    const filters: Partial<Cell>[] = [
      {},
      ...values('unit').map((unit) => ({ unit })),
      ...values('payer').map((payer) => ({ payer, source_of: 'domestic' })),
      ...values('month').map((month) => ({ month, unit: 'tiny/east' })),
    ]
    for (const picks of filters) {
      const { sums, total: all } = await called<AxisSums>('drill.sums', { ...below, where: where(picks) })
      expect([picks, all[0]]).toEqual([picks, total(under(picks))])
      for (const [i, { name, values: codes }] of cubes.axes.entries()) {
        const { [name as keyof Cell]: _, ...others } = picks
        expect(sums[i]![0]).toEqual(codes.map((code) => total(under({ ...others, [name]: code }))))
      }
      const { sums: table } = await called<TableSums>('drill.table', {
        ...below,
        x: 'unit',
        y: 'payer',
        where: where(picks),
      })
      expect(table[0]).toEqual(
        values('unit').flatMap((unit) =>
          values('payer').map((payer) =>
            (picks.unit ?? unit) === unit && (picks.payer ?? payer) === payer
              ? total(under({ ...picks, unit, payer }))
              : 0,
          ),
        ),
      )
    }
  }, 60_000)

  test('answers over rows, cut and filtered in any way', async () => {
    const asked = { ...below, from: 'rows', period: '2023', grain: 'month' }
    for (const by of [['unit:district'], ['payer'], ['unit:district', 'payer'], ['source_of', 'payer']])
      for (const source of [undefined, 'trade']) {
        const { figures } = await called<Answer>('indicator.ask', {
          ...asked,
          by,
          ...(source ? { where: { source_of: [source] } } : {}),
        })
        expect(figures.length).toBeGreaterThan(0)
        for (const { unit, cut, period, value } of figures) {
          // Of a month without a cell of its own nothing is said.
          if (value === null) continue
          const picks = {
            ...cut,
            ...(source ? { source_of: source } : {}),
            ...(by[0] === 'unit:district' ? { unit } : {}),
          }
          // Revenue runs from January on.
          const sum = total(under(picks).filter(({ month }) => month >= '2023-01' && month <= period.end.slice(0, 7)))
          expect([picks, period.end, value]).toEqual([picks, period.end, sum])
          expect(sum === 0 || sum >= atLeast).toBe(true)
        }
      }
  })
})

test('what the lone ones paid is nowhere to be read, neither by itself nor as what a total leaves', async () => {
  const texts = await Promise.all(
    [
      ['drill.cubes', { ...below, indicator: 'money/execution' }],
      ['drill.sums', { ...below, indicator: 'money/execution', where: 'unit:tiny/office' }],
      ['drill.sums', { ...below, indicator: 'money/execution', where: 'month:2023-02' }],
      ['drill.table', { ...below, indicator: 'money/execution', where: 'month:2023-02', x: 'unit', y: 'payer' }],
      ['indicator.ask', { ...below, indicator: 'money/execution', from: 'rows', unit: 'tiny/office', grain: 'month' }],
      [
        'indicator.passport',
        { ...below, indicator: 'money/execution', from: 'rows', unit: 'tiny/office', period: '2023' },
      ],
      ['indicator.passport', { ...below, indicator: 'money/revenue', from: 'rows', unit: 'tiny/office' }],
    ].map(async ([procedure, input]) => {
      const { status, data, failure } = await tiny.call(procedure as string, input, inside)
      return [status, JSON.stringify(data ?? failure)] as const
    }),
  )
  for (const { money } of alone) expect(texts.filter(([, text]) => text.includes(String(money)))).toEqual([])
  const office = await tiny.call('drill.sums', { ...below, where: 'unit:tiny/office' }, inside)
  expect([office.status, office.data && (office.data as AxisSums).total[0]]).toEqual([200, 0])
  const { sums } = await called<AxisSums>('drill.sums', { ...below, where: 'month:2023-02' })
  const units = sums[1]![0]!
  const whole = units.reduce((sum, value) => sum + value, 0)
  expect(whole).toBe(total(persons.filter(({ month }) => month === '2023-02')))
  for (const value of units) expect([0, whole - value].some((left) => left > 0 && left < atLeast)).toBe(false)
})

test('what needs single rows is refused in words', async () => {
  const { status, failure } = await tiny.call('indicator.ask', { ...below, from: 'rows', asOf: '2023-02-10' }, inside)
  expect([status, failure.code]).toEqual([400, 'question/unsupported'])
  expect(failure.words.en).toContain(`at least ${atLeast}`)
})
