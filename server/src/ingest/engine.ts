/** Owns the engine that checks rows: an instance in memory of its own, which dies with the load. Its SQL is written here in the house. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Packs } from './pack.ts'

export type Engine = {
  /** Runs a statement; rows come with big integers as numbers. */
  run: (sql: string) => Promise<Record<string, unknown>[]>
  close: () => void
}

/** An identifier; names come from checked definitions, yet are quoted always. */
export const name = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`
/** A text; only where the engine takes no bound value (lists of options, COPY). */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

async function rowsOf(connection: DuckDBConnection, sql: string) {
  const reader = await connection.runAndReadAll(sql)
  const names = reader.columnNames()
  return reader
    .getRowsJS()
    .map((row) =>
      Object.fromEntries(row.map((value, i) => [names[i]!, typeof value === 'bigint' ? Number(value) : value])),
    )
}

/** @param spill  folder for what does not fit in memory; absent: nothing is written */
export async function openEngine(spill: string | undefined): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    temp_directory: spill ?? '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  return {
    run: (sql) => rowsOf(connection, sql),
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

const value = (given: string | number | null) =>
  given === null ? 'NULL' : typeof given === 'number' ? String(given) : text(given)

/** Fills a table from a list, also from an empty one. */
export async function fill(
  engine: Engine,
  table: string,
  columns: string,
  rows: readonly (string | number | null)[][],
) {
  await engine.run(`CREATE OR REPLACE TABLE ${table} (${columns})`)
  for (let i = 0; i < rows.length; i += 1000) {
    const values = rows.slice(i, i + 1000).map((row) => `(${row.map(value).join(', ')})`)
    await engine.run(`INSERT INTO ${table} VALUES ${values.join(', ')}`)
  }
}

/** Tables that rows are checked against: `ref_unit`, `ref_source`. */
export async function fillReferences(engine: Engine, { units, sources }: Packs) {
  const dated = units.map(({ value: { id, parent, validFrom, validTo } }) => [id, parent, validFrom, validTo])
  await fill(engine, 'ref_unit', 'id VARCHAR, parent VARCHAR, valid_from DATE, valid_to DATE', dated)
  await fill(
    engine,
    'ref_source',
    'id VARCHAR, rank INTEGER',
    sources.map(({ value: { id, rank } }) => [id, rank]),
  )
}
