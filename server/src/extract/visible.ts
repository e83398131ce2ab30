/**
 * Owns which rows of a dataset a viewer may take along. Rows have no audience of their own; they are read through the indicators that
 * speak of them: a row that only indicators out of the viewer's reach speak of stays here, and so does every unit outside the scope.
 */
import type { Catalogue, City, Dataset, Indicator, Part, Viewer } from '@laban/shared'
import { dimensionsOf, mayRead, mayReadIn, partsOf, subtreeOf } from '@laban/shared'
import { name, text } from '../ingest/engine.ts'

const among = (column: string, values: readonly string[]): string =>
  `${name(column)} IN (${values.map(text).join(', ')})`

type Speaking = { part: Part; indicator: Indicator }

const speakingOf = (dataset: Dataset, catalogue: Catalogue): Speaking[] =>
  catalogue.indicators.flatMap((indicator) =>
    [indicator.measure, ...(indicator.rows ? [indicator.rows.measure] : [])]
      .flatMap((measure) => Object.values(partsOf(measure)))
      .filter((part) => part.dataset === dataset.id)
      .map((part) => ({ part, indicator })),
  )

/** Rows that a part takes; in statements those with a dimension that is neither named nor cut by belong to nobody's total. */
function taken(dataset: Dataset, { part, indicator }: Speaking): string {
  const named = Object.entries(part.where).map(([column, values]) => among(column, values))
  if (dataset.form === 'events') return named.length > 0 ? `(${named.join(' AND ')})` : 'true'
  const empty = dimensionsOf(dataset)
    .filter((column) => !part.where[column.name] && !indicator.cuts.includes(column.name))
    .map((column) => `${name(column.name)} = ''`)
  return `(${[...named, ...empty].join(' AND ') || 'true'})`
}

/**
 * A scope cuts what is not public only: a ward's reporter must not see less of the published figures than a passer-by.
 * @returns rows that may be read outside it; null: none
 */
function outsideScope(dataset: Dataset, speaking: readonly Speaking[]): string | null {
  const everyones = speaking.filter(({ indicator }) => indicator.audience === 'public')
  if (everyones.length === 0) return null
  if (everyones.length === speaking.length) return 'true'
  if (dataset.form === 'statements') return `(${everyones.map((one) => taken(dataset, one)).join(' OR ')})`
  const inner = speaking.filter(({ indicator }) => indicator.audience !== 'public')
  return `NOT (${inner.map((one) => taken(dataset, one)).join(' OR ')})`
}

/** Rows of one city, or of units that are no city's (undefined), by the indicators that may be read there. */
function readable(dataset: Dataset, catalogue: Catalogue, viewer: Viewer, city: City | undefined): string | null {
  const speaking = speakingOf(dataset, catalogue)
  const may = ({ indicator }: Speaking): boolean =>
    city
      ? mayReadIn(viewer, indicator, city)
      : mayRead(viewer, indicator) && catalogue.cities.every((one) => mayReadIn(viewer, indicator, one))
  const closed = speaking.filter((one) => !may(one))
  if (closed.length === 0) return null
  const open = speaking.filter(may)
  const hidden = closed.map((one) => taken(dataset, one)).join(' OR ')
  // Of events a closed part hides its rows whoever else counts them: a sum may be public where its rows are not.
  const shown =
    dataset.form === 'statements' && open.length > 0 ? ` OR ${open.map((one) => taken(dataset, one)).join(' OR ')}` : ''
  return `(NOT (${hidden})${shown})`
}

/** The same in every city, unless areas answer for an indicator here and others there. */
function readableAnywhere(dataset: Dataset, catalogue: Catalogue, viewer: Viewer): string | null {
  const elsewhere = readable(dataset, catalogue, viewer, undefined)
  const cities = catalogue.cities.map((city) => ({ city, condition: readable(dataset, catalogue, viewer, city) }))
  if (cities.every(({ condition }) => condition === elsewhere)) return elsewhere
  const unit = unitColumn(dataset)
  if (unit === undefined) return elsewhere
  const unitsOf = (list: readonly City[]): string[] => [
    ...new Set(list.flatMap(({ units }) => units.flatMap((root) => [...subtreeOf(catalogue, root)]))),
  ]
  const groups = [...Map.groupBy(cities, ({ condition }) => condition)].map(
    ([condition, list]) => `(${among(unit, unitsOf(list.map(({ city }) => city)))} AND ${condition ?? 'true'})`,
  )
  return `(${groups.join(' OR ')} OR (NOT ${among(unit, unitsOf(catalogue.cities))} AND ${elsewhere ?? 'true'}))`
}

const unitColumn = ({ form, columns }: Dataset): string | undefined =>
  form === 'statements' ? 'unit' : columns.find(({ role }) => role === 'unit')?.name

/** @returns an SQL condition over the dataset's rows; null where every row may be read */
export function visible(dataset: Dataset, catalogue: Catalogue, viewer: Viewer): string | null {
  const inReach = readableAnywhere(dataset, catalogue, viewer)
  const conditions = inReach === null ? [] : [inReach]
  const unit = unitColumn(dataset)
  if (viewer.scope !== 'all') {
    const within = [...new Set(viewer.scope.flatMap((root) => [...subtreeOf(catalogue, root)]))]
    const own = unit === undefined || within.length === 0 ? 'false' : among(unit, within)
    const open = outsideScope(dataset, speakingOf(dataset, catalogue))
    if (open !== 'true') conditions.push(open === null ? own : `(${own} OR ${open})`)
  }
  return conditions.length > 0 ? conditions.join(' AND ') : null
}
