/** Owns the end of the path: the very rows, in a grid of which only what is seen is drawn. */
import type { Column as Contract } from '@laban/shared'
import { formatDay, formatNumber, isDay } from '@laban/shared'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Cell } from '../charts/csv.ts'
import { Button } from '../ui/button.tsx'
import { ErrorState, Loading } from '../ui/states.tsx'
import type { Brought } from './bring.ts'
import type { Result } from './engine/contract.ts'
import { whereOf } from './model.ts'
import type { DrillScene } from './scene.ts'
import { useMasks, useSessionState } from './use-session.ts'
import type { RowsHere } from './use-rows.ts'

const most = 5000
const rowHeight = 36

export function Rows({ scene, rows: { state, begin, cancel } }: { scene: DrillScene; rows: RowsHere }) {
  const { words, write } = scene
  useEffect(() => {
    if (state.kind === 'idle') begin()
  }, [begin, state.kind])
  switch (state.kind) {
    case 'idle':
      return <Loading lines={6} />
    case 'loading':
      return (
        <div className="drill__loading">
          <output>{state.share === null ? words.preparing : words.loading(write.share(state.share))}</output>
          <progress max={1} value={state.share ?? undefined} aria-label={words.loadRows} />
          <Button onClick={cancel}>{words.cancel}</Button>
        </div>
      )
    case 'cancelled':
      return (
        <div className="drill__loading">
          <p>{words.cancelled}</p>
          <Button onClick={begin}>{words.loadRows}</Button>
        </div>
      )
    case 'server':
      return <p className="quiet">{words.byServer}</p>
    case 'failed':
      return (
        <div className="drill__loading">
          <ErrorState error={state.fault} />
          <p className="quiet">{words.byServer}</p>
        </div>
      )
    case 'here':
      return <Listed scene={scene} brought={state.brought} />
  }
}

function Listed({ scene, brought }: { scene: DrillScene; brought: Brought }) {
  const { model, session, words, lang, subject, offer, about } = scene
  const masks = useMasks(session)
  const { crossed } = useSessionState(session)
  const dataset = brought.extract.catalogue.datasets.find(({ id }) => id === model.cubes.datasets[0])
  const columns = useMemo(() => dataset?.columns ?? [], [dataset])
  const time = columns.find(({ role }) => role === 'time')?.name ?? ''
  const [sort, setSort] = useState({ order: time, descending: true })
  const [result, setResult] = useState<Result | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const isHeld = dataset !== undefined && brought.extract.tables.includes(dataset.id)

  useEffect(() => {
    const control = new AbortController()
    if (!isHeld) return undefined
    brought.list(whereOf(model, masks), { ...sort, most }, control.signal).then(
      (found) => {
        if (control.signal.aborted) return
        setResult(found)
        setFault(null)
      },
      (error: unknown) => !control.signal.aborted && setFault(error),
    )
    return () => control.abort()
  }, [brought, isHeld, masks, model, sort])

  const shownText = useTexts(scene, columns)

  useEffect(() => {
    if (!result) return undefined
    offer({
      title: `${subject}: ${words.views.rows}`,
      header: columns.map((column) => column.title[lang]),
      rows: [
        ...result.rows.map((row) => columns.map((column) => cellOf(column, row[column.name], shownText))),
        totalsOf(columns, result, words.total),
      ],
      totals: 1,
      format: '#,##0.######',
      about: about(),
    })
    return () => offer(null)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what the file holds changes with the rows alone
  }, [result])

  if (!isHeld) return <p className="quiet">{brought.extract.merged ? words.protectedRows : words.rolledUp}</p>
  if (fault) return <ErrorState error={fault} />
  if (!result) return <Loading lines={8} />
  const all = crossed?.total[model.rows] ?? result.rows.length
  return (
    <div className="drill__view">
      <p className="quiet small">
        {words.rowsTitle(dataset.title[lang])}: {formatNumber(all, lang)}.{' '}
        {result.rows.length >= most && words.truncated(formatNumber(most, lang))}
      </p>
      <Grid
        columns={columns}
        result={result}
        text={shownText}
        sort={sort}
        onSort={(order) => setSort({ order, descending: sort.order === order ? !sort.descending : true })}
        scene={scene}
      />
    </div>
  )
}

