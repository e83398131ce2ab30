/** Owns the way in: by password, by the identity provider, as somebody of the demonstration; and by a one-time link. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { trpc } from '../../api.ts'
import { goOn, ownPath } from '../../shell/leave.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { Loading } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'
import './sign-in.css'

const route = getRouteApi('/sign-in')

/** What stands behind the `#`, which no server ever sees. */
function linkOf(hash: string): { purpose: 'setup' | 'password'; token: string } | undefined {
  const [, setup, token] = /^#?(setup-)?([\w-]{43})$/.exec(hash) ?? []
  return token === undefined ? undefined : { purpose: setup ? 'setup' : 'password', token }
}

export function SignInPage() {
  const { account } = useWords()
  const [link] = useState(() => linkOf(location.hash))
  if (link?.purpose === 'setup') return <SetUp token={link.token} />
  if (link) return <NewPassword token={link.token} />
  return (
    <Page title={account.signIn.title}>
      <Ways />
    </Page>
  )
}

function Ways() {
  const { account, failures } = useWords()
  const words = account.signIn
  const { to, failure } = route.useSearch()
  const { data } = useQuery({ ...trpc.session.current.queryOptions({}), staleTime: 0, retry: 1 })
  const open = useMutation(trpc.session.open.mutationOptions({ onSuccess: () => goOn(to) }))
  const openDemo = useMutation(trpc.session.openDemo.mutationOptions({ onSuccess: () => goOn(to) }))
  const [typed, type] = useState({ account: '', password: '' })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    open.mutate(typed)
  }
  const said = failure && failure in failures ? (failure as keyof typeof failures) : undefined
  return (
    <div className="ways">
      <section className="ways__own" aria-labelledby="by-password">
        <h2 id="by-password">{words.byPassword}</h2>
        {said && (
          <p className="refusal" role="alert">
            {failures[said]}. {words.again}
          </p>
        )}
        {data?.person && <p className="ways__already">{words.already(data.person.name)}</p>}
        <form className="form" onSubmit={submit}>
          <Field label={words.account}>
            <input
              name="account"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
              value={typed.account}
              onChange={({ target }) => type({ ...typed, account: target.value })}
            />
          </Field>
          <Field label={words.password}>
            <input
              name="password"
              type="password"
              autoComplete="current-password"
              required
              value={typed.password}
              onChange={({ target }) => type({ ...typed, password: target.value })}
            />
          </Field>
          <Refusal error={open.error} />
          <Button type="submit" look="main" disabled={open.isPending}>
            {open.isPending ? words.waiting : words.submit}
          </Button>
          <p className="form__about">{words.forgotten}</p>
        </form>
        {data?.offers.provider && (
          <a className="button ways__provider" href={`/sign-in/provider?to=${encodeURIComponent(ownPath(to))}`}>
            {words.byProvider(data.offers.provider)}
          </a>
        )}
      </section>
      {!data && <Loading lines={4} />}
      {data && data.offers.demo.length > 0 && (
        <section aria-labelledby="by-demo">
          <h2 id="by-demo">{words.demo}</h2>
          <p className="ways__about">{words.demoAbout}</p>
          <Refusal error={openDemo.error} />
          <ul className="ways__people">
            {inOrder(data.offers.demo, Object.keys(account.demoNames)).map(({ id, name, roles }) => (
              <li key={id}>
                <button
                  type="button"
                  className="ways__person"
                  disabled={openDemo.isPending}
                  onClick={() => openDemo.mutate({ person: id })}
                >
                  <strong>{account.demoNames[id] ?? name}</strong>
                  <span>{roles.map((role) => account.rolesAbout[role]).join(' ')}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

/** Those with the widest view first, as the list of names has them. */
const inOrder = <T extends { id: string }>(people: readonly T[], order: readonly string[]): T[] =>
  people.toSorted((one, other) => order.indexOf(one.id) - order.indexOf(other.id))

function NewPassword({ token }: { token: string }) {
  const { account } = useWords()
  const words = account.signIn
  const [password, type] = useState('')
  const { useLink: byLink } = trpc.session
  const keep = useMutation(byLink.mutationOptions({ onSuccess: () => goOn('/') }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    keep.mutate({ token, password })
  }
  return (
    <Page title={words.newPassword}>
      <form className="form" onSubmit={submit}>
        <Field label={words.choosePassword} about={words.passwordAbout}>
          <input
            type="password"
            autoComplete="new-password"
            required
            minLength={15}
            value={password}
            onChange={({ target }) => type(target.value)}
          />
        </Field>
        <Refusal error={keep.error} />
        <Button type="submit" look="main" disabled={keep.isPending}>
          {words.keepPassword}
        </Button>
      </form>
    </Page>
  )
}

function SetUp({ token }: { token: string }) {
  const { account } = useWords()
  const words = account.signIn
  const [typed, type] = useState({ account: '', name: '', password: '' })
  const setUp = useMutation(trpc.session.setUp.mutationOptions({ onSuccess: () => goOn('/people') }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setUp.mutate({ token, ...typed })
  }
  const field = (name: keyof typeof typed) => ({
    required: true,
    value: typed[name],
    onChange: ({ target }: { target: { value: string } }) => type({ ...typed, [name]: target.value }),
  })
  return (
    <Page title={words.setUp} opening={words.setUpAbout}>
      <form className="form" onSubmit={submit}>
        <Field label={words.name}>
          <input autoComplete="name" {...field('name')} />
        </Field>
        <Field label={words.account}>
          <input autoComplete="username" autoCapitalize="none" spellCheck={false} minLength={3} {...field('account')} />
        </Field>
        <Field label={words.choosePassword} about={words.passwordAbout}>
          <input type="password" autoComplete="new-password" minLength={15} {...field('password')} />
        </Field>
        <Refusal error={setUp.error} />
        <Button type="submit" look="main" disabled={setUp.isPending}>
          {words.setUpSubmit}
        </Button>
      </form>
    </Page>
  )
}
