/**
 * Owns the equal-area hex cartogram: one hexagon a unit, computed from positions alone, so that small inner wards are as
 * easy to read and touch as wide rural ones. Neighbours stay neighbours as far as possible, directions are kept, far islands
 * stand apart. Pure and deterministic. Refuses to know values, colours or boundaries.
 */
import type { Unit } from '@laban/shared'
import { linearSumAssignment } from 'linear-sum-assignment'
import { LRUCache } from 'lru-cache'

/** Axial coordinates of a pointy-top grid: q to the east, r to the south-east. */
export type HexCell = { unit: string; q: number; r: number }

type Point = { x: number; y: number }
type Place = Point & { unit: string }
type Edge = { a: number; b: number; dx: number; dy: number }
type Move = { i: number; q: number; r: number }
type Placed = Pick<Unit, 'id' | 'lon' | 'lat'>

const rowHeight = Math.sqrt(3) / 2
const centreOf = (q: number, r: number): Point => ({ x: q + r / 2, y: r * rowHeight })
const keyOf = (q: number, r: number) => `${q},${r}`
const around = [
  [1, 0],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [0, -1],
  [1, -1],
] as const
const steps = (q: number, r: number) => (Math.abs(q) + Math.abs(r) + Math.abs(q + r)) / 2

/** An island is this many times further from its nearest neighbour than the third quartile of all units. */
const apart = 8

/** By positions: a new release rarely moves a unit, and drawing takes a tenth of a second in which nobody is answered. */
const drawn = new LRUCache<string, readonly HexCell[]>({ max: 32 })

/**
 * @param units of one map; those without a position are left out
 * @returns one cell a unit, no two alike, ordered by unit id; the middle of the map lies near 0,0
 */
export function hexCells(units: readonly Placed[]): readonly HexCell[] {
  const key = JSON.stringify(units.map(({ id, lon, lat }) => [id, lon, lat]))
  const known = drawn.get(key)
  if (known) return known
  const cells = draw(units)
  drawn.set(key, cells)
  return cells
}

function draw(units: readonly Placed[]): HexCell[] {
  const places = project(units)
  if (places.length < 2) return places.map(({ unit }) => ({ unit, q: 0, r: 0 }))
  const { main, islands } = setApart(places)
  const edges = gabriel(main)
  const cells = improve(assign(relax(main, edges), main), edges)
  for (const island of islands) cells.push(moor(island, main, cells))
  return centred(cells).sort((a, b) => (a.unit < b.unit ? -1 : 1))
}

/** Kilometres on a plane true at the mean latitude; y grows southward, as on a screen. */
function project(units: readonly Placed[]): Place[] {
  const known = units.filter((unit) => unit.lon !== null && unit.lat !== null).sort((a, b) => (a.id < b.id ? -1 : 1))
  const middle = known.reduce((sum, { lat }) => sum + lat!, 0) / (known.length || 1)
  const kmPerDegree = 111.2
  const narrow = Math.cos((middle * Math.PI) / 180)
  return known.map(({ id, lon, lat }) => ({ unit: id, x: lon! * narrow * kmPerDegree, y: -lat! * kmPerDegree }))
}

// Math.hypot guards against overflow and is ten times slower.
const gap = (a: Point, b: Point) => Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2)

function setApart(places: Place[]): { main: Place[]; islands: Place[] } {
  const alone = places.map((place) =>
    Math.min(...places.filter((other) => other !== place).map((other) => gap(place, other))),
  )
  const usual = alone.toSorted((a, b) => a - b)[Math.floor(alone.length * 0.75)]!
  const isIsland = (_: Place, i: number) => places.length > 6 && alone[i]! > apart * usual
  return { main: places.filter((place, i) => !isIsland(place, i)), islands: places.filter(isIsland) }
}

/** Neighbours without boundaries: two units are joined if none lies in the circle between them (Gabriel graph). */
function gabriel(places: readonly Point[]): Edge[] {
  const edges: Edge[] = []
  for (let a = 0; a < places.length; a++) {
    for (let b = a + 1; b < places.length; b++) {
      const [from, to] = [places[a]!, places[b]!]
      const far = gap(from, to)
      if (isClear(places, a, b))
        edges.push({ a, b, dx: (to.x - from.x) / (far || 1), dy: (to.y - from.y) / (far || 1) })
    }
  }
  return edges
}

