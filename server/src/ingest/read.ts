/** Owns bringing files of rows into the engine: strict header, declared types, and a place for every line that could not be read. */
import { closeSync, openSync, readSync } from 'node:fs'
import type { Column, Dataset, Fault, Place } from '@laban/shared'
import { columnsOf } from '@laban/shared'
import { decode, headerFault, parseCsv } from './csv.ts'
import type { Engine } from './engine.ts'
import { name, text } from './engine.ts'
import { fault } from './fault.ts'
import type { Located } from './locate.ts'
import { locate } from './locate.ts'
import { isParquet, parquetFault, parquetRows } from './parquet.ts'
import { readAs } from './rules.ts'
import type { Found } from './survey.ts'

/** A file whose good rows lie in table `raw` at rowid `from`..`to` (behind the last). */
export type Part = { found: Found; from: number; to: number; refused: { offset: number; errors: Refusal[] }[] }

type Refusal = { offset: number; kind: string; column: string | null; record: string; index: number }

const kindsOf: Record<Column['type'], [vi: string, en: string]> = {
  text: ['văn bản', 'text'],
  integer: ['số nguyên, không dấu phân cách hàng nghìn', 'a whole number without thousands separators'],
  number: ['số với dấu chấm thập phân', 'a number with a decimal point'],
  date: ['ngày YYYY-MM-DD', 'a day as YYYY-MM-DD'],
  boolean: ['true hoặc false', 'true or false'],
}

/** The first line; headers are short, so that a long one is none. */
function headerOf({ path, bytes }: Found): Uint8Array {
  const head = bytes?.subarray(0, 65_536) ?? Buffer.alloc(65_536)
  if (!bytes) {
    const handle = openSync(path, 'r')
    readSync(handle, head, 0, head.length, 0)
    closeSync(handle)
  }
  const end = head.indexOf(0x0a)
  const line = end < 0 ? head : head.subarray(0, end)
  return line.at(-1) === 0x0d ? line.subarray(0, -1) : line
}

/**
 * Reads all files of a dataset into table `raw`, replacing it.
 * @returns the parts, and faults that are no single row's: wrong headers (such a file is not read), cells too many
 */
export async function readFiles(
  engine: Engine,
  dataset: Dataset,
  files: readonly Found[],
): Promise<{ parts: Part[]; faults: Fault[] }> {
  const columns = columnsOf(dataset)
  const names = columns.map((column) => column.name)
  await engine.run(
    `CREATE OR REPLACE TABLE raw (${columns.map((column) => `${name(column.name)} ${readAs(column)}`).join(', ')})`,
  )
  const faults: Fault[] = []
  const columnar = new Map<Found, Fault | undefined>()
  for (const found of files.filter(isParquet)) columnar.set(found, await parquetFault(engine, columns, found))
  const good = files.filter((found) => {
    if (isParquet(found)) {
      const wrong = columnar.get(found)
      if (wrong) faults.push(wrong)
      return !wrong
    }
    faults.push(...trailing(found, columns.length))
    const header = decode(headerOf(found), found.file)
    const wrong =
      typeof header === 'string' ? headerFault(found.file, parseCsv(header).rows[0]?.cells ?? [], names) : header
    if (wrong) faults.push(wrong)
    return !wrong
  })
  const parts: Part[] = []
  for (const batch of batchesOf(good)) parts.push(...(await readBatch(engine, columns, batch, parts.at(-1)?.to ?? 0)))
  await replace(engine, columns, parts)
  return { parts, faults }
}

/** Small files go together, since each statement costs more than their rows; files of equal bytes have one path, so they may not. */
function batchesOf(files: readonly Found[]): Found[][] {
  const small: Found[] = []
  const alone: Found[][] = []
  for (const found of files) {
    if (found.bytes && !isParquet(found) && !small.some(({ path }) => path === found.path)) small.push(found)
    else alone.push([found])
  }
  return small.length > 0 ? [small, ...alone] : alone
}

/** Units that deliver rows of their own, and those below them, need none that were generated. */
async function replace(engine: Engine, columns: readonly Column[], parts: readonly Part[]): Promise<void> {
  const from = parts.find(({ found }) => found.simulated)?.from
  const unit = columns.find(({ role }) => role === 'unit')?.name
  if (from === undefined || from === 0 || unit === undefined) return
  await engine.run(
    `DELETE FROM raw WHERE rowid >= ${from} AND ${name(unit)} IN (
      WITH RECURSIVE given AS (
        SELECT DISTINCT ${name(unit)} AS id FROM raw WHERE rowid < ${from}
        UNION
        SELECT below.id FROM ref_unit AS below JOIN given ON below.parent = given.id
      )
      SELECT id FROM given)`,
  )
}

