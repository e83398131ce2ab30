/** Owns the page about oneself: rights, open sessions, password. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { trpc } from '../../api.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Page } from '../../ui/page.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { Empty, ErrorState, Loading } from '../../ui/states.tsx'
import { DataTable } from '../../ui/table.tsx'
import { useWords } from '../../words/words.ts'
import './account.css'
import { Wishes } from './wishes.tsx'

export function AccountPage() {
  const { account } = useWords()
  const words = account.own
  const { data, error } = useQuery({ ...trpc.session.current.queryOptions({}), staleTime: 0 })
  if (error || !data) return <Page title={words.title}>{error ? <ErrorState error={error} /> : <Loading />}</Page>
  const { person } = data
  if (!person) {
    return (
      <Page title={words.title}>
        <Empty title={words.nobody}>
          <p className="state__actions">
            <a className="button button--main" href="/sign-in?to=/account">
              {account.signIn.title}
            </a>
          </p>
        </Empty>
      </Page>
    )
  }
  const list = (held: 'all' | string[], all: string, some: (count: number) => string) =>
    held === 'all' ? all : some(held.length)
  return (
    <Page
      title={words.title}
      opening={words.opening(person.name, person.roles.map((role) => account.roles[role]).join(', '))}
    >
      <dl className="facts">
        <div>
          <dt>{account.people.account}</dt>
          <dd>{person.account}</dd>
        </div>
        <div>
          <dt>{account.people.scope}</dt>
          <dd>{list(person.scope, account.people.allUnits, words.units)}</dd>
        </div>
        <div>
          <dt>{account.people.areas}</dt>
          <dd>{list(person.areas, account.people.allAreas, words.areas)}</dd>
        </div>
        <div>
          <dt>{account.people.clearance}</dt>
          <dd>{person.clearance.map((one) => account.audiences[one]).join(', ')}</dd>
        </div>
      </dl>
      <Wishes />
      <Sessions />
      {person.byPassword && data.seeingAs === null && <Password />}
    </Page>
  )
}

function Sessions() {
  const { account } = useWords()
  const words = account.own
  const queries = useQueryClient()
  const list = useQuery({ ...trpc.session.list.queryOptions({}), staleTime: 0 })
  const onSuccess = () => queries.invalidateQueries(trpc.session.list.queryFilter())
  const end = useMutation(trpc.session.end.mutationOptions({ onSuccess }))
  const endOthers = useMutation(trpc.session.endOthers.mutationOptions({ onSuccess }))
  const rows = list.data ?? []
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{words.sessions}</h2>
      {list.error && <ErrorState error={list.error} />}
      {list.isPending && <Loading lines={3} />}
      {rows.length > 0 && (
        <DataTable
          caption={words.sessionsAbout}
          rows={rows}
          rowId={({ id }) => id}
          columns={[
            {
              id: 'agent',
              title: words.browser,
              kind: 'head',
              cell: ({ agent, isThis }) => (
                <>
                  {browserOf(agent)} {isThis && <Badge>{words.thisOne}</Badge>}
                </>
              ),
            },
            { id: 'means', title: words.means, cell: ({ means }) => account.means[means] ?? means },
            { id: 'opened', title: words.opened, cell: ({ opened }) => <Moment at={opened} /> },
            { id: 'seen', title: words.seen, cell: ({ seen }) => <Moment at={seen} /> },
            {
              id: 'end',
              title: <span className="unseen">{words.end}</span>,
              cell: ({ id, isThis }) =>
                !isThis && (
                  <Button onClick={() => end.mutate({ session: id })} disabled={end.isPending}>
                    {words.end}
                  </Button>
                ),
            },
          ]}
        />
      )}
      <Refusal error={end.error ?? endOthers.error} />
      {rows.length > 1 && (
        <Button className="account__all" onClick={() => endOthers.mutate({})} disabled={endOthers.isPending}>
          {words.endOthers}
        </Button>
      )}
    </section>
  )
}

/** Name of the browser and the system out of what it calls itself; the whole text where it is none that we know. */
function browserOf(agent: string): string {
  const browser = /(Firefox|Edg|OPR|CocCoc\w*|coc_coc_browser|Chrome|Safari)\/(\d+)/.exec(agent)
  const system = /(Windows|Android|iPhone|iPad|Mac OS|CrOS|Linux)/.exec(agent)?.[1]
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', coc_coc_browser: 'Cốc Cốc' }
  if (!browser) return agent.slice(0, 60) || '?'
  return `${names[browser[1]!] ?? browser[1]} ${browser[2]}${system ? ` · ${system}` : ''}`
}

function Password() {
  const { account } = useWords()
  const words = account.own
  const queries = useQueryClient()
  const [typed, type] = useState({ old: '', new: '' })
  const change = useMutation(
    trpc.session.changePassword.mutationOptions({
      onSuccess: () => {
        type({ old: '', new: '' })
        return queries.invalidateQueries(trpc.session.list.queryFilter())
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(typed)
  }
  return (
    <section aria-labelledby="password">
      <h2 id="password">{words.password}</h2>
      <form className="form" onSubmit={submit}>
        <Field label={words.oldPassword}>
          <input
            type="password"
            autoComplete="current-password"
            required
            value={typed.old}
            onChange={({ target }) => type({ ...typed, old: target.value })}
          />
        </Field>
        <Field label={words.newPassword} about={account.signIn.passwordAbout}>
          <input
            type="password"
            autoComplete="new-password"
            required
            minLength={15}
            value={typed.new}
            onChange={({ target }) => type({ ...typed, new: target.value })}
          />
        </Field>
        <Refusal error={change.error} />
        <output>{change.isSuccess && words.changed}</output>
        <Button type="submit" disabled={change.isPending}>
          {words.change}
        </Button>
      </form>
    </section>
  )
}
