/** Owns the rows that were set aside: what stood there and why it was refused, as a file beside the data. */
import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { Reject } from './check.ts'
import { csvCell } from './csv.ts'
import { syncFolder, writeWhole } from '../store/disk.ts'
import type { Found } from './survey.ts'

export const quarantineColumns = ['file', 'line', 'column', 'value', 'reason_vi', 'reason_en', 'allowed', 'record']

function recordsOf({ path, bytes }: Found, rejects: readonly Reject[]): string[] {
  if (bytes) return rejects.map(({ place: { start, end } }) => bytes.toString('utf8', start, end))
  const handle = openSync(path, 'r')
  try {
    return rejects.map(({ place: { start, end } }) => {
      const record = Buffer.alloc(Math.max(0, end - start))
      readSync(handle, record, 0, record.length, start)
      return record.toString('utf8')
    })
  } finally {
    closeSync(handle)
  }
}

/** Text of the file: one line a fault, so that a record with two faults stands there twice. */
export function quarantineText(rejects: readonly Reject[]): string {
  const lines: string[][] = [quarantineColumns]
  for (const [{ found }, list] of Map.groupBy(rejects, ({ part }) => part)) {
    const records = recordsOf(found, list)
    list.forEach(({ faults }, i) => {
      for (const { at, message, allowed = '' } of faults) {
        lines.push([
          found.file,
          String(at.line ?? ''),
          at.field ?? '',
          at.value ?? '',
          message.vi,
          message.en,
          allowed,
          records[i]!,
        ])
      }
    })
  }
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\n`).join('')
}

/** Writes `quarantine/<load>/<dataset>.csv` and gives its path. */
export function setAside(dataDir: string, load: number, dataset: string, rejects: readonly Reject[]): string {
  const folder = join(dataDir, 'quarantine', String(load))
  const path = join(folder, `${dataset}.csv`)
  writeWhole(dataDir, path, quarantineText(rejects))
  syncFolder(folder)
  return path
}
