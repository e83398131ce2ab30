/** Owns what is chosen above the map: which map, which indicator, which name. */
import type { Words } from '@laban/shared'
import { useId } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { useTell, useWords } from '../../words/words.ts'
import type { Covering, UnitMap } from './asked.ts'

type Props = {
  maps: readonly UnitMap[]
  map: UnitMap
  covered: readonly Covering[]
  others: readonly { id: string; name: Words }[]
  indicator: string | undefined
  q: string
  onMap: (id: string) => void
  onIndicator: (id: string) => void
  onSearch: (q: string) => void
}

export function Controls({ maps, map, covered, others, indicator, q, onMap, onIndicator, onSearch }: Props) {
  const words = useWords().units
  const tell = useTell()
  const id = useId()
  return (
    <div className="unitbar no-print">
      <label className="unitbar__field unitbar__field--wide" htmlFor={`${id}-indicator`}>
        <span>{words.indicator}</span>
        <span className="unitbar__select">
          <select id={`${id}-indicator`} value={indicator ?? ''} onChange={(event) => onIndicator(event.target.value)}>
            {indicator !== undefined &&
              !covered.some((one) => one.id === indicator) &&
              !others.some((one) => one.id === indicator) && <option value={indicator}>{indicator}</option>}
            {covered.length > 0 && (
              <optgroup label={words.withData}>
                {covered.map((one) => (
                  <option key={one.id} value={one.id}>
                    {words.covers(tell(one.name), one.units, map.cells.length)}
                  </option>
                ))}
              </optgroup>
            )}
            {others.length > 0 && (
              <optgroup label={words.withoutData}>
                {others.map((one) => (
                  <option key={one.id} value={one.id}>
                    {tell(one.name)}
                  </option>
                ))}
              </optgroup>
            )}
          </select>
          <Icon name="down" size={16} />
        </span>
      </label>
      <label className="unitbar__field" htmlFor={`${id}-search`}>
        <span>
          {words.search} <span className="quiet">({words.searchHint})</span>
        </span>
        <input
          id={`${id}-search`}
          type="search"
          className="unitbar__input"
          value={q}
          onChange={(event) => onSearch(event.target.value)}
          autoComplete="off"
        />
      </label>
      {maps.length > 1 && (
        <fieldset className="unitbar__maps">
          <legend>{words.map}</legend>
          {maps.toReversed().map((one) => (
            <label key={one.id}>
              <input type="radio" name={`${id}-map`} checked={one.id === map.id} onChange={() => onMap(one.id)} />
              <span>{tell(one.title)}</span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}
