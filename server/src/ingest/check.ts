/**
 * Owns holding the rows of one dataset against its contract, in bulk and by the engine. Each breach gets its file, line, column,
 * value and what is allowed; nothing is dropped in silence.
 */
import type { Dataset, Fault, Words } from '@laban/shared'
import { columnsOf } from '@laban/shared'
import type { Engine } from './engine.ts'
import { name } from './engine.ts'
import { fault } from './fault.ts'
import type { Located } from './locate.ts'
import type { Part } from './read.ts'
import { placesIn, readFiles, refusalFaults } from './read.ts'
import type { Names, Rule } from './rules.ts'
import { listRulesOf, rulesOf, uniqueBy, warningsOf } from './rules.ts'
import type { Found } from './survey.ts'

/** One breach, before its line is known. */
type Breach = { rowid: number; column: string; value: string; message: Words; allowed: string; first?: number }

/** A bad record: its faults and where its bytes are. */
export type Reject = { part: Part; place: Located; faults: Fault[] }

export type Checked = {
  /** Of whole files (a wrong header): such a file is not read at all, so that they stop the load whatever the dataset says. */
  faults: Fault[]
  rejects: Reject[]
  warnings: Fault[]
  /** Good rows; they lie in table `raw`, but for the rowids in table `bad`. */
  rows: number
}

/** So many breaches of one rule are looked up where the load is refused anyway. */
const enough = 1000

/** Reads and checks; leaves the tables `raw` and `bad` behind for the version to be made of. */
export async function check(engine: Engine, dataset: Dataset, files: readonly Found[], known: Names): Promise<Checked> {
  const { parts, faults } = await readFiles(engine, dataset, files)
  const limit = dataset.onReject === 'stop' ? `LIMIT ${enough}` : ''
  await engine.run('CREATE OR REPLACE TABLE bad (row BIGINT)')
  const breaches = [
    ...(await ruleBreaches(engine, rulesOf(dataset), limit)),
    ...(await listBreaches(engine, dataset, known, limit)),
    ...(await repeats(engine, dataset, limit)),
  ]
  if (limit === '' && breaches.length > 0) {
    const ids = [...new Set(breaches.map(({ rowid }) => rowid))]
    for (let i = 0; i < ids.length; i += 5000)
      await engine.run(`INSERT INTO bad SELECT unnest([${ids.slice(i, i + 5000).join(', ')}])`)
  }
  const warned: Breach[] = []
  for (const rule of warningsOf(dataset)) warned.push(...(await details(engine, rule, 'LIMIT 200', rule.join)))

  const rejects: Reject[] = []
  const warnings: Fault[] = []
  for (const part of parts) {
    const mine = ({ rowid }: Breach) => rowid >= part.from && rowid < part.to
    const [own, odd] = [breaches.filter(mine), warned.filter(mine)]
    const ids = new Set(
      [...own, ...odd].flatMap(({ rowid, first }) =>
        first !== undefined && first >= part.from ? [rowid, first] : [rowid],
      ),
    )
    const places = await placesIn(
      part,
      [...ids].sort((a, b) => a - b),
    )
    const toFault = breachFault(dataset, part, parts, places.wanted)
    for (const [rowid, list] of Map.groupBy(own, (breach) => breach.rowid)) {
      rejects.push({ part, place: places.wanted.get(rowid)!, faults: list.map(toFault) })
    }
    part.refused.forEach((one, i) => {
      const place = places.refused[i] ?? { line: 0, start: one.offset, end: one.offset }
      rejects.push({ part, place, faults: refusalFaults(dataset, { ...part, refused: [one] }, [place]) })
    })
    warnings.push(...odd.map(toFault))
  }
  const counts = await engine.run('SELECT count(*) AS n, (SELECT count(*) FROM bad) AS bad FROM raw')
  const rows = Number(counts[0]!['n']) - Number(counts[0]!['bad'])
  if (limit !== '') faults.push(...cutShort(dataset, breaches))
  return { faults, rejects, warnings, rows }
}

/** Says so where a rule was broken more often than was looked up. */
const cutShort = (dataset: Dataset, breaches: readonly Breach[]): Fault[] =>
  [...Map.groupBy(breaches, ({ column, allowed }) => `${column} ${allowed}`)]
    .filter(([, list]) => list.length >= enough)
    .map(([, list]) =>
      fault(
        { file: dataset.id, field: list[0]!.column },
        `chỉ liệt kê ${enough} dòng sai đầu tiên`,
        `only the first ${enough} bad rows are listed`,
      ),
    )

