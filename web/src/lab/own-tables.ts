/** Owns finding out what the reader's own tables hold, from the engine itself. */
import type { Bench } from './bench.ts'
import type { LabTable } from './table.ts'

export async function ownTables(bench: Bench): Promise<LabTable[]> {
  const { rows } = await bench.ask(
    `SELECT c.table_name AS name, c.column_name AS col, c.data_type AS type, t.estimated_size AS size
     FROM duckdb_columns() c JOIN duckdb_tables() t ON t.database_name = c.database_name AND t.table_name = c.table_name
     WHERE c.database_name = 'own' ORDER BY c.table_name, c.column_index`,
  )
  return [...Map.groupBy(rows, ({ name }) => String(name))].map(([name, columns]) => ({
    name,
    origin: 'own' as const,
    title: null,
    about: null,
    simulated: false,
    rows: Number(columns[0]?.['size'] ?? 0),
    columns: columns.map(({ col, type }) => ({
      name: String(col),
      type: String(type),
      role: null,
      title: null,
      measuredIn: null,
      codes: [],
    })),
    items: {},
  }))
}
