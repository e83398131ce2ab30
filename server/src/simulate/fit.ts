/**
 * Owns making whole numbers that keep to totals: cells start from a guess, are scaled until every total holds, and are then settled
 * to whole numbers exactly. Pure; a total that contradicts those before it is left out and named.
 */
import type { Constraint } from 'yalps'
import { equalTo, solve } from 'yalps'

/** `cells`: indices of the cells that add up to `total`, a whole number. */
export type Total = { cells: readonly number[]; total: number }

export type Fitted = {
  /** Whole numbers, one a cell. */
  amounts: number[]
  /** By the order of the totals given: whether it holds. */
  kept: boolean[]
}

const sweeps = 200
const close = 1e-9

/** Cells that stand in the very same totals move together. */
function atomsOf(count: number, totals: readonly Total[]): { of: number[]; atoms: number } {
  const marks = Array.from({ length: count }, () => '')
  totals.forEach(({ cells }, i) => {
    for (const cell of cells) marks[cell] += `${i},`
  })
  const known = new Map<string, number>()
  const of = marks.map((mark) => {
    const atom = known.get(mark) ?? known.size
    known.set(mark, atom)
    return atom
  })
  return { of, atoms: known.size }
}

type Sum = { atoms: number[]; total: number }

function sumOf(values: readonly number[], atoms: readonly number[]): number {
  let sum = 0
  for (const atom of atoms) sum += values[atom]!
  return sum
}

type Mask = { bits: Uint32Array; size: number; total: number }

const maskOf = ({ atoms, total }: Sum, width: number): Mask => {
  const bits = new Uint32Array(Math.ceil(width / 32))
  for (const atom of atoms) bits[atom >> 5]! |= 1 << (atom & 31)
  return { bits, size: atoms.length, total }
}

const lies = (inner: Uint32Array, outer: Uint32Array): boolean => inner.every((word, i) => (word & ~outer[i]!) === 0)

/**
 * What totals leave for the rest: a whole less the parts known of it. Scaling alone comes near to a small rest very slowly.
 * @returns the rests; undefined where a rest is below nought, or nothing is left for one that is not nought
 */
function restsOf(sums: readonly Sum[], width: number): Sum[] | undefined {
  const known: Mask[] = []
  const rests: Sum[] = []
  for (const sum of [...sums].sort((a, b) => a.atoms.length - b.atoms.length)) {
    const mask = maskOf(sum, width)
    const left = mask.bits.slice()
    let { size, total } = mask
    for (let i = known.length - 1; i >= 0; i--) {
      const part = known[i]!
      if (part.size > size || !lies(part.bits, left)) continue
      part.bits.forEach((word, j) => (left[j]! &= ~word))
      size -= part.size
      total -= part.total
    }
    if (total < 0 || (size === 0 && total !== 0)) return undefined
    const rest = { bits: left, size, total }
    if (size > 0 && size < mask.size) {
      rests.push({ atoms: sum.atoms.filter((atom) => (left[atom >> 5]! >>> (atom & 31)) & 1), total })
      known.push(rest)
    }
    known.push(mask)
    known.sort((a, b) => a.size - b.size)
  }
  return rests
}

/** Scales until all totals hold; returns how far off the worst one is, as a share. Kept free of allocation: it runs often. */
function scale(values: number[], sums: readonly Sum[]): number {
  let off = Infinity
  for (let i = 0; i < sweeps && off > close; i++) {
    for (const { atoms, total } of sums) {
      const sum = sumOf(values, atoms)
      if (sum === 0 || sum === total) continue
      for (const atom of atoms) values[atom]! *= total / sum
    }
    off = 0
    for (const { atoms, total } of sums)
      off = Math.max(off, Math.abs(sumOf(values, atoms) - total) / Math.max(1, total))
  }
  return off
}

/** Whole numbers near to the values that keep every sum exactly; undefined where that cannot be done without going below nought. */
function settle(values: readonly number[], sums: readonly Sum[]): number[] | undefined {
  const whole = values.map(Math.round)
  const width = values.length
  const rows: { cells: Float64Array; pivot: number }[] = []
  for (const { atoms, total } of sums) {
    const cells = new Float64Array(width + 1)
    for (const atom of atoms) cells[atom] = 1
    cells[width] = total - sumOf(whole, atoms)
    for (const row of rows) subtract(cells, row.cells, cells[row.pivot]!)
    let pivot = -1
    for (let i = 0; i < width; i++) {
      if (Math.abs(Math.abs(cells[i]!) - 1) < 1e-9 && (pivot < 0 || whole[i]! > whole[pivot]!)) pivot = i
    }
    if (pivot < 0) {
      if (Math.abs(cells[width]) > 0.5) return undefined
      continue
    }
    const sign = cells[pivot]!
    cells.forEach((value, i) => (cells[i] = value / sign))
    for (const row of rows) subtract(row.cells, cells, row.cells[pivot]!)
    rows.push({ cells, pivot })
  }
  for (const { cells, pivot } of rows) whole[pivot]! += Math.round(cells[width]!)
  const holds = sums.every(({ atoms, total }) => sumOf(whole, atoms) === total)
  return holds && whole.every((value) => value >= 0) ? whole : undefined
}

