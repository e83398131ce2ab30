/**
 * Owns making of versions: one immutable file a piece, named by what it was made from. Equal content has an equal name, whatever
 * bytes the engine writes; a file that is there is whole.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Catalogue, Column, Dataset, Unit } from '@laban/shared'
import { columnsOf } from '@laban/shared'
import type { VersionRow } from '../store/store.ts'
import { settle, syncFolder, tempFolder, writeWhole } from '../store/disk.ts'
import type { Engine } from './engine.ts'
import { fill, name, text } from './engine.ts'
import type { Packs } from './pack.ts'
import { keptAs } from './rules.ts'
import type { Found } from './survey.ts'
import { hashFile, isReported, sha256 } from './survey.ts'

/** Part of every name: raise it when what is written changes. */
const writer = 1

export const versionPath = (dataDir: string, piece: string, hash: string): string =>
  join(dataDir, 'versions', piece, `${hash}.${piece === 'catalogue' ? 'json' : 'parquet'}`)

/** Whether the file of a version is there, byte for byte as it was written. */
export async function isWhole(
  dataDir: string,
  { name: piece, hash, bytes, sha256: expected }: VersionRow,
): Promise<boolean> {
  const path = versionPath(dataDir, piece, hash)
  return existsSync(path) && statSync(path).size === bytes && (await hashFile(path)) === expected
}

export const rollupName = (dataset: Dataset, by: readonly string[]): string => `${dataset.id}__by_${by.join('_')}`

/** Address of a dataset's version: all that its content depends on. */
export function datasetHash(dataset: Dataset, files: readonly Found[], packs: Packs): string {
  const landed = files.map(({ hash }) => hash).sort()
  // Which generated rows give way depends on which are generated and on what lies below what.
  const mixed = files.some(({ simulated }) => simulated) && files.some(({ simulated }) => !simulated)
  if (mixed) {
    landed.push(...files.flatMap(({ hash, simulated }) => (simulated ? [`simulated ${hash}`] : [])))
    landed.push(sha256(JSON.stringify(packs.units.map(({ value: { id, parent } }) => [id, parent]))))
  }
  const units = packs.units.map(({ value: { id, validFrom, validTo } }) => [id, validFrom, validTo])
  // Each return brings a source of its own: only datasets that are reported to may depend on them, or all would be made anew.
  const counts = files.some(({ file }) => isReported(file))
  const sources = packs.sources
    .filter(({ at }) => counts || !isReported(at('id').file))
    .map(({ value: { id, rank } }) => [id, rank])
  return sha256(JSON.stringify([writer, dataset, landed, units, dataset.form === 'statements' ? sources : []])).slice(
    0,
    32,
  )
}

type Piece = { piece: string; hash: string; query: string; rejects?: number }

/** Writes what a query selects as the version of a piece. */
async function keep(engine: Engine, dataDir: string, { piece, hash, query, rejects = 0 }: Piece): Promise<VersionRow> {
  const path = versionPath(dataDir, piece, hash)
  const temp = join(tempFolder(dataDir), `${piece}-${hash}.parquet`)
  mkdirSync(dirname(path), { recursive: true })
  const [count] = await engine.run(`COPY (${query}) TO ${text(temp)} (FORMAT parquet, COMPRESSION zstd)`)
  const row = {
    name: piece,
    hash,
    rows: Number(count!['Count']),
    rejects,
    bytes: statSync(temp).size,
    sha256: await hashFile(temp),
  }
  settle(temp, path)
  syncFolder(dirname(path))
  return row
}

const list = (columns: readonly string[]) => columns.map((column) => name(column)).join(', ')

/** Identity of a statement for ever: a hash of all that it says. */
function idOf(dataset: Dataset, columns: readonly Column[]): string {
  const cells = columns.map((column) => `coalesce(${name(column.name)}::VARCHAR, '')`).join(', ')
  return `left(md5(concat_ws(chr(31), ${text(dataset.id)}, ${cells})), 16)`
}

