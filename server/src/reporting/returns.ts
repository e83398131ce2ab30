/** Owns returns in the store: each figure has its own state and version; what is approved goes into the ledger. */
import { randomUUID } from 'node:crypto'
import type { Day, Duty, FigureMove, Issue, Period, Values } from '@laban/shared'
import { figureMachine, issuesOf, spanOf, titleOf, withTotals } from '@laban/shared'
import type { Dataset } from '@laban/shared'
import type { Db } from '../store/connection.ts'
import type { Tables } from '../store/tables.ts'
import type { Writing } from './initiatives.ts'
import type { Known } from './known.ts'
import { markWanted } from './marks.ts'
import { checkMove, conflict, incomplete, unknownSubject } from './refuse.ts'

export type ReturnRow = Tables['returns']
export type FigureRow = Tables['return_figures']

/** The one return of a unit for a duty and a period. */
export type ReturnPlace = { duty: string; unit: string; period: string }

export const returnAt = (db: Db, { duty, unit, period }: ReturnPlace): Promise<ReturnRow | undefined> =>
  db
    .selectFrom('returns')
    .selectAll()
    .where('duty', '=', duty)
    .where('unit', '=', unit)
    .where('period', '=', period)
    .executeTakeFirst()

/** @throws Failure write/unknown-subject */
export async function returnBy(db: Db, id: string): Promise<ReturnRow> {
  const row = await db.selectFrom('returns').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw unknownSubject('báo cáo', 'return')
  return row
}

export async function figuresOfReturn(db: Db, id: string): Promise<Map<string, FigureRow>> {
  const rows = await db.selectFrom('return_figures').selectAll().where('return', '=', id).execute()
  return new Map(rows.map((row) => [row.figure, row]))
}

export const knownIn = ({ known }: Pick<FigureRow, 'known'>): Known | null =>
  known === '' ? null : (JSON.parse(known) as Known)

const valuesIn = (figures: ReadonlyMap<string, FigureRow>): Values =>
  Object.fromEntries([...figures].map(([key, { value }]) => [key, value]))

/** Everything that keeps figures from being submitted. A figure that says something else than the warehouse needs its reason. */
export function issuesOfReturn(
  duty: Duty,
  dataset: Dataset,
  figures: ReadonlyMap<string, FigureRow>,
  last: Values,
): Issue[] {
  const values = withTotals(duty, valuesIn(figures))
  const differing = [...figures.values()].flatMap((row): Issue[] => {
    const known = knownIn(row)
    if (!known || row.value === null || known.value === row.value) return []
    const message = { vi: 'khác số trong kho; hãy ghi lý do', en: 'differs from the warehouse; say why' }
    return [{ figure: row.figure, severity: 'explain', message }]
  })
  return [...issuesOf(duty, dataset, values, last), ...differing].filter(
    ({ severity, figure }) => severity === 'error' || !figures.get(figure)?.note,
  )
}

type Kept = { row: ReturnRow; figures: Map<string, FigureRow>; steps: number }

async function keepSteps(trx: Db, kept: Kept, moved: readonly FigureRow[], move: FigureMove, { by, at }: Writing) {
  for (const { figure, value, note, reason } of moved) {
    kept.steps++
    await trx
      .insertInto('return_steps')
      .values({ return: kept.row.id, step: kept.steps, figure, at, by, move, value, note, reason })
      .execute()
  }
}

async function open(trx: Db, row: ReturnRow): Promise<Kept> {
  const { last } = await trx
    .selectFrom('return_steps')
    .select(({ fn }) => fn.max('step').as('last'))
    .where('return', '=', row.id)
    .executeTakeFirstOrThrow()
  return { row, figures: await figuresOfReturn(trx, row.id), steps: last ?? 0 }
}

async function put(trx: Db, kept: Kept, figure: FigureRow): Promise<FigureRow> {
  const next = { ...figure, version: figure.version + 1 }
  await trx
    .insertInto('return_figures')
    .values(next)
    .onConflict((on) => on.columns(['return', 'figure']).doUpdateSet(next))
    .execute()
  kept.figures.set(next.figure, next)
  return next
}

async function touch(trx: Db, { row }: Kept, { by, at }: Writing): Promise<void> {
  const next = { version: row.version + 1, updated: at, updated_by: by }
  await trx.updateTable('returns').set(next).where('id', '=', row.id).execute()
}

