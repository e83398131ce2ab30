/** Owns a result on the hex map of the city's units: one row a unit, classed as on the units page. */
import type { Row } from '@laban/shared'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { trpc } from '../api.ts'
import { HexMap } from '../map/hex-map.tsx'
import { Legend } from '../map/legend.tsx'
import { classesOf, shadeAt } from '../map/scale.ts'
import { ErrorState } from '../ui/states.tsx'
import { useLang, useTell, useWords } from '../words/words.ts'
import { Picker } from './picker.tsx'
import type { Shown } from './shown.ts'

type Props = { rows: readonly Row[]; unit: string; value: Shown }

export function UnitMapView({ rows, unit, value }: Props) {
  const { lab, units: unitWords } = useWords()
  const words = lab.chart
  const lang = useLang()
  const tell = useTell()
  const list = useQuery(trpc.unit.list.queryOptions({}))
  const [wanted, setWanted] = useState<string>()
  const [pointed, setPointed] = useState<string | null>(null)
  const [selected, setSelected] = useState<string>()
  const values = useMemo(() => {
    const found = new Map<string, Row>()
    let repeated = 0
    for (const row of rows) {
      const id = row[unit]
      if (typeof id !== 'string') continue
      if (found.has(id)) repeated++
      else found.set(id, row)
    }
    return { found, repeated }
  }, [rows, unit])
  if (list.error) return <ErrorState error={list.error} retry={() => void list.refetch()} />
  if (!list.data) return <p className="quiet lab__nothing">{words.mapLoading}</p>
  const { maps, units } = list.data
  const covered = (map: (typeof maps)[number]) => map.cells.filter((cell) => values.found.has(cell.unit)).length
  const map = maps.find(({ id }) => id === wanted) ?? maps.toSorted((a, b) => covered(b) - covered(a))[0]
  if (!map || covered(map) === 0) return <p className="quiet lab__nothing">{words.noUnits}</p>
  const named = new Map(units.map((one) => [one.id, one]))
  const numberOf = (id: string): number | null => {
    const given = values.found.get(id)?.[value.name]
    return typeof given === 'number' ? given : null
  }
  const scale = classesOf(map.cells.flatMap((cell) => numberOf(cell.unit) ?? []))
  const textOf = (id: string): string => {
    const one = named.get(id)
    const name = one ? tell(one.name) : id
    const row = values.found.get(id)
    const amount =
      row && numberOf(id) !== null ? [value.text(row), value.note].filter(Boolean).join(' ') : words.noValue
    return `${name}: ${amount}`
  }
  const number = new Intl.NumberFormat(lang === 'vi' ? 'vi-VN' : 'en-GB', { maximumSignificantDigits: 3 })
  const read = pointed ?? selected
  return (
    <div className="lab__map">
      {maps.length > 1 && (
        <Picker
          label={words.map}
          value={map.id}
          options={maps.map(({ id, title }) => ({ id, text: tell(title) }))}
          onChange={setWanted}
        />
      )}
      {values.repeated > 0 && <p className="quiet small">{words.several(values.repeated)}</p>}
      <p className="lab__map-read" aria-live="polite">
        {read ? textOf(read) : unitWords.point}
      </p>
      <HexMap
        label={words.title(value.name, tell(map.title))}
        cells={map.cells}
        shownOf={(id) => {
          return {
            short: named.get(id) ? tell(named.get(id)!.short) : id,
            text: textOf(id),
            shade: shadeAt(scale, numberOf(id)),
            faded: false,
          }
        }}
        selected={selected}
        onSelect={setSelected}
        onPoint={setPointed}
      />
      {scale && (
        <Legend
          scale={scale}
          format={(limit) => number.format(limit)}
          words={unitWords.legend}
          missing={map.cells.filter((cell) => numberOf(cell.unit) === null).length}
        />
      )}
    </div>
  )
}
