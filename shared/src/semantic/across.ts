/**
 * Owns sums of the rows below an indicator over any of its axes (month, unit, dimensions), under filters on others: what linked
 * charts stand on. Like every statement it only filters and adds; `valueOf` finishes.
 */
import type { Catalogue } from '../catalogue.ts'
import { datasetOf } from '../catalogue.ts'
import type { Column } from '../dataset.ts'
import { Failure } from '../failure.ts'
import type { Where } from '../indicator.ts'
import type { Question } from '../question.ts'
import type { Viewer } from '../viewer.ts'
import type { Dialect } from './dialect/dialect.ts'
import { codeOf } from './events.ts'
import type { EventsPart, PartCut } from './part.ts'
import { adds } from './part.ts'
import type { Plan } from './plan.ts'
import { makePlan } from './plan.ts'
import type { Param } from './row.ts'
import type { Writer } from './writer.ts'
import { filtered, inScope } from './writer.ts'

/** `month` (as `2025-06`), `unit`, or a dimension's name; sums may also stand by `year`. */
export type AxisName = string

export type Across = {
  plan: Plan
  /** After `month`: `unit`, and the dimensions that every part's dataset knows. */
  axes: AxisName[]
  /** By axis; of `unit` the column of that role in the first part's dataset. */
  columns: Record<AxisName, Column>
  /** By dimension: narrower codes stand under the wider one that is shown, as in any cut. */
  cuts: Record<AxisName, PartCut>
  /** Names of the measures that `sumsOver` returns, in order; the last one counts rows. */
  measures: string[]
  /** Dataset -> the roll-up that knows every axis and filter, read instead of the rows where there is one. */
  rolled: Record<string, string>
}

/**
 * @param question  of an indicator with rows; its own cuts, filters and period are not looked at
 * @throws Failure as `compile`; question/unsupported where what is counted cannot be added
 */
export function across(question: Question, catalogue: Catalogue, viewer: Viewer): Across {
  const planBy = (by: string[]): Plan =>
    makePlan({ ...question, by, where: {}, compare: [], from: 'rows' }, catalogue, viewer)
  const plan = planBy([])
  const parts = plan.parts.filter((part) => part.form === 'events')
  if (parts.length === 0 || !parts.every(adds)) {
    throw new Failure('question/unsupported', {
      vi: 'Số đếm không trùng không cộng được giữa các biểu đồ liên kết',
      en: 'Counts of distinct values cannot be added across linked charts',
    })
  }
  const known = parts.map(({ dataset }) => new Map(datasetOf(catalogue, dataset).columns.map((one) => [one.name, one])))
  const offered = catalogue.indicators.find(({ id }) => id === plan.indicator)?.rows?.cuts ?? []
  const cuts = offered.filter((cut) => known.every((columns) => columns.has(cut)))
  return {
    plan,
    axes: ['month', 'unit', ...cuts],
    columns: {
      unit: known[0]!.get(parts[0]!.unit)!,
      ...Object.fromEntries(cuts.map((cut) => [cut, known[0]!.get(cut)!])),
    },
    cuts: Object.fromEntries(cuts.map((cut) => [cut, planBy([cut]).parts[0]!.cuts[0]!])),
    measures: [...parts.map(({ name }) => name), 'rows'],
    rolled: rolledOf(planBy(cuts)),
  }
}

/** One roll-up for all parts over a dataset, or none. */
function rolledOf({ parts }: Plan): Record<string, string> {
  const events = parts.filter((part) => part.form === 'events')
  return Object.fromEntries(
    [...Map.groupBy(events, ({ dataset }) => dataset)].flatMap(([dataset, own]) =>
      own.every(({ rolled, table }) => rolled && table === own[0]!.table) ? [[dataset, own[0]!.table]] : [],
    ),
  )
}

/** Tables that sums over axes read. */
export const tablesOf = ({ plan, rolled }: Across): string[] => [
  ...new Set(plan.parts.map(({ dataset }) => rolled[dataset] ?? dataset)),
]

function writerOf(dialect: Dialect, params: Param[]): Writer {
  const bind = (value: Param): string => dialect.placeholder(params.push(value))
  return {
    quote: dialect.quote,
    bind,
    bindDay: (day) => `CAST(${bind(day)} AS DATE)`,
    oneOf: (column, values) => (values.length ? `${column} IN (${values.map(bind).join(', ')})` : '1 = 0'),
  }
}

/** By what rows of one dataset stand on an axis: months by their first day, since text costs far more to make and to compare. */
function axisValue(found: Across, { unit, day, dataset }: EventsPart, name: AxisName, writer: Writer): string {
  if (name === 'month')
    return found.rolled[dataset] === undefined
      ? `CAST(date_trunc('month', ${writer.quote(day)}) AS DATE)`
      : writer.quote(day)
  return name === 'unit' ? writer.quote(unit) : codeOf(found.cuts[name]!, writer)
}

