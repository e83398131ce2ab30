/** Owns the key to the small lines, said once for all tiles. */
import { useWords } from '../../words/words.ts'

const lines = [
  ['actual', 'spark__actual'],
  ['plan', 'spark__plan'],
  ['lastYear', 'spark__past'],
] as const

export function Legend() {
  const { spark } = useWords().overview
  return (
    <span className="legend">
      {lines.map(([name, look]) => (
        <span key={name} className="legend__one">
          <svg className="spark legend__line" viewBox="0 0 24 8" aria-hidden="true">
            <path className={look} d="M1 4H23" />
          </svg>
          {spark[name]}
        </span>
      ))}
    </span>
  )
}
