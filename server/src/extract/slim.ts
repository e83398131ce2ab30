/** Owns the part of a catalogue that goes with an extract: enough for `compile` and `finish` to answer over it, and no more. */
import type { Catalogue, Dataset } from '@laban/shared'
import { cityOf, datasetOf, indicatorOf, subtreeOf, unitOf } from '@laban/shared'
import type { Facts } from './outline.ts'
import { merged } from './select.ts'
import type { Made } from './extracts.ts'

const mergedTitle = { vi: 'Nhóm nhỏ, đã gộp', en: 'Small groups, merged' }

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
    rollups: hasRows ? [] : [[facts.unit, ...facts.dimensions]],
    columns: dataset.columns
      .filter(({ name }) => hasRows || isHeld(name))
      .map((column) =>
        facts.smallest && column.codes && column.role === 'dimension'
          ? { ...column, codes: { ...column.codes, [merged]: { title: mergedTitle } } }
          : column,
      ),
  }
}

export function slimCatalogue(catalogue: Catalogue, made: Made): Catalogue {
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
  }
}
