/** Owns how far each obligation has come: the calendar laid beside what stands in the store. */
import type { Catalogue, Day, Obligation, ObligationState, RegisterId, Scheduled, Urgency } from '@laban/shared'
import { byUrgency, isRegister, obligationsOf, urgencyOf } from '@laban/shared'
import type { Db } from '../store/connection.ts'
import { extensionsIn, placeKey } from './extensions.ts'

export type Owed = Obligation & {
  kind: 'initiative' | 'register' | 'return'
  dataset: string
  state: ObligationState
  urgency: Urgency
  /** The return, or the initiative that is furthest on; null: nothing begun. */
  id: string | null
  /** Returns: figures sent back. Registers: entries confirmed. */
  done: number
  /** Returns: figures of the form. Registers: entries of the unit. */
  of: number
  /** The due day was put off: from which, and why; null: it was not. */
  extended: { from: Day; reason: string } | null
}

type Progress = Pick<Owed, 'state' | 'id' | 'done' | 'of'>
type Find = (unit: string, period: string) => Progress

const nothing: Progress = { state: 'open', id: null, done: 0, of: 0 }

/** The furthest initiative of the year decides; one that was sent back asks for work before drafts do. */
async function byInitiatives(db: Db): Promise<Find> {
  const order = { recognised: 'done', submitted: 'submitted', returned: 'returned', draft: 'begun' } as const
  const steps: ObligationState[] = ['done', 'submitted', 'returned', 'begun', 'open']
  const rows = await db.selectFrom('initiatives').select(['id', 'unit', 'year', 'state']).orderBy('created').execute()
  const best = new Map<string, Progress>()
  for (const { id, unit, year, state } of rows) {
    const key = `${unit} ${year}`
    const before = best.get(key)?.state ?? 'open'
    if (steps.indexOf(order[state]) < steps.indexOf(before)) best.set(key, { ...nothing, state: order[state], id })
  }
  return (unit, period) => best.get(`${unit} ${period}`) ?? nothing
}

async function byRegister(db: Db, register: RegisterId): Promise<Find> {
  const rows = await db
    .selectFrom('register_entries')
    .select(['unit', 'confirmed_year'])
    .where('register', '=', register)
    .where('struck', 'is', null)
    .execute()
  const nones = await db
    .selectFrom('register_nones')
    .select(['unit', 'year'])
    .where('register', '=', register)
    .execute()
  const none = new Set(nones.map(({ unit, year }) => `${unit} ${year}`))
  const units = Map.groupBy(rows, ({ unit }) => unit)
  return (unit, period) => {
    const entries = units.get(unit) ?? []
    const done = entries.filter(({ confirmed_year: year }) => (year ?? 0) >= Number(period)).length
    const of = entries.length
    if (of === 0) return none.has(`${unit} ${period}`) ? { ...nothing, state: 'done' } : nothing
    return { id: null, done, of, state: done === of ? 'done' : done > 0 ? 'begun' : 'open' }
  }
}

/** Counted in the store: years of figures must not pass through here to open an inbox. */
async function byReturns(db: Db, duty: string, required: readonly string[], of: number): Promise<Find> {
  const rows = await db
    .selectFrom('returns')
    .innerJoin('return_figures', 'return_figures.return', 'returns.id')
    .select(['returns.id', 'returns.unit', 'returns.period', 'return_figures.state'])
    .select(({ fn }) => [
      fn.count<number>('return_figures.value').as('told'),
      // A list may not be empty, and no figure has this name.
      fn
        .count<number>('return_figures.value')
        .filterWhere('return_figures.figure', 'in', ['', ...required])
        .as('needed'),
    ])
    .where('returns.duty', '=', duty)
    .groupBy(['returns.id', 'returns.unit', 'returns.period', 'return_figures.state'])
    .execute()
  const returns = Map.groupBy(rows, ({ unit, period }) => `${unit} ${period}`)
  return (unit, period) => {
    const counts = returns.get(`${unit} ${period}`)
    if (!counts) return { ...nothing, of }
    const told = counts.filter((count) => count.told > 0)
    const all = counts.reduce((sum, { needed }) => sum + needed, 0) === required.length
    const states = new Set(told.map(({ state: one }) => one))
    const state: ObligationState = states.has('returned')
      ? 'returned'
      : states.has('draft') || !all
        ? 'begun'
        : states.has('submitted')
          ? 'submitted'
          : 'done'
    const counted = state === 'returned' ? 'returned' : 'approved'
    const done = told.find((count) => count.state === counted)?.told ?? 0
    return { id: counts[0]!.id, state, done, of }
  }
}

