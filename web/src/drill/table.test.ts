import { describe, expect, it } from 'vitest'
import type { Model } from './model.ts'
import { masksOf, spanOf } from './model.ts'
import { pivotOf } from './table.ts'

const axis = (name: string, values: string[]) => ({
  name,
  title: name,
  values,
  labels: values.map((value) => value.toUpperCase()),
  order: values.map((_, place) => place),
  places: new Map(values.map((value, place) => [value, place])),
})

const model = (kind: 'ratio' | 'sum', time: 'flow' | 'stock' | 'cumulative' = 'cumulative'): Model => {
  const months = ['2024-11', '2024-12', '2025-01', '2025-02', '2025-03']
  const axes = [axis('month', months), axis('unit', ['a', 'b']), axis('source', ['s', 't'])]
  return {
    cubes: { kind, time, measures: ['of', 'per', 'rows'] } as Model['cubes'],
    axes,
    sizes: axes.map(({ values }) => values.length),
    finish: { kind, scale: 100 },
    measuredIn: 'percent',
    groups: [{ id: 'ward', title: 'Wards', places: new Set([1]) }],
    filled: Uint8Array.of(1, 1, 1, 1, 0),
    monthly: [1, 1, 1, 1, 0],
    presence: [null, null, null],
    other: 1,
    rows: 2,
  }
}

describe('a pivot table', () => {
  const of = Float64Array.of(1, 2, 3, 0)
  const per = Float64Array.of(10, 4, 10, 0)
  const rows = Float64Array.of(1, 1, 1, 0)

  it('has totals that are ratios of sums, and holes where nothing is', () => {
    const pivot = pivotOf(model('ratio'), [of, per, rows], { x: 1, y: 2, masks: [] })
    expect(pivot.rows.map(({ cells, total }) => [...cells, total])).toEqual([
      [30, null, 30],
      [10, 50, (3 / 14) * 100],
    ])
    expect([...pivot.totals, pivot.total]).toEqual([20, 50, 25])
  })

  it('keeps to what is picked on its own axes', () => {
    const pivot = pivotOf(model('ratio'), [of, per, rows], { x: 1, y: 2, masks: [null, Uint8Array.of(0, 1), null] })
    expect(pivot.rows.map(({ label }) => label)).toEqual(['B'])
    expect(pivot.columns.map(({ label }) => label)).toEqual(['S'])
    expect(pivot.total).toBe(30)
  })
})

describe('a span of months', () => {
  it('is the newest year where none is asked, and tells the months that have rows', () => {
    expect(spanOf(model('sum'), undefined)).toEqual({
      mask: Uint8Array.of(0, 0, 1, 1, 1),
      from: '2025-01',
      to: '2025-02',
    })
  })
  it('begins in January for a running ratio: its whole was set then', () => {
    expect(spanOf(model('ratio'), '2025-02..2025-03')?.mask).toEqual(Uint8Array.of(0, 0, 1, 1, 1))
    expect(spanOf(model('sum'), '2025-02..2025-03')?.mask).toEqual(Uint8Array.of(0, 0, 0, 1, 1))
  })
  it('of a stock is its last month with rows alone', () => {
    expect(spanOf(model('sum', 'stock'), '2025')?.mask).toEqual(Uint8Array.of(0, 0, 0, 1, 0))
  })
})

describe('filters of the address', () => {
  const asked = { pick: {}, span: '2025', group: undefined }
  it('become masks; a level of units filters until a unit is picked', () => {
    expect(masksOf(model('sum'), { ...asked, pick: { source: ['t'] } })[2]).toEqual(Uint8Array.of(0, 1))
    expect(masksOf(model('sum'), { ...asked, group: 'ward' })[1]).toEqual(Uint8Array.of(0, 1))
    expect(masksOf(model('sum'), { ...asked, group: 'ward', pick: { unit: ['a'] } })[1]).toEqual(Uint8Array.of(1, 0))
  })
  it('that name nothing are told, not dropped', () => {
    expect(() => masksOf(model('sum'), { ...asked, pick: { colour: ['t'] } })).toThrow('pick=colour')
    expect(() => masksOf(model('sum'), { ...asked, pick: { source: ['x'] } })).toThrow('pick=source:x')
    expect(() => masksOf(model('sum'), { ...asked, group: 'x' })).toThrow('group=x')
  })
})
