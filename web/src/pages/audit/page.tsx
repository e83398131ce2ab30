/** Owns the auditor's page: who did what and when, whether the chain is whole, and the way to take it along. */
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { formatNumber, isDay } from '@laban/shared'
import { useState } from 'react'
import type { Answered } from '../../api.ts'
import { client, trpc } from '../../api.ts'
import { save } from '../../charts/save.ts'
import { Button } from '../../ui/button.tsx'
import { DayField } from '../../ui/day-field.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Page } from '../../ui/page.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { Empty, ErrorState, Loading } from '../../ui/states.tsx'
import { DataTable } from '../../ui/table.tsx'
import type { Dictionary } from '../../words/words.ts'
import { useLang, useWords } from '../../words/words.ts'
import './audit.css'

type Entry = Answered['audit']['list']['entries'][number]
const route = getRouteApi('/audit')

export function AuditPage() {
  const { account } = useWords()
  const lang = useLang()
  const words = account.audit
  const { action, actor, from, to } = route.useSearch()
  const filter = {
    ...(action ? { action } : {}),
    ...(actor ? { actor } : {}),
    ...(from && isDay(from) ? { from } : {}),
    ...(to && isDay(to) ? { to } : {}),
  }
  const list = useInfiniteQuery({
    queryKey: ['audit.list', filter],
    queryFn: ({ pageParam }) => client.audit.list.query({ ...filter, ...(pageParam ? { before: pageParam } : {}) }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ entries, more }) => (more ? entries.at(-1)?.seq : undefined),
    staleTime: 0,
  })
  const verify = useMutation({ mutationFn: () => client.audit.verify.query({}) })
  const take = useMutation(
    trpc.audit.export.mutationOptions({
      onSuccess: ({ csv }) => save(new Blob([csv], { type: 'text/csv;charset=utf-8' }), 'la-ban-audit.csv'),
    }),
  )
  const first = list.data?.pages[0]
  if (list.error && !first)
    return (
      <Page title={words.title}>
        <ErrorState error={list.error} />
      </Page>
    )
  if (!first)
    return (
      <Page title={words.title}>
        <Loading lines={9} />
      </Page>
    )
  const entries = list.data!.pages.flatMap((page) => page.entries)
  return (
    <Page title={words.title} opening={words.opening(formatNumber(first.head.seq, lang))}>
      <Filters actions={first.actions} />
      <section className="audit__chain" aria-label={words.chain}>
        <div>
          <h2>{words.head(formatNumber(first.head.seq, lang))}</h2>
          <code className="audit__hash">{first.head.hash}</code>
          <p className="form__about">{words.headAbout}</p>
        </div>
        <div className="audit__do no-print">
          <Button look="main" onClick={() => verify.mutate()} disabled={verify.isPending}>
            {verify.isPending ? words.verifying : words.verify}
          </Button>
          <Button onClick={() => take.mutate(filter)} disabled={take.isPending}>
            <Icon name="download" size={16} /> {words.export}
          </Button>
          <Button onClick={() => window.print()}>{words.print}</Button>
        </div>
        <output className="audit__verdict">
          {verify.data &&
            (verify.data.fault === null ? (
              <strong className="status status--on-track">
                {words.whole(formatNumber(verify.data.entries, lang))}
              </strong>
            ) : (
              <strong className="status status--off-track">
                {words.broken(formatNumber(verify.data.fault.seq, lang), words.faults[verify.data.fault.why])}
              </strong>
            ))}
        </output>
        <Refusal error={verify.error ?? take.error} />
      </section>
      {entries.length === 0 ? <Empty title={words.none} /> : <Entries entries={entries} />}
      {list.hasNextPage && (
        <Button onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>
          {words.more}
        </Button>
      )}
    </Page>
  )
}

