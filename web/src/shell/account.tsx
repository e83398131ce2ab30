/** Owns what the name in the bar opens: who one is here, the pages that go with it, and the way out. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Dialog, Heading, Popover } from 'react-aria-components'
import { trpc } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { ErrorState, Loading } from '../ui/states.tsx'
import { useWords } from '../words/words.ts'
import './float.css'
import { signOut } from './leave.ts'

export function Account({ trigger, onClose }: { trigger: HTMLButtonElement; onClose: () => void }) {
  const { account } = useWords()
  const { data, error } = useQuery({ ...trpc.session.current.queryOptions({}), staleTime: 0 })
  const person = data?.person
  const roles = data?.seeingAs?.roles ?? person?.roles ?? []
  return (
    <Popover
      className="float float--popover"
      triggerRef={{ current: trigger }}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      placement="bottom end"
    >
      <Dialog className="float__inside">
        {error && <ErrorState error={error} />}
        {!data && !error && <Loading lines={3} />}
        {person && (
          <>
            <Heading slot="title" className="float__title">
              {person.name}
            </Heading>
            <p className="float__about">
              {person.account} · {person.roles.map((role) => account.roles[role]).join(', ')}
            </p>
            <nav className="options" aria-label={account.menu}>
              <Link to="/account" className="options__one" onClick={onClose}>
                {account.own.title}
              </Link>
              {roles.includes('admin') && (
                <Link to="/people" className="options__one" onClick={onClose}>
                  {account.people.title}
                </Link>
              )}
              {roles.includes('auditor') && (
                <Link to="/audit" className="options__one" onClick={onClose}>
                  {account.audit.title}
                </Link>
              )}
            </nav>
            <Button onClick={() => void signOut()}>{account.signOut}</Button>
          </>
        )}
        {data && !person && (
          <a className="button button--main" href="/sign-in">
            {account.signIn.title}
          </a>
        )}
      </Dialog>
    </Popover>
  )
}
