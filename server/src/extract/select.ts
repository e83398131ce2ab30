/** Owns the SQL that an extract is filled by: rows as they are, or sums by month, with cells that are too small merged into wider ones. */
import { mergedCode } from '@laban/shared'
import { name, text } from '../ingest/engine.ts'
import type { Facts, Filter } from './outline.ts'

const list = (columns: readonly string[]): string => columns.map(name).join(', ')

const accepts = ({ column, isText, values }: Filter): string =>
  values.length
    ? `${isText ? name(column) : `CAST(${name(column)} AS VARCHAR)`} IN (${values.map(text).join(', ')})`
    : '1 = 0'

/** Rows of the units held that some part of the measure counts. */
export function rowsWhere({ unit, filters }: Facts): string {
  const some = filters.map((all) => all.map(accepts).join(' AND '))
  const counted = some.includes('') ? '' : ` AND (${some.map((one) => `(${one})`).join(' OR ')})`
  return `${name(unit)} IN (SELECT unit FROM held)${counted}`
}

/** `from` is what reads the whole dataset. The order of its rows is kept. */
export const selectRows = (facts: Facts, from: string, withMore: boolean): string =>
  `SELECT ${list([
    facts.time,
    facts.unit,
    ...facts.dimensions,
    ...facts.measures.map((one) => one.name),
    ...(withMore ? facts.more : []),
  ])} FROM ${from} WHERE ${rowsWhere(facts)}`

const summed = ({ measures }: Facts, rows: string): string =>
  [
    `${rows}::BIGINT AS rows`,
    ...measures.map(
      (one) => `sum(${name(one.name)})::${one.type === 'integer' ? 'BIGINT' : 'DOUBLE'} AS ${name(one.name)}`,
    ),
  ].join(', ')

/** Sums by month, unit and dimensions: the form of a roll-up. */
export function selectMonths(facts: Facts, from: string): string {
  const { time, unit, dimensions } = facts
  return `SELECT date_trunc('month', ${name(time)})::DATE AS ${name(time)}, ${list([unit, ...dimensions])}, ${summed(facts, 'count(*)')}
FROM ${from} WHERE ${rowsWhere(facts)} GROUP BY ALL`
}

/**
 * The same in steps, as tables of the engine that writes, with no cell below `atLeast`. What is too small loses its dimensions,
 * then its unit for the one above all; what is still too small takes the smallest other cell of its month with it. Sums of a month
 * stay as they are. A month that is too small as a whole is left out.
 * @returns statements that leave the tables `cells` (as they were) and `kept` (as they may leave)
 */
export function mergeSmall(facts: Facts, from: string, smallest: { counts: string; atLeast: number }): string[] {
  const { time, unit, dimensions, pinned, measures } = facts
  const columns = list([time, unit, ...dimensions, 'rows', ...measures.map((one) => one.name)])
  const enough = `coalesce(${name(smallest.counts)}, 0) >= ${smallest.atLeast}`
  const blurred = dimensions.map((column) =>
    pinned.includes(column) ? name(column) : `${text(mergedCode)} AS ${name(column)}`,
  )
  /** Cells added up without their free dimensions. */
  const wider = (ofUnit: string, source: string): string =>
    `SELECT ${[name(time), ofUnit, ...blurred, 'root', summed(facts, 'sum(rows)')].join(', ')} FROM (${source}) GROUP BY ALL`
  const together = [time, 'root', ...pinned]
  const same = together.map((column) => `good.${name(column)} IS NOT DISTINCT FROM small.${name(column)}`).join(' AND ')
  const root = `root AS ${name(unit)}`
  return [
    `CREATE TABLE cells AS SELECT cells.*, held.root FROM (${selectMonths(facts, from)}) AS cells JOIN held ON held.unit = cells.${name(unit)}`,
    `CREATE TABLE wide AS ${wider(name(unit), `FROM cells WHERE NOT ${enough}`)}`,
    `CREATE TABLE widest AS ${wider(root, `FROM wide WHERE NOT ${enough}`)}`,
    `CREATE TABLE good AS SELECT row_number() OVER (ORDER BY ${columns}) AS cell, * FROM (
  SELECT ${columns}, root FROM cells WHERE ${enough} UNION ALL SELECT ${columns}, root FROM wide WHERE ${enough})`,
    `CREATE TABLE companion AS SELECT good.* FROM good JOIN (FROM widest WHERE NOT ${enough}) AS small ON ${same}
  QUALIFY row_number() OVER (PARTITION BY ${together.map((column) => `good.${name(column)}`).join(', ')}
    ORDER BY good.${name(smallest.counts)}, good.cell) = 1`,
    `CREATE TABLE kept AS SELECT ${columns} FROM good WHERE cell NOT IN (SELECT cell FROM companion)
  UNION ALL SELECT ${columns} FROM widest WHERE ${enough}
  UNION ALL SELECT ${columns} FROM (${wider(root, `SELECT ${columns}, root FROM companion UNION ALL SELECT ${columns}, root FROM widest WHERE NOT ${enough}`)})
  WHERE ${enough}`,
  ]
}
