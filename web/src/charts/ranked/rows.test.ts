import { describe, expect, it } from 'vitest'
import { figure, pen, seriesOf } from '../figure.fixture.ts'
import { ranked } from './option.ts'
import { editionFor, editionsOf, rankedParts } from './rows.ts'

const part = (code: string, end: string, value: number | null) => figure(end, value, { cut: { source: code } })
const figures = [
  part('a', '2025-06-30', 10),
  part('b', '2025-06-30', 30),
  part('c', '2025-06-30', 60),
  part('a', '2025-09-30', 12),
  part('b', '2024-12-31', null),
  part('', '2025-06-30', 100),
]
const rest = { cut: 'source', name: (code: string) => code.toUpperCase(), level: () => true, chosen: ['b'] }

describe('a breakdown', () => {
  it('stands on one day, and a stray newer part does not hide the table before it', () => {
    const editions = editionsOf(figures)
    expect(editions[0]).toMatchObject({ key: '2025-Q1..2025-Q3', count: 1 })
    expect(editionFor(editions)?.key).toBe('2025-Q1..2025-Q2')
    expect(editionFor(editions, '2025-Q1..2025-Q3')?.count).toBe(1)
    expect(editionFor([])).toBeUndefined()
  })
  it('puts the largest first, gives shares where parts add, and leaves the total out', () => {
    const edition = editionFor(editionsOf(figures))
    const parts = rankedParts({ figures, additive: true }, { ...rest, edition })
    expect(parts.map(({ name, share, chosen }) => [name, share, chosen])).toEqual([
      ['C', 0.6, false],
      ['B', 0.3, true],
      ['A', 0.1, false],
    ])
    expect(rankedParts({ figures, additive: false }, { ...rest, edition })[0]?.share).toBeNull()
  })
  it('gives no shares where a part is negative', () => {
    const mixed = [part('a', '2025-06-30', -1), part('b', '2025-06-30', 3)]
    expect(
      rankedParts({ figures: mixed, additive: true }, { ...rest, edition: editionFor(editionsOf(mixed)) }).every(
        ({ share }) => share === null,
      ),
    ).toBe(true)
  })
  it('shows one level of codes at a time', () => {
    const edition = editionFor(editionsOf(figures))
    expect(rankedParts({ figures, additive: true }, { ...rest, edition, level: (code) => code !== 'c' })).toHaveLength(
      2,
    )
  })
  it('is drawn with the largest on top and the chosen one in the accent', () => {
    const option = ranked(
      rankedParts({ figures, additive: true }, { ...rest, edition: editionFor(editionsOf(figures)) }),
      pen(),
    )
    expect(option.yAxis).toMatchObject({ inverse: true, data: ['C', 'B', 'A'] })
    const bars = seriesOf(option)[0]?.data ?? []
    const colors = (bars as { itemStyle: { color: string } }[]).map(({ itemStyle }) => itemStyle.color)
    expect(colors).toEqual(['#bbb', '#056', '#bbb'])
  })
})