/** The rows of a dataset from the tables `raw` and `bad` that its check left behind, then its roll-ups. */
export async function keepDataset(
  engine: Engine,
  dataDir: string,
  dataset: Dataset,
  hash: string,
  rejects: number,
): Promise<VersionRow[]> {
  const columns = columnsOf(dataset)
  const isStatements = dataset.form === 'statements'
  const kept = columns.map((column) => {
    const at = name(column.name)
    const blank = isStatements && column.role === 'dimension' ? `coalesce(${at}, '')` : at
    return `${blank}::${keptAs(column)} AS ${at}`
  })
  const good = `SELECT ${kept.join(', ')} FROM raw WHERE rowid NOT IN (SELECT row FROM bad)`
  const named = (role: Column['role']) => columns.filter((column) => column.role === role).map((column) => column.name)
  if (isStatements) {
    const order = list(['unit', 'item', 'stated', 'period_end', 'period_start', 'published', 'id'])
    const ranked = `SELECT good.*, ${idOf(dataset, columns)} AS id, ref_source.rank AS source_rank FROM (${good}) good JOIN ref_source ON ref_source.id = good.source`
    return [await keep(engine, dataDir, { piece: dataset.id, hash, query: `${ranked} ORDER BY ${order}`, rejects })]
  }
  const order = list([...named('time'), ...named('unit'), ...named('dimension')])
  const versions = [
    await keep(engine, dataDir, { piece: dataset.id, hash, query: `${good} ORDER BY ${order}`, rejects }),
  ]
  const whole = `read_parquet(${text(versionPath(dataDir, dataset.id, hash))})`
  const time = name(named('time')[0]!)
  const sums = columns
    .filter(({ role }) => role === 'measure')
    .map((column) => `sum(${name(column.name)})::${keptAs(column)} AS ${name(column.name)}`)
  for (const by of dataset.rollups) {
    const select = [
      `date_trunc('month', ${time})::DATE AS ${time}`,
      list(by),
      'count(*)::BIGINT AS rows',
      ...sums,
    ].join(', ')
    const query = `SELECT ${select} FROM ${whole} GROUP BY ALL ORDER BY ALL`
    versions.push(await keep(engine, dataDir, { piece: rollupName(dataset, by), hash, query }))
  }
  return versions
}

/** Every unit with itself and each unit above it. */
function ancestry(units: readonly Unit[]): [unit: string, level: string, ancestor: string, ancestorLevel: string][] {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  return units.flatMap((unit) => {
    const rows: [string, string, string, string][] = []
    for (let up: Unit | undefined = unit; up; up = up.parent === null ? undefined : byId.get(up.parent))
      rows.push([unit.id, unit.level, up.id, up.level])
    return rows
  })
}

export const unitsHash = ({ units }: Packs): string =>
  sha256(JSON.stringify([writer, units.map(({ value: { id, level, parent } }) => [id, level, parent])])).slice(0, 32)

export async function keepUnits(engine: Engine, dataDir: string, packs: Packs, hash: string): Promise<VersionRow> {
  const columns = 'unit VARCHAR, level VARCHAR, ancestor VARCHAR, ancestor_level VARCHAR'
  await fill(engine, 'dim_unit', columns, ancestry(packs.units.map(({ value }) => value)))
  return keep(engine, dataDir, { piece: 'dim_unit', hash, query: 'SELECT * FROM dim_unit ORDER BY ALL' })
}

export const crosswalkHash = ({ crosswalk }: Packs): string =>
  sha256(JSON.stringify([writer, crosswalk.map(({ value }) => value)])).slice(0, 32)

export async function keepCrosswalk(engine: Engine, dataDir: string, packs: Packs, hash: string): Promise<VersionRow> {
  const rows = packs.crosswalk.map(({ value: { from, to, weight, extent } }) => [from, to, weight, extent])
  await fill(engine, 'crosswalk', 'from_unit VARCHAR, to_unit VARCHAR, weight DOUBLE, extent VARCHAR', rows)
  return keep(engine, dataDir, { piece: 'crosswalk', hash, query: 'SELECT * FROM crosswalk ORDER BY ALL' })
}

/** Everything of a catalogue but its release. */
export type Definitions = Omit<Catalogue, 'release'>

export const definitionsOf = (packs: Packs): Definitions => ({
  cities: packs.cities.map(({ value }) => value),
  units: packs.units.map(({ value }) => value),
  areas: packs.areas.map(({ value }) => value),
  datasets: packs.datasets.map(({ value }) => value),
  indicators: packs.indicators.map(({ value }) => value),
  packs: Object.fromEntries(packs.home),
  targets: packs.targets.map(({ value }) => value),
  curves: packs.curves.map(({ value }) => value),
  sources: packs.sources.map(({ value }) => value),
  duties: packs.duties.map(({ value }) => value),
})

/** Definitions travel as a version of their own, so that an old release is drawn with what was meant then. */
export function catalogueText(packs: Packs): { content: string; hash: string } {
  const content = JSON.stringify(definitionsOf(packs))
  return { content, hash: sha256(`${writer}\n${content}`).slice(0, 32) }
}

export function keepCatalogue(dataDir: string, content: string, hash: string): VersionRow {
  const path = versionPath(dataDir, 'catalogue', hash)
  writeWhole(dataDir, path, content)
  syncFolder(dirname(path))
  return { name: 'catalogue', hash, rows: 1, rejects: 0, bytes: Buffer.byteLength(content), sha256: sha256(content) }
}
