/**
 * Owns files that stand as evidence beside an initiative: which are taken, and how they are kept: by their content, outside of what
 * is served. They leave as attachments only, whatever they say that they are.
 */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure, plain } from '@laban/shared'
import type { Db } from '../store/connection.ts'
import { syncFolder, writeWhole } from '../store/disk.ts'
import type { Tables } from '../store/tables.ts'
import { incomplete, unknownSubject } from './refuse.ts'

export type EvidenceFile = { id: string; name: string; bytes: number; at: string }

/** Bytes. */
export const largestFile = 10 * 2 ** 20
const mostFiles = 10

/** Ending -> type under which it leaves, and the bytes that it must begin with. */
const kinds: Record<string, { type: string; begins: number[][] }> = {
  pdf: { type: 'application/pdf', begins: [[0x25, 0x50, 0x44, 0x46]] },
  png: { type: 'image/png', begins: [[0x89, 0x50, 0x4e, 0x47]] },
  jpg: { type: 'image/jpeg', begins: [[0xff, 0xd8, 0xff]] },
  jpeg: { type: 'image/jpeg', begins: [[0xff, 0xd8, 0xff]] },
  docx: {
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    begins: [[0x50, 0x4b, 0x03, 0x04]],
  },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    begins: [[0x50, 0x4b, 0x03, 0x04]],
  },
}

const allowed = Object.keys(kinds).join(', ')

/** @throws Failure input/refused, input/too-large; says what is taken */
export function checkFile(name: string, bytes: Uint8Array): { name: string; type: string } {
  const clean = plain(name)
    .replace(/[\\/:*?"<>|\s]+/g, ' ')
    .trim()
    .slice(-120)
  const kind = kinds[/\.([a-z]+)$/i.exec(clean)?.[1]?.toLowerCase() ?? '']
  if (!kind) {
    throw new Failure('input/refused', {
      vi: `Không nhận loại tệp này: ${clean}; cho phép: ${allowed}`,
      en: `A file of this kind is not taken: ${clean}; allowed: ${allowed}`,
    })
  }
  if (bytes.length > largestFile) {
    throw new Failure('input/too-large', {
      vi: `Tệp quá lớn; cho phép: ${largestFile / 2 ** 20} MB`,
      en: `The file is too large; allowed: ${largestFile / 2 ** 20} MB`,
    })
  }
  if (!kind.begins.some((start) => start.every((byte, i) => bytes[i] === byte))) {
    throw new Failure('input/refused', {
      vi: `Nội dung tệp không đúng với đuôi tệp: ${clean}`,
      en: `The content of the file is not what its name says: ${clean}`,
    })
  }
  return { name: clean, type: kind.type }
}

const pathOf = (dataDir: string, sha256: string): string => join(dataDir, 'evidence', sha256)

/** Keeps the bytes before the store names them: a name without bytes can never be. @returns their SHA-256 */
export function keepBytes(dataDir: string, bytes: Uint8Array): string {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const path = pathOf(dataDir, sha256)
  if (!existsSync(path)) {
    writeWhole(dataDir, path, bytes)
    syncFolder(dirname(path))
  }
  return sha256
}

export const bytesOf = (dataDir: string, sha256: string): Promise<Buffer> => readFile(pathOf(dataDir, sha256))

export async function evidenceOf(db: Db, initiative: string): Promise<EvidenceFile[]> {
  return db
    .selectFrom('evidence')
    .select(['id', 'name', 'bytes', 'at'])
    .where('initiative', '=', initiative)
    .where('removed', 'is', null)
    .orderBy('at')
    .execute()
}

/** @throws Failure write/not-now, input/refused where there are too many */
export async function addEvidence(
  trx: Db,
  file: Pick<Tables['evidence'], 'initiative' | 'name' | 'type' | 'bytes' | 'sha256' | 'at' | 'by'>,
): Promise<EvidenceFile> {
  await editable(trx, file.initiative)
  if ((await evidenceOf(trx, file.initiative)).length >= mostFiles)
    throw incomplete({ vi: `Tối đa ${mostFiles} tệp`, en: `At most ${mostFiles} files` })
  const row = { id: randomUUID(), ...file, removed: null }
  await trx.insertInto('evidence').values(row).execute()
  return { id: row.id, name: row.name, bytes: row.bytes, at: row.at }
}

/** @throws Failure write/not-now, write/unknown-subject */
export async function removeEvidence(
  trx: Db,
  { initiative, id, at }: { initiative: string; id: string; at: string },
): Promise<Tables['evidence']> {
  await editable(trx, initiative)
  const row = await trx
    .selectFrom('evidence')
    .selectAll()
    .where('id', '=', id)
    .where('initiative', '=', initiative)
    .where('removed', 'is', null)
    .executeTakeFirst()
  if (!row) throw unknownSubject('tệp', 'file')
  await trx.updateTable('evidence').set({ removed: at }).where('id', '=', id).execute()
  return row
}

async function editable(trx: Db, initiative: string): Promise<void> {
  const row = await trx.selectFrom('initiatives').select('state').where('id', '=', initiative).executeTakeFirst()
  if (!row) throw unknownSubject('sáng kiến', 'initiative')
  if (row.state === 'draft' || row.state === 'returned') return
  throw new Failure('write/not-now', {
    vi: 'Chỉ thêm, bớt tệp khi sáng kiến chưa gửi hoặc bị trả lại',
    en: 'Files change only while the initiative is a draft or was returned',
  })
}
