/** Owns the middle of a load: checked rows and definitions -> the versions of a release. Publishes nothing. */
import type { Dataset, Fault, Part } from '@laban/shared'
import { partsOf } from '@laban/shared'
import type { Store, VersionRow } from '../store/store.ts'
import type { Checked } from './check.ts'
import { check } from './check.ts'
import type { Engine } from './engine.ts'
import { name, text } from './engine.ts'
import { fault } from './fault.ts'
import type { Packs } from './pack.ts'
import { setAside } from './quarantine.ts'
import * as version from './version.ts'

export type Prepared = {
  versions: VersionRow[]
  made: VersionRow[]
  faults: Fault[]
  warnings: Fault[]
  aside: string[]
}

/** Where versions go; absent: rows are only checked. */
export type Target = { dataDir: string; store: Store; load: number }

/**
 * Checks the rows of every dataset and, where none stops the load, makes the versions that are not there yet.
 * @param unsound  datasets that are passed over, since their contract itself is faulty
 */
export async function prepare(
  engine: Engine,
  packs: Packs,
  unsound: ReadonlySet<string>,
  target: Target | undefined,
): Promise<Prepared> {
  const result: Prepared = { versions: [], made: [], faults: [], warnings: [], aside: [] }
  const known = { units: namesOf(packs, 'units'), sources: namesOf(packs, 'sources') }
  for (const { value: dataset } of packs.datasets.filter(({ value }) => !unsound.has(value.id))) {
    const files = packs.figures.get(dataset.id) ?? []
    const hash = version.datasetHash(dataset, files, packs)
    const pieces = [dataset.id, ...dataset.rollups.map((by) => version.rollupName(dataset, by))]
    const kept = target && (await keptVersions(target, pieces, hash))
    if (kept) {
      result.versions.push(...kept)
      continue
    }
    const checked = await check(engine, dataset, files, known)
    const stops = faultsOf(dataset, checked)
    result.faults.push(...stops)
    result.warnings.push(...checked.warnings)
    if (stops.length > 0 || !target) continue
    if (checked.rejects.length > 0)
      result.aside.push(setAside(target.dataDir, target.load, dataset.id, checked.rejects))
    const made = await version.keepDataset(engine, target.dataDir, dataset, hash, checked.rejects.length)
    result.made.push(...made)
    result.versions.push(...made)
  }
  if (target && result.faults.length === 0) await keepRest(engine, packs, target, result)
  return result
}

const namesOf = (packs: Packs, kind: 'units' | 'sources') =>
  packs.broken.has(kind) ? undefined : packs[kind].map(({ value }) => value.id)

/** Rejects stop the load only where the contract says so; a file that could not be read at all always does. */
const faultsOf = (dataset: Dataset, { faults, rejects }: Checked): Fault[] =>
  dataset.onReject === 'stop' ? [...faults, ...rejects.flatMap((reject) => reject.faults)] : faults

/** Versions made by an earlier load, if every one is still whole. */
async function keptVersions(
  { store, dataDir }: Target,
  pieces: readonly string[],
  hash: string,
): Promise<VersionRow[] | undefined> {
  const rows: VersionRow[] = []
  for (const piece of pieces) {
    const row = await store.version(piece, hash)
    if (!row || !(await version.isWhole(dataDir, row))) return undefined
    rows.push(row)
  }
  return rows
}

async function keepRest(engine: Engine, packs: Packs, target: Target, { versions, made }: Prepared) {
  const { dataDir } = target
  const piece = async (id: string, hash: string, make: () => VersionRow | Promise<VersionRow>) => {
    const kept = await keptVersions(target, [id], hash)
    if (!kept) made.push(await make())
    versions.push(kept?.[0] ?? made.at(-1)!)
  }
  const { content, hash } = version.catalogueText(packs)
  const [units, crosswalk] = [version.unitsHash(packs), version.crosswalkHash(packs)]
  await piece('catalogue', hash, () => version.keepCatalogue(dataDir, content, hash))
  await piece('dim_unit', units, () => version.keepUnits(engine, dataDir, packs, units))
  await piece('crosswalk', crosswalk, () => version.keepCrosswalk(engine, dataDir, packs, crosswalk))
}

/** Warnings for indicators that neither have a figure nor say why; each dataset is read once for all of them. */
export async function unfed(
  engine: Engine,
  packs: Packs,
  target: Target,
  versions: readonly VersionRow[],
): Promise<Fault[]> {
  const hashes = new Map(versions.map((row) => [row.name, row.hash]))
  const asked = packs.indicators.flatMap(({ value }) => {
    const { of, printed } = partsOf(value.measure)
    return [of, printed].filter((part) => part !== undefined).map((part) => ({ indicator: value.id, part }))
  })
  const fed = new Set<string>()
  for (const [dataset, list] of Map.groupBy(asked, ({ part }) => part.dataset)) {
    const counts = list.map(({ part }, i) => `count(*) FILTER (WHERE ${conditionOf(part)}) AS n${i}`)
    const from = text(version.versionPath(target.dataDir, dataset, hashes.get(dataset)!))
    const [found] = await engine.run(`SELECT ${counts.join(', ')} FROM read_parquet(${from})`)
    list.forEach(({ indicator }, i) => {
      if (found![`n${i}`] !== 0) fed.add(indicator)
    })
  }
  const [vi, en] = [
    'chỉ tiêu không có số liệu nào mà không nói vì sao',
    'indicator without any figure and without a reason',
  ]
  return packs.indicators
    .filter(({ value }) => !value.empty && !fed.has(value.id))
    .map(({ at }) => fault({ ...at('id'), field: 'empty' }, vi, en, 'empty: { vi, en }'))
}

const conditionOf = ({ where }: Part): string =>
  Object.entries(where)
    .map(([column, values]) => `${name(column)}::VARCHAR IN (${values.map(text).join(', ')})`)
    .join(' AND ') || 'true'
