/** Owns what stands where figures do not: loading, empty, failed, old. Each says what happened and what to do. */
import type { ReactNode } from 'react'
import { troubleOf } from '../api.ts'
import type { Dictionary } from '../words/words.ts'
import { useTell, useWords } from '../words/words.ts'
import { Button } from './button.tsx'

export const Loading = ({ lines = 6 }: { lines?: number }) => (
  <output className="skeleton" aria-label={useWords().shell.loading}>
    {Array.from({ length: lines }, (_, line) => (
      <span key={line} />
    ))}
  </output>
)

/** Says why there is nothing and who can change it. */
export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="state">
    <h2>{title}</h2>
    {children}
  </div>
)

type ErrorProps = { error: unknown; retry?: (() => void) | undefined; linkOf?: (id: string) => string }

/**
 * @param retry   offered where trying again may help: the fault is the server's or the network's
 * @param linkOf  address of a nearest name; absent: the names are only told
 */
export function ErrorState({ error, retry, linkOf }: ErrorProps) {
  // The first screen stands without the words of pages.
  const { shell, failures }: Partial<Dictionary> & Pick<Dictionary, 'shell'> = useWords()
  const tell = useTell()
  const trouble = troubleOf(error)
  const title = (trouble.code && failures?.[trouble.code]) ?? shell.failure.title
  const body = trouble.words
    ? tell(trouble.words)
    : trouble.unreachable
      ? shell.failure.network
      : shell.failure.internal
  return (
    <div className="state" role="alert">
      <h2>{title}</h2>
      <p>{body}</p>
      {trouble.nearest.length > 0 && (
        <>
          <p>{shell.nearest}</p>
          <ul>
            {trouble.nearest.map(({ id, name }) => (
              <li key={id}>{linkOf ? <a href={linkOf(id)}>{tell(name)}</a> : tell(name)}</li>
            ))}
          </ul>
        </>
      )}
      <p className="state__actions">
        {retry && (trouble.code === null || trouble.code.startsWith('engine/')) && (
          <Button look="main" onClick={retry}>
            {shell.retry}
          </Button>
        )}
        {isAboutAccess(trouble.code) && (
          <a className="button button--main" href={`/sign-in?to=${encodeURIComponent(here())}`}>
            {shell.account.signIn}
          </a>
        )}
        <a className="button" href="/">
          {shell.home}
        </a>
      </p>
    </div>
  )
}

const signingInHelps = ['access/denied', 'access/unknown-viewer', 'access/session-ended']
const isAboutAccess = (code: string | null): boolean => code !== null && signingInHelps.includes(code)

/** Path and query of the page; on the server there is none. */
const here = (): string => (globalThis.location ? location.pathname + location.search : '/')

/** Above figures whose newer version could not be loaded. */
export function Stale({ retry }: { retry: () => void }) {
  const { shell } = useWords()
  return (
    <output className="stale">
      {shell.stale}
      <Button onClick={retry}>{shell.retry}</Button>
    </output>
  )
}
