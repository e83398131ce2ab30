/** Owns one part of a measure against one dataset: which table, which rows, which codes of each cut. Plain data, no SQL. */
import type { Catalogue } from '../catalogue.ts'
import { datasetOf } from '../catalogue.ts'
import type { Column, Dataset } from '../dataset.ts'
import { cityTable, closedCodes, columnsOf, dimensionsOf, liftedRollups, rollupTable } from '../dataset.ts'
import { Failure } from '../failure.ts'
import type { Indicator, Part } from '../indicator.ts'
import { addDays } from '../period.ts'
import type { Question } from '../question.ts'
import { nearest } from '../search.ts'

/** Column -> accepted values. `isText` is false where the column must be cast to be compared with text. */
export type Filter = { column: string; isText: boolean; values: string[] }

/**
 * One cut in one part. `codes`: rows accepted and the code that each is shown under; null: every code that is not blank, as it is.
 */
export type PartCut = { column: string; isText: boolean; codes: { code: string; shown: string }[] | null }

type Common = {
  name: string
  dataset: string
  take: Part['take']
  column: string
  filters: Filter[]
  /** By the plan's order of cuts; null: the dataset does not know the dimension, so its figure is that of the whole. */
  cuts: (PartCut | null)[]
}

export type StatementsPart = Common & {
  form: 'statements'
  /** All dimensions: with item, kind, unit and period they are the cell that statements compete for. */
  dimensions: string[]
  /** Dimensions neither cut nor filtered: must be blank. */
  blank: string[]
  /** Plans come back in all their versions, one a day of publication. */
  versions: boolean
  /** How many statements make one figure: listed codes add up, and none may be missing. */
  combinations: number
}

export type EventsPart = Common & {
  form: 'events'
  table: string
  /** Whether `table` is a roll-up, whose rows are counted by its column `rows`. */
  rolled: boolean
  /** Whether the roll-up's units are cities themselves. */
  lifted: boolean
  unit: string
  day: string
}

/** Whether what is taken adds up: of nothing it is nought then, and it can be read from a roll-up. */
export const adds = ({ take }: Pick<Part, 'take'>): boolean => take === 'sum' || take === 'count'

export type PlanPart = StatementsPart | EventsPart

type Asked = {
  name: string
  part: Part
  question: Question
  cuts: string[]
  catalogue: Catalogue
  indicator: Indicator
  /** Only sums of whole cities are asked: units below them need not be told apart. */
  wholeCities: boolean
}

const childrenOf = (column: Column, code: string): string[] =>
  Object.entries(column.codes ?? {}).flatMap(([child, { parent }]) => (parent === code ? [child] : []))

/** The code and all that lies below it. */
function familyOf(column: Column, code: string): string[] {
  const family = new Set([code])
  for (const member of family) for (const child of childrenOf(column, member)) family.add(child)
  return [...family]
}

const topOf = (column: Column): string[] =>
  Object.entries(column.codes ?? {}).flatMap(([code, { parent }]) => (parent === undefined ? [code] : []))

/** Values that hold for a column: the part's own, narrowed by the question's. */
function valuesOf(column: Column, pinned: string[] | undefined, asked: string[] | undefined): string[] | undefined {
  if (!asked) return pinned && [...new Set(pinned)]
  const within =
    pinned?.flatMap((code) => familyOf(column, code)) ??
    (closedCodes(column) ? ['', ...Object.keys(column.codes!)] : undefined)
  const wrong = within && asked.find((value) => !within.includes(value))
  if (wrong === undefined) return asked
  const offered = within!
    .filter((code) => code !== '')
    .map((id) => ({ id, name: column.codes?.[id]?.title ?? { vi: id, en: id } }))
  const close = nearest(wrong, offered, ({ id, name }) => [id, name.vi, name.en])
  const names = (language: 'vi' | 'en') =>
    offered
      .slice(0, 12)
      .map(({ id, name }) => `${id} (${name[language]})`)
      .join(', ')
  throw new Failure(
    'question/unknown-value',
    {
      vi: `${column.title.vi} không có "${wrong}"; cho phép: ${names('vi')}`,
      en: `Unknown value of ${column.title.en}: "${wrong}"; allowed: ${names('en')}`,
    },
    { nearest: close.length ? close : offered.slice(0, 5) },
  )
}

/** Codes to show: those listed; the children of the only one; or the widest ones. null: any. */
function shownOf(column: Column, values: string[] | undefined): string[] | null {
  if (!values) return column.codes ? topOf(column) : null
  const children = values.length === 1 ? childrenOf(column, values[0]!) : []
  return children.length ? children : values
}

const isTextual = ({ type }: Column): boolean => type === 'text'

