/** Owns the list of what the reader was told: what is new in full, what was read on request. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Answered } from '../../api.ts'
import { trpc } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { useTell, useWords } from '../../words/words.ts'

type Notice = Answered['notice']['list']['notices'][number]

export function NoticesPart() {
  const { notices: words } = useWords()
  const queries = useQueryClient()
  const asked = useQuery({ ...trpc.notice.list.queryOptions({}), staleTime: 0, refetchOnWindowFocus: true })
  const read = useMutation(
    trpc.notice.read.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.notice.list.queryFilter()),
    }),
  )
  const { notices = [], unread = 0 } = asked.data ?? {}
  if (notices.length === 0) return null
  const fresh = notices.filter(({ isRead }) => !isRead)
  const old = notices.filter(({ isRead }) => isRead)
  return (
    <section className="part" aria-labelledby="notices">
      <h2 id="notices">{words.title}</h2>
      <p className="quiet news__count">
        {words.unread(unread)}
        {fresh.length > 0 && (
          <Button look="bare" disabled={read.isPending} onClick={() => read.mutate({ until: fresh[0]!.at })}>
            {words.markRead}
          </Button>
        )}
      </p>
      <Refusal error={read.error} />
      <List notices={fresh} />
      {old.length > 0 && (
        <Disclosure title={words.earlier(old.length)}>
          <List notices={old} />
        </Disclosure>
      )}
    </section>
  )
}

/** Lines that are shown at once; the rest stands on the page that the notice leads to. */
const fewLines = 4

function List({ notices }: { notices: readonly Notice[] }) {
  const tell = useTell()
  return (
    <ul>
      {notices.map(({ id, at, title, lines, link }) => (
        <li key={id} className="news">
          <p className="news__title">
            {link === '/inbox' ? (
              tell(title)
            ) : (
              <Link className="task__name" to={link as '/inbox'} search={{}}>
                {tell(title)}
              </Link>
            )}
          </p>
          <ul className="task__more">
            {lines.slice(0, fewLines).map((line) => (
              <li key={line.en}>{tell(line)}</li>
            ))}
            {lines.length > fewLines && <li>…</li>}
          </ul>
          <p className="quiet news__at">
            <Moment at={at} />
          </p>
        </li>
      ))}
    </ul>
  )
}
