/** Owns the bell in the bar: how much is new of what the reader was told, and the newest of it. */
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { Dialog, Heading, Popover } from 'react-aria-components'
import { useNews } from '../reporting/news.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/moment.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { useTell, useWords } from '../words/words.ts'
import './bell.css'
import './float.css'

/** The rest stands on the page of reporting. */
const few = 5

export function Bell() {
  const { notices: words } = useWords()
  const tell = useTell()
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const returns = useRef(false)
  const { unread, fresh, read } = useNews()
  const close = () => setOpen(false)
  /** Closes for somebody who stays on the page. */
  const back = () => {
    returns.current = true
    close()
  }
  // Once the list is gone: it holds the focus while it is there, and its buttons would take it along.
  useEffect(() => {
    if (!isOpen && returns.current) button.current?.focus()
    returns.current = false
  }, [isOpen])
  return (
    <>
      <Button
        ref={button}
        look="bare"
        className="bar__icon bell"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={`${words.title}: ${words.unread(unread)}`}
        title={words.unread(unread)}
        onClick={() => setOpen(true)}
      >
        <Icon name="bell" />
        {unread > 0 && <span className="bell__count">{unread > 99 ? '99+' : unread}</span>}
      </Button>
      {isOpen && (
        <Popover
          className="float float--popover"
          triggerRef={button}
          isOpen
          onOpenChange={(open) => !open && back()}
          placement="bottom end"
        >
          <Dialog className="float__inside">
            <Heading slot="title" className="float__title">
              {words.title}
            </Heading>
            {fresh.length === 0 && <p className="float__about">{words.unread(0)}</p>}
            <ul className="options bell__list">
              {fresh.slice(0, few).map(({ id, at, title, link }) => (
                <li key={id}>
                  <Link className="options__one" to={link as '/inbox'} search={{}} onClick={close}>
                    {tell(title)}
                    <span className="options__note">
                      <Moment at={at} />
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
            <Refusal error={read.error} />
            <div className="bell__acts">
              {/* Done twice it does the same, so that it stays where it is: a button that is gone takes the focus with it. */}
              {fresh.length > 0 && (
                <Button onClick={() => read.mutate({ until: fresh[0]!.at }, { onSuccess: back })}>
                  {words.markRead}
                </Button>
              )}
              <Link className="button button--bare" to="/inbox" search={{}} onClick={close}>
                {words.all}
              </Link>
            </div>
          </Dialog>
        </Popover>
      )}
    </>
  )
}
