/** What linked charts begin with: the server's sums against the rows as they lie in the file, and against the server's own answers. */
import { readFileSync } from 'node:fs'
import type { Answer, Viewer } from '@laban/shared'
import { across, duckdb, publicViewer, questionSchema, sumsOver } from '@laban/shared'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AxisSums, Cubes, TableSums } from '../server/src/drill/cubes.ts'
import { openRelease } from '../server/src/warehouse/open.ts'
import type { TinyServer } from './serving.ts'
import { serveTiny } from './serving.ts'

type Receipt = { month: string; unit: string; source_of: string; payer: string; estimate: number; actual: number }

const file = new URL('city/packs/tiny/figures/receipts/receipts.csv', import.meta.url)
const receipts: Receipt[] = readFileSync(file, 'utf8')
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line) => {
    const [, unit, day, source, payer, estimate, actual] = line.split(',') as [string, ...string[]]
    return {
      month: day!.slice(0, 7),
      unit: unit!,
      // Taxes and fees stand under what is collected at home, as in every cut.
      source_of: source === 'trade' ? 'trade' : 'domestic',
      payer: payer!,
      estimate: Number(estimate),
      actual: Number(actual),
    }
  })

let tiny: TinyServer
beforeAll(async () => {
  tiny = await serveTiny()
})
afterAll(() => tiny.stop())

const cubes = async (indicator: string): Promise<Cubes> => {
  const { status, data } = await tiny.call('drill.cubes', { indicator, city: 'tiny' })
  expect(status).toBe(200)
  return data
}
const sums = async (indicator: string, where: string): Promise<AxisSums> => {
  const { status, data } = await tiny.call('drill.sums', { indicator, city: 'tiny', where })
  expect(status).toBe(200)
  return data
}

/** Values of one measure by the two names, as the pair tells them. */
function told({ axes, pairs, years }: Cubes, [a, b]: [string, string], measure: number): Map<string, number> {
  const [x, y] = [a, b].map((name) => axes.findIndex((axis) => axis.name === name)) as [number, number]
  const pair = pairs.find((one) => one.a === x && one.b === y)!
  let place = 0
  return new Map(
    pair.at.map((step, i) => {
      place += step
      const [first, second] = [Math.floor(place / axes[y]!.values.length), place % axes[y]!.values.length]
      const length = axes[x]!.values.length
      const year = x === 0 ? '' : `${years[Math.floor(first / length)]} `
      return [`${year}${axes[x]!.values[first % length]} ${axes[y]!.values[second]}`, pair.values[measure]![i]!]
    }),
  )
}

function counted(rows: readonly Receipt[], key: (row: Receipt) => string, value: (row: Receipt) => number) {
  const found = new Map<string, number>()
  for (const row of rows) found.set(key(row), (found.get(key(row)) ?? 0) + value(row))
  return found
}

const plain = (map: Map<string, number>) => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1))

describe('cubes', () => {
  test('hold the sums of every two axes, as adding up the file gives them', async () => {
    const found = await cubes('money/execution')
    expect(found.axes.map(({ name }) => name)).toEqual(['month', 'unit', 'source_of', 'payer'])
    expect(found).toMatchObject({ kind: 'ratio', scale: 100, measures: ['of', 'per', 'rows'], simulated: true })
    expect(found.pairs).toHaveLength(6)
    for (const [a, b] of [
      ['month', 'unit'],
      ['unit', 'payer'],
      ['source_of', 'payer'],
    ] as const) {
      const key = (row: Receipt) => `${a === 'month' ? '' : `${row.month.slice(0, 4)} `}${row[a]} ${row[b]}`
      expect(plain(told(found, [a, b], 0))).toEqual(plain(counted(receipts, key, (row) => row.actual)))
      expect(plain(told(found, [a, b], 1))).toEqual(plain(counted(receipts, key, (row) => row.estimate)))
      expect(plain(told(found, [a, b], 2))).toEqual(plain(counted(receipts, key, () => 1)))
    }
  })

  test('list every month from the first to the last, also one without rows', async () => {
    const { axes } = await cubes('money/revenue')
    const months = axes[0]!.values
    expect(months[0]).toBe(receipts.map(({ month }) => month).toSorted()[0])
    const [first, last] = [months[0]!, months.at(-1)!].map(
      (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)),
    )
    expect(months).toHaveLength(last! - first! + 1)
    expect(receipts.some(({ month }) => month === '2023-04')).toBe(false)
    expect(months).toContain('2023-04')
  })

  test('are refused where an indicator has no rows', async () => {
    const { failure } = await tiny.call('drill.cubes', { indicator: 'money/firms', city: 'tiny' })
    expect(failure.code).toBe('question/unsupported')
  })
})

