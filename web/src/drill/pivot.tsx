/** Owns the pivot table: two axes of the reader's choice, totals at the right and below. */
import { useEffect, useState } from 'react'
import { Choice } from '../indicator/choice.tsx'
import { Loading } from '../ui/states.tsx'
import { Button } from '../ui/button.tsx'
import type { Matrix } from './cube/axis.ts'
import type { DrillScene } from './scene.ts'
import { forTable } from './scene.ts'
import type { Pivot } from './table.ts'
import { pivotOf } from './table.ts'
import { useMasks } from './use-session.ts'

const first = 20

export function PivotTable({ scene }: { scene: DrillScene }) {
  const { model, session, view, words, write, change, offer, about, subject } = scene
  const masks = useMasks(session)
  const names = model.axes.map(({ name }) => name)
  const [x, y] = placesOf(names, view.across)
  const [found, setFound] = useState<{ key: string; matrix: Matrix } | null>(null)
  const [isWide, setWide] = useState(false)
  useEffect(() => {
    let isGone = false
    void session.table(x, y, masks).then(
      (matrix) => !isGone && setFound({ key: `${x} ${y}`, matrix }),
      () => undefined,
    )
    return () => {
      isGone = true
    }
  }, [masks, session, x, y])
  const pivot = found?.key === `${x} ${y}` ? pivotOf(model, found.matrix, { x, y, masks }) : null

  useEffect(() => {
    if (!pivot) return undefined
    offer({
      title: `${subject}: ${model.axes[x]!.title} × ${model.axes[y]!.title}`,
      header: [model.axes[x]!.title, ...pivot.columns.map(({ label }) => label), words.total],
      rows: [
        ...pivot.rows.map(({ label, cells, total }) => [label, ...cells, total]),
        [words.total, ...pivot.totals, pivot.total],
      ],
      totals: 1,
      format: write.format,
      about: about(),
    })
    return () => offer(null)
    // The table is worked out anew at each drawing; it is another one only with what it came from.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [found, masks, x, y])

  const options = names.map((name, axis) => ({ id: name, text: model.axes[axis]!.title }))
  const choose = (which: 0 | 1) => (id: string) => {
    const next = [names[x]!, names[y]!]
    const other = next[1 - which]!
    next[which] = id
    if (other === id) next[1 - which] = names[which === 0 ? x : y]!
    change({ across: next })
  }
  return (
    <div className="drill__view">
      <div className="drill__choices">
        <Choice label={words.byRows} options={options} value={names[x]!} onChange={choose(0)} />
        <Choice label={words.byColumns} options={options} value={names[y]!} onChange={choose(1)} />
        {model.other !== null && model.cubes.kind !== 'difference' && <p className="quiet small">{words.pivotNote}</p>}
      </div>
      {!pivot ? (
        <Loading lines={6} />
      ) : pivot.rows.length === 0 ? (
        <p className="quiet">{words.noRows}</p>
      ) : (
        <Body scene={scene} pivot={pivot} most={isWide ? pivot.rows.length : first} title={model.axes[x]!.title} />
      )}
      {pivot && pivot.rows.length > first && (
        <Button onClick={() => setWide(!isWide)}>{isWide ? words.less : words.more(pivot.rows.length)}</Button>
      )}
    </div>
  )
}

function Body({ scene, pivot, most, title }: { scene: DrillScene; pivot: Pivot; most: number; title: string }) {
  const { words, write } = scene
  const { cell, unit } = write.together(forTable(largestOf(pivot)))
  return (
    // A table wider than its place scrolls, and must be reached by keyboard to be scrolled.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role
    <div role="group" className="table drill__pivot" tabIndex={0} aria-label={words.views.pivot}>
      <table>
        <caption>{words.unitOfMeasure(unit)}</caption>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            {pivot.columns.map(({ place, label }) => (
              <th key={place} scope="col" className="number">
                {label}
              </th>
            ))}
            <th scope="col" className="number">
              {words.total}
            </th>
          </tr>
        </thead>
        <tbody>
          {pivot.rows.slice(0, most).map(({ place, label, cells, total }) => (
            <tr key={place}>
              <th scope="row">{label}</th>
              {cells.map((value, i) => (
                <td key={pivot.columns[i]!.place} className="number">
                  {cell(value)}
                </td>
              ))}
              <td className="number strong">{cell(total)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words.total}</th>
            {pivot.totals.map((value, i) => (
              <td key={pivot.columns[i]!.place} className="number">
                {cell(value)}
              </td>
            ))}
            <td className="number">{cell(pivot.total)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

const largestOf = ({ rows, totals }: Pivot): number =>
  [...rows.map(({ total }) => total), ...totals].reduce<number>(
    (most, value) => Math.max(most, Math.abs(value ?? 0)),
    0,
  )

/** The axes asked for; else units against the first dimension, or against months. */
function placesOf(names: readonly string[], across: readonly string[] | undefined): [number, number] {
  const asked = (across ?? []).map((name) => names.indexOf(name)).filter((axis) => axis >= 0)
  if (asked.length === 2 && asked[0] !== asked[1]) return [asked[0]!, asked[1]!]
  return [Math.max(1, names.indexOf('unit')), names.length > 2 ? 2 : 0]
}
