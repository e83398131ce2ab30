/** Owns the definition card: what the indicator means, for which decision, who answers, by which law, held against what. */
import type { Target } from '@laban/shared'
import { formatDay, formatNumber, formatValue } from '@laban/shared'
import type { ReactNode } from 'react'
import { Link } from '@tanstack/react-router'
import { sharedOf } from '../address.ts'
import { Disclosure } from '../ui/disclosure.tsx'
import { Badge } from '../ui/badge.tsx'
import { useTell, useWords } from '../words/words.ts'
import { Outside } from './outside.tsx'
import type { Scene } from './scene.ts'

/** Targets of earlier years are history; the newest years come first. */
const most = 2

export function Definition({ scene, asOf }: { scene: Scene; asOf: string }) {
  const { about, words, lang } = scene
  const { indicator, owner, area, sources, datasets } = about
  const tell = useTell()
  const { status } = useWords()
  const percent = (share: number) => `${formatNumber(share * 100, lang)}%`
  const source = (id: string | undefined) => sources.find((one) => one.id === id)
  const known = about.targets
    .filter(({ published }) => published <= asOf)
    .toSorted((a, b) => b.year - a.year || b.version - a.version || (a.unit < b.unit ? -1 : 1))
  return (
    <section className="definition" aria-labelledby="definition">
      <h2 id="definition">{words.definition}</h2>
      <p>{tell(indicator.definition)}</p>
      <dl>
        <Row name={words.decision}>{tell(indicator.decision)}</Row>
        <Row name={words.formula}>{tell(indicator.formula)}</Row>
        <Row name={words.owner}>
          <Link to="/indicators" search={(now) => ({ ...sharedOf(now), owner: owner.id })}>
            {tell(owner.name)}
          </Link>
        </Row>
        {area && (
          <Row name={words.post}>
            {tell(area.post)} · {tell(area.title)}
          </Row>
        )}
        <Row name={words.basis}>
          <Sourced text={tell(indicator.basis.text)} source={source(indicator.basis.source)} words={words} />
        </Row>
        <Row name={words.freshness}>
          {words.freshnessWithin(words.freshnessEvery[indicator.freshness.every], indicator.freshness.withinDays)}
        </Row>
        <Row name={words.bands}>
          {words.better[indicator.better]};{' '}
          {(indicator.better === 'higher' ? words.bandsText : words.bandsTextLower)(
            percent(indicator.bands.onTrack),
            percent(indicator.bands.behind),
          )}
        </Row>
        <Row name={words.audience}>{words.audiences[indicator.audience]}</Row>
        <Row name={words.dataset}>
          {datasets.map(({ id, title, simulated }, i) => (
            <span key={id}>
              {i > 0 && '; '}
              {tell(title)} {simulated && <Badge>{status.marks.simulated}</Badge>}
            </span>
          ))}
        </Row>
        {known.length > 0 && (
          <Row name={words.targets}>
            <Targets targets={known.slice(0, most)} scene={scene} />
            {known.length > most && (
              <Disclosure title={words.earlierTargets(known.length - most)}>
                <Targets targets={known.slice(most)} scene={scene} />
              </Disclosure>
            )}
          </Row>
        )}
      </dl>
    </section>
  )
}

const Row = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

const Targets = ({ targets, scene }: { targets: readonly Target[]; scene: Scene }) => (
  <ul className="definition__targets">
    {targets.map((target) => (
      <li key={`${target.unit} ${target.year} ${target.kind} ${target.version} ${target.by}`}>
        <TargetLine target={target} scene={scene} />
      </li>
    ))}
  </ul>
)

function TargetLine({ target, scene }: { target: Target; scene: Scene }) {
  const { about, words, lang, unitName } = scene
  const tell = useTell()
  const curve = about.curves.find(({ id }) => id === target.curve)
  const line = words.targetLine(
    words.targetKinds[target.kind],
    formatValue(target.value, about.indicator.measuredIn, lang),
    formatDay(target.by, lang),
  )
  return (
    <>
      <strong>{line}</strong>
      {about.city.units[0] !== target.unit && about.city.units.length > 1 && (
        <span className="quiet"> · {unitName(target.unit)}</span>
      )}
      <span className="quiet">
        {' '}
        · {words.version(target.version)}
        {curve && <> · {words.phasedBy(tell(curve.title))}</>}
      </span>
      <br />
      <Sourced text={tell(target.basis)} source={about.sources.find(({ id }) => id === target.source)} words={words} />
      {target.note && <p className="quiet">{tell(target.note)}</p>}
    </>
  )
}

const Sourced = ({
  text,
  source,
  words,
}: {
  text: string
  source: Scene['about']['sources'][number] | undefined
  words: Scene['words']
}) =>
  source?.address ? (
    <Outside address={source.address} label={words.openSource(source.title)}>
      {text}
    </Outside>
  ) : (
    text
  )
