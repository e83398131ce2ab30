/** Owns the choices that the address keeps: comparisons, map, filters. Period and day stand in the bar above. */
import type { Comparison } from '@laban/shared'
import { comparisons, formatPeriod, parsePeriod } from '@laban/shared'
import { useNavigate } from '@tanstack/react-router'
import { Button } from '../ui/button.tsx'
import { Choice } from './choice.tsx'
import { cutTitle, codeTitle } from './cuts.ts'
import type { Scene } from './scene.ts'
import { writeCompare, writeFilter } from './view.ts'

const latest = 'latest'

export function Controls({ scene, canRecut, years }: { scene: Scene; canRecut: boolean; years: readonly number[] }) {
  const { view, words, about, lang } = scene
  const navigate = useNavigate({ from: '/indicators/$domain/$name' })
  const change = (next: Record<string, string | undefined>) =>
    void navigate({ to: '.', search: (now) => ({ ...now, ...next }), replace: true, resetScroll: false })
  const toggle = (one: Comparison) =>
    change({
      compare: writeCompare(
        comparisons.filter((other) => (other === one ? !view.compare.includes(one) : view.compare.includes(other))),
      ),
    })
  return (
    <div className="indicator__controls no-print">
      <Choice
        label={words.columns.period}
        value={view.period ?? latest}
        options={[
          { id: latest, text: words.latestYear },
          ...[...new Set([...(view.period ? [view.period] : []), ...years.map(String)])].map((period) => ({
            id: period,
            text: formatPeriod(parsePeriod(period), about.indicator.time, lang),
          })),
        ]}
        onChange={(period) => change({ period: period === latest ? undefined : period, at: undefined })}
      />
      <fieldset className="indicator__group">
        <legend className="quiet small">{words.compare}</legend>
        {comparisons.map((one) => (
          <Button key={one} aria-pressed={view.compare.includes(one)} onClick={() => toggle(one)}>
            {words.compares[one]}
          </Button>
        ))}
      </fieldset>
      {canRecut && (
        <fieldset className="indicator__group">
          <legend className="quiet small">{words.map}</legend>
          {(['reported', 'today'] as const).map((map) => (
            <Button
              key={map}
              aria-pressed={view.map === map}
              onClick={() => change({ map: map === 'today' ? map : undefined })}
            >
              {words.maps[map]}
            </Button>
          ))}
        </fieldset>
      )}
      <Button look="bare" onClick={() => print()}>
        {words.print}
      </Button>
    </div>
  )
}

/** What the page is narrowed to, said in words also on paper, with the way back. */
export function Filters({ scene }: { scene: Scene }) {
  const { view, words, unitName } = scene
  const navigate = useNavigate({ from: '/indicators/$domain/$name' })
  const change = (next: Record<string, string | undefined>) =>
    void navigate({ to: '.', search: (now) => ({ ...now, ...next }), resetScroll: false })
  const filters = [
    ...(view.unit ? [{ id: 'unit', text: unitName(view.unit), clear: () => change({ unit: undefined }) }] : []),
    ...Object.entries(view.where).map(([cut, codes]) => ({
      id: cut,
      text: `${cutTitle(scene, cut)}: ${codes.map((code) => codeTitle(scene, cut, code)).join(', ')}`,
      clear: () =>
        change({
          where: writeFilter(Object.fromEntries(Object.entries(view.where).filter(([other]) => other !== cut))),
        }),
    })),
  ]
  if (filters.length === 0) return null
  return (
    <ul className="indicator__filters">
      {filters.map(({ id, text, clear }) => (
        <li key={id}>
          <span>
            {words.filtered} <strong>{text}</strong>
          </span>
          <Button look="bare" className="no-print" aria-label={`${words.clear}: ${text}`} onClick={clear}>
            {words.clear}
          </Button>
        </li>
      ))}
    </ul>
  )
}
