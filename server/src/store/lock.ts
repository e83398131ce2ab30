/**
 * Owns that two processes never serve, or load into, one data folder. The lock is the system's own on an SQLite file, so it dies
 * with the process, however that ends; the note beside it only says who holds it.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Failure } from '@laban/shared'
import { asNotWritable } from './disk.ts'

export type Lock = { unlock(): void }

/** What is locked stays reachable: a collected handle would close its file, and with it give up the lock. */
const kept = new Set<DatabaseSync>()

type Holder = { pid: number; since: string }

function holderOf(note: string): Holder | undefined {
  try {
    const { pid, since } = JSON.parse(readFileSync(note, 'utf8')) as Partial<Holder>
    return typeof pid === 'number' && typeof since === 'string' ? { pid, since } : undefined
  } catch {
    // The holder is just about to write it, or died while writing: the lock itself is what counts.
    return undefined
  }
}

function leaveNote(note: string) {
  try {
    writeFileSync(note, JSON.stringify({ pid: process.pid, since: new Date().toISOString() } satisfies Holder))
  } catch {
    // On a full disk the lock holds all the same; only its holder goes unnamed.
    rmSync(note, { force: true })
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && [5, 6].includes(Number(error.errcode) & 0xff)

function openFile(dataDir: string, path: string): DatabaseSync {
  try {
    mkdirSync(dataDir, { recursive: true })
    return new DatabaseSync(path, { timeout: 0 })
  } catch (error) {
    throw asNotWritable(error, dataDir)
  }
}

/**
 * Takes the lock of a data folder until `unlock` or the end of the process.
 * @param name  `serve`: one server a folder; `load`: one loader a folder, beside a server
 * @throws Failure data/not-writable; data/folder-in-use, naming the holder's process and since when
 */
export function lockFolder(dataDir: string, name: 'serve' | 'load'): Lock {
  const path = join(dataDir, `${name}.lock`)
  const note = `${path}.json`
  const db = openFile(dataDir, path)
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (!isBusy(error)) throw error
    const holder = holderOf(note)
    const [vi, en] = holder
      ? [`tiến trình ${holder.pid} đang giữ, từ ${holder.since}`, `held by process ${holder.pid} since ${holder.since}`]
      : ['một tiến trình khác đang giữ', 'held by another process']
    const [task, doing] = name === 'serve' ? ['phục vụ', 'served'] : ['nạp dữ liệu', 'loaded into']
    throw new Failure(
      'data/folder-in-use',
      {
        vi: `Thư mục dữ liệu đang được ${task}: ${dataDir} (${vi}); hãy dừng tiến trình đó hoặc đặt DATA_DIR khác`,
        en: `Data folder is being ${doing}: ${dataDir} (${en}); stop that process or set another DATA_DIR`,
      },
      { at: { file: dataDir, ...(holder ? { value: String(holder.pid) } : {}) }, cause: error },
    )
  }
  kept.add(db)
  leaveNote(note)
  return {
    unlock: () => {
      kept.delete(db)
      rmSync(note, { force: true })
      if (db.isOpen) db.close()
    },
  }
}
