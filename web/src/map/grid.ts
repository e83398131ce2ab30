/** Owns the geometry of the hex map: where a cell lies, where arrow keys lead, how a name is set inside. */

/** Axial coordinates of a pointy-top grid. */
export type Cell = { unit: string; q: number; r: number }
export type Point = { x: number; y: number }

/** Distance between the middles of two touching cells, in the drawing's own units. */
export const across = 100
export const radius = across / Math.sqrt(3)

export const middleOf = ({ q, r }: Pick<Cell, 'q' | 'r'>): Point => ({ x: across * (q + r / 2), y: radius * 1.5 * r })

/** Corner list of a hexagon. @param size  1 fills the cell */
export const corners = ({ x, y }: Point, size: number): string =>
  Array.from({ length: 6 }, (_, i) => {
    const angle = (Math.PI / 3) * i - Math.PI / 6
    return `${(x + radius * size * Math.cos(angle)).toFixed(1)},${(y + radius * size * Math.sin(angle)).toFixed(1)}`
  }).join(' ')

/** The box around all cells, as `viewBox` wants it. */
export function frameOf(cells: readonly Cell[]): { x: number; y: number; width: number; height: number } {
  const points = cells.map(middleOf)
  const [x, y] = [
    Math.min(...points.map((point) => point.x)) - across * 0.56,
    Math.min(...points.map((point) => point.y)) - radius * 1.1,
  ]
  return {
    x,
    y,
    width: Math.max(...points.map((point) => point.x)) + across * 0.56 - x,
    height: Math.max(...points.map((point) => point.y)) + radius * 1.1 - y,
  }
}

export const directions = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
} as const
export type ArrowKey = keyof typeof directions
export const isArrow = (key: string): key is ArrowKey => key in directions

/** The cell that lies that way, over gaps too; the same one at the map's edge. */
export function stepFrom(cells: readonly Cell[], from: Cell, key: ArrowKey): Cell {
  const way = directions[key]
  // Rows are shifted by half a cell: without this lean, going up and down again would end elsewhere.
  const lean = way.y === 0 ? 0 : Math.abs(from.r % 2) === 1 ? 1 : -1
  const at = middleOf(from)
  let [best, least] = [from, Number.POSITIVE_INFINITY]
  for (const cell of cells) {
    if (cell === from) continue
    const to = middleOf(cell)
    const [dx, dy] = [to.x - at.x - lean, to.y - at.y]
    const along = dx * way.x + dy * way.y
    const aside = Math.abs(dx * way.y) + Math.abs(dy * way.x)
    // Sideways a row is kept; upwards and downwards every cell is half a cell aside.
    if (along <= 1 || aside > along * (way.x === 0 ? 1 : 1.2)) continue
    const far = along + aside
    if (far < least) [best, least] = [cell, far]
  }
  return best
}

/** A short name in at most three lines of about so many letters; a word is never cut. */
export function linesOf(name: string, letters: number): string[] {
  const lines: string[] = []
  for (const word of name.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= letters) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.length <= 3 ? lines : [...lines.slice(0, 2), lines.slice(2).join(' ')]
}
