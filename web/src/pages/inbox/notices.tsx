/** Owns the list of what the reader was told: what is new in full, what was read on request. */
import { Link } from '@tanstack/react-router'
import type { Notice } from '../../reporting/news.ts'
import { useNews } from '../../reporting/news.ts'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { useTell, useWords } from '../../words/words.ts'

export function NoticesPart() {
  const { notices: words } = useWords()
  const { unread, fresh, old, read } = useNews()
  if (fresh.length + old.length === 0) return null
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
