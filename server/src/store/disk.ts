/**
 * Owns that a file is seen whole or not at all: written under another name, synced, renamed, and its folder synced. Turns a full or
 * closed disk into a Failure.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Failure } from '@laban/shared'

/** Where files lie until they are whole; whatever is found here when a load begins was left by one that was killed. */
export const tempFolder = (dataDir: string): string => join(dataDir, 'temp')

/** @throws the system's own error; see `asNotWritable` */
export function sweep(dataDir: string): void {
  rmSync(tempFolder(dataDir), { recursive: true, force: true })
  mkdirSync(tempFolder(dataDir), { recursive: true })
}

function sync(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

export const syncFolder = (path: string): void => sync(path)

/** Gives a written file its name. The caller syncs the folder, once for many files. */
export function settle(temp: string, path: string): void {
  sync(temp)
  renameSync(temp, path)
}

/** Writes a whole file and gives it its name, in place of one that may be there. */
export function writeWhole(dataDir: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  const temp = join(tempFolder(dataDir), path.slice(dataDir.length).replaceAll(/[/\\]/g, '-'))
  writeFileSync(temp, content)
  settle(temp, path)
}

const codes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'ENOTDIR'])
/** SQLite's result codes for a disk that refuses: PERM, READONLY, IOERR, FULL, CANTOPEN. */
const results = new Set([3, 8, 10, 13, 14])
/** The engine only speaks in words. */
const spoken =
  /No space left|File too large|Read-only file system|Disk quota|Permission denied|Input\/output error|Could not (write|sync)|Cannot open file/i

/** A Failure data/not-writable where an error came from the disk; everything else comes back as it is. */
export function asNotWritable(error: unknown, dataDir: string): unknown {
  if (!(error instanceof Error) || error instanceof Failure) return error
  const { code, errcode } = error as Error & { code?: string; errcode?: number }
  const refused =
    (code !== undefined && codes.has(code)) ||
    (errcode !== undefined && results.has(errcode & 0xff)) ||
    spoken.test(error.message)
  if (!refused) return error
  return new Failure(
    'data/not-writable',
    {
      vi: `Không ghi được vào thư mục dữ liệu: ${dataDir} (${error.message}); cần chỗ trống và quyền ghi`,
      en: `Cannot write to the data folder: ${dataDir} (${error.message}); space and the right to write are needed`,
    },
    { at: { file: dataDir }, cause: error },
  )
}