const blank = (id: string, figure: string, { by, at }: Writing): FigureRow => ({
  return: id,
  figure,
  state: 'draft',
  version: 0,
  value: null,
  note: '',
  known: '',
  updated: at,
  updated_by: by,
  submitted: null,
  submitted_by: null,
  decided: null,
  decided_by: null,
  reason: '',
  before: null,
  again: 0,
})

/** `version` 0: the writer has seen none. */
export type TypedFigure = { figure: string; version: number; value: number | null; note: string }
export type SeenFigure = { figure: string; version: number }

/** @throws Failure write/conflict, write/not-now, and all that `checkMove` refuses */
function pick(
  kept: Kept,
  { figure, version, reason }: SeenFigure & { reason?: string },
  move: FigureMove,
  writing: Writing,
) {
  const row = kept.figures.get(figure) ?? blank(kept.row.id, figure, writing)
  if (row.version !== version) throw conflict()
  const at = { state: row.state, by: writing.by, submittedBy: row.submitted_by }
  checkMove(figureMachine, move, { ...at, ...(reason === undefined ? {} : { reason }) })
  return row
}

/** Totals follow their parts; one that changes is a draft again, whatever it was. */
async function followTotals(trx: Db, kept: Kept, duty: Duty, writing: Writing): Promise<void> {
  const values = withTotals(duty, valuesIn(kept.figures))
  for (const rule of duty.rules) {
    if (rule.kind !== 'total') continue
    const row = kept.figures.get(rule.figure) ?? blank(kept.row.id, rule.figure, writing)
    const value = values[rule.figure] ?? null
    if (row.value === value) continue
    await put(trx, kept, { ...row, value, state: 'draft', updated: writing.at, updated_by: writing.by })
  }
}

/**
 * Keeps what was typed, and begins the return where it is the first. Only the figures named are touched, so that many may type
 * at once.
 * @throws Failure write/conflict where one of them was changed meanwhile; write/not-now; then nothing is kept
 */
export async function saveFigures(
  trx: Db,
  {
    duty,
    place,
    typed,
    known,
    by,
    at,
  }: {
    duty: Duty
    place: ReturnPlace
    typed: readonly TypedFigure[]
    known: ReadonlyMap<string, Known>
  } & Writing,
): Promise<ReturnRow> {
  const writing = { by, at }
  let row = await returnAt(trx, place)
  if (!row) {
    row = { id: randomUUID(), ...place, version: 0, created: at, updated: at, updated_by: by }
    await trx.insertInto('returns').values(row).execute()
  }
  const kept = await open(trx, row)
  const totals = new Set(duty.rules.filter(({ kind }) => kind === 'total').map(({ figure }) => figure))
  for (const { figure, version, value, note } of typed) {
    if (!duty.figures.some(({ key }) => key === figure))
      throw unknownSubject('số liệu trong biểu', 'figure of the form')
    const before = pick(kept, { figure, version }, 'save', writing)
    const found = known.get(figure)
    await put(trx, kept, {
      ...before,
      state: 'draft',
      value: totals.has(figure) ? before.value : value,
      note,
      known: found ? JSON.stringify(found) : '',
      updated: at,
      updated_by: by,
    })
  }
  await followTotals(trx, kept, duty, writing)
  await touch(trx, kept, writing)
  return row
}

/**
 * Submits every draft of the return.
 * @param last  values of the period before
 * @throws Failure input/refused naming what is wrong
 */
export async function submitReturn(
  trx: Db,
  { id, duty, dataset, last, by, at }: { id: string; duty: Duty; dataset: Dataset; last: Values } & Writing,
): Promise<number> {
  const writing = { by, at }
  const kept = await open(trx, await returnBy(trx, id))
  const issues = issuesOfReturn(duty, dataset, kept.figures, last)
  if (issues.length > 0) {
    const list = (lang: 'vi' | 'en') =>
      issues
        .map(({ figure, message }) => {
          const asked = duty.figures.find(({ key }) => key === figure)!
          return `${titleOf(asked, dataset)[lang]}: ${message[lang]}`
        })
        .join('; ')
    throw incomplete({ vi: list('vi'), en: list('en') })
  }
  const drafts = [...kept.figures.values()].filter(({ state, value }) => state === 'draft' && value !== null)
  if (drafts.length === 0) throw incomplete({ vi: 'Không có số liệu nào chờ gửi', en: 'There is nothing to submit' })
  const moved: FigureRow[] = []
  for (const row of drafts)
    moved.push(await put(trx, kept, { ...row, state: 'submitted', submitted: at, submitted_by: by, reason: '' }))
  await keepSteps(trx, kept, moved, 'submit', writing)
  await touch(trx, kept, writing)
  return moved.length
}

