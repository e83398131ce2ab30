/** Owns the button that asks for a file: the browser's own chooser behind a button that looks like all others. */
import { useRef } from 'react'
import { Button } from '../ui/button.tsx'

type Props = {
  children: string
  /** Endings of names: `.pdf,.docx`. */
  accept: string
  disabled: boolean
  onFile: (file: File) => void
}

export function Upload({ children, accept, disabled, onFile }: Props) {
  const picker = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={picker}
        type="file"
        hidden
        aria-label={children}
        accept={accept}
        onChange={({ target }) => {
          const file = target.files?.[0]
          target.value = ''
          if (file) onFile(file)
        }}
      />
      <Button disabled={disabled} onClick={() => picker.current?.click()}>
        {children}
      </Button>
    </>
  )
}