function statementsPart(
  { name, part, question, cuts }: Asked,
  dataset: Dataset,
  columns: Map<string, Column>,
): StatementsPart {
  const dimensions = dimensionsOf(dataset).map((column) => column.name)
  const values = (column: string) => valuesOf(columns.get(column)!, part.where[column], question.where[column])
  const named = [...new Set([...Object.keys(part.where), ...Object.keys(question.where)])]
    .filter((column) => columns.has(column))
    .sort()
  const filters = named
    .filter((column) => !cuts.includes(column))
    .map((column) => ({ column, isText: isTextual(columns.get(column)!), values: [...values(column)!].sort() }))
  return {
    form: 'statements',
    name,
    dataset: dataset.id,
    take: part.take,
    column: part.column,
    filters,
    cuts: cuts.map((cut) => {
      const column = columns.get(cut)
      if (!column) return null
      const codes = shownOf(column, values(cut))
      return {
        column: cut,
        isText: isTextual(column),
        codes: codes && [...codes].sort().map((code) => ({ code, shown: code })),
      }
    }),
    dimensions,
    blank: dimensions.filter((column) => !named.includes(column) && !cuts.includes(column)),
    versions: part.where['stated']?.includes('plan') ?? false,
    combinations: filters
      .filter(({ column }) => column !== 'stated')
      .reduce((product, filter) => product * filter.values.length, 1),
  }
}

/** The narrowest roll-up that holds all columns needed; sums and counts alone can be read from one. */
function tableOf(
  { part, question, catalogue, indicator, wholeCities }: Asked,
  dataset: Dataset,
  needed: string[],
): Pick<EventsPart, 'table' | 'rolled' | 'lifted'> {
  const { asOf } = question
  const wholeMonths = asOf === undefined || asOf >= catalogue.release.horizon || addDays(asOf, 1).endsWith('-01')
  const isSummed = adds(part) && indicator.time !== 'stock'
  const narrowest = (rollups: readonly string[][]) =>
    rollups
      .filter((columns) => needed.every((column) => columns.includes(column)))
      .sort((a, b) => a.length - b.length)[0]
  const rollup = narrowest(dataset.rollups)
  if (!isSummed || !wholeMonths || !rollup) return { table: dataset.id, rolled: false, lifted: false }
  const lifted = wholeCities ? narrowest(liftedRollups(dataset)) : undefined
  return lifted
    ? { table: cityTable(dataset, lifted), rolled: true, lifted: true }
    : { table: rollupTable(dataset, rollup), rolled: true, lifted: false }
}

function eventsPart(asked: Asked, dataset: Dataset, columns: Map<string, Column>): EventsPart {
  const { name, part, question, cuts } = asked
  const unit = dataset.columns.find(({ role }) => role === 'unit')
  const time = dataset.columns.find(({ role }) => role === 'time')
  if (!unit || !time) throw new Error(`dataset ${dataset.id} without a column of role unit and one of role time`)
  const named = [...new Set([...Object.keys(part.where), ...Object.keys(question.where)])]
    .filter((column) => columns.has(column))
    .sort()
  const values = (column: string) => valuesOf(columns.get(column)!, part.where[column], question.where[column])
  const filters = named.map((column) => ({
    column,
    isText: isTextual(columns.get(column)!),
    values: [...new Set(values(column)!.flatMap((code) => familyOf(columns.get(column)!, code)))].sort(),
  }))
  const needed = [unit.name, ...cuts.filter((cut) => columns.has(cut)), ...filters.map(({ column }) => column)]
  return {
    form: 'events',
    name,
    dataset: dataset.id,
    ...tableOf(asked, dataset, needed),
    take: part.take,
    column: part.column,
    filters,
    cuts: cuts.map((cut) => {
      const column = columns.get(cut)
      if (!column) return null
      const folded = (shownOf(column, values(cut)) ?? []).flatMap((shown) =>
        familyOf(column, shown).flatMap((code) => (code === shown ? [] : [{ code, shown }])),
      )
      return { column: cut, isText: isTextual(column), codes: folded.length ? folded : null }
    }),
    unit: unit.name,
    day: time.name,
  }
}

/**
 * @returns undefined for a printed rate that cannot be re-cut, or that would repeat the whole because its dataset knows no such cut
 * @throws Failure question/unknown-value, question/unsupported
 */
export function planPart(asked: Asked): PlanPart | undefined {
  const dataset = datasetOf(asked.catalogue, asked.part.dataset)
  const columns = new Map(columnsOf(dataset).map((column) => [column.name, column]))
  const narrowed = [...asked.cuts, ...Object.keys(asked.question.where)]
  const repeatsWhole = narrowed.some((column) => !columns.has(column))
  if (asked.name === 'printed' && (repeatsWhole || asked.question.map === 'today')) return undefined
  const { take } = asked.part
  if (dataset.form === 'events' && take !== 'stated') return eventsPart(asked, dataset, columns)
  if (dataset.form === 'events')
    throw new Error(`indicator ${asked.indicator.id} takes a stated figure from events: ${dataset.id}`)
  if (take === 'count' || take === 'distinct') {
    throw new Failure('question/unsupported', {
      vi: `Số liệu công bố không đếm được theo dòng: ${dataset.title.vi}`,
      en: `Published figures cannot be counted as rows: ${dataset.title.en}`,
    })
  }
  return statementsPart(asked, dataset, columns)
}