/** Takes submitted figures back that nobody has decided yet. */
export async function withdrawReturn(trx: Db, { id, by, at }: { id: string } & Writing): Promise<number> {
  const kept = await open(trx, await returnBy(trx, id))
  const moved: FigureRow[] = []
  for (const row of [...kept.figures.values()].filter(({ state }) => state === 'submitted'))
    moved.push(await put(trx, kept, { ...row, state: 'draft' }))
  if (moved.length === 0)
    throw incomplete({ vi: 'Không còn số liệu nào rút lại được', en: 'Nothing can be taken back' })
  await keepSteps(trx, kept, moved, 'withdraw', { by, at })
  await touch(trx, kept, { by, at })
  return moved.length
}

export type Decision = { approve: readonly SeenFigure[]; back: readonly (SeenFigure & { reason: string })[] }

/**
 * Approves some figures and sends others back, all or none.
 * @throws Failure write/conflict, write/not-now, write/four-eyes, input/refused without a reason
 */
export async function decideReturn(
  trx: Db,
  {
    id,
    duty,
    period,
    decision,
    title,
    day,
    by,
    at,
  }: {
    id: string
    duty: Duty
    period: Period
    decision: Decision
    /** Of the return, as a source of figures. */
    title: string
    day: Day
  } & Writing,
): Promise<{ approved: number; returned: number }> {
  const writing = { by, at }
  const kept = await open(trx, await returnBy(trx, id))
  const decided = { decided: at, decided_by: by, again: 1 }
  const back: FigureRow[] = []
  for (const seen of decision.back) {
    const row = pick(kept, seen, 'return', writing)
    back.push(await put(trx, kept, { ...row, ...decided, state: 'returned', reason: seen.reason, before: row.value }))
  }
  await keepSteps(trx, kept, back, 'return', writing)
  const approved: FigureRow[] = []
  for (const seen of decision.approve) {
    const row = pick(kept, seen, 'approve', writing)
    const next = await put(trx, kept, { ...row, ...decided, state: 'approved', reason: '', before: row.value })
    approved.push(next)
    await keepSteps(trx, kept, [next], 'approve', writing)
    await enterLedger(trx, kept, { next, duty, period, title, day, by, at })
  }
  await touch(trx, kept, writing)
  if (approved.length > 0) await markWanted(trx)
  return { approved: approved.length, returned: back.length }
}

async function enterLedger(
  trx: Db,
  kept: Kept,
  {
    next,
    duty,
    period,
    title,
    day,
    by,
    at,
  }: { next: FigureRow; duty: Duty; period: Period; title: string; day: Day } & Writing,
): Promise<void> {
  const asked = duty.figures.find(({ key }) => key === next.figure)
  if (!asked) throw unknownSubject('số liệu trong biểu', 'figure of the form')
  const span = spanOf(asked, period)
  const { unit, period: key } = kept.row
  await trx
    .insertInto('approved_figures')
    .values({
      return: kept.row.id,
      step: kept.steps,
      figure: next.figure,
      duty: duty.id,
      title,
      reporter: unit,
      period: key,
      dataset: duty.dataset,
      item: asked.item,
      unit: duty.speaksOf ?? unit,
      period_start: span.start,
      period_end: span.end,
      value: next.value!,
      cut: JSON.stringify(asked.where),
      note: next.note,
      published: day,
      at,
      submitted_by: next.submitted_by ?? '',
      approved_by: by,
    })
    .execute()
}

/** Opens an approved figure to be corrected. What was approved stands until the correction is approved too. */
export async function reopenFigure(
  trx: Db,
  { id, seen, reason, by, at }: { id: string; seen: SeenFigure; reason: string } & Writing,
): Promise<void> {
  const kept = await open(trx, await returnBy(trx, id))
  const row = pick(kept, { ...seen, reason }, 'reopen', { by, at })
  const next = await put(trx, kept, { ...row, state: 'draft', reason, submitted: null, submitted_by: null })
  await keepSteps(trx, kept, [next], 'reopen', { by, at })
  await touch(trx, kept, { by, at })
}