type Shown = (column: Contract, value: Result['rows'][number][string] | undefined) => string

/** Codes by their names, days and numbers as people write them. */
function useTexts({ model, lang }: DrillScene, columns: readonly Contract[]): Shown {
  return useMemo(() => {
    const units = model.axes.find(({ name }) => name === 'unit')
    const numbers = new Set(columns.filter(({ role }) => role === 'measure').map(({ name }) => name))
    return (column, value) => {
      if (value === null || value === undefined) return ''
      if (column.role === 'unit') return units?.labels[units.places.get(String(value)) ?? -1] ?? String(value)
      if (numbers.has(column.name)) return formatNumber(Number(value), lang, Number.isInteger(Number(value)) ? 0 : 3)
      if (column.type === 'date' && isDay(String(value))) return formatDay(String(value), lang)
      return column.codes?.[String(value)]?.title[lang] ?? String(value)
    }
  }, [columns, lang, model])
}

/** In files numbers and days stay what they are; units and codes are told by their names. */
function cellOf(column: Contract, value: Result['rows'][number][string] | undefined, text: Shown): Cell {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return value
  return column.type === 'date' ? String(value) : text(column, value)
}

const totalsOf = (columns: readonly Contract[], { rows }: Result, total: string): Cell[] =>
  columns.map(({ name, role }, i) =>
    i === 0 ? total : role === 'measure' ? rows.reduce((sum, row) => sum + Number(row[name] ?? 0), 0) : null,
  )

type GridProps = {
  columns: readonly Contract[]
  result: Result
  text: Shown
  sort: { order: string; descending: boolean }
  onSort: (column: string) => void
  scene: DrillScene
}

function Grid({ columns, result, text, sort, onSort, scene }: GridProps) {
  const { lang, words } = scene
  const box = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- its getters are read while drawing; this component is not memoised by a compiler
  const virtual = useVirtualizer({
    count: result.rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  const isNumber = ({ role }: Contract) => role === 'measure'
  return (
    // What scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role
    <div ref={box} className="table drill__grid" role="group" tabIndex={0} aria-label={words.views.rows}>
      <table aria-rowcount={result.rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                className={isNumber(column) ? 'number' : undefined}
                aria-sort={sort.order === column.name ? (sort.descending ? 'descending' : 'ascending') : undefined}
              >
                <button
                  type="button"
                  className="drill__sort"
                  aria-label={words.sortBy(column.title[lang])}
                  onClick={() => onSort(column.name)}
                >
                  {column.title[lang]}
                  {sort.order === column.name && <span aria-hidden="true">{sort.descending ? ' ↓' : ' ↑'}</span>}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap height={above} width={columns.length} />
          {items.map(({ index }) => {
            const row = result.rows[index]!
            return (
              <tr key={index} aria-rowindex={index + 2}>
                {columns.map((column) => (
                  <td key={column.name} className={isNumber(column) ? 'number' : undefined}>
                    {text(column, row[column.name])}
                  </td>
                ))}
              </tr>
            )
          })}
          <Gap height={below} width={columns.length} />
        </tbody>
      </table>
    </div>
  )
}

/** Room of the rows that are not drawn. Its height comes through the object model: style attributes are forbidden. */
function Gap({ height, width }: { height: number; width: number }) {
  const cell = useRef<HTMLTableCellElement>(null)
  useEffect(() => {
    if (cell.current) cell.current.style.height = `${height}px`
  }, [height])
  return height > 0 ? (
    <tr aria-hidden="true" className="drill__gap">
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- empty room, hidden from everyone */}
      <td ref={cell} colSpan={width} />
    </tr>
  ) : null
}
