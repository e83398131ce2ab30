/** Owns roll-ups once more, each unit lifted to its city; a unit outside every city stands for itself. */
import type { Dataset } from '@laban/shared'
import { cityTable, liftedRollups, rollupTable } from '@laban/shared'
import type { MadeTable } from './duckdb.ts'
import { quote } from './duckdb.ts'

/** @returns tables and the statements that select them, for each roll-up that holds the column of units */
export function lifted(dataset: Dataset): MadeTable[] {
  const named = (role: string) => dataset.columns.filter((column) => column.role === role).map(({ name }) => name)
  const [unit, time] = [named('unit')[0], named('time')[0]]
  if (unit === undefined || time === undefined) return []
  const sums = named('measure').map((name) => `sum(${quote(name)}) AS ${quote(name)}`)
  return liftedRollups(dataset).map((by) => {
    const columns = by.map((name) =>
      name === unit ? `coalesce(c.ancestor, r.${quote(unit)}) AS ${quote(unit)}` : `r.${quote(name)}`,
    )
    const select = [`r.${quote(time)}`, ...columns, 'sum(r."rows") AS "rows"', ...sums].join(', ')
    const query = `SELECT ${select} FROM ${quote(rollupTable(dataset, by))} AS r
      LEFT JOIN dim_unit AS c ON c.unit = r.${quote(unit)} AND c.ancestor_level = 'city' GROUP BY ALL`
    return { table: cityTable(dataset, by), query }
  })
}
