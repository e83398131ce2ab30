/** Owns what is said after a block was pasted: how much was filled in, or which cells kept all of it out. */
import { Button } from '../../ui/button.tsx'
import { useTell, useWords } from '../../words/words.ts'
import type { Pasted } from './paste.ts'

export function PasteSaid({ pasted: { cells, faults }, close }: { pasted: Pasted; close: () => void }) {
  const words = useWords().reporting.returns
  const tell = useTell()
  if (faults.length === 0) return <output className="told">{words.pasted(cells)}</output>
  return (
    <div className="fault" role="alert">
      <p>{words.pasteFaults(faults.length)}</p>
      <ul className="spreadsheet__faults">
        {faults.map(({ figure, column, message }, i) => (
          // Two cells may say the same.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={i}>
            <strong>{figure ? `${tell(figure)}, ${words.columns[column].toLowerCase()}` : words.pasteOutside}</strong>:{' '}
            {tell(message)}
          </li>
        ))}
      </ul>
      <Button onClick={close}>{words.close}</Button>
    </div>
  )
}
