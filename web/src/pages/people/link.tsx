/** Owns handing out a one-time link: shown once, to be copied; never mailed by itself. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { trpc } from '../../api.ts'
import '../../shell/float.css'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { useWords } from '../../words/words.ts'

export function PersonLink({ person }: { person: { id: string; name: string } }) {
  const { account, shell } = useWords()
  const words = account.people
  const make = useMutation(trpc.person.link.mutationOptions())
  const [copied, setCopied] = useState(false)
  const url = make.data && new URL(make.data.url, location.origin).href
  return (
    <>
      <Button
        onClick={() => make.mutate({ id: person.id })}
        disabled={make.isPending}
        aria-label={`${words.link}: ${person.name}`}
      >
        {words.link}
      </Button>
      <Refusal error={make.error} />
      {make.data && url && (
        <ModalOverlay className="float-ground" isOpen onOpenChange={() => make.reset()} isDismissable>
          <Modal className="float float--dialog">
            <Dialog className="float__inside">
              <Heading slot="title">{words.linkTitle(person.name)}</Heading>
              <p>{words.linkAbout}</p>
              <input
                className="people__link"
                readOnly
                value={url}
                aria-label={words.linkTitle(person.name)}
                onFocus={({ target }) => target.select()}
              />
              <p className="float__about">
                {words.linkUntil} <Moment at={make.data.expires} />
              </p>
              <div className="people__do">
                <Button look="main" onClick={() => void navigator.clipboard.writeText(url).then(() => setCopied(true))}>
                  {copied ? words.copied : words.copy}
                </Button>
                <Button onClick={() => make.reset()}>{shell.filters.close}</Button>
              </div>
            </Dialog>
          </Modal>
        </ModalOverlay>
      )}
    </>
  )
}
