/**
 * Owns the shortest way from a folder of packs to a catalogue and an engine that answers, for tests. It checks the definitions
 * by their schemas and trusts the rows; the real way in is server/src/ingest.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Catalogue, Dataset, Param, Row, Unit } from '@laban/shared'
import {
  areaSchema,
  citySchema,
  cityTable,
  columnsOf,
  crosswalkSchema,
  curveSchema,
  datasetSchema,
  indicatorSchema,
  liftedRollups,
  rollupTable,
  sourceSchema,
  targetSchema,
  unitSchema,
} from '@laban/shared'
import { parse } from 'yaml'

export type TinyCity = { catalogue: Catalogue; query: (sql: string, params?: Param[]) => Promise<Row[]>; close: () => void }

const here = new URL('packs', import.meta.url).pathname
const sqlTypes = { text: 'VARCHAR', integer: 'BIGINT', number: 'DOUBLE', date: 'DATE', boolean: 'BOOLEAN' } as const

function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

type Cell = Row[string] | undefined
const text = (value: Cell): string => String(value ?? '')
const orNull = (value: Cell): string | null => (value == null || value === '' ? null : String(value))
const numberOrNull = (value: Cell): number | null => (orNull(value) === null ? null : Number(value))

const toUnit = (row: Row): Unit =>
  unitSchema.parse({
    id: row['id'],
    level: row['level'],
    name: { vi: row['name_vi'], en: row['name_en'] },
    short: { vi: row['short_vi'], en: row['short_en'] },
    parent: orNull(row['parent']),
    validFrom: orNull(row['valid_from']),
    validTo: orNull(row['valid_to']),
    code: orNull(row['code']),
    lon: numberOrNull(row['lon']),
    lat: numberOrNull(row['lat']),
    note: orNull(row['note']),
  })

/** The unit itself and each unit above it. */
function withAncestors(units: readonly Unit[]): string[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  return units.flatMap((unit) => {
    const rows: string[] = []
    for (let above: Unit | undefined = unit; above; above = above.parent === null ? undefined : byId.get(above.parent)) {
      rows.push(`('${unit.id}', '${unit.level}', '${above.id}', '${above.level}')`)
    }
    return rows
  })
}

async function createFacts(connection: DuckDBConnection, dataset: Dataset, files: readonly string[]): Promise<void> {
  const columns = columnsOf(dataset)
  const blank = new Set(dataset.form === 'statements' ? dataset.columns.filter(({ role }) => role === 'dimension').map(({ name }) => name) : [])
  const cast = columns.map(({ name, type }) => `${blank.has(name) ? `COALESCE("${name}", '')` : `CAST("${name}" AS ${sqlTypes[type]})`} AS "${name}"`)
  const named = columns.map(({ name, type }) => `"${name}" ${sqlTypes[type]}`).join(', ')
  await connection.run(`CREATE TABLE "${dataset.id}" (${named}${dataset.form === 'statements' ? ', id VARCHAR, source_rank INTEGER' : ''})`)
  for (const file of files) {
    const rows = `SELECT ${cast.join(', ')} FROM read_csv('${file}', header = true, all_varchar = true)`
    const key = columns.map(({ name }) => `COALESCE(CAST("${name}" AS VARCHAR), '')`).join(", '|', ")
    await connection.run(
      dataset.form === 'statements'
        ? `INSERT INTO "${dataset.id}" SELECT r.*, left(md5(concat(${key})), 16), s.rank FROM (${rows}) AS r LEFT JOIN sources AS s ON s.id = r.source`
        : `INSERT INTO "${dataset.id}" ${rows}`,
    )
  }
  const time = columns.find(({ role }) => role === 'time')?.name
  for (const rollup of dataset.rollups) {
    const sums = columns.filter(({ role }) => role === 'measure').map(({ name }) => `, sum("${name}") AS "${name}"`)
    await connection.run(
      `CREATE TABLE "${rollupTable(dataset, rollup)}" AS SELECT CAST(date_trunc('month', "${time}") AS DATE) AS "${time}",
        ${rollup.map((name) => `"${name}"`).join(', ')}, count(*) AS "rows"${sums.join('')} FROM "${dataset.id}" GROUP BY ALL`,
    )
  }
  for (const rollup of liftedRollups(dataset)) {
    const unit = columns.find(({ role }) => role === 'unit')!.name
    const sums = columns.filter(({ role }) => role === 'measure').map(({ name }) => `, sum("${name}") AS "${name}"`)
    const lifted = rollup.map((name) => (name === unit ? `coalesce(c.ancestor, r."${unit}") AS "${unit}"` : `"${name}"`))
    await connection.run(
      `CREATE TABLE "${cityTable(dataset, rollup)}" AS SELECT "${time}", ${lifted.join(', ')}, sum("rows") AS "rows"${sums.join('')}
        FROM "${rollupTable(dataset, rollup)}" AS r LEFT JOIN dim_unit AS c ON c.unit = r."${unit}" AND c.ancestor_level = 'city' GROUP BY ALL`,
    )
  }
}

