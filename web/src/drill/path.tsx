/** Owns the path: city, level, unit, rows; each step leads back up, and the figure of where the reader stands is said beside it. */
import { formatNumber } from '@laban/shared'
import { Button } from '../ui/button.tsx'
import { FigureNumber } from '../ui/figure.tsx'
import { Icon } from '../ui/icon.tsx'
import { timeAxis, totalValue } from './model.ts'
import type { DrillScene } from './scene.ts'
import { spanText } from './scene.ts'
import { useSessionState } from './use-session.ts'

export function Path({ scene }: { scene: DrillScene }) {
  const { model, session, view, words, lang, change, write } = scene
  const { crossed, masks } = useSessionState(session)
  const group = model.groups.find(({ id }) => id === view.group)
  const steps = [
    { id: 'city', text: words.city, up: () => change({ pick: {}, group: undefined }) },
    ...(group ? [{ id: 'group', text: group.title, up: () => change({ pick: {} }) }] : []),
    ...Object.entries(view.pick).map(([name, codes], i, all) => {
      const axis = model.axes.find((one) => one.name === name)!
      const labels = codes.map((code) => axis.labels[axis.places.get(code)!]!)
      return {
        id: name,
        text: labels.length > 2 ? `${labels.slice(0, 2).join(', ')} +${labels.length - 2}` : labels.join(', '),
        up: () => change({ pick: Object.fromEntries(all.slice(0, i + 1)) }),
      }
    }),
  ]
  const value = crossed ? totalValue(model, crossed.total) : null
  const rows = crossed?.total[model.rows]
  const span = masks[timeAxis]
  const whole = model.monthly.reduce((sum, amount, month) => sum + (!span || span[month] === 1 ? amount : 0), 0)
  const adds = model.cubes.kind === 'sum' || model.cubes.kind === 'count'
  return (
    <div className="drill__path">
      <nav aria-label={words.path}>
        <ol>
          {steps.map(({ id, text, up }, i) => (
            <li key={id}>
              {i > 0 && <Icon name="chevron" size={14} />}
              {i === steps.length - 1 ? (
                <span aria-current="step">{text}</span>
              ) : (
                <Button look="bare" onClick={up}>
                  {text}
                </Button>
              )}
            </li>
          ))}
          {rows !== undefined && (
            <li>
              <Icon name="chevron" size={14} />
              <Button look="bare" onClick={() => change({ show: 'rows' })}>
                {words.rowsCount(formatNumber(rows, lang))}
              </Button>
            </li>
          )}
        </ol>
      </nav>
      <p className="drill__figure">
        <FigureNumber value={value} measuredIn={model.measuredIn} />
        <span className="quiet">
          {spanText(scene)}
          {adds && value !== null && whole > 0 && steps.length > 1 && ` · ${words.shareOf(write.share(value / whole))}`}
        </span>
      </p>
    </div>
  )
}
