/** Owns pages that cannot be shown: an address that leads nowhere, a value that cannot be read, a page that broke. */
import type { ErrorComponentProps } from '@tanstack/react-router'
import { Link, useLocation } from '@tanstack/react-router'
import { formatDay, isDay } from '@laban/shared'
import { BadAddress, parseSearch, writeSearch } from '../address.ts'
import { Button } from '../ui/button.tsx'
import { ErrorState } from '../ui/states.tsx'
import { Page } from '../ui/page.tsx'
import { useLang, useWords } from '../words/words.ts'

export function NotFound() {
  const { shell } = useWords()
  return (
    <Page title={shell.notFound.title} opening={shell.notFound.body}>
      <Link to="/" className="button">
        {shell.home}
      </Link>
    </Page>
  )
}

export function RouteFault({ error, reset }: ErrorComponentProps) {
  const cause = error instanceof Error && error.cause instanceof BadAddress ? error.cause : error
  if (cause instanceof BadAddress) return <BadAddressPage fault={cause} />
  return (
    <div className="page">
      <ErrorState error={error} retry={reset} />
    </div>
  )
}

function BadAddressPage({ fault }: { fault: BadAddress }) {
  const { shell } = useWords()
  const { pathname, searchStr } = useLocation()
  const lang = useLang()
  const field = Object.entries(shell.fields).find(([name]) => name === fault.field)?.[1] ?? fault.field
  const addressWith = (value: string | undefined) =>
    `${pathname}${writeSearch({ ...parseSearch(searchStr), [fault.field]: value })}`
  return (
    <Page title={shell.badAddress.title} opening={shell.badAddress.value(field, fault.value)}>
      {fault.nearest.length > 0 && (
        <>
          <p>{shell.nearest}</p>
          <ul className="choices">
            {fault.nearest.map((value) => (
              <li key={value}>
                <a href={addressWith(value)}>{isDay(value) ? formatDay(value, lang) : value}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="state__actions">
        <a className="button" href={addressWith(undefined)}>
          {shell.badAddress.without}
        </a>
        <Button onClick={() => history.back()}>{shell.goBack}</Button>
      </p>
    </Page>
  )
}