async function readBatch(
  engine: Engine,
  columns: readonly Column[],
  batch: readonly Found[],
  from: number,
): Promise<Part[]> {
  const declared = columns.map((column) => `${text(column.name)}: ${text(readAs(column))}`).join(', ')
  const paths = batch.map(({ path }) => text(path)).join(', ')
  const rows =
    `read_csv([${paths}], auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', nullstr = '', ` +
    `dateformat = '%Y-%m-%d', columns = {${declared}}, strict_mode = true, store_rejects = true, rejects_table = 'refused', ` +
    `rejects_scan = 'refused_scan', rejects_limit = 0, max_line_size = 1048576, filename = ${batch.length > 1})`
  const counts = new Map<string, number>()
  if (isParquet(batch[0]!)) {
    const [row] = await engine.run(`INSERT INTO raw ${parquetRows(columns, batch[0]!)}`)
    return [{ found: batch[0]!, from, to: from + Number(row!['Count']), refused: [] }]
  }
  if (batch.length > 1) {
    await engine.run(`CREATE OR REPLACE TEMP TABLE batch AS SELECT * FROM ${rows}`)
    await engine.run('INSERT INTO raw SELECT * EXCLUDE (filename) FROM batch')
    for (const row of await engine.run('SELECT filename, count(*) AS n FROM batch GROUP BY filename'))
      counts.set(String(row['filename']), Number(row['n']))
  } else {
    const [row] = await engine.run(`INSERT INTO raw SELECT * FROM ${rows}`)
    counts.set(batch[0]!.path, Number(row!['Count']))
  }
  const refused = await refusals(engine)
  let to = from
  return batch.map((found) => {
    const part = { found, from: to, to: to + (counts.get(found.path) ?? 0), refused: refused.get(found.path) ?? [] }
    to = part.to
    return part
  })
}

/** The engine passes over an empty cell too many at the end of a row, though the cells before it may then be shifted by one. */
function trailing({ file, bytes }: Found, width: number): Fault[] {
  const content = bytes && decode(bytes, file)
  if (typeof content !== 'string') return []
  const wide = parseCsv(content).rows.filter(({ cells }) => cells.length === width + 1 && cells.at(-1) === '')
  return wide.map(({ line, cells }) => {
    const [vi, en] = [`số ô sai: ${cells.length}`, `wrong number of cells: ${cells.length}`]
    return fault({ file, line, value: cells.join(',') }, vi, en, String(width))
  })
}

/** What could not be read, by path of the file. */
async function refusals(engine: Engine): Promise<Map<string, Part['refused']>> {
  const rows = await engine.run(
    'SELECT file_path, line_byte_position, error_type::VARCHAR AS kind, column_name, column_idx, csv_line ' +
      'FROM refused JOIN refused_scan USING (scan_id, file_id) ORDER BY line_byte_position, column_idx',
  )
  await engine.run('DROP TABLE refused; DROP TABLE refused_scan')
  const errors = rows.map((row) => ({
    path: String(row['file_path']),
    // Counted from 1 by the engine, and it may stand on line breaks before the record.
    offset: Number(row['line_byte_position']) - 1,
    kind: String(row['kind']),
    column: row['column_name'] as string | null,
    index: Number(row['column_idx']),
    record: String(row['csv_line']).replace(/^[\r\n]+/, ''),
  }))
  const byPath = [...Map.groupBy(errors, ({ path }) => path)]
  return new Map(
    byPath.map(([path, list]) => [
      path,
      [...Map.groupBy(list, ({ offset }) => offset)].map(([offset, own]) => ({ offset, errors: own })),
    ]),
  )
}

/** Faults of the lines of a part that could not be read, in the order of its `refused`. */
export function refusalFaults(
  dataset: Dataset,
  { found: { file }, refused }: Part,
  places: readonly Located[],
): Fault[] {
  const columns = columnsOf(dataset)
  return refused.flatMap(({ errors }, i) => {
    const line = places[i]?.line
    const at: Place = { file, ...(line === undefined ? {} : { line }) }
    const cells = parseCsv(errors[0]!.record).rows[0]?.cells ?? []
    const width = errors.find(({ kind }) => kind.includes('COLUMNS'))
    if (width) {
      const [vi, en] = [`số ô sai: ${cells.length}`, `wrong number of cells: ${cells.length}`]
      return [
        fault(
          { ...at, value: errors[0]!.record },
          vi,
          en,
          `${columns.length}: ${columns.map((column) => column.name).join(',')}`,
        ),
      ]
    }
    return errors.map(({ kind, column, index, record }) => {
      if (kind === 'CAST') {
        const [vi, en] = kindsOf[columns.find((one) => one.name === column)?.type ?? 'text']
        const value = cells[index - 1] ?? ''
        return fault(
          { ...at, column: index, field: column ?? '', value },
          `không đọc được: "${value}"`,
          `cannot be read: "${value}"`,
          `${en} (${vi})`,
        )
      }
      const place = { ...at, ...(column ? { field: column } : {}), value: record }
      if (kind.includes('QUOTE'))
        return fault(
          place,
          'dấu ngoặc kép không đóng hoặc đặt sai',
          'quote is not closed or in a wrong place',
          '"…", inside as ""',
        )
      if (kind.includes('ENCODING') || kind.includes('UNICODE'))
        return fault(place, 'dòng không phải UTF-8', 'line is no UTF-8 text', 'UTF-8')
      return fault(place, `dòng không đọc được: ${kind}`, `line cannot be read: ${kind}`)
    })
  })
}

/** Where records stand: those wanted by their rowid in `raw`, and all that were refused. Rows of Parquet are counted from 1. */
export async function placesIn(
  part: Part,
  rowids: readonly number[],
): Promise<{ wanted: Map<number, Located>; refused: Located[] }> {
  if (rowids.length === 0 && part.refused.length === 0) return { wanted: new Map(), refused: [] }
  if (isParquet(part.found)) {
    const at = (rowid: number) => ({ line: rowid - part.from + 1, start: 0, end: 0 })
    return { wanted: new Map(rowids.map((rowid) => [rowid, at(rowid)])), refused: [] }
  }
  const found = await locate(
    part.found.path,
    rowids.map((rowid) => rowid - part.from),
    part.refused.map(({ offset }) => offset),
  )
  return { wanted: new Map(rowids.map((rowid, i) => [rowid, found.wanted[i]!])), refused: found.refused }
}