function Filters({ actions }: { actions: readonly string[] }) {
  const { account } = useWords()
  const words = account.audit
  const search = route.useSearch()
  const navigate = useNavigate()
  const set = (part: Record<string, string | undefined>) =>
    void navigate({ to: '/audit', search: { ...search, ...part }, replace: true })
  const isSet = ['action', 'actor', 'from', 'to'].some((name) => search[name])
  return (
    <div className="audit__filters no-print">
      <Field label={words.action}>
        <select value={search['action'] ?? ''} onChange={({ target }) => set({ action: target.value || undefined })}>
          <option value="">{words.allActions}</option>
          {actions.map((action) => (
            <option key={action} value={action}>
              {words.actions[action] ?? action}
            </option>
          ))}
        </select>
      </Field>
      <DayField title={words.from} value={search['from'] ?? ''} onChange={(day) => set({ from: day || undefined })} />
      <DayField title={words.to} value={search['to'] ?? ''} onChange={(day) => set({ to: day || undefined })} />
      {isSet && (
        <Button onClick={() => set({ action: undefined, actor: undefined, from: undefined, to: undefined })}>
          {words.clear}
        </Button>
      )}
    </div>
  )
}

function Entries({ entries }: { entries: readonly Entry[] }) {
  const { account } = useWords()
  const lang = useLang()
  const words = account.audit
  const navigate = useNavigate()
  const search = route.useSearch()
  return (
    <DataTable
      caption={words.title}
      captionUnseen
      rows={entries}
      rowId={({ seq }) => String(seq)}
      columns={[
        { id: 'seq', title: words.seq, kind: 'number', cell: ({ seq }) => formatNumber(seq, lang) },
        { id: 'at', title: words.at, cell: ({ at }) => <Moment at={at} seconds /> },
        {
          id: 'actor',
          title: words.actor,
          kind: 'head',
          cell: ({ actor, actorName }) =>
            actorName === null ? (
              actorOf(actor, words)
            ) : (
              <button
                type="button"
                className="audit__actor"
                title={words.onlyThis}
                onClick={() => void navigate({ to: '/audit', search: { ...search, actor } })}
              >
                {actorName}
              </button>
            ),
        },
        { id: 'action', title: words.action, cell: ({ action }) => words.actions[action] ?? action },
        {
          id: 'subject',
          title: words.subject,
          cell: ({ subject, subjectName }) => subjectName ?? thingOf(subject, words),
        },
        { id: 'detail', title: words.detail, cell: (entry) => <Detail entry={entry} /> },
      ]}
    />
  )
}

/** Programs sign as `program account@machine`; nobody in particular as `public`. */
function actorOf(actor: string, words: Dictionary['account']['audit']): string {
  if (actor === 'public') return words.public
  return actor.startsWith('program ') ? words.program(actor.slice('program '.length)) : actor
}

/** `session:s-1f…` as words: what kind of thing, and its name where it has no better one. */
function thingOf(subject: string, words: Dictionary['account']['audit']): string {
  const [kind, id] = subject.split(':')
  // Enough of an id to tell two apart; the whole of it leaves with the file.
  return id === undefined ? subject : `${words.things[kind!] ?? kind} ${id.length > 30 ? id.slice(0, 8) : id}`
}

function Detail({ entry }: { entry: Entry }) {
  const { account } = useWords()
  const [open, setOpen] = useState(false)
  const text = JSON.stringify(entry.detail)
  if (text === '{}' && !open) {
    return (
      <Button look="bare" aria-expanded={open} onClick={() => setOpen(true)}>
        {account.audit.hash}
      </Button>
    )
  }
  return (
    <div className="audit__detail">
      {text.length <= 80 || open ? (
        <code>{open ? JSON.stringify(entry.detail, null, 1) : text}</code>
      ) : (
        <code>{`${text.slice(0, 80)}…`}</code>
      )}
      {open && <code className="audit__hash">{entry.hash}</code>}
      <Button look="bare" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? account.audit.less : account.audit.whole1}
      </Button>
    </div>
  )
}
