/** Owns the shares that are counted from a register, each with the way to the entries that do not reach it. */
import type { Answered } from '../../api.ts'
import { useTell, useWords } from '../../words/words.ts'

type Props = {
  register: Answered['register']['get']
  chosen: string | undefined
  choose: (id: string | undefined) => void
}

export function Shares({ register, chosen, choose }: Props) {
  const words = useWords().reporting.registers
  const tell = useTell()
  const counted = register.shares.filter(({ of }) => of > 0)
  if (counted.length === 0) return null
  return (
    <section aria-label={words.shares}>
      <ul className="shares">
        {counted.map(({ id, name, reached, of }) => (
          <li key={id}>
            <button
              type="button"
              className="share"
              aria-pressed={id === chosen}
              disabled={reached === of && id !== chosen}
              onClick={() => choose(id === chosen ? undefined : id)}
            >
              <span className="share__name">{tell(name)}</span>
              <span className="share__figure numbers">{Math.round((reached / of) * 100)}%</span>
              <span className="share__bar" aria-hidden="true">
                <span style={{ inlineSize: `${(reached / of) * 100}%` }} />
              </span>
              <span className="share__of">
                {words.reached(reached, of)}
                {of > reached && ` · ${words.lacking(of - reached)}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