function breachFault(dataset: Dataset, part: Part, parts: readonly Part[], places: ReadonlyMap<number, Located>) {
  const names = columnsOf(dataset).map((column) => column.name)
  const lineOf = (rowid: number) => places.get(rowid)?.line
  return ({ rowid, column, value, message, allowed, first }: Breach): Fault => {
    const line = lineOf(rowid)
    const index = names.indexOf(column) + 1
    const at = {
      file: part.found.file,
      ...(line === undefined ? {} : { line }),
      ...(index > 0 ? { column: index } : {}),
      field: column,
      value,
    }
    if (first === undefined) return fault(at, message.vi, message.en, allowed)
    const other = parts.find(({ from, to }) => first >= from && first < to)!
    const there = other === part ? `${part.found.file}:${lineOf(first) ?? '?'}` : other.found.file
    return fault(at, `${message.vi}, đã có ở ${there}`, `${message.en}, first in ${there}`, allowed)
  }
}

/** All rules of single rows in one pass; the breakers are looked up only where there are any. */
async function ruleBreaches(engine: Engine, rules: readonly Rule[], limit: string): Promise<Breach[]> {
  if (rules.length === 0) return []
  const counts = rules.map(({ broken }, i) => `count(*) FILTER (WHERE ${broken}) AS r${i}`)
  const [found] = await engine.run(`SELECT ${counts.join(', ')} FROM raw`)
  const breaches: Breach[] = []
  for (const [i, rule] of rules.entries())
    if (found![`r${i}`] !== 0) breaches.push(...(await details(engine, rule, limit)))
  return breaches
}

async function details(
  engine: Engine,
  { column, broken, message, allowed }: Rule,
  limit: string,
  join = '',
): Promise<Breach[]> {
  const rows = await engine.run(
    `SELECT raw.rowid AS rowid, raw.${name(column)}::VARCHAR AS value FROM raw ${join} WHERE ${broken} ORDER BY raw.rowid ${limit}`,
  )
  return rows.map((row) => ({ rowid: Number(row['rowid']), column, value: wholes(row['value']), message, allowed }))
}

/** Whole numbers as they were written: they are read as doubles. */
const wholes = (value: unknown): string =>
  ((value as string | null) ?? '').replaceAll(/(?<=^|\| )(-?\d+)\.0(?=$| \|)/g, '$1')

async function listBreaches(engine: Engine, dataset: Dataset, known: Names, limit: string): Promise<Breach[]> {
  const rules = listRulesOf(dataset, known)
  if (rules.length === 0) return []
  // On distinct values: they are few where rows are many.
  const counts = rules.map(
    ({ column, list }, i) =>
      `SELECT ${i} AS rule, count(*) AS n FROM (SELECT DISTINCT ${name(column)} AS code FROM raw) WHERE code NOT IN (${list})`,
  )
  const broken = new Set(
    (await engine.run(counts.join(' UNION ALL '))).filter(({ n }) => n !== 0).map(({ rule }) => rule),
  )
  const breaches: Breach[] = []
  for (const [i, { column, list, message, allowed }] of rules.entries()) {
    if (!broken.has(i)) continue
    const rule = { column, broken: `raw.${name(column)} NOT IN (${list})`, message, allowed: '' }
    for (const breach of await details(engine, rule, limit)) {
      breaches.push({ ...breach, message: withValue(message, breach.value), allowed: allowed(breach.value) })
    }
  }
  return breaches
}

const withValue = ({ vi, en }: Words, value: string): Words => ({ vi: `${vi}: "${value}"`, en: `${en}: "${value}"` })

/** Rows that share all columns of the natural key with an earlier one. */
async function repeats(engine: Engine, dataset: Dataset, limit: string): Promise<Breach[]> {
  const key = uniqueBy(dataset)
  if (!key) return []
  const columns = key.map((column) => name(column)).join(', ')
  const [found] = await engine.run(
    `SELECT count(*) AS n FROM (SELECT 1 FROM raw GROUP BY ${columns} HAVING count(*) > 1)`,
  )
  if (found!['n'] === 0) return []
  const twice = `(SELECT ${columns}, min(rowid) AS first_row FROM raw GROUP BY ${columns} HAVING count(*) > 1)`
  const same = key.map((column) => `raw.${name(column)} IS NOT DISTINCT FROM twice.${name(column)}`).join(' AND ')
  const values = `concat_ws(' | ', ${key.map((column) => `raw.${name(column)}::VARCHAR`).join(', ')})`
  const rows = await engine.run(
    `SELECT raw.rowid AS rowid, twice.first_row AS first, ${values} AS value FROM ${twice} twice JOIN raw ON ${same} WHERE raw.rowid > twice.first_row ` +
      `ORDER BY raw.rowid ${limit}`,
  )
  const [message, allowed] =
    dataset.form === 'statements'
      ? [{ vi: 'công bố trùng y hệt ở mọi cột', en: 'statement repeated in every column' }, 'each statement once']
      : [{ vi: `trùng khóa ${key.join(', ')}`, en: `key given twice: ${key.join(', ')}` }, 'each key once']
  return rows.map((row) => ({
    rowid: Number(row['rowid']),
    column: dataset.form === 'statements' ? 'row' : key.join(', '),
    value: wholes(row['value']),
    message,
    allowed,
    first: Number(row['first']),
  }))
}
