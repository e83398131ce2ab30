/** Owns the list of keys, shown on `?`. */
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Button } from '../ui/button.tsx'
import { useWords } from '../words/words.ts'
import './float.css'

export function Keys({ isOpen, onOpenChange }: { isOpen: boolean; onOpenChange: (open: boolean) => void }) {
  const { shell } = useWords()
  const { keys } = shell
  const rows: [keys: string[], does: string][] = [
    [['Ctrl K', '/'], keys.search],
    [['?'], keys.list],
    [['W'], keys.wall],
    [['←', '→'], keys.page],
    [['Esc'], keys.close],
  ]
  return (
    <ModalOverlay className="float-ground" isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
      <Modal className="float float--dialog">
        <Dialog className="float__inside">
          <Heading slot="title">{keys.title}</Heading>
          <dl className="keys">
            {rows.map(([names, does]) => (
              <div key={does} className="keys__row">
                <dt>
                  {names.map((name) => (
                    <kbd key={name}>{name}</kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <Button className="float__close" onClick={() => onOpenChange(false)}>
            {shell.filters.close}
          </Button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
