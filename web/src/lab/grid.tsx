/**
 * Owns the grid of a result: only the rows in sight are drawn, every cell is reached by arrow keys, and a reader who does not see
 * hears how many rows and columns there are.
 */
/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows are placed one by one, which a table element does not allow */
import type { Row } from '@laban/shared'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { KeyboardEvent } from 'react'
import { useEffect, useRef, useState } from 'react'
import type { Shown } from './shown.ts'

const rowHeight = 32

type Place = { row: number; column: number }

type Props = {
  label: string
  rows: readonly Row[]
  columns: readonly Shown[]
  /** Head of the column that counts rows. */
  rowHead: string
}

/** Letters decide the width, within limits; measured on the head and the first rows. */
function widthOf(column: Shown, rows: readonly Row[]): number {
  const texts = rows.slice(0, 60).map((row) => column.text(row).length)
  const letters = Math.max(column.name.length, column.note.length * 0.85, ...texts)
  return Math.min(360, Math.max(72, Math.round(letters * 8 + 28)))
}

export function Grid({ label, rows, columns, rowHead }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<Place>({ row: -1, column: 0 })
  const wanted = useRef(false)
  // oxlint-disable-next-line react/incompatible-library -- its getters are read while drawing; this component is not memoised by a compiler
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const counterWidth = Math.max(52, String(rows.length).length * 9 + 24)
  const widths = columns.map((column) => widthOf(column, rows))
  const template = `${counterWidth}px ${widths.map((width) => `${width}px`).join(' ')}`
  const whole = counterWidth + widths.reduce((sum, width) => sum + width, 0)

  useEffect(() => {
    if (!wanted.current) return
    const cell = box.current?.querySelector<HTMLElement>(`[data-at="${at.row}:${at.column}"]`)
    if (!cell) return
    wanted.current = false
    cell.focus({ preventScroll: true })
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })

  const go = (to: Place) => {
    const row = Math.max(-1, Math.min(rows.length - 1, to.row))
    const column = Math.max(0, Math.min(columns.length - 1, to.column))
    if (row >= 0) lines.scrollToIndex(row)
    wanted.current = true
    setAt({ row, column })
  }

  const onKey = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 2)
    const end = event.ctrlKey || event.metaKey
    const { row, column } = at
    const steps: Record<string, Place> = {
      ArrowDown: { row: row + 1, column },
      ArrowUp: { row: row - 1, column },
      ArrowRight: { row, column: column + 1 },
      ArrowLeft: { row, column: column - 1 },
      PageDown: { row: row + page, column },
      PageUp: { row: row - page, column },
      Home: { row: end ? -1 : row, column: 0 },
      End: { row: end ? rows.length - 1 : row, column: columns.length - 1 },
    }
    const to = steps[event.key]
    if (!to || event.altKey) return
    event.preventDefault()
    go(to)
  }
  const cellProps = (row: number, column: number) => ({
    'data-at': `${row}:${column}`,
    'aria-colindex': column + 2,
    tabIndex: at.row === row && at.column === column ? 0 : -1,
    onFocus: () => setAt({ row, column }),
  })
  const items = lines.getVirtualItems()
  // The cell that Tab leads to may have been scrolled out of sight: the head is always there.
  const isThere = at.row < 0 || items.some(({ index }) => index === at.row)
  return (
    <div
      ref={box}
      className="lab-grid"
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length + 1}
      aria-readonly="true"
      tabIndex={isThere ? -1 : 0}
      onKeyDown={onKey}
    >
      <div
        className="lab-grid__row lab-grid__row--head"
        role="row"
        aria-rowindex={1}
        style={{ gridTemplateColumns: template, width: whole }}
      >
        <div role="columnheader" aria-colindex={1} className="lab-grid__count">
          <span className="unseen">{rowHead}</span>
        </div>
        {columns.map((column, i) => (
          <div
            key={column.name}
            role="columnheader"
            className={column.isNumber ? 'number' : undefined}
            {...cellProps(-1, i)}
          >
            <span className="lab-grid__name">{column.name}</span>
            {column.note && <span className="lab-grid__note">{column.note}</span>}
          </div>
        ))}
      </div>
      <div role="rowgroup" className="lab-grid__body" style={{ height: lines.getTotalSize(), width: whole }}>
        {items.map(({ index, start }) => (
          <div
            key={index}
            role="row"
            aria-rowindex={index + 2}
            className="lab-grid__row"
            style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
          >
            <div role="rowheader" aria-colindex={1} className="lab-grid__count">
              {index + 1}
            </div>
            {columns.map((column, i) => {
              const text = column.text(rows[index]!)
              return (
                <div
                  key={column.name}
                  role="gridcell"
                  title={text.length > 40 ? text : undefined}
                  className={
                    column.isMissing(rows[index]!) ? 'lab-grid__missing' : column.isNumber ? 'number' : undefined
                  }
                  {...cellProps(index, i)}
                >
                  {text}
                </div>
              )
            })}
          </div>
        ))}
      </div>
    </div>
  )
}