/** @param folder  packs, each a folder; the tiny city's by default */
export async function openCity(folder: string = here): Promise<TinyCity> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const query = async (sql: string, params: Param[] = []): Promise<Row[]> => {
    const result = await connection.runAndReadAll(sql, params)
    return result.getRowObjectsJS().map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]))) as Row[]
  }
  const packs = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  const yaml = (part: string) =>
    packs.flatMap((pack) =>
      filesUnder(join(folder, pack), '.yaml').flatMap((file) => (file.slice(folder.length).split('/')[2] === part ? [{ pack, value: parse(readFileSync(file, 'utf8')) as unknown }] : [])),
    )
  const lists = (part: string) => yaml(part).flatMap(({ value }) => value as unknown[])
  const csv = async (name: string): Promise<Row[]> => {
    const files = filesUnder(folder, '.csv').filter((file) => file.endsWith(name) && !file.includes('/figures/'))
    return (await Promise.all(files.map((file) => query(`SELECT * FROM read_csv('${file}', header = true, all_varchar = true, null_padding = true)`)))).flat()
  }
  const unitFiles = filesUnder(folder, '.csv').filter((file) => file.includes('/units/') && !file.endsWith('crosswalk.csv'))
  const units = (await Promise.all(unitFiles.map((file) => query(`SELECT * FROM read_csv('${file}', header = true, all_varchar = true)`)))).flat().map(toUnit)
  const sources = (await csv('sources.csv')).map((row) => sourceSchema.parse({ id: row['id'], title: row['title'], address: text(row['address']), rank: Number(row['rank']) }))
  const crosswalk = (await csv('crosswalk.csv')).map((row) => crosswalkSchema.parse({ ...row, weight: Number(row['weight']) }))
  const datasets = yaml('datasets').map(({ value }) => datasetSchema.parse(value))
  const indicators = yaml('indicators').map(({ pack, value }) => ({ pack, indicator: indicatorSchema.parse(value) }))

  await connection.run('CREATE TABLE sources (id VARCHAR, rank INTEGER)')
  await connection.run(`INSERT INTO sources VALUES ${sources.map(({ id, rank }) => `('${id}', ${rank})`).join(', ')}`)
  await connection.run('CREATE TABLE dim_unit (unit VARCHAR, level VARCHAR, ancestor VARCHAR, ancestor_level VARCHAR)')
  await connection.run(`INSERT INTO dim_unit VALUES ${withAncestors(units).join(', ')}`)
  await connection.run('CREATE TABLE crosswalk (from_unit VARCHAR, to_unit VARCHAR, weight DOUBLE, extent VARCHAR)')
  if (crosswalk.length) await connection.run(`INSERT INTO crosswalk VALUES ${crosswalk.map((row) => `('${row.from}', '${row.to}', ${row.weight}, '${row.extent}')`).join(', ')}`)
  for (const dataset of datasets) {
    await createFacts(connection, dataset, filesUnder(folder, '.csv').filter((file) => file.includes(`/figures/${dataset.id}/`)))
  }
  const statements = datasets.filter(({ form }) => form === 'statements')
  const last = await query(statements.map(({ id }) => `SELECT CAST(max(published) AS VARCHAR) AS horizon FROM "${id}"`).join(' UNION ALL '))
  return {
    catalogue: {
      release: {
        id: 'tiny-1',
        publishedAt: '2025-01-31T00:00:00Z',
        horizon: last.map(({ horizon }) => text(horizon)).sort().at(-1)!,
        versions: Object.fromEntries(datasets.map(({ id }) => [id, `version-of-${id}`])),
      },
      cities: yaml('city.yaml').map(({ value }) => citySchema.parse(value)),
      units,
      areas: lists('areas.yaml').map((value) => areaSchema.parse(value)),
      datasets,
      indicators: indicators.map(({ indicator }) => indicator),
      packs: Object.fromEntries(indicators.map(({ pack, indicator }) => [indicator.id, pack])),
      targets: lists('targets').map((value) => targetSchema.parse(value)),
      curves: lists('curves').map((value) => curveSchema.parse(value)),
      duties: [],
      sources,
    },
    query,
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
