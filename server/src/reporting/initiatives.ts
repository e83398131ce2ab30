/** Owns initiatives in the store: every change checks the version that its writer has seen, and leaves a step behind. */
import { randomUUID } from 'node:crypto'
import type { InitiativeContent, InitiativeMove, Reasons } from '@laban/shared'
import { initiativeContentSchema, initiativeFields, initiativeMachine, missingIn } from '@laban/shared'
import type { Db } from '../store/connection.ts'
import type { Tables } from '../store/tables.ts'
import { markWanted } from './marks.ts'
import { checkMove, conflict, incomplete, unknownSubject } from './refuse.ts'

export type InitiativeRow = Tables['initiatives']

/** Who writes, and when: ISO 8601 in UTC. */
export type Writing = { by: string; at: string }

export const contentOf = ({ content }: { content: string }): InitiativeContent =>
  initiativeContentSchema.parse(JSON.parse(content))

export const reasonsOf = ({ reasons }: { reasons: string }): Reasons => JSON.parse(reasons) as Reasons

/** @throws Failure write/unknown-subject */
export async function initiativeBy(db: Db, id: string): Promise<InitiativeRow> {
  const row = await db.selectFrom('initiatives').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw unknownSubject('sáng kiến', 'initiative')
  return row
}

export async function beginInitiative(
  trx: Db,
  { unit, year, content, by, at }: { unit: string; year: number; content: InitiativeContent } & Writing,
): Promise<InitiativeRow> {
  const row: InitiativeRow = {
    id: randomUUID(),
    unit,
    year,
    state: 'draft',
    version: 1,
    content: JSON.stringify(content),
    created: at,
    created_by: by,
    updated: at,
    updated_by: by,
    submitted: null,
    submitted_by: null,
    decided: null,
    decided_by: null,
    reasons: '{}',
  }
  await trx.insertInto('initiatives').values(row).execute()
  await keepStep(trx, row, 'begin', { by, at })
  return row
}

async function keepStep(trx: Db, row: InitiativeRow, move: string, { by, at }: Writing): Promise<void> {
  const { content, reasons, id, version } = row
  await trx
    .insertInto('initiative_steps')
    .values({ initiative: id, step: version, at, by, move, content, reasons })
    .execute()
}

/** The row as it is, if the writer has seen it and the machine allows the move. */
async function ready(
  trx: Db,
  { id, version, by, move, reason }: { id: string; version: number; by: string; move: InitiativeMove; reason?: string },
): Promise<InitiativeRow> {
  const row = await initiativeBy(trx, id)
  const at = { state: row.state, by, submittedBy: row.submitted_by, ...(reason === undefined ? {} : { reason }) }
  checkMove(initiativeMachine, move, at)
  if (row.version !== version) throw conflict()
  return row
}

async function change(trx: Db, row: InitiativeRow, rest: Partial<InitiativeRow>): Promise<InitiativeRow> {
  const next = { ...row, ...rest, version: row.version + 1 }
  await trx.updateTable('initiatives').set(next).where('id', '=', row.id).execute()
  return next
}

type Seen = { id: string; version: number } & Writing

/** Autosave: no step of its own, or every pause in typing would be one. @throws Failure write/not-now, write/conflict */
export async function saveInitiative(
  trx: Db,
  { content, by, at, ...seen }: Seen & { content: InitiativeContent },
): Promise<InitiativeRow> {
  const row = await ready(trx, { ...seen, by, move: 'save' })
  // A returned one stays returned while it is being mended: its reasons are still to be answered.
  return change(trx, row, { content: JSON.stringify(content), updated: at, updated_by: by })
}

/** @throws Failure write/not-now, write/conflict; input/refused naming what is missing */
export async function submitInitiative(trx: Db, { by, at, ...seen }: Seen): Promise<InitiativeRow> {
  const row = await ready(trx, { ...seen, by, move: 'submit' })
  const missing = missingIn(contentOf(row))
  if (missing.length > 0) {
    const names = (lang: 'vi' | 'en') => missing.map((field) => initiativeFields[field].title[lang]).join(', ')
    throw incomplete({ vi: `Còn thiếu: ${names('vi')}`, en: `Still missing: ${names('en')}` })
  }
  const next = await change(trx, row, { state: 'submitted', submitted: at, submitted_by: by })
  await keepStep(trx, next, 'submit', { by, at })
  return next
}

export async function withdrawInitiative(trx: Db, { by, at, ...seen }: Seen): Promise<InitiativeRow> {
  const row = await ready(trx, { ...seen, by, move: 'withdraw' })
  const next = await change(trx, row, { state: 'draft', submitted: null, submitted_by: null })
  await keepStep(trx, next, 'withdraw', { by, at })
  return next
}

/** Recognises, or returns with reasons. @throws Failure write/not-now, write/conflict, write/four-eyes, input/refused */
export async function decideInitiative(
  trx: Db,
  { verdict, reasons, by, at, ...seen }: Seen & { verdict: 'recognise' | 'return'; reasons: Reasons },
): Promise<InitiativeRow> {
  const row = await ready(trx, { ...seen, by, move: verdict, reason: Object.values(reasons).join(' ') })
  const decided = { decided: at, decided_by: by }
  const next = await change(
    trx,
    row,
    verdict === 'recognise'
      ? { ...decided, state: 'recognised', reasons: '{}' }
      : { ...decided, state: 'returned', reasons: JSON.stringify(reasons) },
  )
  await keepStep(trx, next, verdict, { by, at })
  if (verdict === 'recognise') await markWanted(trx)
  return next
}

/** A draft that was never submitted goes with its steps; one that was, stays in the books. @throws Failure write/not-now */
export async function dropInitiative(trx: Db, { by, at: _at, ...seen }: Seen): Promise<void> {
  const row = await ready(trx, { ...seen, by, move: 'drop' })
  const steps = await trx.selectFrom('initiative_steps').select('move').where('initiative', '=', row.id).execute()
  if (steps.some(({ move }) => move === 'submit')) {
    throw incomplete({
      vi: 'Sáng kiến đã từng gửi thì không xóa được',
      en: 'An initiative that was submitted before cannot be deleted',
    })
  }
  await trx.deleteFrom('evidence').where('initiative', '=', row.id).execute()
  await trx.deleteFrom('initiative_steps').where('initiative', '=', row.id).execute()
  await trx.deleteFrom('initiatives').where('id', '=', row.id).execute()
}

/** Content at the submission before the present one; undefined: submitted for the first time. */
export async function submittedBefore(db: Db, { id, state }: InitiativeRow): Promise<InitiativeContent | undefined> {
  const submissions = await db
    .selectFrom('initiative_steps')
    .select(['content'])
    .where('initiative', '=', id)
    .where('move', '=', 'submit')
    .orderBy('step', 'desc')
    .limit(2)
    .execute()
  const found = state === 'draft' || state === 'returned' ? submissions[0] : submissions[1]
  return found && contentOf(found)
}
