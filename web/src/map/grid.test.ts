import { describe, expect, test } from 'vitest'
import type { ArrowKey, Cell } from './grid.ts'
import { frameOf, linesOf, middleOf, stepFrom } from './grid.ts'

/** Five rows of five, and an island far to the south. */
const cells: Cell[] = Array.from({ length: 25 }, (_, i) => {
  const r = Math.floor(i / 5)
  return { unit: `${r}-${i % 5}`, q: (i % 5) - Math.floor(r / 2), r }
}).concat({ unit: 'island', q: -2, r: 8 })
const at = (unit: string) => cells.find((cell) => cell.unit === unit)!
const walk = (from: string, ...keys: ArrowKey[]) =>
  keys.reduce((cell, key) => stepFrom(cells, cell, key), at(from)).unit

describe('arrow keys on the map', () => {
  test('keep the row sideways', () => {
    expect(walk('2-1', 'ArrowRight', 'ArrowRight')).toBe('2-3')
    expect(walk('2-3', 'ArrowLeft')).toBe('2-2')
  })

  test('come back to where they started', () => {
    for (const unit of ['2-2', '3-2', '1-1']) {
      expect(walk(unit, 'ArrowUp', 'ArrowDown')).toBe(unit)
      expect(walk(unit, 'ArrowDown', 'ArrowUp')).toBe(unit)
    }
  })

  test('go straight over many rows', () => {
    const [top, bottom] = [at('0-2'), at(walk('0-2', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown'))]
    expect(bottom.r).toBe(4)
    expect(Math.abs(middleOf(bottom).x - middleOf(top).x)).toBeLessThanOrEqual(50)
  })

  test('stay at the edge and reach an island', () => {
    expect(walk('2-0', 'ArrowLeft')).toBe('2-0')
    expect(walk('4-1', 'ArrowDown')).toBe('island')
    expect(stepFrom(cells, at('island'), 'ArrowUp').r).toBe(4)
  })
})

test('the frame holds every cell', () => {
  const frame = frameOf(cells)
  for (const cell of cells) {
    const { x, y } = middleOf(cell)
    expect(x - 50).toBeGreaterThanOrEqual(frame.x)
    expect(x + 50).toBeLessThanOrEqual(frame.x + frame.width)
    expect(y + 57).toBeLessThanOrEqual(frame.y + frame.height)
  }
})

test('names break between words only', () => {
  expect(linesOf('Sài Gòn', 8)).toEqual(['Sài Gòn'])
  expect(linesOf('Bình Hưng Hoà', 8)).toEqual(['Bình', 'Hưng Hoà'])
  expect(linesOf('Thạnh Mỹ Tây', 6)).toEqual(['Thạnh', 'Mỹ Tây'])
  expect(linesOf('A B C D E F G', 1)).toEqual(['A', 'B', 'C D E F G'])
})
