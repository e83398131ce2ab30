/** Owns how people are named beside what they did; strangers to the house are shown no names. */
import type { Viewer } from '@laban/shared'
import type { Db } from '../store/connection.ts'

/** Person's id -> name; empty for the public. */
export async function namesFor(
  db: Db,
  viewer: Viewer,
  ids: readonly (string | null)[],
): Promise<Record<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null && id !== ''))] as string[]
  if (viewer.person === null || wanted.length === 0) return {}
  const rows = await db.selectFrom('people').select(['id', 'name']).where('id', 'in', wanted).execute()
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]))
}
