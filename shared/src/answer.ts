/** Owns what comes back: figures with unit of measure, date, standing and origin. Missing is `null`, never zero. */
import type { Certainty, Rounding } from './dataset.ts'
import type { Words } from './failure.ts'
import type { Day, Period } from './period.ts'
import type { Question } from './question.ts'

/** Shown always with a word and a shape. `null` where a figure has no target to be held against. */
export const statuses = ['on-track', 'behind', 'off-track', 'no-data', 'late'] as const
export type Status = (typeof statuses)[number]

/** Where a figure stands against its target. All values in the indicator's unit of measure. */
export type Standing = {
  /** null: nothing is due yet (a target due in full on `by`, before that day, and not reached). */
  status: Status | null
  /** To be reached by the end of the target's year; null: a target without a number. */
  target: number
  /** What the phased curve asks for on the figure's date; where nothing is due yet, the target itself. */
  planToDate: number
  /** value - planToDate, signed so that positive is good. */
  distance: number
  by: Day
  basis: Words
  source: string
  /** How planToDate came about. */
  phasing: 'curve' | 'milestones' | 'end'
}

/** A figure beside another: change in points for percentages, a fraction of `value` otherwise (0.05 = +5 %). */
export type Compared = {
  value: number
  period: Period
  unit: string
  change: number | null
  /** False across a boundary, method or calendar-day difference; `why` says which. */
  comparable: boolean
  why?: 'territory' | 'other-date'
}

/** Rare and meaningful. `conflict`: another statement, or the rate as printed, says something else; `printed`: the rate as published, parts unknown; `recut`: part of it is estimated through the crosswalk. */
export const marks = [
  'simulated',
  'estimate',
  'provisional',
  'rounded',
  'conflict',
  'revised',
  'printed',
  'new-boundary',
  'recut',
] as const
export type Mark = (typeof marks)[number]

export type Figure = {
  period: Period
  /** Unit id, as it stood then. */
  unit: string
  /** Dimension -> code; empty: no cut. A unit cut is in `unit`. */
  cut: Record<string, string>
  value: number | null
  /** What the engine returned, by the part's name; `per` of a plan is the one in force then. */
  parts: Record<string, number | null>
  certainty: Certainty | null
  rounding: Rounding | null
  /** Day of publication; null for events. */
  published: Day | null
  marks: Mark[]
  /** Ids of the statements that it was made of; empty for events. */
  origin: string[]
  /** Share of the value that the crosswalk estimated, 0..1; only where the map is `today`. */
  estimated?: number
  standing?: Standing | null
  lastYear?: Compared | null
  previous?: Compared | null
  peers?: { median: number; count: number } | null
}

/** The plan of one reporting year as a line to draw. */
export type PlanLine = {
  year: number
  unit: string
  target: number
  points: { on: Day; value: number }[]
  basis: Words
  source: string
}

export type Answer = {
  question: Question
  measuredIn: string
  release: string
  asOf: Day
  /** Ordered by unit, cut, period. One per bucket asked for, also where nothing was published (value null); grain `point`: only dates that exist. */
  figures: Figure[]
  plans: PlanLine[]
  /** Whether the parts of a cut may be added up. */
  additive: boolean
  simulated: boolean
  /** Status of the newest figure, late and no-data included; null: no target, nothing due yet, or a question with cuts. */
  status: Status | null
  /** End of the newest figure's period. */
  dataDate: Day | null
  /** When the next figure is due by the duty of freshness. */
  nextDue: Day | null
}

/** One candidate behind a figure. */
export type Evidence = {
  id: string
  part: string
  dataset: string
  item: string
  unit: string
  cut: Record<string, string>
  period: Period
  value: number
  measuredIn: string
  certainty: Certainty
  rounding: Rounding
  published: Day
  source: { id: string; title: string; address: string }
  note: string
  /** chosen; or why not: a later statement replaced it, or another was preferred although both stand. */
  role: 'chosen' | 'superseded' | 'conflicting' | 'repeated'
  /** Which step of the rule of preference decided. */
  because: 'certainty' | 'exactness' | 'published' | 'source' | 'only'
}

/** Everything that a doubtful reader may ask about one figure. */
export type Passport = {
  figure: Figure
  measuredIn: string
  formula: Words
  evidence: Evidence[]
  sql: { text: string; params: unknown[] }
  release: string
  versions: Record<string, string>
}
