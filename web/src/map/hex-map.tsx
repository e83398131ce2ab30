/** Owns the drawing of a hex map: cells and shades to SVG, by pointer and by keyboard. Knows no indicator and fetches nothing. */
/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/interactive-supports-focus -- an SVG has no select; focus is on its options */
import type { KeyboardEvent } from 'react'
import { memo, useId, useMemo, useRef, useState } from 'react'
import type { Cell } from './grid.ts'
import { corners, frameOf, isArrow, linesOf, middleOf, stepFrom } from './grid.ts'
import './map.css'

/** What a cell shows. `shade` 0..4, null: nothing was published. `text` says name and figure in words. */
export type Shown = { short: string; text: string; shade: number | null; faded: boolean }

type Props = {
  /** What the map shows, for screen readers. */
  label: string
  cells: readonly Cell[]
  shownOf: (unit: string) => Shown
  selected: string | undefined
  onSelect: (unit: string) => void
  /** The unit under the pointer or in focus; null: none any more. */
  onPoint: (unit: string | null) => void
}

/** As many as stand in a cell at the label's size. */
const letters = 6
const lineHeight = 25
/** Pixels on the screen for one of the drawing's own units, at most. */
const widest = 0.85

export function HexMap({ label, cells, shownOf, selected, onSelect, onPoint }: Props) {
  const drawing = useRef<SVGSVGElement>(null)
  const hatch = useId()
  const [active, setActive] = useState<string>()
  const [pointed, setPointed] = useState<string | null>(null)
  const frame = useMemo(() => frameOf(cells), [cells])
  const has = (unit: string | null | undefined): unit is string => cells.some((cell) => cell.unit === unit)
  // One cell takes part in the tab order: the one last walked to, else the chosen one, else the middle of the map.
  const inOrder = has(active) ? active : has(selected) ? selected : nearestToMiddle(cells)
  const point = (unit: string | null) => {
    setPointed(unit)
    onPoint(unit)
  }
  const onKey = (event: KeyboardEvent<SVGSVGElement>) => {
    const from = cells.find(({ unit }) => unit === inOrder)
    if (!from) return
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      onSelect(from.unit)
    } else if (isArrow(event.key)) {
      event.preventDefault()
      const to = stepFrom(cells, from, event.key)
      setActive(to.unit)
      drawing.current?.querySelector<SVGGElement>(`[data-unit="${CSS.escape(to.unit)}"]`)?.focus()
    }
  }
  return (
    <div className={cells.length > 60 ? 'hexmap hexmap--many' : 'hexmap'}>
      <svg
        ref={drawing}
        viewBox={`${frame.x} ${frame.y} ${frame.width} ${frame.height}`}
        // Few cells would fill the page and shout.
        style={{ maxWidth: `${frame.width * widest}px` }}
        role="listbox"
        aria-label={label}
        onKeyDown={onKey}
        onPointerLeave={() => point(null)}
      >
        <defs>
          <pattern id={hatch} width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="14" height="14" className="hexmap__bare" />
            <path d="M0 0v14" className="hexmap__hatch" />
          </pattern>
        </defs>
        {cells.map((cell) => (
          <Hex
            key={cell.unit}
            cell={cell}
            {...shownOf(cell.unit)}
            hatch={hatch}
            isSelected={cell.unit === selected}
            isInOrder={cell.unit === inOrder}
            onSelect={onSelect}
            onPoint={point}
            onFocus={setActive}
          />
        ))}
        <Outline cell={cells.find(({ unit }) => unit === pointed)} look="pointed" />
        <Outline cell={cells.find(({ unit }) => unit === selected)} look="selected" />
      </svg>
    </div>
  )
}

const far = (cell: Cell) => Math.hypot(middleOf(cell).x, middleOf(cell).y)

function nearestToMiddle(cells: readonly Cell[]): string | undefined {
  return cells.length ? cells.reduce((best, cell) => (far(cell) < far(best) ? cell : best)).unit : undefined
}

/** Above all cells, since the next cell would cover half of its edge. */
const Outline = ({ cell, look }: { cell: Cell | undefined; look: 'pointed' | 'selected' }) =>
  cell && (
    <polygon
      className={`hexmap__outline hexmap__outline--${look}`}
      points={corners(middleOf(cell), 0.97)}
      aria-hidden="true"
    />
  )

type HexProps = Shown & {
  cell: Cell
  hatch: string
  isSelected: boolean
  isInOrder: boolean
  onSelect: (unit: string) => void
  onPoint: (unit: string | null) => void
  onFocus: (unit: string) => void
}

const Hex = memo(
  function Hex({
    cell,
    short,
    text,
    shade,
    faded,
    hatch,
    isSelected,
    isInOrder,
    onSelect,
    onPoint,
    onFocus,
  }: HexProps) {
    const middle = middleOf(cell)
    const lines = linesOf(short, letters)
    return (
      <g
        className={`hexmap__cell hexmap__cell--${shade ?? 'none'}${faded ? ' hexmap__cell--faded' : ''}`}
        role="option"
        aria-selected={isSelected}
        aria-label={text}
        data-unit={cell.unit}
        tabIndex={isInOrder ? 0 : -1}
        onClick={() => onSelect(cell.unit)}
        onPointerEnter={() => onPoint(cell.unit)}
        onFocus={() => {
          onFocus(cell.unit)
          onPoint(cell.unit)
        }}
        onBlur={() => onPoint(null)}
      >
        <polygon points={corners(middle, 0.965)} fill={shade === null ? `url(#${hatch})` : undefined} />
        <text
          className="hexmap__label"
          x={middle.x}
          y={middle.y + 8 - ((lines.length - 1) * lineHeight) / 2}
          aria-hidden="true"
        >
          {lines.map((line, i) => (
            <tspan key={line} x={middle.x} dy={i === 0 ? 0 : lineHeight}>
              {i < lines.length - 1 ? `${line} ` : line}
            </tspan>
          ))}
        </text>
      </g>
    )
  },
  (a, b) =>
    a.cell === b.cell &&
    a.short === b.short &&
    a.text === b.text &&
    a.shade === b.shade &&
    a.faded === b.faded &&
    a.isSelected === b.isSelected &&
    a.isInOrder === b.isInOrder,
)
