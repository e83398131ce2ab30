/** Owns how one figure is set: the number largest, its unit of measure beside it, never below. Missing is a dash, never zero. */
import type { Rounding } from '@laban/shared'
import { formatFigure, formatRounding, nbsp } from '@laban/shared'
import { useLang } from '../words/words.ts'

type Props = { value: number | null; measuredIn: string; rounding?: Rounding | null; size?: 'tile' | 'page' | 'row' }

export function FigureNumber({ value, measuredIn, rounding = null, size = 'tile' }: Props) {
  const lang = useLang()
  if (value === null) return <span className={`figure figure--${size} quiet`}>–</span>
  const { number, unit } = formatFigure(value, measuredIn, lang)
  const word = formatRounding(rounding, lang)
  return (
    <span className={`figure figure--${size}`}>
      {word && <span className="figure__rounding">{word + nbsp}</span>}
      {number}
      <span className={unit === '%' ? 'figure__unit figure__unit--close' : 'figure__unit'}>
        {unit === '%' ? unit : nbsp + unit}
      </span>
    </span>
  )
}