function isClear(places: readonly Point[], a: number, b: number): boolean {
  const [from, to] = [places[a]!, places[b]!]
  const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2]
  const reach = (from.x - x) ** 2 + (from.y - y) ** 2
  for (let c = 0; c < places.length; c++) {
    const { x: cx, y: cy } = places[c]!
    if (c !== a && c !== b && (cx - x) ** 2 + (cy - y) ** 2 < reach) return false
  }
  return true
}

/** How much harder than a neighbour out of direction a neighbour too far away pulls. */
const taut = 1

/** Draws every neighbour to one hexagon's distance in its true direction while units that overlap push each other off. */
function relax(places: readonly Point[], edges: readonly Edge[]): Point[] {
  const size = places.length
  const [x, y] = [Float64Array.from(places, (place) => place.x), Float64Array.from(places, (place) => place.y)]
  const [pushX, pushY, degree] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
  for (const { a, b } of edges) {
    degree[a]! += 1
    degree[b]! += 1
  }
  for (let round = 0; round < 500; round++) {
    pushX.fill(0)
    pushY.fill(0)
    for (const { a, b, dx, dy } of edges) {
      const [across, down] = [x[b]! - x[a]!, y[b]! - y[a]!]
      const far = Math.sqrt(across * across + down * down)
      const pull = far > 1 ? (taut * (far - 1)) / far : 0
      const [offX, offY] = [across - dx + across * pull, down - dy + down * pull]
      pushX[a]! += offX / degree[a]! / 2
      pushY[a]! += offY / degree[a]! / 2
      pushX[b]! -= offX / degree[b]! / 2
      pushY[b]! -= offY / degree[b]! / 2
    }
    if (round > 250) repel(x, y, pushX, pushY)
    for (let i = 0; i < size; i++) {
      x[i]! += pushX[i]!
      y[i]! += pushY[i]!
    }
  }
  return places.map((_, i) => ({ x: x[i]!, y: y[i]! }))
}

function repel(x: Float64Array, y: Float64Array, pushX: Float64Array, pushY: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    for (let j = i + 1; j < x.length; j++) {
      const [across, down] = [x[j]! - x[i]!, y[j]! - y[i]!]
      const square = across * across + down * down
      if (square >= 1 || square === 0) continue
      const far = Math.sqrt(square)
      const force = ((1 - far) / far) * 0.35
      pushX[i]! -= across * force
      pushY[i]! -= down * force
      pushX[j]! += across * force
      pushY[j]! += down * force
    }
  }
}

/** Gives each point a cell of its own at the least sum of squared displacements. */
function assign(points: readonly Point[], places: readonly Place[]): HexCell[] {
  const grid = new Map<string, { q: number; r: number }>()
  const reach = 1
  for (const { x, y } of points) {
    const r0 = Math.round(y / rowHeight)
    for (let r = r0 - reach; r <= r0 + reach; r++) {
      const q0 = Math.round(x - r / 2)
      for (let q = q0 - reach; q <= q0 + reach; q++) grid.set(keyOf(q, r), { q, r })
    }
  }
  const cells = [...grid.values()]
  const cost = points.map((point) => cells.map(({ q, r }) => gap(point, centreOf(q, r)) ** 2))
  const { rowAssignments } = linearSumAssignment(cost, { maximaze: false })
  return places.map(({ unit }, i) => ({ unit, ...cells[rowAssignments[i]!]! }))
}

/** What a touching pair is worth against a neighbour out of place: closes holes without rounding the outline off. */
const cohesion = 0.07

/** Shifts cells, swaps them and slides rows into holes while that brings neighbours nearer to one another's side; ends at a local best. */
function improve(cells: HexCell[], edges: readonly Edge[]): HexCell[] {
  const board = new Board(cells, edges)
  for (let round = 0, better = true; better && round < 40; round++) {
    better = false
    for (let i = 0; i < cells.length; i++) {
      for (const [dq, dr] of around) better = board.step(i, dq, dr) || better
    }
    for (const [q, r] of board.holes()) better = board.fill(q, r) || better
  }
  return board.cells
}

class Board {
  cells: HexCell[]
  private readonly taken: Map<string, number>
  private readonly own: { to: number; dx: number; dy: number }[][]

  constructor(cells: HexCell[], edges: readonly Edge[]) {
    this.cells = [...cells]
    this.taken = new Map(cells.map(({ q, r }, i) => [keyOf(q, r), i]))
    this.own = cells.map(() => [])
    for (const { a, b, dx, dy } of edges) {
      this.own[a]!.push({ to: b, dx, dy })
      this.own[b]!.push({ to: a, dx: -dx, dy: -dy })
    }
  }

