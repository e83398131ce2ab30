import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { HexCell } from './hexmap.ts'
import { hexCells } from './hexmap.ts'

type Placed = { id: string; name: string; lon: number | null; lat: number | null }

/** The columns needed stand before the first quoted one, or are free of commas. */
function unitsIn(file: string): Placed[] {
  const path = resolve(import.meta.dirname, '../../kpis/hochiminh/units', file)
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  const columns = head.split(',')
  return lines.flatMap((line) => {
    const fields = line.split(',')
    const field = (name: string) => fields[columns.indexOf(name)] ?? ''
    // District 2 and District 9 ended before the others and are on no map.
    if (field('valid_to') !== '' && field('valid_to') !== '2025-06-30') return []
    return { id: field('id'), name: field('short_vi'), lon: Number(field('lon')), lat: Number(field('lat')) }
  })
}

const maps = { wards: unitsIn('local.csv'), districts: unitsIn('districts.csv') }

const steps = (a: HexCell, b: HexCell) =>
  (Math.abs(a.q - b.q) + Math.abs(a.r - b.r) + Math.abs(a.q + a.r - b.q - b.r)) / 2
const km = (a: Placed, b: Placed) => Math.hypot((a.lon! - b.lon!) * 109.3, (a.lat! - b.lat!) * 110.6)
const place = ({ q, r }: HexCell) => ({ x: q + r / 2, y: -r * Math.sqrt(0.75) })

/** Degrees between the true bearing and the drawn one. */
function turn(a: Placed, b: Placed, on: (unit: Placed) => HexCell): number {
  const [from, to] = [place(on(a)), place(on(b))]
  const drawn = Math.atan2(to.y - from.y, to.x - from.x)
  const real = Math.atan2((b.lat! - a.lat!) * 110.6, (b.lon! - a.lon!) * 109.3)
  const apart = Math.abs(drawn - real)
  return ((apart > Math.PI ? 2 * Math.PI - apart : apart) * 180) / Math.PI
}

describe.each(Object.entries(maps))('the hex map of %s', (_, units) => {
  const cells = hexCells(units)
  const byUnit = new Map(cells.map((cell) => [cell.unit, cell]))
  const on = (unit: Placed) => byUnit.get(unit.id)!

  test('has every unit once, and no two in a cell', () => {
    expect(cells.map(({ unit }) => unit).sort()).toEqual(units.map(({ id }) => id).sort())
    expect(new Set(cells.map(({ q, r }) => `${q},${r}`)).size).toBe(units.length)
  })

  test('is the same for the same units in any order', () => {
    expect(hexCells(units.toReversed())).toEqual(cells)
  })

  test('keeps nine in ten of the three nearest neighbours within two cells', () => {
    const pairs = units.flatMap((unit) =>
      units
        .filter((other) => other !== unit)
        .sort((a, b) => km(unit, a) - km(unit, b))
        .slice(0, 3)
        .map((near) => steps(on(unit), on(near))),
    )
    const share = (within: number) => pairs.filter((far) => far <= within).length / pairs.length
    expect(share(2)).toBeGreaterThan(0.9)
    expect(share(1)).toBeGreaterThan(0.6)
  })

  test('keeps the bearings of units that lie far apart', () => {
    const far = units
      .flatMap((a, i) => units.slice(i + 1).flatMap((b) => (km(a, b) > 15 ? [turn(a, b, on)] : [])))
      .sort((a, b) => a - b)
    expect(far[Math.floor(far.length / 2)]).toBeLessThan(12)
    expect(far[Math.floor(far.length * 0.95)]).toBeLessThan(40)
  })

  test('has no empty cell that is surrounded', () => {
    const taken = new Set(cells.map(({ q, r }) => `${q},${r}`))
    const around = [
      [1, 0],
      [0, 1],
      [-1, 1],
      [-1, 0],
      [0, -1],
      [1, -1],
    ] as const
    const isHole = (q: number, r: number) =>
      !taken.has(`${q},${r}`) && around.every(([dq, dr]) => taken.has(`${q + dq},${r + dr}`))
    expect(cells.some(({ q, r }) => around.some(([dq, dr]) => isHole(q + dq, r + dr)))).toBe(false)
  })
})

describe('the map of wards', () => {
  const cells = hexCells(maps.wards)
  const at = (name: string) => cells.find(({ unit }) => unit === maps.wards.find((ward) => ward.name === name)?.id)!

  test('looks like the city: Dầu Tiếng in the north, Vũng Tàu in the south-east, Cần Giờ south of the core', () => {
    expect(at('Dầu Tiếng').r).toBeLessThan(at('Sài Gòn').r)
    expect(at('Cần Giờ').r).toBeGreaterThan(at('Sài Gòn').r)
    expect(at('Vũng Tàu').r).toBeGreaterThan(at('Sài Gòn').r)
    expect(place(at('Vũng Tàu')).x).toBeGreaterThan(place(at('Sài Gòn')).x)
    expect(steps(at('Sài Gòn'), at('Bến Thành'))).toBeLessThanOrEqual(1)
  })

  test('moors Côn Đảo apart, south of everything', () => {
    const island = at('Côn Đảo')
    const others = cells.filter((cell) => cell !== island)
    expect(Math.min(...others.map((cell) => steps(cell, island)))).toBeGreaterThan(1)
    expect(Math.max(...others.map(({ r }) => r))).toBeLessThan(island.r)
  })
})

const unit = (id: string, lon: number | null, lat: number | null) => ({ id, lon, lat })

describe('few units', () => {
  test('make a map too, without those that have no position', () => {
    expect(hexCells([])).toEqual([])
    expect(hexCells([unit('a', 106, 10), unit('b', null, null)])).toEqual([{ unit: 'a', q: 0, r: 0 }])
    expect(hexCells([unit('a', 106, 10), unit('b', 107, 10)])).toHaveLength(2)
  })

  test('at one and the same position still have a cell each', () => {
    const cells = hexCells([unit('a', 106, 10), unit('b', 106, 10), unit('c', 106, 10)])
    expect(new Set(cells.map(({ q, r }) => `${q},${r}`)).size).toBe(3)
  })
})
