/** Owns registers in the store: entries of units, their yearly confirmation, and every state that they ever had. */
import { randomUUID } from 'node:crypto'
import type { Day, EntryContent, RegisterField, RegisterId } from '@laban/shared'
import { faultsOfEntry } from '@laban/shared'
import type { Db } from '../store/connection.ts'
import type { Tables } from '../store/tables.ts'
import type { Writing } from './initiatives.ts'
import { markWanted } from './marks.ts'
import { conflict, incomplete, unknownSubject } from './refuse.ts'

export type EntryRow = Tables['register_entries']
type Move = Tables['register_steps']['move']
type Dated = Writing & { day: Day }

export const entryContentOf = ({ content }: { content: string }): EntryContent => JSON.parse(content) as EntryContent

/** @throws Failure write/unknown-subject */
export async function entryBy(db: Db, id: string): Promise<EntryRow> {
  const row = await db.selectFrom('register_entries').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw unknownSubject('mục trong sổ', 'entry of the register')
  return row
}

/** Only known fields with something in them. @throws Failure input/refused naming each field and what is wrong */
function checked(form: readonly RegisterField[], content: EntryContent): EntryContent {
  const faults = faultsOfEntry(form, content)
  if (faults.length > 0) {
    const title = (field: string, lang: 'vi' | 'en') =>
      form.find(({ name }) => name === field)?.title[lang] ?? field.slice(0, 60)
    const list = (lang: 'vi' | 'en') =>
      faults.map(({ field, message }) => `${title(field, lang)}: ${message[lang]}`).join('; ')
    throw incomplete({ vi: list('vi'), en: list('en') })
  }
  return Object.fromEntries(form.flatMap(({ name }) => (content[name] ? [[name, content[name]]] : [])))
}

async function keepStep(trx: Db, row: EntryRow, move: Move, { by, at, day, reason = '' }: Dated & { reason?: string }) {
  await trx
    .insertInto('register_steps')
    .values({ entry: row.id, step: row.version, at, day, by, move, content: row.content, reason })
    .execute()
  await markWanted(trx)
}

type Filled = { form: readonly RegisterField[]; content: EntryContent } & Dated

/** A new entry is confirmed for its year by being entered. @throws Failure input/refused */
export async function enterEntry(
  trx: Db,
  { register, unit, form, content, ...dated }: Filled & { register: RegisterId; unit: string },
): Promise<EntryRow> {
  const { by, at, day } = dated
  const row: EntryRow = {
    id: randomUUID(),
    register,
    unit,
    version: 1,
    content: JSON.stringify(checked(form, content)),
    created: at,
    created_by: by,
    updated: at,
    updated_by: by,
    confirmed_year: Number(day.slice(0, 4)),
    confirmed: at,
    confirmed_by: by,
    struck: null,
  }
  await trx.insertInto('register_entries').values(row).execute()
  await keepStep(trx, row, 'enter', dated)
  return row
}

async function ready(trx: Db, { id, version }: { id: string; version: number }): Promise<EntryRow> {
  const row = await entryBy(trx, id)
  if (row.struck !== null) {
    throw incomplete({ vi: 'Mục này đã được đưa ra khỏi sổ', en: 'This entry has been struck off' })
  }
  if (row.version !== version) throw conflict()
  return row
}

async function change(trx: Db, row: EntryRow, rest: Partial<EntryRow>): Promise<EntryRow> {
  const next = { ...row, ...rest, version: row.version + 1 }
  await trx.updateTable('register_entries').set(next).where('id', '=', row.id).execute()
  return next
}

type Seen = { id: string; version: number } & Dated

/** A changed entry is confirmed by its change. @throws Failure input/refused, write/conflict */
export async function changeEntry(trx: Db, { form, content, ...seen }: Seen & Filled): Promise<EntryRow> {
  const row = await ready(trx, seen)
  const { by, at, day } = seen
  const next = await change(trx, row, {
    content: JSON.stringify(checked(form, content)),
    updated: at,
    updated_by: by,
    ...confirmation(by, at, day),
  })
  await keepStep(trx, next, 'change', seen)
  return next
}

const confirmation = (by: string, at: string, day: Day) => ({
  confirmed_year: Number(day.slice(0, 4)),
  confirmed: at,
  confirmed_by: by,
})

/** Says that an entry still stands as it is. @throws Failure write/conflict */
export async function confirmEntry(trx: Db, seen: Seen): Promise<EntryRow> {
  const row = await ready(trx, seen)
  const next = await change(trx, row, confirmation(seen.by, seen.at, seen.day))
  await keepStep(trx, next, 'confirm', seen)
  return next
}

/** @throws Failure write/conflict, input/refused without a reason */
export async function strikeEntry(trx: Db, { reason, ...seen }: Seen & { reason: string }): Promise<EntryRow> {
  if (reason === '') throw incomplete({ vi: 'Cần ghi lý do', en: 'A reason is needed' })
  const row = await ready(trx, seen)
  const next = await change(trx, row, { struck: seen.at, updated: seen.at, updated_by: seen.by })
  await keepStep(trx, next, 'strike', { ...seen, reason })
  return next
}

/** The unit says that it keeps nothing of the kind. @throws Failure input/refused where entries stand in the register */
export async function declareNone(
  trx: Db,
  { register, unit, year, by, at }: { register: RegisterId; unit: string; year: number } & Writing,
): Promise<void> {
  const standing = await trx
    .selectFrom('register_entries')
    .select('id')
    .where('register', '=', register)
    .where('unit', '=', unit)
    .where('struck', 'is', null)
    .limit(1)
    .executeTakeFirst()
  if (standing) {
    throw incomplete({
      vi: 'Sổ đang có mục của đơn vị; hãy xác nhận từng mục hoặc đưa ra khỏi sổ',
      en: 'The unit has entries in the register; confirm them or strike them off',
    })
  }
  await trx
    .insertInto('register_nones')
    .values({ register, unit, year, at, by })
    .onConflict((on) => on.columns(['register', 'unit', 'year']).doUpdateSet({ at, by }))
    .execute()
}
