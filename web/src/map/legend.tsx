/** Owns the key to a map's shades: the limits of each class, and what hatched cells mean. */
import type { ClassScale } from './scale.ts'
import { shadeOf } from './scale.ts'

type Props = {
  scale: ClassScale
  /** A limit as text, without its unit of measure. */
  format: (value: number) => string
  /** How the classes' ends are told: "dưới 42.000", "từ 81.000". */
  words: {
    label: string
    below: (limit: string) => string
    between: (from: string, to: string) => string
    from: (limit: string) => string
    missing: (count: number) => string
  }
  missing: number
}

export function Legend({ scale, format, words, missing }: Props) {
  const { limits } = scale
  const texts =
    limits.length === 0
      ? [format(scale.least)]
      : Array.from({ length: limits.length + 1 }, (_, at) => {
          if (at === 0) return words.below(format(limits[0]!))
          if (at === limits.length) return words.from(format(limits[at - 1]!))
          return words.between(format(limits[at - 1]!), format(limits[at]!))
        })
  return (
    <ul className="maplegend" aria-label={words.label}>
      {texts.map((text, at) => (
        <li key={text}>
          <Swatch shade={shadeOf(scale, at)} />
          {text}
        </li>
      ))}
      {missing > 0 && (
        <li>
          <Swatch shade={null} />
          {words.missing(missing)}
        </li>
      )}
    </ul>
  )
}

/** The shade alone, to tie a row of a table to the map. */
export const Swatch = ({ shade }: { shade: number | null }) => (
  <span className={`swatch swatch--${shade ?? 'none'}`} aria-hidden="true" />
)
