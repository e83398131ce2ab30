/**
 * Owns a fact table's contract. Two forms: `events` (rows that add) and `statements` (figures as published, with when they
 * hold, when they were published, how certain they are and where they stand).
 */
import { z } from 'zod'
import type { Words } from './failure.ts'
import { wordsSchema } from './unit.ts'

export const identifierSchema = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a lower-case identifier: letters, digits, _')

export const codeSchema = z.strictObject({
  title: wordsSchema,
  /** The wider code that this one is a part of; figures of the parts add to the wider one. */
  parent: z.string().optional(),
})

export const columnSchema = z.strictObject({
  name: identifierSchema,
  type: z.enum(['text', 'integer', 'number', 'date', 'boolean']),
  /** `unit`: a unit's id; `time`: the day or first day of month that the row belongs to; `measure`: adds; `dimension`: cuts. */
  role: z.enum(['id', 'unit', 'time', 'dimension', 'measure', 'detail']),
  title: wordsSchema,
  required: z.boolean().default(true),
  min: z.number().optional(),
  max: z.number().optional(),
  /** Closed list of codes of a dimension. Absent: any text. In statements an empty cell means "all of them". */
  codes: z.record(z.string(), codeSchema).optional(),
  /** Events only: `codes` names some of the values, and any other text may stand beside them (projects, companies). */
  open: z.boolean().optional(),
  /** Unit of measure of a measure, as a key of `unitsOfMeasure`. */
  measuredIn: z.string().optional(),
})
export type Column = z.infer<typeof columnSchema>

/** A quantity that a statements dataset speaks of, e.g. `budget_revenue`. */
export const itemSchema = z.strictObject({ title: wordsSchema, measuredIn: z.string() })

export const datasetSchema = z.strictObject({
  id: identifierSchema,
  title: wordsSchema,
  about: wordsSchema,
  form: z.enum(['statements', 'events']),
  /** Unit that answers for the data. */
  owner: z.string(),
  /** Form of sharing in Decision 328: live service, master data or file. */
  sharing: z.enum(['service', 'master', 'file']),
  /** True where rows were generated: everything that touches it wears the badge. */
  simulated: z.boolean().default(false),
  /** `stop`: one bad row refuses the load; `quarantine`: bad rows are set aside with their reason. */
  onReject: z.enum(['stop', 'quarantine']).default('stop'),
  /** Statements only: the quantities. */
  items: z.record(identifierSchema, itemSchema).default({}),
  /** Events: every column. Statements: the dimensions only; `statementColumns` are added. */
  columns: z.array(columnSchema),
  /** Natural key: columns that no two rows may share. Empty for statements, where repeated statements are the point. */
  key: z.array(identifierSchema).default([]),
  /** Events: tables of sums written at load, each by the columns named; the time column is kept by month. */
  rollups: z.array(z.array(identifierSchema).min(1)).default([]),
  /** false: no roll-up stands lifted to cities, as in an extract. */
  lifted: z.boolean().optional(),
  /**
   * Events that speak of persons or enterprises: the measure that counts them, and the least count that one cell (unit x
   * dimensions x month) may have. Smaller ones are merged into wider ones before anything leaves the server, answers included;
   * sums of months are kept.
   */
  smallestCell: z.strictObject({ counts: identifierSchema, atLeast: z.int().min(2) }).optional(),
})
export type Dataset = z.infer<typeof datasetSchema>

/** Code of a dimension under which cells that are too small stand merged. */
export const mergedCode = '~'

/**
 * How a published figure was arrived at. Order is trust, least first; the preferred statement has the highest.
 * doubtful: contradicts its neighbours; inferred: read out of a text; estimate: "ước thực hiện" before the period closed;
 * provisional: first count after it closed; actual: reported as done; settled: final accounts ("quyết toán").
 */
export const certainties = ['doubtful', 'inferred', 'estimate', 'provisional', 'actual', 'settled'] as const
export type Certainty = (typeof certainties)[number]

/** Words printed beside the figure: "hơn", "gần", "khoảng"; `exact` where none was. */
export const roundings = ['exact', 'about', 'over', 'nearly'] as const
export type Rounding = (typeof roundings)[number]

/** `plan`: dự toán, kế hoạch vốn, with revisions by date of publication. */
export const statedKinds = ['actual', 'plan', 'target'] as const

const fixed = (
  name: string,
  type: Column['type'],
  role: Column['role'],
  title: Words,
  codes?: readonly string[],
): Column => ({
  name,
  type,
  role,
  title,
  required: true,
  ...(codes ? { codes: Object.fromEntries(codes.map((code) => [code, { title: { vi: code, en: code } }])) } : {}),
})

/** Columns that every statements dataset has, in file order. `id` is given at load: a hash of the row. */
export const statementColumns: Column[] = [
  fixed('item', 'text', 'detail', { vi: 'Đại lượng', en: 'Item' }),
  fixed('stated', 'text', 'detail', { vi: 'Loại', en: 'Kind' }, statedKinds),
  fixed('unit', 'text', 'unit', { vi: 'Đơn vị', en: 'Unit' }),
  fixed('period_start', 'date', 'detail', { vi: 'Từ ngày', en: 'From' }),
  fixed('period_end', 'date', 'time', { vi: 'Đến ngày', en: 'To' }),
  fixed('value', 'number', 'measure', { vi: 'Giá trị', en: 'Value' }),
  fixed('certainty', 'text', 'detail', { vi: 'Độ chắc chắn', en: 'Certainty' }, certainties),
  fixed('rounding', 'text', 'detail', { vi: 'Làm tròn', en: 'Rounding' }, roundings),
  fixed('published', 'date', 'detail', { vi: 'Ngày công bố', en: 'Published' }),
  fixed('source', 'text', 'detail', { vi: 'Nguồn', en: 'Source' }),
  { ...fixed('note', 'text', 'detail', { vi: 'Ghi chú', en: 'Note' }), required: false },
]

/** All columns of a dataset as they stand in its files. */
export const columnsOf = (dataset: Dataset): Column[] =>
  dataset.form === 'statements' ? [...statementColumns, ...dataset.columns] : dataset.columns

/** Codes that a column accepts; undefined: any text. */
export const closedCodes = ({ codes, open }: Column): Column['codes'] => (open ? undefined : codes)

/** Table of a roll-up as declared: sums by month and its columns. */
export const rollupTable = ({ id }: Pick<Dataset, 'id'>, by: readonly string[]): string => `${id}__by_${by.join('_')}`

/**
 * Table of the same roll-up with each unit lifted to its city: what a city's first screen asks, whatever the number of its units.
 * Made when a release is opened, for each roll-up that holds the column of units.
 */
export const cityTable = ({ id }: Pick<Dataset, 'id'>, by: readonly string[]): string =>
  `${id}__city_by_${by.join('_')}`

/** Roll-ups that have a `cityTable`. */
export function liftedRollups({
  columns,
  rollups,
  lifted,
}: Pick<Dataset, 'columns' | 'rollups' | 'lifted'>): string[][] {
  if (lifted === false) return []
  const unit = columns.find(({ role }) => role === 'unit')?.name
  return rollups.filter((by) => unit !== undefined && by.includes(unit))
}

export const dimensionsOf = (dataset: Dataset): Column[] => dataset.columns.filter(({ role }) => role === 'dimension')
