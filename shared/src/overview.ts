/** Owns the first screen's data: a tile per indicator and the counts above them. */
import type { Mark, Standing, Status } from './answer.ts'
import type { Words } from './failure.ts'
import type { Group } from './indicator.ts'
import type { Day, Period } from './period.ts'
import type { Certainty, Rounding } from './dataset.ts'

export type SparkPoint = { on: Day; value: number }

export type Tile = {
  indicator: string
  name: Words
  group: Group
  headline: boolean
  measuredIn: string
  better: 'higher' | 'lower' | 'within'
  time: 'flow' | 'stock' | 'cumulative'
  /** null: nothing was published as of the day asked. */
  value: number | null
  period: Period | null
  unit: string | null
  certainty: Certainty | null
  rounding: Rounding | null
  status: Status | null
  standing: Standing | null
  lastYear: { value: number; change: number | null; comparable: boolean } | null
  marks: Mark[]
  /** Actual of the reporting year (cumulative) or of the last years (others), the plan's line, last year moved onto this one's dates. */
  spark: { actual: SparkPoint[]; plan: SparkPoint[]; lastYear: SparkPoint[]; from: Day; to: Day }
  dataDate: Day | null
  nextDue: Day | null
  owner: { id: string; name: Words }
  area: string
  /** Why there is no figure, where there is none. */
  empty: Words | null
}

export type Overview = {
  city: string
  release: string
  asOf: Day
  horizon: Day
  period: string | null
  area: string | null
  /** `untargeted`: has figures but no target in force. */
  counts: Record<Status | 'untargeted', number>
  /** Worst first within each group: off track, behind, late, on track, untargeted, no data. */
  tiles: Tile[]
  areas: { id: string; title: Words; post: Words }[]
  /** All that the release speaks of, so that the reader sees which one this is. */
  cities: { id: string; name: Words }[]
}
