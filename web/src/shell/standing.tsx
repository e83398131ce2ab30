/** Owns the line above every page that says in whose place one stands: in a demonstration, or looking through another's eyes. */
import { Button } from '../ui/button.tsx'
import { useWords } from '../words/words.ts'
import { usePresent } from './present.ts'

const leave = async () => (await import('./leave.ts')).seeOwn()

export function Standing() {
  const { standing } = useWords().shell
  const { demo, seeing } = usePresent()
  return (
    <>
      {demo && (
        <p className="notice notice--demo">
          <strong>{standing.demo}</strong>
          <span>{standing.demoAbout}</span>
        </p>
      )}
      {seeing !== null && (
        <p className="notice notice--past">
          <span>{standing.seeing(seeing)}</span>
          <Button className="no-print" onClick={() => void leave()}>
            {standing.seeOwn}
          </Button>
        </p>
      )}
    </>
  )
}
