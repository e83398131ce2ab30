/** Owns the small line in a cell: a bar from zero, the row's median as a tick. Decorative: the figure stands beside it. */
type Props = { value: number; median: number | null; from: number; to: number; look: 'home' | 'peer' | 'apart' }

const width = 100
const height = 10

export function Line({ value, median, from, to, look }: Props) {
  if (to === from) return null
  const at = (of: number) => ((of - from) / (to - from)) * width
  const [zero, end] = [at(0), at(value)]
  return (
    <svg
      className={`peerline peerline--${look}`}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <rect x={Math.min(zero, end)} y="3" width={Math.max(Math.abs(end - zero), 0.8)} height="4" />
      {from < 0 && <path className="peerline__zero" d={`M${zero} 0v${height}`} vectorEffect="non-scaling-stroke" />}
      {median !== null && (
        <path className="peerline__median" d={`M${at(median)} 0v${height}`} vectorEffect="non-scaling-stroke" />
      )}
    </svg>
  )
}
