/** Owns what is said when a write was refused: beside what was done, without losing what was typed. */
import { useQuery } from '@tanstack/react-query'
import { trpc, troubleOf } from '../api.ts'
import { useTell, useWords } from '../words/words.ts'
import { isSignedOut, signInAddress } from './me.tsx'

export function WriteFault({ error }: { error: unknown }) {
  const { shell, reporting } = useWords()
  const tell = useTell()
  // Whose session has ended is the public's from the next request on, to whom the write is simply denied.
  const isDenied = troubleOf(error).code === 'access/denied'
  const present = useQuery({
    ...trpc.session.current.queryOptions({}),
    enabled: isDenied,
    staleTime: 0,
    refetchOnMount: 'always',
  })
  if (!error) return null
  if (isSignedOut(error) || (isDenied && present.data?.person === null)) {
    return (
      <p className="fault" role="alert">
        {reporting.signIn.ended}{' '}
        <a className="button" href={signInAddress()}>
          {reporting.signIn.action}
        </a>
      </p>
    )
  }
  const { words, unreachable } = troubleOf(error)
  return (
    <p className="fault" role="alert">
      {words ? tell(words) : unreachable ? shell.failure.network : shell.failure.internal}
    </p>
  )
}
