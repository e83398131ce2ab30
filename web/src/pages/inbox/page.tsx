/** Owns the inbox: what the reader's units owe, overdue first, and what waits for the reader's decision. */
import { parsePeriod, formatDay, formatPeriod } from '@laban/shared'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { StateMark, UrgencyMark } from '../../reporting/mark.tsx'
import { Instead, useMe } from '../../reporting/me.tsx'
import '../../reporting/reporting.css'
import { Badge } from '../../ui/badge.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Page } from '../../ui/page.tsx'
import { Stale } from '../../ui/states.tsx'
import { useLang, useTell, useWords } from '../../words/words.ts'
import { DeputiesPart } from '../../reporting/deputies.tsx'
import { CalendarPart } from './calendar.tsx'
import './inbox.css'
import { NoticesPart } from './notices.tsx'
import { TaskLink } from './task-link.tsx'
import { Watch } from './watch.tsx'

export type Inbox = Answered['inbox']['get']
export type Owed = Inbox['owed'][number]

/** Above so many units a list of tasks helps nobody: then units are watched instead. */
const fewUnits = 5

export function InboxPage() {
  const { inbox: words } = useWords().reporting
  const me = useMe()
  const asked = useQuery({ ...trpc.inbox.get.queryOptions({}), staleTime: 0, refetchOnWindowFocus: true })
  const inbox = asked.data
  if (!inbox) return <Instead title={words.title} asked={asked} signedIn={me !== null} />
  const count = (urgency: Owed['urgency']) => inbox.owed.filter((one) => one.urgency === urgency).length
  const isOwn = inbox.reports && new Set(inbox.owed.map(({ unit }) => unit)).size <= fewUnits
  return (
    <Page title={words.title} opening={words.opening(count('overdue'), count('soon'), inbox.waiting.length)}>
      {asked.isError && <Stale retry={() => void asked.refetch()} />}
      {inbox.reviews && <WaitingPart inbox={inbox} />}
      {isOwn ? <OwedPart inbox={inbox} /> : <Watch inbox={inbox} />}
      {!isOwn && inbox.coming.length > 0 && <CalendarPart inbox={inbox} />}
      <NoticesPart />
      <DeputiesPart />
    </Page>
  )
}

const usePeriod = () => {
  const lang = useLang()
  return (period: string) => formatPeriod(parsePeriod(period), 'flow', lang)
}

function WaitingPart({ inbox }: { inbox: Inbox }) {
  const { inbox: words, initiatives } = useWords().reporting
  const tell = useTell()
  const lang = useLang()
  const periodWords = usePeriod()
  const { waiting, units, duties } = inbox
  return (
    <section className="part" aria-labelledby="waiting">
      <h2 id="waiting">{words.waiting}</h2>
      {waiting.length === 0 && <p className="quiet task task--none">{words.waitingNone}</p>}
      <ul>
        {waiting.map(({ kind, id, unit, duty, period, title, count, since, again }) => (
          <li key={id} className="task">
            <div className="task__what">
              <Link
                className="task__name"
                to={kind === 'return' ? '/returns/$id' : '/initiatives/$id'}
                params={{ id }}
                search={{}}
              >
                {kind === 'return' && duty ? tell(duties[duty]!.title) : title || initiatives.untitled}
              </Link>
              <p className="task__more">
                {tell(units[unit]!.name)} · {periodWords(period)}
              </p>
            </div>
            <p className="task__state">
              {kind === 'return' && <span>{words.figures(count)}</span>}
              <span className="quiet">{words.since(formatDay(since.slice(0, 10), lang))}</span>
              {again && <Badge>{words.again}</Badge>}
            </p>
            <Link
              className="button"
              to={kind === 'return' ? '/returns/$id' : '/initiatives/$id'}
              params={{ id }}
              search={{}}
              tabIndex={-1}
              aria-hidden="true"
            >
              {words.look}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function OwedPart({ inbox }: { inbox: Inbox }) {
  const { inbox: words } = useWords().reporting
  const open = inbox.owed.filter(({ urgency }) => urgency !== 'done')
  const done = inbox.owed.filter(({ urgency }) => urgency === 'done')
  // Those whose duty asks for them stand among the tasks already.
  const sentBack = inbox.returned.filter(({ id }) => !open.some((one) => one.id === id))
  return (
    <section className="part" aria-labelledby="owed">
      <h2 id="owed">{words.owed}</h2>
      {open.length === 0 && sentBack.length === 0 && <p className="quiet task task--none">{words.owedNone}</p>}
      <ul>
        {sentBack.map((one) => (
          <Returned key={one.id} one={one} inbox={inbox} />
        ))}
      </ul>
      <Tasks inbox={inbox} owed={open} />
      {done.length > 0 && (
        <Disclosure title={words.done(done.length)}>
          <Tasks inbox={inbox} owed={done} />
        </Disclosure>
      )}
    </section>
  )
}

function Tasks({ inbox, owed }: { inbox: Inbox; owed: readonly Owed[] }) {
  const { reporting, notices } = useWords()
  const { inbox: words, owed: states } = reporting
  const tell = useTell()
  const lang = useLang()
  const periodWords = usePeriod()
  return (
    <ul>
      {owed.map((one) => {
        const { duty, unit, period, due, urgency, state, done, of, kind, extended } = one
        const told = inbox.duties[duty]!
        const verb =
          state === 'open' ? words.begin : state === 'returned' ? words.mend : state === 'begun' ? words.go : words.look
        const progress =
          state === 'returned' && kind === 'return' ? words.sent(done) : of > 0 && done > 0 ? words.of(done, of) : ''
        return (
          <li key={`${duty} ${unit} ${period}`} className="task">
            <div className="task__what">
              <TaskLink owed={one} className="task__name">
                {tell(told.title)}
              </TaskLink>
              <p className="task__more">
                {periodWords(period)} · {tell(inbox.units[unit]!.name)} · {words.due.toLowerCase()}{' '}
                {formatDay(due, lang)}
                {extended && (
                  <span title={extended.reason}> ({notices.extend.was(formatDay(extended.from, lang))})</span>
                )}
              </p>
            </div>
            <p className="task__state">
              <UrgencyMark urgency={urgency} due={due} today={inbox.today} />
              {urgency !== 'done' && urgency !== 'waiting' && (
                <span className="quiet">{[states[state], progress].filter(Boolean).join(' · ')}</span>
              )}
            </p>
            <TaskLink owed={one} className={urgency === 'overdue' ? 'button button--main' : 'button'} beside>
              {verb}
            </TaskLink>
          </li>
        )
      })}
    </ul>
  )
}

function Returned({ one, inbox }: { one: Inbox['returned'][number]; inbox: Inbox }) {
  const { inbox: words, initiatives } = useWords().reporting
  const tell = useTell()
  const { id, unit, year, title } = one
  return (
    <li className="task">
      <div className="task__what">
        <Link className="task__name" to="/initiatives/$id" params={{ id }} search={{}}>
          {title || initiatives.untitled}
        </Link>
        <p className="task__more">
          {initiatives.title} · {tell(inbox.units[unit]!.name)} · {year}
        </p>
      </div>
      <p className="task__state">
        <StateMark state="returned" />
      </p>
      <Link className="button" to="/initiatives/$id" params={{ id }} search={{}} tabIndex={-1} aria-hidden="true">
        {words.mend}
      </Link>
    </li>
  )
}
