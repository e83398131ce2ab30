/** Owns who is signed in, as reporting needs it, and what is shown to those who are not. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { trpc, troubleOf } from '../api.ts'
import { Page } from '../ui/page.tsx'
import { ErrorState, Loading } from '../ui/states.tsx'
import { useWords } from '../words/words.ts'

/** Where people sign in; they come back to where they were. */
export const signInAddress = (): string => `/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`

/** Through whose eyes is looked; null: nobody is signed in, or it is not known yet. */
export function useMe() {
  const present = useQuery(trpc.session.current.queryOptions({})).data
  return present?.seeingAs ?? present?.person ?? null
}

/** Whether somebody was seen to be signed in: an ended session does not take a page away that is being written on. */
export function useWasSomebody(): boolean {
  const me = useMe()
  const [was, setWas] = useState(me !== null)
  if (me !== null && !was) setWas(true)
  return was || me !== null
}

/** Name of a draft on this device. Drafts are a person's own: who signs in next neither sees nor saves them. */
export function useDraftName(what: string): string {
  const me = useMe()
  const [name] = useState(() => `${me?.id ?? ''}:${what}`)
  return name
}

/** Whether an error says that nobody is signed in any more. */
export const isSignedOut = (error: unknown): boolean => {
  const { code } = troubleOf(error)
  return code === 'access/session-ended' || code === 'access/unknown-viewer'
}

export function SignInFirst() {
  const { signIn } = useWords().reporting
  return (
    <div className="state">
      <h2>{signIn.title}</h2>
      <p>{signIn.body}</p>
      <p className="state__actions">
        <a className="button button--main" href={signInAddress()}>
          {signIn.action}
        </a>
      </p>
    </div>
  )
}

type Asked = { error: unknown; refetch: () => unknown }

/** What stands in place of an answer that has not come, or was refused. */
export function Instead({ title, asked, signedIn }: { title: string; asked: Asked; signedIn: boolean | undefined }) {
  const body: ReactNode = !asked.error ? (
    <Loading lines={10} />
  ) : isSignedOut(asked.error) || (troubleOf(asked.error).code === 'access/denied' && signedIn === false) ? (
    <SignInFirst />
  ) : (
    <ErrorState error={asked.error} retry={() => void asked.refetch()} />
  )
  return <Page title={title}>{body}</Page>
}
