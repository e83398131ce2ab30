/** Owns the road to the national data centre: how many databases are to move in which quarter, and how many have no plan. */
import { bucketKey, bucketOf, formatPeriod, parsePeriod } from '@laban/shared'
import type { Answered } from '../../api.ts'
import { useLang, useWords } from '../../words/words.ts'

type Entry = Answered['register']['get']['entries'][number]

export function Roadmap({ register }: { register: Answered['register']['get'] }) {
  const words = useWords().reporting.registers
  const lang = useLang()
  const { entries } = register
  if (register.register !== 'databases' || entries.length === 0) return null
  const isThere = ({ content }: Entry) => content['hosting'] === 'national_data_centre'
  const away = entries.filter((entry) => !isThere(entry))
  const thisYear = String(register.year)
  const stepOf = ({ content }: Entry) => {
    const day = content['migration_date']
    if (!day) return ''
    return day < `${thisYear}-01-01` ? 'past' : bucketKey(bucketOf(day, 'quarter'), 'quarter')
  }
  const steps = [...Map.groupBy(away, stepOf)].sort(([a], [b]) => (order(a) < order(b) ? -1 : 1))
  const name = (step: string) =>
    step === ''
      ? words.roadmapNone
      : step === 'past'
        ? words.roadmapPast
        : formatPeriod(parsePeriod(step), 'flow', lang)
  const rows = [
    { key: 'there', name: words.roadmapDone, count: entries.length - away.length },
    ...steps.map(([step, list]) => ({ key: step || 'none', name: name(step), count: list.length })),
  ]
  return (
    <section className="part" aria-labelledby="roadmap">
      <h2 id="roadmap">{words.roadmap}</h2>
      <table className="roadmap">
        <tbody>
          {rows.map(({ key, name: title, count }) => (
            <tr key={key}>
              <th scope="row">{title}</th>
              <td className="number">{count}</td>
              <td aria-hidden="true">
                <span
                  className={`roadmap__bar roadmap__bar--${key === 'there' ? 'there' : 'away'}`}
                  style={{ inlineSize: `${(count / entries.length) * 100}%` }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Past plans first, then quarters, at last what has no plan. */
const order = (step: string): string => (step === 'past' ? '0' : step === '' ? '9' : step)
