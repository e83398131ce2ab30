/** Owns a breakdown on the screen: bars from zero whose names are links, so that drilling works by keyboard and in a new tab. */
import type { ReactNode } from 'react'
import type { Part } from './rows.ts'

type Props = {
  parts: readonly Part[]
  /** The value at the chart's scale, without its unit of measure. */
  amount: (value: number) => string
  share: (share: number) => string
  /** The name as a link. */
  renderName: (part: Part) => ReactNode
}

export function Bars({ parts, amount, share, renderName }: Props) {
  const low = Math.min(0, ...parts.map(({ value }) => value))
  const span = Math.max(0, ...parts.map(({ value }) => value)) - low || 1
  return (
    <ol className="bars">
      {parts.map((part) => (
        <li key={part.code} className={part.chosen ? 'bars__row bars__row--chosen' : 'bars__row'}>
          <span className="bars__name">{renderName(part)}</span>
          <span className="bars__track" aria-hidden="true">
            <span
              className="bars__bar"
              style={{
                insetInlineStart: `${((Math.min(0, part.value) - low) / span) * 100}%`,
                inlineSize: `${(Math.abs(part.value) / span) * 100}%`,
              }}
            />
          </span>
          <span className="bars__value">
            {amount(part.value)}
            {part.share !== null && <span className="quiet"> {share(part.share)}</span>}
          </span>
        </li>
      ))}
    </ol>
  )
}