describe('the sums of one interaction', () => {
  test('stand under the filters of all other axes', async () => {
    const { axes } = await cubes('money/revenue')
    const found = await sums('money/revenue', 'source_of:domestic;unit:tiny/east')
    const passes = (row: Receipt, without: string) =>
      (without === 'source_of' || row.source_of === 'domestic') && (without === 'unit' || row.unit === 'tiny/east')
    for (const [i, { name, values }] of axes.entries()) {
      const wanted = counted(
        receipts.filter((row) => passes(row, name)),
        (row) => row[name as keyof Receipt] as string,
        (row) => row.actual,
      )
      expect(found.sums[i]![0]).toEqual(values.map((value) => wanted.get(value) ?? 0))
    }
    const inside = receipts.filter((row) => passes(row, ''))
    expect(inside.length).toBeGreaterThan(0)
    expect(found.total).toEqual([inside.reduce((sum, { actual }) => sum + actual, 0), inside.length])
  })

  test('agree with the answer to the same question over rows', async () => {
    const { axes } = await cubes('money/execution')
    const months = axes[0]!.values.filter((month) => month >= '2023-01' && month <= '2023-02')
    const { total } = await sums('money/execution', `source_of:domestic;month:${months.join(',')}`)
    const { data } = await tiny.call('indicator.ask', {
      indicator: 'money/execution',
      city: 'tiny',
      from: 'rows',
      period: '2023-02',
      grain: 'month',
      where: { source_of: ['domestic'] },
    })
    const [figure] = (data as Answer).figures
    expect(figure!.value).not.toBeNull()
    expect((total[0]! / total[1]!) * 100).toBeCloseTo(figure!.value!, 9)
  })

  test('two axes against each other stand under all filters', async () => {
    const { axes } = await cubes('money/revenue')
    const [units, sources] = ['unit', 'source_of'].map((name) => axes.find((axis) => axis.name === name)!.values)
    const { data } = await tiny.call('drill.table', {
      indicator: 'money/revenue',
      city: 'tiny',
      x: 'unit',
      y: 'source_of',
      where: 'unit:tiny/east,tiny/west;month:2024-06',
    })
    const wanted = counted(
      receipts.filter(({ unit, month }) => ['tiny/east', 'tiny/west'].includes(unit) && month === '2024-06'),
      (row) => `${row.unit} ${row.source_of}`,
      (row) => row.actual,
    )
    expect(wanted.size).toBeGreaterThan(0)
    expect((data as TableSums).sums[0]).toEqual(
      units!.flatMap((unit) => sources!.map((source) => wanted.get(`${unit} ${source}`) ?? 0)),
    )
  })

  test('name an unknown axis', async () => {
    const { failure } = await tiny.call('drill.sums', { indicator: 'money/revenue', city: 'tiny', where: 'colour:red' })
    expect(failure.code).toBe('question/unknown-cut')
    const bad = await tiny.call('drill.sums', { indicator: 'money/revenue', city: 'tiny', where: '===' })
    expect(bad.failure.code).toBe('question/invalid')
  })
})

test('of what is not public a viewer bound to a unit gets the rows of that unit, and no part of the city for the whole', async () => {
  const { catalogue, warehouse } = await openRelease(tiny.dataDir, tiny.serving.house.room().id)
  const viewer: Viewer = {
    ...publicViewer,
    person: 'p1',
    roles: ['reporter'],
    scope: ['tiny/east'],
    clearance: ['public', 'internal'],
  }
  const unitsOf = async (asked: { indicator: string; unit?: string }) => {
    const found = across(questionSchema.parse({ city: 'tiny', ...asked }), catalogue, viewer)
    const { sql, params } = sumsOver(found, ['unit'], {}, duckdb)
    return (await warehouse.query(sql, params)).map((row) => row['k0'])
  }
  const [own, whole, open] = [
    await unitsOf({ indicator: 'money/debt', unit: 'tiny/east' }),
    await unitsOf({ indicator: 'money/debt' }),
    await unitsOf({ indicator: 'money/revenue' }),
  ]
  await warehouse.close()
  expect([own, whole]).toEqual([['tiny/east'], []])
  expect(open.length).toBeGreaterThan(1)
})
