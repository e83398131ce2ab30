/** Owns the figures and the pen that tests of charts draw with. */
import type { Figure } from '@laban/shared'
import { scaleOf } from '@laban/shared'
import { indicator as words } from '../words/vi/indicator.ts'
import type { Look, Pen } from './pen.ts'
import { penOf } from './pen.ts'

export const figure = (end: string, value: number | null, rest: Partial<Figure> = {}): Figure => ({
  period: { start: `${end.slice(0, 4)}-01-01`, end },
  unit: 'hcmc',
  cut: {},
  value,
  parts: {},
  certainty: 'actual',
  rounding: 'exact',
  published: end,
  marks: [],
  origin: [],
  ...rest,
})

const look: Look = {
  ink: '#000',
  quiet: '#555',
  faint: '#bbb',
  line: '#eee',
  surface: '#fff',
  accent: '#056',
  status: { 'on-track': 'green', behind: 'amber', 'off-track': 'red', 'no-data': 'grey', late: 'violet' },
  font: 'sans-serif',
  size: 12,
  still: true,
}

export const pen = (measuredIn = 'percent', width = 800): Pen =>
  penOf(look, {
    measuredIn,
    time: 'cumulative',
    scale: scaleOf(measuredIn, 100),
    lang: 'vi',
    words,
    width,
    height: 340,
  })

type Loose = {
  id?: string
  data?: unknown[]
  markLine?: { data?: { xAxis: number; label: { formatter: () => string; distance: number } }[] }
}

/** The series of an option as a test reads them. */
export const seriesOf = (option: { series?: unknown }): Loose[] => option.series as Loose[]

/** Day and value of each point, labels dropped. */
export const pointsOf = (series: Loose | undefined): [string, unknown][] =>
  (series?.data ?? []).map((item) => {
    const pair = (Array.isArray(item) ? item : (item as { value: unknown[] }).value) as [number, unknown]
    return [new Date(pair[0]).toISOString().slice(0, 10), pair[1]]
  })
