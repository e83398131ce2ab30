/** Owns the head of the page: the figure, the sentence that says why, its dates and who answers for it. */
import type { Answer, Figure } from '@laban/shared'
import { formatDay, formatPeriod, parsePeriod } from '@laban/shared'
import { FigureNumber } from '../ui/figure.tsx'
import { Marks } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { StatusMark } from '../ui/status.tsx'
import { useTell } from '../words/words.ts'
import type { Scene } from './scene.ts'
import { sentence } from './sentence.ts'

type Props = { scene: Scene; answer: Answer; figure: Figure | undefined; onOrigin: (figure: Figure) => void }

export function Heading({ scene, answer, figure, onOrigin }: Props) {
  const { about, view, words, lang, unitName } = scene
  const { indicator, owner, area } = about
  const tell = useTell()
  const why = sentence(
    {
      indicator,
      figure,
      status: answer.status,
      asOf: answer.asOf,
      nextDue: answer.nextDue,
      asked: view.period && formatPeriod(parsePeriod(view.period), indicator.time, lang),
      compare: view.compare.filter((one) => one !== 'target'),
    },
    words,
    lang,
  )
  const by = [tell(owner.name), area ? `${tell(area.post)} (${tell(area.title)})` : ''].filter(Boolean).join(' · ')
  return (
    <section className="indicator__head" aria-label={indicator.name[lang]}>
      <p className="indicator__status">
        <StatusMark status={answer.status} large />
        {figure && <Marks marks={figure.marks} />}
      </p>
      {figure && (
        <p className="indicator__figure">
          <FigureNumber value={figure.value} measuredIn={indicator.measuredIn} rounding={figure.rounding} size="page" />
          <span className="quiet">
            {formatPeriod(figure.period, indicator.time, lang)}
            {about.city.units.length > 1 || view.unit ? ` · ${unitName(figure.unit)}` : ''}
          </span>
        </p>
      )}
      <p className="indicator__why">{why}</p>
      {!figure && indicator.empty && <p className="indicator__empty">{tell(indicator.empty)}</p>}
      {!figure && <p className="quiet">{words.whoCanChange(tell(owner.name))}</p>}
      <p className="indicator__meta quiet small">
        <span>{by}</span>
        {answer.dataDate && <span>{words.dataDate(formatDay(answer.dataDate, lang))}</span>}
        {answer.nextDue && <span>{words.nextDue(formatDay(answer.nextDue, lang))}</span>}
        {figure && (
          <Button look="bare" className="no-print" onClick={() => onOrigin(figure)}>
            {words.seeOrigin}
          </Button>
        )}
      </p>
    </section>
  )
}
