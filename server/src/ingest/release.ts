/** Owns what a release is: the versions that are in force together, named by them, and its horizon. */
import type { Dataset } from '@laban/shared'
import type { ReleaseRow, VersionRow } from '../store/store.ts'
import type { Engine } from './engine.ts'
import { name, text } from './engine.ts'
import { sha256 } from './survey.ts'
import { versionPath } from './version.ts'

/** Equal versions make an equal id, so that whatever was remembered for a release still holds when it comes back. */
export const releaseId = (versions: Record<string, string>): string =>
  sha256(JSON.stringify(Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1)))).slice(0, 12)

const timeOf = (dataset: Dataset) => name(dataset.columns.find(({ role }) => role === 'time')!.name)

/**
 * Last day on which an actual figure was published. Plans and targets do not count: a plan published in December does not make
 * November's figures late. Without statements: the last day of any event; undefined where there are no rows at all.
 */
export async function horizonOf(
  engine: Engine,
  dataDir: string,
  datasets: readonly Dataset[],
  versions: Record<string, string>,
) {
  const from = (id: string) => `read_parquet(${text(versionPath(dataDir, id, versions[id]!))})`
  const last = async (selects: string[]): Promise<string | undefined> => {
    if (selects.length === 0) return undefined
    const [row] = await engine.run(`SELECT max(day)::VARCHAR AS day FROM (${selects.join(' UNION ALL ')})`)
    return (row!['day'] as string | null) ?? undefined
  }
  const statements = datasets.filter(({ form, id }) => form === 'statements' && versions[id] !== undefined)
  const events = datasets.filter(({ form, id }) => form === 'events' && versions[id] !== undefined)
  return (
    (await last(statements.map(({ id }) => `SELECT max(published) AS day FROM ${from(id)} WHERE stated = 'actual'`))) ??
    (await last(statements.map(({ id }) => `SELECT max(published) AS day FROM ${from(id)}`))) ??
    (await last(events.map((dataset) => `SELECT max(${timeOf(dataset)}) AS day FROM ${from(dataset.id)}`)))
  )
}

export const releaseOf = (
  versions: readonly VersionRow[],
  horizon: string,
  publishedAt: string,
  note: string | null,
): ReleaseRow => {
  const named = Object.fromEntries(versions.map(({ name: piece, hash }) => [piece, hash]))
  return { id: releaseId(named), publishedAt, horizon, versions: named, note }
}