/**
 * What units owe, the most urgent first.
 * @param duties  as `dutiesIn` tells them
 * @param units  ids; undefined: all
 */
export async function owedOn(
  db: Db,
  catalogue: Catalogue,
  duties: readonly Scheduled[],
  today: Day,
  units?: ReadonlySet<string>,
): Promise<Owed[]> {
  const owed: Owed[] = []
  const extensions = await extensionsIn(db)
  for (const duty of duties) {
    const { kind, dataset } = duty
    const required = duty.figures.filter((figure) => figure.required).map(({ key }) => key)
    const find =
      kind === 'initiative'
        ? await byInitiatives(db)
        : kind === 'register' && isRegister(dataset)
          ? await byRegister(db, dataset)
          : await byReturns(db, duty.id, required, duty.figures.length)
    for (const obligation of obligationsOf([duty], catalogue, today, units)) {
      const progress = find(obligation.unit, obligation.period)
      const later = extensions.get(placeKey(obligation))
      const due = later?.due ?? obligation.due
      const extended = later ? { from: obligation.due, reason: later.reason } : null
      owed.push({
        ...obligation,
        ...progress,
        kind,
        dataset,
        due,
        extended,
        urgency: urgencyOf(progress.state, due, today),
      })
    }
  }
  return owed.sort(byUrgency)
}

/** Something that waits for a reviewer. */
export type Waiting = {
  kind: 'initiative' | 'return'
  id: string
  unit: string
  duty: string | null
  period: string
  title: string | null
  /** Figures to decide; of an initiative 1. */
  count: number
  /** Moment of the submission, ISO 8601. */
  since: string
  /** Whether it was sent back before. */
  again: boolean
}

/** What was submitted and not decided yet, the oldest first. */
export async function waitingFor(db: Db, units: ReadonlySet<string>): Promise<Waiting[]> {
  const initiatives = await db
    .selectFrom('initiatives')
    .select(['id', 'unit', 'year', 'submitted', 'content', 'decided'])
    .where('state', '=', 'submitted')
    .execute()
  const figures = await db
    .selectFrom('return_figures')
    .innerJoin('returns', 'returns.id', 'return_figures.return')
    .select(['returns.id', 'returns.unit', 'returns.duty', 'returns.period'])
    .select(({ fn }) => [
      fn.countAll<number>().as('count'),
      fn.min('return_figures.submitted').as('since'),
      fn.max('return_figures.again').as('again'),
    ])
    .where('return_figures.state', '=', 'submitted')
    .groupBy(['returns.id', 'returns.unit', 'returns.duty', 'returns.period'])
    .execute()
  const waiting: Waiting[] = initiatives.map(({ id, unit, year, submitted, content, decided }) => ({
    kind: 'initiative',
    id,
    unit,
    duty: null,
    period: String(year),
    title: (JSON.parse(content) as { title: string }).title,
    count: 1,
    since: submitted ?? '',
    again: decided !== null,
  }))
  for (const { since, again, ...figure } of figures)
    waiting.push({ kind: 'return', ...figure, title: null, since: since ?? '', again: again === 1 })
  return waiting.filter(({ unit }) => units.has(unit)).sort((a, b) => (a.since < b.since ? -1 : 1))
}
