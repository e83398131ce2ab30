/** Owns the way from a figure that units report themselves to what is still missing: entries of a register, units without an initiative. */
import { isRegister } from '@laban/shared'
import { Link } from '@tanstack/react-router'
import type { Scene } from './scene.ts'

export function Shortfall({ scene: { about, words } }: { scene: Scene }) {
  const { id, measure } = about.indicator
  const { dataset } = measure.of
  if (measure.kind === 'share' && isRegister(dataset)) {
    return (
      <p className="no-print">
        <Link to="/registers" search={{ register: dataset, lacks: id }}>
          {words.shortfall.register}
        </Link>
      </p>
    )
  }
  if (dataset !== 'initiatives') return null
  return (
    <p className="no-print">
      <Link to="/initiatives" search={{ view: 'coverage' }}>
        {words.shortfall.units}
      </Link>
    </p>
  )
}
