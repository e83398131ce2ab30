/** Owns the picture of a result: which columns stand where, as chart or as map of units, with table and files as every chart has. */
import type { Row } from '@laban/shared'
import { formatDay, isDay, unitsOfMeasure } from '@laban/shared'
import { useEffect, useState } from 'react'
import type { Draw } from '../charts/chart.tsx'
import { Chart } from '../charts/chart.tsx'
import type { Free, FreeKind } from '../charts/free/option.ts'
import { freeOption } from '../charts/free/option.ts'
import type { Encoding } from '../charts/free/points.ts'
import { fitting, pointsOf } from '../charts/free/points.ts'
import type { ChartOption } from '../charts/pen.ts'
import { Plate } from '../charts/plate.tsx'
import { useLang, useWords } from '../words/words.ts'
import { Picker } from './picker.tsx'
import type { Shown } from './shown.ts'
import { UnitMapView } from './unit-map.tsx'

const height = 380
const kinds = ['bar', 'line', 'scatter', 'heat', 'map'] as const

type Props = {
  rows: readonly Row[]
  columns: readonly Shown[]
  foot: readonly string[]
  encoding: Encoding | null
  onEncoding: (encoding: Encoding) => void
}

export function ChartView({ rows, columns, foot, encoding: chosen, onEncoding }: Props) {
  const words = useWords().lab.chart
  const encoding = fitting(
    chosen,
    columns.map(({ name, isNumber, type }) => ({ name, isNumber, isDay: type === 'date' })),
  )
  if (!encoding || rows.length === 0) return <p className="quiet lab__nothing">{words.impossible}</p>
  const numbers = columns.filter(({ isNumber }) => isNumber)
  const named = (list: readonly Shown[]) => list.map(({ name }) => ({ id: name, text: name }))
  const isMap = encoding.kind === 'map'
  const controls = (
    <div className="lab__pickers no-print">
      <Picker
        label={words.kind}
        value={encoding.kind}
        options={kinds.map((kind) => ({ id: kind, text: words.kinds[kind] }))}
        onChange={(kind) => onEncoding({ ...encoding, kind: kind as Encoding['kind'] })}
      />
      <Picker
        label={isMap ? words.unit : words.x}
        value={encoding.x}
        options={named(columns)}
        onChange={(x) => onEncoding({ ...encoding, x })}
      />
      <Picker
        label={words.y}
        value={encoding.y}
        options={named(numbers)}
        onChange={(y) => onEncoding({ ...encoding, y })}
      />
      {!isMap && (
        <Picker
          label={encoding.kind === 'heat' ? words.rowsOfHeat : words.series}
          value={encoding.series ?? ''}
          options={[
            { id: '', text: words.none },
            ...named(columns.filter(({ name }) => name !== encoding.x && name !== encoding.y)),
          ]}
          onChange={(series) => onEncoding({ ...encoding, series: series || null })}
        />
      )}
    </div>
  )
  return isMap ? (
    <div className="lab__chart">
      {controls}
      <UnitMapView rows={rows} unit={encoding.x} value={columns.find(({ name }) => name === encoding.y)!} />
    </div>
  ) : (
    <FreeChart
      rows={rows}
      columns={columns}
      foot={foot}
      encoding={encoding}
      kind={encoding.kind as FreeKind}
      controls={controls}
    />
  )
}

type FreeProps = Omit<Props, 'encoding' | 'onEncoding'> & {
  encoding: Encoding
  kind: FreeKind
  controls: React.ReactNode
}

function FreeChart({ rows, columns, foot, encoding, kind, controls }: FreeProps) {
  const { lab } = useWords()
  const words = lab.chart
  const lang = useLang()
  const [ready, setReady] = useState(false)
  useEffect(() => {
    void import('../charts/free/parts.ts').then(({ register }) => {
      register()
      setReady(true)
    })
  }, [])
  const [x, y] = [encoding.x, encoding.y].map((name) => columns.find((column) => column.name === name)!)
  const unit = y!.measuredIn === null ? '' : (unitsOfMeasure[y!.measuredIn]?.short[lang] ?? '')
  const { points, shown, groups, repeated } = pointsOf(rows, encoding, encoding.y, lab.results.missing)
  const number = new Intl.NumberFormat(lang === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 6 })
  const short = new Intl.NumberFormat(lang === 'vi' ? 'vi-VN' : 'en-GB', { maximumSignificantDigits: 4 })
  const xIs =
    x!.type === 'date' && kind !== 'bar' && kind !== 'heat'
      ? 'day'
      : x!.isNumber && (kind === 'scatter' || kind === 'line')
        ? 'number'
        : 'name'
  const free: Free = {
    kind,
    xIs,
    points,
    xTitle: encoding.x,
    yTitle: encoding.y,
    tick: (value) => short.format(value),
    amount: (value) => (unit ? `${number.format(value)} ${unit}` : number.format(value)),
    xText: (value) =>
      typeof value === 'string' && isDay(value)
        ? formatDay(value, lang)
        : x!.type === 'integer'
          ? String(value)
          : typeof value === 'number'
            ? number.format(value)
            : value,
    missing: words.noValue,
  }
  const title = words.title(encoding.y, encoding.x)
  // The parts that free charts add were registered above.
  const draw: Draw = (look, width) => freeOption(free, look, width) as ChartOption
  const notes = [groups > shown ? words.cut(shown, groups) : '', repeated ? words.repeated : ''].filter(Boolean)
  const seen = columns.filter(({ name }) => [encoding.x, encoding.y, encoding.series].includes(name))
  const tall = kind === 'heat' ? Math.max(height, 60 + 26 * Math.min(60, shown)) : height
  return (
    <Plate
      subject={lab.title}
      title={title}
      subtitle={[y!.note, ...notes].filter(Boolean).join(' · ') || '\u00a0'}
      foot={foot}
      columns={seen.map((column) => ({
        id: column.name,
        title: column.note ? `${column.name} (${column.note})` : column.name,
        ...(column.isNumber ? { kind: 'number' as const } : {}),
        raw: (row: { row: Row }) => {
          const value = row.row[column.name] ?? null
          return typeof value === 'boolean' ? String(value) : value
        },
        shown: (row: { row: Row }) => column.text(row.row),
      }))}
      rows={rows.slice(0, 500).map((row, at) => ({ row, at }))}
      rowId={({ at }) => String(at)}
      draw={draw}
      height={tall}
      controls={controls}
    >
      {ready ? <Chart draw={draw} height={tall} reading={words.reading(title, points.length)} /> : null}
    </Plate>
  )
}
