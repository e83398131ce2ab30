/** Owns pieces made into figures: the one place where a ratio is divided. A denominator that is zero or missing gives no value. */
import type { Figure, Mark } from '../answer.ts'
import { marks } from '../answer.ts'
import type { Catalogue } from '../catalogue.ts'
import type { Day, Period } from '../period.ts'
import { yearOf } from '../period.ts'
import type { PlanPart } from './part.ts'
import type { Piece } from './piece.ts'
import { firstRounded, latest, leastCertain, piecesOfStatements } from './piece.ts'
import type { Plan } from './plan.ts'
import type { Row } from './row.ts'
import { together } from './shape.ts'
import { piecesOfEvents } from './sums.ts'
import { valueOf } from './value.ts'

/** Pieces of all parts, by the part's name. */
export function piecesOf(plan: Plan, rows: readonly Row[], catalogue: Catalogue): Map<string, Piece[]> {
  const byPart = Map.groupBy(rows, (row) => row['part'])
  const own = (name: string) => byPart.get(name) ?? []
  const sums = together(plan).map((parts) => ({ parts, rows: own(parts[0]!.name) }))
  const pieces = piecesOfEvents(plan, sums, catalogue)
  for (const part of plan.parts) {
    if (part.form === 'statements') pieces.set(part.name, piecesOfStatements(part, own(part.name)))
  }
  return pieces
}

const keyOf = (unit: string, cut: readonly (string | null)[], { start, end }: Period): string =>
  [unit, ...cut, start, end].join('\u0000')
const yearKeyOf = (unit: string, cut: readonly (string | null)[], year: number): string =>
  [unit, ...cut, year].join('\u0000')

type Find = (unit: string, cut: readonly (string | null)[], period: Period, published: Day | null) => Piece | undefined

/** The plan in force when something was published: the last one before it, or the first of all. */
function inForceAt(versions: readonly Piece[] | undefined, published: Day | null): Piece | undefined {
  if (!versions?.length) return undefined
  return versions.findLast((plan) => published === null || plan.published! <= published) ?? versions[0]
}

/** Looks a part up for the cell of another: cuts that it does not know are ignored, plans go by reporting year and version. */
function finder(part: PlanPart | undefined, pieces: readonly Piece[]): Find {
  if (!part) return () => undefined
  const own = (cut: readonly (string | null)[]) => cut.map((code, i) => (part.cuts[i] ? code : null))
  if (part.form === 'statements' && part.versions) {
    const ordered = [...pieces].sort((a, b) => (a.published! < b.published! ? -1 : a.published! > b.published! ? 1 : 0))
    const years = Map.groupBy(ordered, ({ unit, cut, period }) => yearKeyOf(unit, cut, yearOf(period.start)))
    return (unit, cut, period, published) =>
      inForceAt(years.get(yearKeyOf(unit, own(cut), yearOf(period.start))), published)
  }
  const cells = new Map(pieces.map((piece) => [keyOf(piece.unit, piece.cut, piece.period), piece]))
  return (unit, cut, period) => cells.get(keyOf(unit, own(cut), period))
}

/** Plans asked for themselves: of each year the last version known. */
function standing(part: PlanPart, pieces: readonly Piece[]): Piece[] {
  if (part.form !== 'statements' || !part.versions) return [...pieces]
  const years = Map.groupBy(pieces, ({ unit, cut, period }) => yearKeyOf(unit, cut, yearOf(period.start)))
  return [...years.values()].map((versions) =>
    versions.reduce((last, one) => (one.published! > last.published! ? one : last)),
  )
}

/** What a value came out of: the pieces that it was made of, and those of all parts to be shown. */
type Made = { value: number | null; parts: Figure['parts']; used: Piece[]; printed?: boolean }

const cuts = new WeakMap<Piece['cut'], Figure['cut']>()

/** Pieces of one cell share their codes, and so do its figures. */
function cutOf(plan: Plan, codes: Piece['cut']): Figure['cut'] {
  let cut = cuts.get(codes)
  if (!cut) cuts.set(codes, (cut = Object.fromEntries(plan.cuts.map((name, i) => [name, codes[i] ?? '']))))
  return cut
}

const shareEstimated = ({ value, estimated }: Piece): number => (value === 0 ? 0 : estimated / value)

const marksKept = new Map<string, Mark[]>()

