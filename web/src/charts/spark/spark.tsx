/**
 * Owns the small line on a tile: actual, plan dashed, last year thin. Pure SVG of numbers, so that it stands in the served page. Missing is a
 * gap; dates stand at their true place.
 */
import type { SparkPoint, Tile } from '@laban/shared'
import { dayNumber } from '@laban/shared'

const [width, height, rim] = [240, 36, 4]

type Line = { path: string; last: string | null }

type Props = { spark: Tile['spark']; time: Tile['time']; label: string }

export function Spark({ spark, time, label }: Props) {
  const { actual, plan, lastYear, from, to } = spark
  if (actual.length === 0 && plan.length === 0) return null
  const place = placing([actual, plan, lastYear], from, to, time === 'cumulative')
  const line = lineOf(actual, place, time !== 'cumulative')
  return (
    // Drawn in the page, so that it is there at first paint.
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <svg className="spark" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path className="spark__ground" d={`M0 ${height - 0.5}H${width}`} />
      {lastYear.length > 1 && <path className="spark__past" d={lineOf(lastYear, place, false).path} />}
      {plan.length > 1 && <path className="spark__plan" d={lineOf(plan, place, false).path} />}
      {actual.length > 1 && <path className="spark__actual" d={line.path} />}
      {line.last && <path className="spark__last" d={line.last} />}
    </svg>
  )
}

type Place = (point: SparkPoint) => { x: number; y: number; day: number }

function placing(lines: SparkPoint[][], from: string, to: string, fromZero: boolean): Place {
  const values = lines.flat().map(({ value }) => value)
  const high = Math.max(...values, fromZero ? 0 : -Infinity)
  const low = Math.min(...values, fromZero ? 0 : Infinity)
  const [start, end] = [dayNumber(from), dayNumber(to)]
  return ({ on, value }) => {
    const day = dayNumber(on)
    const across = end > start ? (day - start) / (end - start) : 1
    const up = high > low ? (value - low) / (high - low) : 0.5
    return { x: round(rim + across * (width - 2 * rim)), y: round(height - rim - up * (height - 2 * rim)), day }
  }
}

const round = (n: number): number => Math.round(n * 10) / 10

/** Breaks the line where a step is much longer than usual: something was not published there. */
function lineOf(points: SparkPoint[], place: Place, withGaps: boolean): Line {
  // Of two figures for one day the later in the list is the one that stands.
  const placed = points.filter(({ on }, i) => points[i + 1]?.on !== on).map(place)
  const steps = placed.slice(1).map(({ day }, i) => day - placed[i]!.day)
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? Infinity
  const path = placed
    .map(({ x, y }, i) => {
      const broken = i === 0 || (withGaps && steps[i - 1]! > usual * 1.75)
      const lone = broken && (i === placed.length - 1 || (withGaps && steps[i]! > usual * 1.75))
      return `${broken ? 'M' : 'L'}${x} ${y}${lone ? 'h0' : ''}`
    })
    .join('')
  const end = placed.at(-1)
  return { path, last: end ? `M${end.x} ${end.y}h0` : null }
}
