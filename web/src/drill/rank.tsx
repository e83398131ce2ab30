/** Owns the ranking of one axis: the highest and the lowest, with their shares where shares make sense. */
import { useEffect, useState } from 'react'
import { Choice } from '../indicator/choice.tsx'
import { Button } from '../ui/button.tsx'
import { DataTable } from '../ui/table.tsx'
import { valueAt } from './model.ts'
import type { DrillScene } from './scene.ts'
import { dimensionsOf, forTable } from './scene.ts'
import { useSessionState } from './use-session.ts'

type Ranked = { place: number; rank: number; label: string; value: number; share: number | null }

const ends = 10

export function Ranking({ scene }: { scene: DrillScene }) {
  const { model, session, view, words, write, change, offer, about, subject } = scene
  const { crossed, masks } = useSessionState(session)
  const [isWide, setWide] = useState(false)
  const dimensions = dimensionsOf(model)
  const { axis, name, title } = dimensions.find((one) => one.name === view.by) ?? dimensions[0]!
  const adds = model.cubes.kind === 'sum' || model.cubes.kind === 'count'
  const mask = masks[axis]
  const values = crossed
    ? model.axes[axis]!.values.map((_, place) => ({ place, value: valueAt(model, crossed.sums[axis]!, place) }))
        .filter(({ place, value }) => !Number.isNaN(value) && (!mask || mask[place] === 1))
        .toSorted((a, b) => b.value - a.value)
    : []
  const whole = values.reduce((sum, { value }) => sum + value, 0)
  const ranked: Ranked[] = values.map(({ place, value }, i) => ({
    place,
    rank: i + 1,
    label: model.axes[axis]!.labels[place]!,
    value,
    share: adds && whole > 0 && values.at(-1)!.value >= 0 ? value / whole : null,
  }))

  useEffect(() => {
    offer({
      title: `${subject}: ${title}`,
      header: [title, words.value, ...(adds ? [words.share] : [])],
      rows: [
        ...ranked.map(({ label, value, share }) => [label, value, ...(adds ? [share] : [])]),
        ...(adds ? [[words.total, whole, null]] : []),
      ],
      totals: adds ? 1 : 0,
      format: write.format,
      about: about(),
    })
    return () => offer(null)
    // The ranking is worked out anew at each drawing; it is another one only with what it came from.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [crossed, axis])

  const together = write.together(forTable(values.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0)))
  const columns = [
    { id: 'rank', title: '#', kind: 'number' as const, cell: ({ rank }: Ranked) => rank },
    { id: 'name', title, kind: 'head' as const, cell: ({ label }: Ranked) => label },
    {
      id: 'value',
      title: `${words.value} (${together.unit})`,
      kind: 'number' as const,
      cell: ({ value }: Ranked) => together.cell(value),
    },
    ...(adds
      ? [
          {
            id: 'share',
            title: words.share,
            kind: 'number' as const,
            cell: ({ share }: Ranked) => (share === null ? '–' : write.share(share)),
          },
        ]
      : []),
  ]
  const rowId = ({ place }: Ranked) => String(place)
  const isSplit = ranked.length > 2 * ends && !isWide
  return (
    <div className="drill__view">
      <div className="drill__choices">
        <Choice
          label={words.by}
          options={dimensions.map((one) => ({ id: one.name, text: one.title }))}
          value={name}
          onChange={(by) => change({ by })}
        />
      </div>
      {ranked.length === 0 && crossed && <p className="quiet">{words.noRows}</p>}
      {isSplit ? (
        <div className="drill__ends">
          <DataTable caption={words.largest} columns={columns} rows={ranked.slice(0, ends)} rowId={rowId} />
          <DataTable caption={words.smallest} columns={columns} rows={ranked.slice(-ends).toReversed()} rowId={rowId} />
        </div>
      ) : (
        ranked.length > 0 && <DataTable caption={title} captionUnseen columns={columns} rows={ranked} rowId={rowId} />
      )}
      {ranked.length > 2 * ends && (
        <Button onClick={() => setWide(!isWide)}>{isWide ? words.less : words.more(ranked.length)}</Button>
      )}
    </div>
  )
}
