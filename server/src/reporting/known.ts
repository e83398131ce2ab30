/** Owns what the warehouse knows of the figures that a return asks for: to be agreed to or corrected, and to be compared with. */
import type { Catalogue, Day, Duty, Period, Row } from '@laban/shared'
import { compareStatements, datasetOf, dimensionsOf, duckdb, sourceOf, spanOf } from '@laban/shared'
import type { Asker, Desk } from '../ask.ts'
import { isReturnSource } from './source.ts'

/** A statement, and where it stands. */
export type Known = {
  value: number
  published: Day
  /** Id of the statement. */
  id: string
  source: { id: string; title: string; address: string }
}

/**
 * The preferred statement of each figure of the form for a period.
 * @param own  whether figures that were reported here count too
 * @throws Failure engine/busy, engine/timeout
 */
export async function knownOf(
  desk: Desk,
  asker: Asker,
  { duty, unit, period, own }: { duty: Duty; unit: string; period: Period; own: boolean },
): Promise<Map<string, Known>> {
  const dataset = datasetOf(desk.catalogue, duty.dataset)
  const dimensions = dimensionsOf(dataset).map(({ name }) => name)
  const columns = ['item', 'period_start', 'period_end', 'value', 'certainty', 'rounding', 'published', 'source', 'id']
  const sql = `SELECT ${[...columns, 'source_rank', ...dimensions].map(duckdb.quote).join(', ')} FROM ${duckdb.quote(dataset.id)} WHERE "unit" = $1 AND "stated" = 'actual' AND "period_end" = $2::DATE`
  const rows = await desk.read(sql, [duty.speaksOf ?? unit, period.end], asker)
  const found = new Map<string, Known>()
  for (const figure of duty.figures) {
    const span = spanOf(figure, period)
    const candidates = rows.filter(
      (row) =>
        row['item'] === figure.item &&
        row['period_start'] === span.start &&
        dimensions.every((name) => (row[name] ?? '') === (figure.where[name] ?? '')) &&
        (own || !isReturnSource(String(row['source']))),
    )
    const best = candidates.sort((a, b) => compareStatements(a, b, false))[0]
    if (best) found.set(figure.key, toKnown(best, desk.catalogue))
  }
  return found
}

function toKnown(row: Row, catalogue: Catalogue): Known {
  const id = String(row['source'])
  const source = sourceOf(catalogue, id)
  return {
    value: Number(row['value']),
    published: String(row['published']),
    id: String(row['id']),
    source: { id, title: source?.title ?? id, address: source?.address ?? '' },
  }
}