/** Few lists of marks are ever needed: figures share them. */
function marksOf(plan: Plan, { certainty, rounding }: Pick<Figure, 'certainty' | 'rounding'>, made: Made): Mark[] {
  const { used, printed = false } = made
  const found: Partial<Record<Mark, boolean>> = {
    simulated: plan.simulated,
    estimate: certainty === 'estimate',
    provisional: certainty === 'provisional',
    rounded: rounding !== null && rounding !== 'exact',
    conflict: used.some(({ conflict }) => conflict),
    revised: used.some(({ revised }) => revised),
    printed,
    recut: shareEstimated(used[0]!) > 0,
  }
  let key = ''
  for (const mark of marks) if (found[mark]) key += ` ${mark}`
  let kept = marksKept.get(key)
  if (!kept) marksKept.set(key, (kept = marks.filter((mark) => found[mark])))
  return kept
}

/** What several pieces say together; a single one says it by itself. */
function saidBy(used: readonly Piece[]): Pick<Figure, 'certainty' | 'rounding' | 'published' | 'origin'> {
  const [only] = used
  if (used.length === 1 && only) {
    const { certainty, rounding, published, origin } = only
    return { certainty, rounding, published, origin }
  }
  return {
    certainty: leastCertain(used.map((piece) => piece.certainty)),
    rounding: firstRounded(used.map((piece) => piece.rounding)),
    published: latest(used.map((piece) => piece.published)),
    origin: used.flatMap((piece) => piece.origin),
  }
}

/** A figure before comparison and standing. */
function figure(plan: Plan, at: Piece, made: Made): Figure {
  const { value, parts, used } = made
  const { certainty, rounding, published, origin } = saidBy(used)
  const found: Figure = {
    period: at.period,
    unit: at.unit,
    cut: cutOf(plan, at.cut),
    value,
    parts,
    certainty,
    rounding,
    published,
    marks: marksOf(plan, { certainty, rounding }, made),
    origin,
  }
  return plan.question.map === 'today' ? { ...found, estimated: shareEstimated(used[0]!) } : found
}

/** The rate as printed for the same date says something else than its parts, beyond rounding to half a unit. */
const contradicts = (value: number, printed: Piece | undefined, scale: number): boolean =>
  printed !== undefined && Math.abs(printed.value - value) > Math.max(Math.abs(printed.value) / 100, scale / 200)

const numberOr = (piece: Piece | undefined): number | null => piece?.value ?? null

function ratios(plan: Plan, pieces: Map<string, Piece[]>): Figure[] {
  const part = (name: string) => plan.parts.find((one) => one.name === name)
  const per = finder(part('per'), pieces.get('per') ?? [])
  const printedOf = finder(part('printed'), pieces.get('printed') ?? [])
  const done = new Set<string>()
  const figures = standing(part('of')!, pieces.get('of') ?? []).map((of) => {
    done.add(keyOf(of.unit, of.cut, of.period))
    const whole = per(of.unit, of.cut, of.period, of.published)
    const printed = printedOf(of.unit, of.cut, of.period, null)
    const parts = { of: of.value, per: numberOr(whole), ...(part('printed') ? { printed: numberOr(printed) } : {}) }
    const value = valueOf(plan, of.value, numberOr(whole))
    if (whole && value !== null) {
      const conflict = of.conflict || contradicts(value, printed, plan.scale)
      return figure(plan, of, { value, parts, used: [{ ...of, conflict }, whole] })
    }
    if (printed) return figure(plan, printed, { value: printed.value, parts, used: [printed], printed: true })
    return figure(plan, of, { value: null, parts, used: whole ? [of, whole] : [of] })
  })
  const alone = (pieces.get('printed') ?? []).filter((one) => !done.has(keyOf(one.unit, one.cut, one.period)))
  return [
    ...figures,
    ...alone.map((one) => {
      const parts = { of: null, per: null, printed: one.value }
      return figure(plan, one, { value: one.value, parts, used: [one], printed: true })
    }),
  ]
}

/** A figure of which one side was not published is missing. */
function differences(plan: Plan, pieces: Map<string, Piece[]>): Figure[] {
  const less = finder(
    plan.parts.find(({ name }) => name === 'less'),
    pieces.get('less') ?? [],
  )
  return (pieces.get('of') ?? []).map((of) => {
    const gone = less(of.unit, of.cut, of.period, of.published)
    const value = valueOf(plan, of.value, numberOr(gone))
    return figure(plan, of, { value, parts: { of: of.value, less: numberOr(gone) }, used: gone ? [of, gone] : [of] })
  })
}

/** All figures in the plan's reach, of the units asked and of the peers' cities; in no order. */
export function figuresOf(plan: Plan, pieces: Map<string, Piece[]>): Figure[] {
  if (plan.kind === 'ratio' || plan.kind === 'share') return ratios(plan, pieces)
  if (plan.kind === 'difference') return differences(plan, pieces)
  return standing(plan.parts[0]!, pieces.get('of') ?? []).map((of) =>
    figure(plan, of, { value: of.value, parts: { of: of.value }, used: [of] }),
  )
}
