/**
 * Owns what an extract holds, as plain data: which tables, columns and units a viewer needs to explore one indicator of one city.
 * Access is the semantic layer's: rows outside the scope that `compile` found are never named.
 */
import type { Catalogue, Column, Dataset, Indicator, Plan, Question, Unit, Viewer } from '@laban/shared'
import {
  cityOf,
  compile,
  datasetOf,
  duckdb,
  Failure,
  indicatorOf,
  meantBy,
  partsOf,
  questionSchema,
  subtreeOf,
  unitOf,
} from '@laban/shared'

/** Column -> accepted values. */
export type Filter = { column: string; isText: boolean; values: string[] }

export type Facts = {
  dataset: string
  time: string
  unit: string
  /** By which rows may be cut or filtered, units and time left out. */
  dimensions: string[]
  /** Those of them that the measure itself filters by: they are never blurred. */
  pinned: string[]
  measures: Pick<Column, 'name' | 'type'>[]
  /** What only rows can tell: ids, details, dimensions and measures that the indicator does not use. */
  more: string[]
  /** Rows that count: those that any of the lists lets through, all filters of a list together. An empty list lets all through. */
  filters: Filter[][]
  /** Smaller cells are merged before anything leaves. */
  smallest: { counts: string; atLeast: number } | null
  /** Whether some measure needs more than sums: values to be counted once, or a last day. */
  needsRows: boolean
}

export type Outline = {
  release: string
  indicator: string
  city: string
  from: Question['from']
  scope: Plan['scope']
  /** Units whose rows are held, each with the unit into which it is merged where it is too small. */
  units: { unit: string; root: string }[]
  /** Units outside the city that may be read: held as far as they lead to units of the city on today's map. */
  outside: { unit: string; root: string }[]
  /** All units of the city: how they lie is no secret, and figures of units above the scope stand on it. */
  around: string[]
  facts: Facts[]
}

const noRows = (indicator: Indicator): Failure =>
  new Failure('question/unsupported', {
    vi: `Chỉ tiêu "${indicator.name.vi}" chưa có dữ liệu chi tiết theo dòng; chỉ có số liệu công bố`,
    en: `The indicator "${indicator.name.en}" has no rows to drill into; there are published figures only`,
  })

/** Columns by which any indicator over the rows of a dataset tells them apart. */
function pinnedOver(dataset: Dataset, catalogue: Catalogue): string[] {
  const measures = catalogue.indicators.flatMap(({ measure, rows }) => [measure, ...(rows ? [rows.measure] : [])])
  const parts = measures.flatMap((measure) => Object.values(partsOf(measure)))
  return parts.flatMap((part) => (part.dataset === dataset.id ? Object.keys(part.where) : []))
}

/**
 * How rows that speak of few are merged. The same for all indicators over a dataset: were they merged in two ways, one would tell
 * what the other hides.
 */
export function mergingOf(dataset: Dataset, catalogue: Catalogue): Pick<Facts, 'dimensions' | 'pinned'> {
  const dimensions = dataset.columns.flatMap(({ name, role }) => (role === 'dimension' ? [name] : [])).sort()
  const pinned = new Set(pinnedOver(dataset, catalogue))
  return { dimensions, pinned: dimensions.filter((name) => pinned.has(name)) }
}

type EventsPart = Extract<Plan['parts'][number], { form: 'events' }>

