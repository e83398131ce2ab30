/** Owns the map among the linked views: each unit's share of what is picked elsewhere, and a unit that is picked here filters all else. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { trpc } from '../api.ts'
import { Choice } from '../indicator/choice.tsx'
import { HexMap } from '../map/hex-map.tsx'
import { Legend } from '../map/legend.tsx'
import { classesOf, shadeAt } from '../map/scale.ts'
import { ErrorState, Loading } from '../ui/states.tsx'
import { useTell, useWords } from '../words/words.ts'
import type { Axis, Mask } from './cube/axis.ts'
import { valueAt } from './model.ts'
import type { DrillScene } from './scene.ts'
import { useSessionState } from './use-session.ts'

type Props = { scene: DrillScene; city: string; onPicked: (axis: Axis, mask: Mask) => void }

export function UnitMap({ scene, city, onPicked }: Props) {
  const { model, session, view, words, write, offer, about, subject } = scene
  const { units: unitWords } = useWords()
  const tell = useTell()
  const list = useQuery(trpc.unit.list.queryOptions({ city }))
  const { crossed, masks } = useSessionState(session)
  const [wanted, setWanted] = useState<string>()
  const [pointed, setPointed] = useState<string | null>(null)
  const axis = model.axes.findIndex(({ name }) => name === 'unit')
  const { places, values, labels, title } = model.axes[axis]!
  const numberOf = (id: string): number | null => {
    const place = places.get(id)
    const value = place === undefined || !crossed ? Number.NaN : valueAt(model, crossed.sums[axis]!, place)
    return Number.isNaN(value) ? null : value
  }
  const maps = list.data?.maps ?? []
  const covered = (map: (typeof maps)[number]) => map.cells.filter(({ unit }) => numberOf(unit) !== null).length
  // The one on which most can be seen; of equal ones that of today, which comes last.
  const map = maps.find(({ id }) => id === wanted) ?? maps.toReversed().toSorted((a, b) => covered(b) - covered(a))[0]
  const short = new Map(list.data?.units.map((unit) => [unit.id, tell(unit.short)]))
  const nameOf = (id: string): string => labels[places.get(id) ?? -1] ?? short.get(id) ?? id

  useEffect(() => {
    if (!map) return undefined
    offer({
      title: `${subject}: ${title}`,
      header: [title, words.value],
      rows: map.cells.map(({ unit }) => [nameOf(unit), numberOf(unit)]),
      totals: 0,
      format: write.format,
      about: about(),
    })
    return () => offer(null)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what the file holds changes with the sums and the map alone
  }, [crossed, map?.id])

  if (list.error) return <ErrorState error={list.error} retry={() => void list.refetch()} />
  if (!list.data || !crossed) return <Loading lines={8} />
  if (!map) return <p className="quiet">{words.noMap}</p>
  const scale = classesOf(map.cells.flatMap(({ unit }) => numberOf(unit) ?? []))
  const together = write.together(Math.max(Math.abs(scale?.most ?? 0), Math.abs(scale?.least ?? 0)))
  const mask = masks[axis] ?? null
  // A whole level of units is no pick of the reader's.
  const isPicked = view.pick['unit'] !== undefined && mask !== null
  const textOf = (id: string): string => {
    const amount = numberOf(id)
    return `${nameOf(id)}: ${amount === null ? words.nothing : write.amount(amount)}`
  }
  const pick = (id: string): void => {
    const place = places.get(id)
    if (place === undefined) return
    const isOnly = isPicked && mask[place] === 1 && mask.reduce((sum, bit) => sum + bit, 0) === 1
    const next = isOnly ? null : Uint8Array.from(values, (_, at) => (at === place ? 1 : 0))
    session.pick(axis, next)
    onPicked(axis, next)
  }
  const chosen = isPicked ? values[mask.indexOf(1)] : undefined
  return (
    <div className="drill__view" onPointerEnter={() => session.enter(axis)}>
      {maps.length > 1 && (
        <div className="drill__choices">
          <Choice
            label={words.views.map}
            options={maps.map((one) => ({ id: one.id, text: tell(one.title) }))}
            value={map.id}
            onChange={setWanted}
          />
        </div>
      )}
      <p className="drill__map-read" aria-live="polite">
        {(pointed ?? chosen) ? textOf((pointed ?? chosen)!) : unitWords.point}
      </p>
      <HexMap
        label={`${subject}: ${tell(map.title)}`}
        cells={map.cells}
        shownOf={(id) => {
          const place = places.get(id)
          return {
            short: short.get(id) ?? id,
            text: textOf(id),
            shade: shadeAt(scale, numberOf(id)),
            faded: isPicked && (place === undefined || mask[place] === 0),
          }
        }}
        selected={chosen}
        onSelect={pick}
        onPoint={setPointed}
      />
      {scale && (
        <>
          <Legend
            scale={scale}
            format={together.tick}
            words={unitWords.legend}
            missing={map.cells.filter(({ unit }) => numberOf(unit) === null).length}
          />
          <p className="quiet small">{words.unitOfMeasure(together.unit)}</p>
        </>
      )}
    </div>
  )
}
