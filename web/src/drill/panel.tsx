/** Owns the panel below an indicator's figure: brings its cubes, and keeps to one release until the reader asks for the next. */
import type { Unit } from '@laban/shared'
import { mergedCode } from '@laban/shared'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { trpc } from '../api.ts'
import type { Scene } from '../indicator/scene.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { ErrorState, Loading, Stale } from '../ui/states.tsx'
import { useWords } from '../words/words.ts'
import './drill.css'
import { Explorer } from './explorer.tsx'
import type { Cubes } from './model.ts'
import { modelOf } from './model.ts'

export function DrillPanel({ scene }: { scene: Scene }) {
  const { about, view, lang } = scene
  const { drill: words, status } = useWords()
  const below = useMemo(
    () => ({
      indicator: about.indicator.id,
      city: about.city.id,
      ...(view.asOf === undefined ? {} : { asOf: view.asOf }),
    }),
    [about, view.asOf],
  )
  const cubes = useQuery(trpc.drill.cubes.queryOptions(below))
  const units = useQuery(trpc.unit.list.queryOptions({ city: about.city.id }))
  const [held, setHeld] = useState<{ key: string; cubes: Cubes } | null>(null)
  const key = JSON.stringify(below)
  // Without rows there is nothing that a newer release could be mixed with.
  const holds = held?.key === key && (held.cubes.axes.length > 1 || held.cubes.release === cubes.data?.release)
  if (cubes.data && !holds) setHeld({ key, cubes: cubes.data })
  const shown = held?.key === key ? held.cubes : undefined

  const model = useMemo(() => {
    if (!shown || !units.data) return undefined
    return modelOf(shown, about.indicator.measuredIn, {
      lang,
      months: words.months,
      unit: words.unit,
      blank: words.blank,
      groups: words.groups,
      codeName: (axis, code) =>
        (code === mergedCode ? words.mergedGroups : undefined) ??
        about.datasets
          .filter(({ id }) => shown.datasets.includes(id))
          .map(({ columns }) => columns.find(({ name }) => name === axis)?.codes?.[code]?.title[lang])
          .find((title) => title !== undefined) ??
        code,
      units: new Map(units.data.units.map((unit): [string, Unit] => [unit.id, unit])),
    })
    // Names follow the language; the rest of the scene changes with every filter of the page.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [shown, units.data, lang, about])

  const fault = cubes.error ?? units.error
  return (
    <>
      {shown?.simulated && (
        <p className="drill__simulated">
          <Badge>{status.marks.simulated}</Badge> {words.simulated}
        </p>
      )}
      {shown?.atLeast && <p className="quiet small">{words.smallGroups(shown.atLeast)}</p>}
      {shown && cubes.data && cubes.data.release !== shown.release && (
        <output className="stale">
          {words.fresh}
          <Button onClick={() => setHeld({ key, cubes: cubes.data })}>{words.refresh}</Button>
        </output>
      )}
      {fault && shown && <Stale retry={() => void Promise.all([cubes.refetch(), units.refetch()])} />}
      {fault && !shown ? (
        <ErrorState error={fault} retry={() => void cubes.refetch()} />
      ) : !model ? (
        <Loading lines={10} />
      ) : model.axes.length < 2 ? (
        <p className="quiet">{words.empty}</p>
      ) : (
        <Explorer
          key={`${key} ${model.cubes.release}`}
          model={model}
          below={below}
          subject={about.indicator.name[lang]}
        />
      )}
    </>
  )
}
