/**
 * Owns the equal-area hex cartogram: one hexagon a unit, computed from positions alone, so that small inner wards are as
 * easy to read and touch as wide rural ones. Neighbours stay neighbours as far as possible, directions are kept, far islands
 * stand apart. Pure and deterministic. Refuses to know values, colours or boundaries.
 */
import type { Unit } from '@laban/shared'
import { linearSumAssignment } from 'linear-sum-assignment'

/** Axial coordinates of a pointy-top grid: q to the east, r to the south-east. */
export type HexCell = { unit: string; q: number; r: number }

type Point = { x: number; y: number }
type Place = Point & { unit: string }
type Edge = { a: number; b: number; dx: number; dy: number }
type Placed = Pick<Unit, 'id' | 'lon' | 'lat'>

const rowHeight = Math.sqrt(3) / 2
const centreOf = (q: number, r: number): Point => ({ x: q + r / 2, y: r * rowHeight })
const keyOf = (q: number, r: number) => `${q},${r}`
const around = [[1, 0], [0, 1], [-1, 1], [-1, 0], [0, -1], [1, -1]] as const
const steps = (q: number, r: number) => (Math.abs(q) + Math.abs(r) + Math.abs(q + r)) / 2

/** An island is this many times further from its nearest neighbour than the third quartile of all units. */
const apart = 8

/**
 * @param units of one map; those without a position are left out
 * @returns one cell a unit, no two alike, ordered by unit id; the middle of the map lies near 0,0
 */
export function hexCells(units: readonly Placed[]): HexCell[] {
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

const gap = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)

function setApart(places: Place[]): { main: Place[]; islands: Place[] } {
  const alone = places.map((place) => Math.min(...places.filter((other) => other !== place).map((other) => gap(place, other))))
  const usual = alone.toSorted((a, b) => a - b)[Math.floor(alone.length * 0.75)]!
  const isIsland = (_: Place, i: number) => places.length > 6 && alone[i]! > apart * usual
  return { main: places.filter((place, i) => !isIsland(place, i)), islands: places.filter(isIsland) }
}

/** Neighbours without boundaries: two units are joined if none lies in the circle between them (Gabriel graph). */
function gabriel(places: readonly Point[]): Edge[] {
  const edges: Edge[] = []
  places.forEach((a, i) => {
    places.forEach((b, j) => {
      if (j <= i) return
      const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
      const half = gap(a, b) / 2
      if (places.some((c, k) => k !== i && k !== j && gap(c, middle) < half)) return
      edges.push({ a: i, b: j, dx: (b.x - a.x) / (2 * half || 1), dy: (b.y - a.y) / (2 * half || 1) })
    })
  })
  return edges
}

/** How much harder than a neighbour out of direction a neighbour too far away pulls. */
const taut = Number(process.env.TAUT ?? 1)

/** Draws every neighbour to one hexagon's distance in its true direction while units that overlap push each other off. */
function relax(places: readonly Point[], edges: readonly Edge[]): Point[] {
  const points = places.map(({ x, y }) => ({ x, y }))
  const degree = places.map((_, i) => edges.filter(({ a, b }) => a === i || b === i).length || 1)
  for (let round = 0; round < 500; round++) {
    const push = points.map(() => ({ x: 0, y: 0 }))
    for (const { a, b, dx, dy } of edges) {
      const [across, down] = [points[b]!.x - points[a]!.x, points[b]!.y - points[a]!.y]
      const far = Math.hypot(across, down)
      const pull = far > 1 ? (taut * (far - 1)) / far : 0
      const x = across - dx + across * pull
      const y = down - dy + down * pull
      push[a]!.x += x / degree[a]! / 2
      push[a]!.y += y / degree[a]! / 2
      push[b]!.x -= x / degree[b]! / 2
      push[b]!.y -= y / degree[b]! / 2
    }
    if (round > 250) repel(points, push)
    points.forEach((point, i) => {
      point.x += push[i]!.x
      point.y += push[i]!.y
    })
  }
  return points
}

function repel(points: readonly Point[], push: Point[]): void {
  for (let i = 0; i < points.length; i++) {
    for (let j = i + 1; j < points.length; j++) {
      const [x, y] = [points[j]!.x - points[i]!.x, points[j]!.y - points[i]!.y]
      const far = Math.hypot(x, y)
      if (far >= 1 || far === 0) continue
      const force = ((1 - far) / far) * 0.35
      push[i]!.x -= x * force
      push[i]!.y -= y * force
      push[j]!.x += x * force
      push[j]!.y += y * force
    }
  }
}

/** Gives each point a cell of its own at the least sum of squared displacements. */
function assign(points: readonly Point[], places: readonly Place[]): HexCell[] {
  const grid = new Map<string, { q: number; r: number }>()
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
const cohesion = Number(process.env.COH ?? 0.12)
const reach = Number(process.env.REACH ?? 1)

/** Swaps and shifts cells while that brings neighbours nearer to one another's side; ends at a local best. */
function improve(cells: HexCell[], edges: readonly Edge[]): HexCell[] {
  const taken = new Map(cells.map(({ q, r }, i) => [keyOf(q, r), i]))
  const own = cells.map((_, i) => edges.flatMap((edge) => (edge.a === i ? [{ ...edge, to: edge.b, sign: 1 }] : edge.b === i ? [{ ...edge, to: edge.a, sign: -1 }] : [])))
  const strain = (i: number): number => {
    const cell = cells[i]!
    const at = centreOf(cell.q, cell.r)
    const edgesStrain = own[i]!.reduce((sum, { to, dx, dy, sign }) => {
      const other = centreOf(cells[to]!.q, cells[to]!.r)
      return sum + (other.x - at.x - dx * sign) ** 2 + (other.y - at.y - dy * sign) ** 2
    }, 0)
    const touching = around.filter(([q, r]) => taken.has(keyOf(cell.q + q, cell.r + r))).length
    return edgesStrain - cohesion * touching * touching
  }
  const put = (i: number, q: number, r: number) => {
    cells[i] = { unit: cells[i]!.unit, q, r }
    taken.set(keyOf(q, r), i)
  }
  for (let round = 0, moved = true; moved && round < 40; round++) {
    moved = false
    for (let i = 0; i < cells.length; i++) {
      for (const [dq, dr] of around) {
        const from = cells[i]!
        const to = { q: from.q + dq, r: from.r + dr }
        const j = taken.get(keyOf(to.q, to.r))
        const before = strain(i) + (j === undefined ? 0 : strain(j))
        if (j === undefined) taken.delete(keyOf(from.q, from.r))
        else put(j, from.q, from.r)
        put(i, to.q, to.r)
        const after = strain(i) + (j === undefined ? 0 : strain(j))
        if (after < before - 1e-9) {
          moved = true
          continue
        }
        if (j === undefined) taken.delete(keyOf(to.q, to.r))
        else put(j, to.q, to.r)
        put(i, from.q, from.r)
      }
    }
  }
  return cells
}

/** Puts an island where its bearing from the rest leaves the map, one empty cell off the shore. */
function moor(island: Place, main: readonly Place[], cells: readonly HexCell[]): HexCell {
  const nearest = main.toSorted((a, b) => gap(a, island) - gap(b, island)).slice(0, 3)
  const from = mean(nearest)
  const shore = mean(nearest.map(({ unit }) => { const cell = cells.find((c) => c.unit === unit)!; return centreOf(cell.q, cell.r) }))
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
