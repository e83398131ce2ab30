/** Owns what is said with an extract, and the part of the catalogue that `compile` and `finish` need to answer over it. */
import type { Catalogue, Dataset, Viewer } from '@laban/shared'
import { cityOf, datasetOf, indicatorOf, subtreeOf, unitOf } from '@laban/shared'
import type { Facts } from './outline.ts'
import { withMerged } from './cells.ts'
import type { Made } from './extracts.ts'
import type { Detail } from './write.ts'

export type ExtractFound = {
  /** Of the file on this server; it holds for this viewer alone. */
  address: string
  bytes: number
  /** Rows of facts in it. */
  rows: number
  /** `months`: sums by month and dimensions, since rows may not leave or would be too many. */
  detail: Detail
  rolledUp: boolean
  /** Tables that questions may name; what a plan needs beyond them, only the server can answer. */
  tables: string[]
  /** Cells below `atLeast` that were merged into wider ones, and rows left out since nothing could be merged with them. */
  merged: { atLeast: number; cells: number; leftOut: number } | null
  simulated: boolean
  release: string
  /** The part of the catalogue that `compile` and `finish` need. */
  catalogue: Catalogue
  /** Whose rights the file was cut to. */
  viewer: Viewer
}

/** As the extract holds it: sums by month stand as the one roll-up, and the code of what was merged has a name. */
function slimDataset(dataset: Dataset, facts: Facts, { tables }: Made): Dataset {
  const hasRows = tables.includes(dataset.id)
  const isHeld = (column: string) =>
    column === facts.time ||
    column === facts.unit ||
    facts.dimensions.includes(column) ||
    facts.measures.some(({ name }) => name === column)
  return {
    ...dataset,
    lifted: false,
    rollups: hasRows ? [] : [[facts.unit, ...facts.dimensions]],
    columns: dataset.columns
      .filter(({ name }) => hasRows || isHeld(name))
      .map((column) => (facts.smallest ? withMerged(column) : column)),
  }
}

function slimCatalogue(catalogue: Catalogue, made: Made): Catalogue {
  const { outline } = made
  const indicator = indicatorOf(catalogue, outline.indicator)
  const city = cityOf(catalogue, outline.city)
  const units = new Set(city.units.flatMap((unit) => [...subtreeOf(catalogue, unit)]))
  for (const unit of units) {
    const { parent } = unitOf(catalogue, unit)
    if (parent !== null) units.add(parent)
  }
  const targets = catalogue.targets.filter((target) => target.indicator === indicator.id && units.has(target.unit))
  const curves = new Set(targets.map(({ curve }) => curve))
  const facts = new Map(outline.facts.map((one) => [one.dataset, one]))
  return {
    release: { ...catalogue.release, versions: {} },
    cities: [{ ...city, peers: [] }],
    units: catalogue.units.filter(({ id }) => units.has(id)),
    areas: [],
    datasets: [...facts].map(([id, one]) => slimDataset(datasetOf(catalogue, id), one, made)),
    indicators: [indicator],
    packs: { [indicator.id]: catalogue.packs[indicator.id]! },
    targets,
    curves: catalogue.curves.filter(({ id }) => curves.has(id)),
    sources: [],
    duties: [],
  }
}

export const toFound = (made: Made, catalogue: Catalogue, viewer: Viewer): ExtractFound => ({
  address: made.address,
  bytes: made.bytes,
  rows: made.rows,
  detail: made.detail,
  rolledUp: made.detail === 'months',
  tables: made.tables,
  merged: made.merged,
  simulated: made.outline.facts.some(({ dataset }) => datasetOf(catalogue, dataset).simulated),
  release: catalogue.release.id,
  catalogue: slimCatalogue(catalogue, made),
  viewer,
})