  /** Moves one cell a step, changing places with whoever is there. False, and nothing moved, if that is no better. */
  step(i: number, dq: number, dr: number): boolean {
    const { q, r } = this.cells[i]!
    const other = this.taken.get(keyOf(q + dq, r + dr))
    const moves: Move[] = [{ i, q: q + dq, r: r + dr }, ...(other === undefined ? [] : [{ i: other, q, r }])]
    return this.tryMoves(moves)
  }

  /** Slides the row of cells that ends at a hole one step into it, from the first side on which that is better. */
  fill(q: number, r: number): boolean {
    return around.some(([dq, dr]) => {
      const moves: Move[] = []
      for (let n = 1; ; n++) {
        const i = this.taken.get(keyOf(q + n * dq, r + n * dr))
        if (i === undefined) break
        moves.push({ i, q: q + (n - 1) * dq, r: r + (n - 1) * dr })
      }
      return moves.length > 0 && this.tryMoves(moves)
    })
  }

  /** Empty cells with at least four taken ones around them. */
  holes(): [number, number][] {
    const empty = new Map<string, [number, number]>()
    for (const { q, r } of this.cells) {
      for (const [dq, dr] of around) {
        const key = keyOf(q + dq, r + dr)
        if (!this.taken.has(key) && this.touching(q + dq, r + dr) >= 4) empty.set(key, [q + dq, r + dr])
      }
    }
    return [...empty.values()]
  }

  private tryMoves(moves: readonly Move[]): boolean {
    const back = moves.map(({ i }) => ({ i, q: this.cells[i]!.q, r: this.cells[i]!.r }))
    const near = new Set(
      moves.flatMap(({ i, q, r }) => [
        ...this.neighbours(this.cells[i]!.q, this.cells[i]!.r),
        ...this.neighbours(q, r),
        i,
      ]),
    )
    const before = this.strain(near)
    this.put(moves)
    if (this.strain(near) < before - 1e-9) return true
    this.put(back)
    return false
  }

  private put(moves: readonly Move[]): void {
    for (const { i } of moves) this.taken.delete(keyOf(this.cells[i]!.q, this.cells[i]!.r))
    for (const { i, q, r } of moves) {
      this.cells[i] = { unit: this.cells[i]!.unit, q, r }
      this.taken.set(keyOf(q, r), i)
    }
  }

  private neighbours(q: number, r: number): number[] {
    return around.flatMap(([dq, dr]) => this.taken.get(keyOf(q + dq, r + dr)) ?? [])
  }

  private touching = (q: number, r: number): number => this.neighbours(q, r).length

  private strain(some: ReadonlySet<number>): number {
    let sum = 0
    for (const i of some) {
      const { q, r } = this.cells[i]!
      const at = centreOf(q, r)
      for (const { to, dx, dy } of this.own[i]!) {
        const other = centreOf(this.cells[to]!.q, this.cells[to]!.r)
        const pull = (other.x - at.x - dx) ** 2 + (other.y - at.y - dy) ** 2
        // An edge between two of them is met from both ends.
        sum += some.has(to) ? pull / 2 : pull
      }
      sum -= cohesion * this.touching(q, r) ** 2
    }
    return sum
  }
}

/** Puts an island where its bearing from the rest leaves the map, one empty cell off the shore. */
function moor(island: Place, main: readonly Place[], cells: readonly HexCell[]): HexCell {
  const nearest = main.toSorted((a, b) => gap(a, island) - gap(b, island)).slice(0, 3)
  const from = mean(nearest)
  const shore = mean(
    nearest.map(({ unit }) => {
      const cell = cells.find((c) => c.unit === unit)!
      return centreOf(cell.q, cell.r)
    }),
  )
  const far = gap(from, island)
  const [dx, dy] = [(island.x - from.x) / far, (island.y - from.y) / far]
  for (let away = 1; ; away += 0.25) {
    const r = Math.round((shore.y + dy * away) / rowHeight)
    const q = Math.round(shore.x + dx * away - r / 2)
    if (cells.every((cell) => steps(cell.q - q, cell.r - r) > 2)) return { unit: island.unit, q, r }
  }
}

const mean = (points: readonly Point[]): Point => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
})

function centred(cells: readonly HexCell[]): HexCell[] {
  const middle = mean(cells.map(({ q, r }) => centreOf(q, r)))
  const r0 = Math.round(middle.y / rowHeight)
  const q0 = Math.round(middle.x - r0 / 2)
  return cells.map(({ unit, q, r }) => ({ unit, q: q - q0, r: r - r0 }))
}
