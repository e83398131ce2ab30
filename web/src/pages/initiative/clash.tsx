/** Owns the choice between two people's texts: only for fields that both changed, both side by side. */
import type { InitiativeContent } from '@laban/shared'
import { initiativeFields } from '@laban/shared'
import { Button } from '../../ui/button.tsx'
import { useTell, useWords } from '../../words/words.ts'
import type { Clash } from './writing.ts'
import { useShown } from './shown.ts'

type Props = { clash: Clash; mine: InitiativeContent; settle: (chosen: Partial<InitiativeContent>) => void }

export function ClashPanel({ clash, mine, settle }: Props) {
  const words = useWords().reporting.initiative.conflict
  const tell = useTell()
  const shown = useShown()
  const theirs = Object.fromEntries(clash.fields.map((field) => [field, clash.theirs[field]]))
  return (
    <section className="clash" role="alert" aria-label={words.title}>
      <h2>{words.title}</h2>
      <p>{words.body}</p>
      <dl className="clash__fields">
        {clash.fields.map((field) => (
          <div key={field}>
            <dt>{tell(initiativeFields[field].title)}</dt>
            <dd>
              <span className="tiny quiet">{words.mine}</span>
              <p>{shown(mine[field])}</p>
            </dd>
            <dd>
              <span className="tiny quiet">{words.theirs}</span>
              <p>{shown(clash.theirs[field])}</p>
            </dd>
          </div>
        ))}
      </dl>
      <p className="actions">
        <Button look="main" onClick={() => settle({})}>
          {words.mine}
        </Button>
        <Button onClick={() => settle(theirs)}>{words.theirs}</Button>
      </p>
    </section>
  )
}