/** Whether what stands on an axis is one of some values, as `Cubes` names them. */
const isOneOf = (name: AxisName, value: string, values: readonly string[], writer: Writer): string =>
  name === 'month' && values.length > 0
    ? `${value} IN (${values.map((month) => writer.bindDay(`${month}-01`)).join(', ')})`
    : writer.oneOf(value, values)

/** Rows that belong to the indicator: of the city, within the viewer's scope, known on the day asked, counted by any part. */
function conditionsOf({ plan }: Across, parts: readonly EventsPart[], writer: Writer): string[] {
  const { unit, day } = parts[0]!
  const within = `${writer.quote(unit)} IN (SELECT unit FROM dim_unit WHERE ${writer.oneOf('ancestor', plan.units)})`
  const scope = inScope(plan, writer, writer.quote(unit))
  const asOf = plan.question.asOf === undefined ? [] : [`${writer.quote(day)} <= ${writer.bindDay(plan.question.asOf)}`]
  const any = parts.every((part) => part.filters.length > 0)
    ? [`(${parts.map((part) => `(${filtered(part.filters, writer).join(' AND ')})`).join(' OR ')})`]
    : []
  return [within, ...scope, ...asOf, ...any]
}

/** One dataset's rows with a column for each axis and each measure, and how many rows each stands for; what is of other parts is nought. */
function rowsOf(found: Across, parts: readonly EventsPart[], dialect: Dialect, writer: Writer): string {
  const events = found.plan.parts.filter((part) => part.form === 'events')
  const { dataset } = parts[0]!
  const rows = found.rolled[dataset] === undefined ? '1' : writer.quote('rows')
  const taken = (part: EventsPart): string => {
    const value = part.take === 'sum' ? writer.quote(part.column) : rows
    const conditions = filtered(part.filters, writer)
    return conditions.length ? `CASE WHEN ${conditions.join(' AND ')} THEN ${value} END` : value
  }
  const axes = found.axes.map((name, i) => `${axisValue(found, parts[0]!, name, writer)} AS a${i}`)
  const measures = events.map((part, i) => `${parts.includes(part) ? taken(part) : '0'} AS m${i}`)
  return `SELECT ${[...axes, ...measures, `${rows} AS n`].join(', ')}
  FROM ${dialect.quote(found.rolled[dataset] ?? dataset)}
  WHERE ${conditionsOf(found, parts, writer).join('\n    AND ')}`
}

function base(found: Across, dialect: Dialect) {
  const params: Param[] = []
  const writer = writerOf(dialect, params)
  const events = found.plan.parts.filter((part) => part.form === 'events')
  const selects = [...Map.groupBy(events, ({ dataset }) => dataset).values()].map((parts) =>
    rowsOf(found, parts, dialect, writer),
  )
  return { sql: selects.join('\n  UNION ALL\n  '), params, writer, events }
}

type Statement = { sql: string; params: Param[] }

/** Rows with a column x0, x1, ... for each name, under filters. */
function sourceOf(found: Across, names: readonly AxisName[], filters: Where, dialect: Dialect) {
  const { sql, params, writer, events } = base(found, dialect)
  const place = (name: AxisName): string => (name === 'year' ? 'year(r.a0)' : `r.a${found.axes.indexOf(name)}`)
  const conditions = Object.entries(filters).map(([name, values]) => isOneOf(name, place(name), values, writer))
  const columns = [
    ...names.map((name, i) => `${place(name)} AS x${i}`),
    ...events.map((_, i) => `r.m${i} AS m${i}`),
    'r.n AS n',
  ]
  return {
    params,
    from: `(
  SELECT ${columns.join(', ')}
  FROM (
  ${sql}
  ) AS r${conditions.length ? `\n  WHERE ${conditions.join('\n    AND ')}` : ''}
) AS t`,
    sums: [
      ...events.map((_, i) => `CAST(COALESCE(sum(t.m${i}), 0) AS DOUBLE) AS v${i}`),
      `CAST(COALESCE(sum(t.n), 0) AS DOUBLE) AS v${events.length}`,
    ],
  }
}

/** As text once few are left. */
function shown(name: AxisName, i: number): string {
  if (name === 'month') return `strftime(s.x${i}, '%Y-%m') AS k${i}`
  return name === 'year' ? `CAST(s.x${i} AS VARCHAR) AS k${i}` : `s.x${i} AS k${i}`
}

/**
 * @param over  axes to sum by, in order: columns k0, k1, ... of what comes back, then v0, v1, ... by `measures`
 * @param filters  axis -> accepted values; months as `2025-06`
 */
