/** Owns opening files of the reader's own: by button or by dropping; what became of each is said. */
import { useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { useWords } from '../words/words.ts'
import type { Bench } from './bench.ts'
import { FileFault, openFile } from './local-file.ts'

type Props = { bench: Bench; taken: ReadonlySet<string>; hasOwn: boolean }

type Said = { text: string; detail: string | null; isBad: boolean }

export function Files({ bench, taken, hasOwn }: Props) {
  const { lab } = useWords()
  const words = lab.schema
  const input = useRef<HTMLInputElement>(null)
  const [said, setSaid] = useState<Said | null>(null)
  const open = async (files: readonly File[]) => {
    const names = new Set(taken)
    for (const file of files) {
      setSaid({ text: words.opening(file.name), detail: null, isBad: false })
      try {
        const own = await openFile(file, await bench.engine(), names)
        names.add(own.table)
        bench.touchOwn()
        setSaid({ text: words.opened(own.table), detail: null, isBad: false })
      } catch (error) {
        const text = error instanceof FileFault ? lab.files[error.trouble] : lab.files.unreadable
        setSaid({ text: `${file.name}: ${text}`, detail: error instanceof FileFault ? error.said : null, isBad: true })
        return
      }
    }
  }
  return (
    <div
      className="lab-files"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        void open([...event.dataTransfer.files])
      }}
    >
      <h3>{words.own}</h3>
      {!hasOwn && <p className="quiet small">{words.ownNone}</p>}
      <input
        ref={input}
        type="file"
        className="unseen"
        tabIndex={-1}
        aria-hidden="true"
        multiple
        accept=".csv,.tsv,.txt,.xlsx,.xlsm,.parquet,.json"
        onChange={(event) => {
          void open([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <Button onClick={() => input.current?.click()}>
        <Icon name="file" size={16} />
        {words.openFile}
      </Button>
      <output className={said?.isBad ? 'lab-files__bad small' : 'small quiet'}>
        {said?.text}
        {said?.detail && (
          <details className="tiny">
            <summary>{lab.trouble.engine}</summary>
            {said.detail}
          </details>
        )}
      </output>
    </div>
  )
}