function factsOf(
  dataset: Dataset,
  parts: readonly EventsPart[],
  { catalogue, indicator, plan }: { catalogue: Catalogue; indicator: Indicator; plan: Plan },
): Facts {
  const { columns } = dataset
  const merging = dataset.smallestCell ? mergingOf(dataset, catalogue) : undefined
  const { unit, day } = parts[0]!
  const pinned = [...new Set(parts.flatMap(({ filters }) => filters.map(({ column }) => column)))].sort()
  const has = (name: string) => columns.some((column) => column.name === name)
  const taken = parts.flatMap(({ take, column }) => (take === 'sum' || take === 'distinct' ? [column] : []))
  const counted = dataset.smallestCell ? [dataset.smallestCell.counts] : []
  const measures = columns.filter(({ name, role }) => role === 'measure' && [...taken, ...counted].includes(name))
  const dimensions = [
    ...new Set([
      ...pinned,
      ...indicator.cuts.filter(has),
      ...taken.filter((name) => !measures.some((one) => one.name === name)),
    ]),
  ].sort()
  const known = new Set([unit, day, ...dimensions, ...measures.map(({ name }) => name)])
  return {
    dataset: dataset.id,
    time: day,
    unit,
    dimensions: merging?.dimensions ?? dimensions,
    pinned: merging?.pinned ?? pinned,
    measures: measures.map(({ name, type }) => ({ name, type })),
    more: columns.flatMap(({ name }) => (known.has(name) ? [] : [name])),
    filters: parts.map(({ filters }) => filters),
    smallest: dataset.smallestCell ?? null,
    needsRows: plan.time === 'stock' || parts.some(({ take }) => take === 'distinct'),
  }
}

/** Units of the city that may be read, each under the highest one that may be. */
function unitsOf(catalogue: Catalogue, cityUnits: readonly string[], scope: Plan['scope']): Outline['units'] {
  const own = new Set(cityUnits.flatMap((root) => [...subtreeOf(catalogue, root)]))
  const roots = scope === 'all' ? cityUnits : scope.filter((unit) => own.has(unit))
  const wider =
    scope === 'all' ? [] : cityUnits.filter((unit) => scope.some((root) => subtreeOf(catalogue, root).has(unit)))
  const found = new Map<string, string>()
  for (const root of [...wider, ...roots])
    for (const unit of subtreeOf(catalogue, root)) if (own.has(unit) && !found.has(unit)) found.set(unit, root)
  return [...found].map(([unit, root]) => ({ unit, root })).sort((a, b) => (a.unit < b.unit ? -1 : 1))
}

/** The highest unit above one that is no country. */
export function topOf(unit: Unit, catalogue: Catalogue): string {
  const parent = unit.parent === null ? undefined : unitOf(catalogue, unit.parent)
  return parent === undefined || parent.level === 'country' ? unit.id : topOf(parent, catalogue)
}

/** Each with the highest unit above it. */
function outsideOf(catalogue: Catalogue, around: ReadonlySet<string>, scope: Plan['scope']): Outline['outside'] {
  const readable = scope === 'all' ? null : new Set(scope.flatMap((root) => [...subtreeOf(catalogue, root)]))
  return catalogue.units
    .filter(({ id, level }) => !around.has(id) && level !== 'country' && (readable === null || readable.has(id)))
    .map((unit) => ({ unit: unit.id, root: topOf(unit, catalogue) }))
    .sort((a, b) => (a.unit < b.unit ? -1 : 1))
}

/**
 * The same for every question about an indicator of a city, so that exploring needs one extract.
 * @throws Failure as `compile` does; question/unsupported where the indicator has no rows
 */
export function outlineOf(question: Question, catalogue: Catalogue, viewer: Viewer): Outline {
  const core = questionSchema.parse({ indicator: question.indicator, city: question.city, from: question.from })
  // Asked unit by unit: of the whole city a part of it is no answer, yet its rows may be explored.
  const { plan } = compile({ ...core, by: ['unit:city'] }, catalogue, viewer, duckdb)
  const indicator = meantBy(indicatorOf(catalogue, plan.indicator), core.from)!
  const parts = plan.parts.filter((part) => part.form === 'events')
  if (parts.length < plan.parts.length) throw noRows(indicator)
  const cityUnits = cityOf(catalogue, core.city).units
  const around = new Set(cityUnits.flatMap((root) => [...subtreeOf(catalogue, root)]))
  return {
    release: catalogue.release.id,
    indicator: plan.indicator,
    city: core.city,
    from: core.from,
    scope: plan.scope,
    outside: outsideOf(catalogue, around, plan.scope),
    around: [...around].sort(),
    units: unitsOf(catalogue, cityUnits, plan.scope),
    facts: [...Map.groupBy(parts, ({ dataset }) => dataset)].map(([id, own]) =>
      factsOf(datasetOf(catalogue, id), own, { catalogue, indicator, plan }),
    ),
  }
}