export function sumsOver(found: Across, over: readonly AxisName[], filters: Where, dialect: Dialect): Statement {
  const { from, params, sums } = sourceOf(found, over, filters, dialect)
  const values = sums.map((_, i) => `s.v${i}`)
  const places = over.map((_, i) => `t.x${i}`)
  const numbers = over.map((_, i) => i + 1).join(', ')
  const sql = `SELECT ${[...over.map(shown), ...values].join(', ')}
FROM (
SELECT ${[...places.map((place, i) => `${place} AS x${i}`), ...sums].join(', ')}
FROM ${from}${over.length ? `\nGROUP BY ${places.join(', ')}` : ''}
) AS s${over.length ? `\nORDER BY ${numbers}` : ''}`
  return { sql, params }
}

/** Sums over several sets of axes out of one reading of the rows. */
export type SetsOver = Statement & {
  /** By set: the value of column `g` that marks its rows, and the columns of its axes in order. */
  sets: { mark: number; columns: string[] }[]
}

/** @param sets  each with one axis at least, none twice */
export function setsOver(found: Across, sets: readonly (readonly AxisName[])[], dialect: Dialect): SetsOver {
  const names = [...new Set(sets.flat())]
  const { from, params, sums } = sourceOf(found, names, {}, dialect)
  const places = names.map((_, i) => `t.x${i}`)
  const listed = sets.map((set) => `(${set.map((name) => places[names.indexOf(name)]).join(', ')})`)
  const sql = `SELECT s.g AS g, ${[...names.map(shown), ...sums.map((_, i) => `s.v${i}`)].join(', ')}
FROM (
SELECT GROUPING_ID(${places.join(', ')}) AS g, ${[...places.map((place, i) => `${place} AS x${i}`), ...sums].join(', ')}
FROM ${from}
GROUP BY GROUPING SETS (${listed.join(', ')})
) AS s
ORDER BY ${[...names.keys()].map((i) => i + 2).join(', ')}`
  return {
    sql,
    params,
    sets: sets.map((set) => ({
      // A bit for each name that a set does not stand by, the first name highest.
      mark: names.reduce((mark, name) => mark * 2 + (set.includes(name) ? 0 : 1), 0),
      columns: set.map((name) => `k${names.indexOf(name)}`),
    })),
  }
}

/**
 * Rows with a code of its place for each axis, ready for typed columns: k0 (month), k1, ..., then a measure each: v0, v1, ...; the
 * last one, how many rows each stands for, is left out where that is always one.
 */
export function placesOver(
  found: Across,
  lists: readonly (readonly string[])[],
  axes: readonly AxisName[],
  dialect: Dialect,
): { sql: string; params: Param[] } {
  const { sql, params, events } = base(found, dialect)
  const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
  const keys = axes.map((name, i) => {
    const place = `r.a${found.axes.indexOf(name)}`
    // Months follow each other: counting from the first one costs a fraction of looking their names up.
    if (name === 'month')
      return `CAST(year(${place}) * 12 + month(${place}) - ${monthsTo(lists[i]![0]!)} AS USMALLINT) AS k${i}`
    return `enum_code(CAST(${place} AS ENUM(${lists[i]!.map(literal).join(', ')}))) AS k${i}`
  })
  const measures = events.map((_, i) => `CAST(COALESCE(r.m${i}, 0) AS DOUBLE) AS v${i}`)
  if (standsForMany(found)) measures.push(`CAST(r.n AS DOUBLE) AS v${events.length}`)
  return { sql: `SELECT ${[...keys, ...measures].join(', ')}\nFROM (\n  ${sql}\n) AS r`, params }
}

/** Of `2025-06`, as years * 12 + months. */
const monthsTo = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5))

/** Whether a row of `placesOver` may stand for several. */
export const standsForMany = ({ rolled }: Across): boolean => Object.keys(rolled).length > 0

/**
 * The rows themselves, all columns, of the dataset that the first part counts, under filters on axes.
 * @param order  a column of the dataset
 */
export function rowsOver(
  found: Across,
  filters: Where,
  { order, descending, most }: { order: string; descending: boolean; most: number },
  dialect: Dialect,
): { sql: string; params: Param[] } {
  const params: Param[] = []
  const writer = writerOf(dialect, params)
  const events = found.plan.parts.filter((part) => part.form === 'events')
  const parts = events.filter(({ dataset }) => dataset === events[0]!.dataset)
  // Rows are listed from the dataset itself, whatever sums are read from.
  const bare = { ...found, rolled: {} }
  const conditions = Object.entries(filters).map(([name, values]) =>
    isOneOf(name, axisValue(bare, parts[0]!, name, writer), values, writer),
  )
  const where = [...conditionsOf(found, parts, writer), ...conditions]
  const direction = descending ? 'DESC' : 'ASC'
  return {
    sql: `SELECT *
FROM ${dialect.quote(parts[0]!.dataset)}
WHERE ${where.join('\n  AND ')}
ORDER BY ${dialect.quote(order)} ${direction} NULLS LAST
LIMIT ${Math.trunc(most)}`,
    params,
  }
}
