/** Owns the drawer that answers the doubtful reader: parts, statements chosen and not chosen, revisions, sources, query, release. */
import type { Evidence, Figure, Passport as PassportData } from '@laban/shared'
import { formatDay, formatPeriod, formatRounding, formatSignificant, formatValue } from '@laban/shared'
import { useQuery } from '@tanstack/react-query'
import { Button as AriaButton, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { trpc } from '../api.ts'
import { Marks } from '../ui/badge.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { Icon } from '../ui/icon.tsx'
import { ErrorState, Loading } from '../ui/states.tsx'
import { useTell } from '../words/words.ts'
import { Outside } from './outside.tsx'
import type { Scene } from './scene.ts'
import { exact } from './scene.ts'
import { passportQuestion } from './view.ts'

type Props = { scene: Scene; figure: Figure | undefined; onClose: () => void }

export const Passport = ({ scene, figure, onClose }: Props) => (
  <ModalOverlay
    className="drawer__veil"
    isOpen={figure !== undefined}
    onOpenChange={(open) => !open && onClose()}
    isDismissable
  >
    <Modal className="drawer">
      <Dialog className="drawer__body">
        <header className="drawer__head">
          <Heading slot="title">{scene.words.passport}</Heading>
          <AriaButton slot="close" className="button button--bare" aria-label={scene.words.close}>
            <Icon name="close" />
          </AriaButton>
        </header>
        {figure && <Content scene={scene} figure={figure} />}
      </Dialog>
    </Modal>
  </ModalOverlay>
)

function Content({ scene, figure }: { scene: Scene; figure: Figure }) {
  const { view, about, words, lang } = scene
  const asked = useQuery(trpc.indicator.passport.queryOptions(passportQuestion(view, about.city.id, figure)))
  const tell = useTell()
  if (!asked.data)
    return asked.error ? <ErrorState error={asked.error} retry={() => void asked.refetch()} /> : <Loading lines={9} />
  const passport = asked.data
  const { measuredIn } = passport
  const count = (wanted: Evidence['role']) => passport.evidence.filter(({ role }) => role === wanted).length
  const [conflicts, revisions] = [count('conflicting'), count('superseded')]
  return (
    <>
      <p className="drawer__figure">
        <strong className="numbers">
          {formatRounding(passport.figure.rounding, lang)}{' '}
          {passport.figure.value === null ? '–' : formatValue(passport.figure.value, measuredIn, lang)}
        </strong>{' '}
        · {formatPeriod(passport.figure.period, about.indicator.time, lang)} · {scene.unitName(passport.figure.unit)}
      </p>
      <p className="drawer__marks">
        <Marks marks={passport.figure.marks} />
      </p>
      {passport.figure.marks.length > 0 && (
        <ul className="small quiet">
          {passport.figure.marks.map((mark) => (
            <li key={mark}>{words.markNotes[mark]}</li>
          ))}
        </ul>
      )}
      {conflicts > 0 && <p className="drawer__conflict">{words.conflicts(conflicts)}</p>}
      {revisions > 0 && <p className="small">{words.revisions(revisions)}</p>}
      <h3>{words.formula}</h3>
      <p>{tell(passport.formula)}</p>
      <PartTable passport={passport} scene={scene} />
      <Statements passport={passport} scene={scene} />
      <Origin passport={passport} words={words} />
    </>
  )
}

const partName = (words: Scene['words'], part: string, alone: boolean): string =>
  alone ? words.partNames.value : ((words.partNames as Record<string, string>)[part] ?? part)

function PartTable({ passport, scene: { words, lang } }: { passport: PassportData; scene: Scene }) {
  const parts = Object.entries(passport.figure.parts)
  if (parts.length < 2) return null
  const measuredIn = (part: string) => passport.evidence.find((one) => one.part === part)?.measuredIn
  return (
    <>
      <h3>{words.parts}</h3>
      <dl className="drawer__parts">
        {parts.map(([part, value]) => {
          const measure = measuredIn(part)
          return (
            <div key={part}>
              <dt>{partName(words, part, false)}</dt>
              <dd className="numbers">
                {value === null
                  ? words.chart.noData
                  : measure
                    ? exact(value, measure, lang)
                    : formatSignificant(value, lang, 6)}
              </dd>
            </div>
          )
        })}
      </dl>
    </>
  )
}

const order: Record<Evidence['role'], number> = { chosen: 0, conflicting: 1, superseded: 2, repeated: 3 }

function Statements({ passport, scene }: { passport: PassportData; scene: Scene }) {
  const { words } = scene
  const parts = Map.groupBy(passport.evidence, ({ part }) => part)
  if (parts.size === 0) return null
  return (
    <>
      <h3>{words.statements}</h3>
      {[...parts].map(([part, statements]) => (
        <section key={part} aria-label={partName(words, part, parts.size === 1)}>
          {parts.size > 1 && <h4>{partName(words, part, false)}</h4>}
          <ol className="statements">
            {statements
              .toSorted((a, b) => order[a.role] - order[b.role] || (a.published < b.published ? 1 : -1))
              .map((statement) => (
                <Statement key={`${statement.id} ${statement.role}`} statement={statement} scene={scene} />
              ))}
          </ol>
        </section>
      ))}
    </>
  )
}

function Statement({ statement, scene: { words, lang, about, unitName } }: { statement: Evidence; scene: Scene }) {
  const { value, measuredIn, rounding, period, published, certainty, source, role, note } = statement
  const cumulative = period.start.endsWith('-01-01') ? 'cumulative' : 'flow'
  return (
    <li className={`statement statement--${role}`}>
      <p>
        <strong className="numbers">
          {formatRounding(rounding, lang)} {exact(value, measuredIn, lang)}
        </strong>{' '}
        <span className="badge">{words.roles[role]}</span>
      </p>
      <p className="small">
        {unitName(statement.unit)} ·{' '}
        {formatPeriod(period, about.indicator.time === 'stock' ? 'stock' : cumulative, lang)} ·{' '}
        {words.certainties[certainty]} · {words.publishedOn(formatDay(published, lang))}
      </p>
      <p className="small">
        <Outside address={source.address} label={words.openSource(source.title)}>
          {source.title}
        </Outside>
      </p>
      <p className="small quiet">{why(statement, words)}</p>
      {note && (
        <p className="small quiet">
          {words.noteLabel}: {note}
        </p>
      )}
    </li>
  )
}

function why({ role, because }: Evidence, words: Scene['words']): string {
  switch (role) {
    case 'chosen':
      return words.chosenBecause(words.because[because])
    case 'superseded':
      return words.supersededBecause
    case 'repeated':
      return words.repeatedBecause
    case 'conflicting':
      return words.notChosenBecause(words.because[because])
  }
}

function Origin({ passport, words }: { passport: PassportData; words: Scene['words'] }) {
  return (
    <>
      <h3>{words.release}</h3>
      <p className="code">{passport.release}</p>
      <Disclosure title={words.versions}>
        <dl className="drawer__parts code">
          {Object.entries(passport.versions).map(([dataset, version]) => (
            <div key={dataset}>
              <dt>{dataset}</dt>
              <dd>{version}</dd>
            </div>
          ))}
        </dl>
      </Disclosure>
      <Disclosure title={words.sql}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
        <pre className="code" tabIndex={0} aria-label={words.sql}>
          {passport.sql.text}
        </pre>
        <h4>{words.params}</h4>
        <ol className="code params">
          {passport.sql.params.map((param, index) => (
            <li key={index}>{JSON.stringify(param)}</li>
          ))}
        </ol>
      </Disclosure>
    </>
  )
}
