/** Owns what a form says when it was not taken: why, in the server's words, beside the button that was pressed. */
import { troubleOf } from '../api.ts'
import { useTell, useWords } from '../words/words.ts'
import './form.css'

export function Refusal({ error }: { error: unknown }) {
  const { shell } = useWords()
  const tell = useTell()
  if (!error) return null
  const { words, unreachable } = troubleOf(error)
  return (
    <p className="refusal" role="alert">
      {words ? tell(words) : unreachable ? shell.failure.network : shell.failure.internal}
    </p>
  )
}