/**
 * As `settle`, where a whole leaves almost nothing for its rest, so that much must give way: the solution with the least change, by
 * linear programming. Undefined where there is none: the totals contradict each other.
 */
function mend(values: readonly number[], sums: readonly Sum[]): number[] | undefined {
  const near = values.map(Math.round)
  const involved = [...new Set(sums.flatMap(({ atoms }) => atoms))]
  const standing = new Map<number, string[]>(involved.map((atom) => [atom, []]))
  sums.forEach(({ atoms }, i) => {
    for (const atom of atoms) standing.get(atom)!.push(`s${i}`)
  })
  const constraints: [string, Constraint][] = [
    ...sums.map(({ atoms, total }, i): [string, Constraint] => [`s${i}`, equalTo(total - sumOf(near, atoms))]),
    ...involved.map((atom): [string, Constraint] => [`d${atom}`, { max: near[atom]! }]),
  ]
  const variables = involved.flatMap((atom): [string, [string, number][]][] => {
    const change = (sign: number) => standing.get(atom)!.map((sum): [string, number] => [sum, sign])
    const cost: [string, number] = ['cost', 1 / (1 + near[atom]!)]
    return [
      [`u${atom}`, [...change(1), cost]],
      [`d${atom}`, [...change(-1), [`d${atom}`, 1], cost]],
    ]
  })
  const solution = solve({ direction: 'minimize', objective: 'cost', constraints, variables })
  if (solution.status !== 'optimal') return undefined
  for (const [name, change] of solution.variables)
    near[Number(name.slice(1))]! += (name.startsWith('u') ? 1 : -1) * Math.round(change)
  const holds = sums.every(({ atoms, total }) => sumOf(near, atoms) === total)
  return holds && near.every((value) => value >= 0) ? near : undefined
}

const wholeOf = (values: readonly number[], sums: readonly Sum[]): number[] => {
  const found = settle(values, sums) ?? mend(values, sums)
  if (!found) throw new Error('totals that held no longer do')
  return found
}

function subtract(from: Float64Array, what: Float64Array, times: number) {
  if (times !== 0) for (let i = 0; i < from.length; i++) from[i]! -= times * what[i]!
}

/** Shares a whole number out by weights; the parts add up to it. */
export function share(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  let [run, before] = [0, 0]
  return weights.map((weight, i) => {
    run += weight
    const upTo = i === weights.length - 1 || sum === 0 ? total : Math.floor((total * run) / sum)
    const part = sum === 0 && i < weights.length - 1 ? 0 : upTo - before
    before += part
    return part
  })
}

/**
 * @param guess  of each cell; nought stays nought
 * @param totals  most trusted first
 */
export function fit(guess: readonly number[], totals: readonly Total[]): Fitted {
  const { of, atoms } = atomsOf(guess.length, totals)
  let values = Array.from({ length: atoms }, () => 0)
  guess.forEach((value, cell) => (values[of[cell]!]! += value))
  const held: { sum: Sum; index: number }[] = []
  totals.forEach(({ cells, total }, index) => {
    const next = [...values]
    const sum = { atoms: [...new Set(cells.map((cell) => of[cell]!))], total }
    const sums = [...held.map((one) => one.sum), sum]
    const rests = restsOf(sums, atoms)
    if (!rests) return
    const off = scale(next, [...sums, ...rests])
    const exact = off > close ? (settle(next, sums) ?? mend(next, sums)) : next
    if (!exact) return
    held.push({ sum, index })
    values = exact
  })
  const whole = wholeOf(
    values,
    held.map(({ sum }) => sum),
  )
  const amounts = Array.from({ length: guess.length }, () => 0)
  for (const [atom, cells] of Map.groupBy(of.keys(), (cell) => of[cell]!)) {
    share(
      whole[atom]!,
      cells.map((cell) => guess[cell]!),
    ).forEach((part, i) => (amounts[cells[i]!] = part))
  }
  const kept = new Set(held.map(({ index }) => index))
  return { amounts, kept: totals.map((_, index) => kept.has(index)) }
}
