/** Owns what a contract demands of rows, as conditions for the engine, each with the words for those who broke it. */
import type { Column, Dataset, Words } from '@laban/shared'
import { closedCodes, columnsOf } from '@laban/shared'
import { name, text } from './engine.ts'
import { anyOf } from './fault.ts'

/** A demand that is tested on every row by itself. */
export type Rule = {
  column: string
  /** True of a row that breaks it. */
  broken: string
  message: Words
  allowed: string
}

/** A demand that the values of a column stand in a list; tested on distinct values first. */
export type ListRule = { column: string; list: string; message: Words; allowed: (value: string) => string }

/** Type in which a column is read. Integers come as doubles, since the engine would round 5.7 to 6 without a word. */
export const readAs = ({ type }: Column): string =>
  ({ text: 'VARCHAR', integer: 'DOUBLE', number: 'DOUBLE', date: 'DATE', boolean: 'BOOLEAN' })[type]

/** Type in which a column is kept. */
export const keptAs = ({ type }: Column): string =>
  ({ text: 'VARCHAR', integer: 'BIGINT', number: 'DOUBLE', date: 'DATE', boolean: 'BOOLEAN' })[type]

export function rulesOf(dataset: Dataset): Rule[] {
  const rules = columnsOf(dataset).flatMap((column) => rulesOfColumn(column, dataset))
  if (dataset.form === 'statements') {
    rules.push({
      column: 'period_end',
      broken: 'period_end < period_start',
      message: { vi: 'ngày cuối kỳ trước ngày đầu kỳ', en: 'period ends before it begins' },
      allowed: '>= period_start',
    })
  }
  return rules
}

function rulesOfColumn(column: Column, dataset: Dataset): Rule[] {
  const { type, min, max, role } = column
  const at = name(column.name)
  const rules: Rule[] = []
  const rule = (broken: string, vi: string, en: string, allowed: string) =>
    rules.push({ column: column.name, broken, message: { vi, en }, allowed })
  // In statements a blank dimension is an answer: all of them.
  const mayBeBlank = !column.required || (dataset.form === 'statements' && role === 'dimension')
  if (!mayBeBlank) rule(`${at} IS NULL`, 'ô bắt buộc bị trống', 'empty, yet required', 'not empty')
  if (type === 'number' || type === 'integer')
    rule(`NOT isfinite(${at})`, 'không phải số hữu hạn', 'not a finite number', 'a number')
  if (type === 'integer')
    rule(
      `isfinite(${at}) AND (${at} <> trunc(${at}) OR abs(${at}) > 9007199254740992)`,
      'không phải số nguyên',
      'not a whole number',
      'a whole number',
    )
  if (type === 'date')
    rule(
      `${at} < DATE '1900-01-01' OR ${at} > DATE '2200-12-31'`,
      'ngày ngoài khoảng',
      'date out of range',
      '1900-01-01..2200-12-31',
    )
  if (min !== undefined) rule(`${at} < ${min}`, 'nhỏ hơn mức thấp nhất', 'below the least allowed', `>= ${min}`)
  if (max !== undefined) rule(`${at} > ${max}`, 'lớn hơn mức cao nhất', 'above the most allowed', `<= ${max}`)
  return rules
}

/** Ids that exist; undefined where their list itself is faulty, so that a missing one proves nothing. */
export type Names = { units: readonly string[] | undefined; sources: readonly string[] | undefined }

export function listRulesOf(dataset: Dataset, { units, sources }: Names): ListRule[] {
  const columns = columnsOf(dataset)
  const unit = { vi: 'đơn vị không biết', en: 'unknown unit' }
  const source = { vi: 'nguồn không biết', en: 'unknown source' }
  const item = { vi: 'đại lượng không biết', en: 'unknown item' }
  const isStatements = dataset.form === 'statements'
  return [
    ...(isStatements ? [closedRule('item', Object.keys(dataset.items), item)] : []),
    ...columns
      .filter(({ role }) => role === 'unit')
      .flatMap(({ name: column }) => namedRule(column, 'ref_unit', units, unit)),
    ...columns
      .filter((column) => closedCodes(column))
      .map((column) => closedRule(column.name, Object.keys(column.codes ?? {}))),
    ...(isStatements ? namedRule('source', 'ref_source', sources, source) : []),
  ]
}

const namedRule = (column: string, table: string, names: readonly string[] | undefined, message: Words): ListRule[] =>
  names ? [{ column, list: `SELECT id FROM ${table}`, message, allowed: (value) => anyOf(names, value) }] : []

const closedRule = (
  column: string,
  codes: readonly string[],
  message: Words = { vi: 'mã không biết', en: 'unknown code' },
): ListRule => ({
  column,
  list: codes.length ? codes.map(text).join(', ') : `SELECT '' WHERE false`,
  message,
  allowed: (value) => anyOf(codes, value),
})

/** Columns that no two rows may share together; absent: rows may repeat. */
export const uniqueBy = (dataset: Dataset): string[] | undefined =>
  dataset.form === 'statements'
    ? columnsOf(dataset).map((column) => column.name)
    : dataset.key.length
      ? dataset.key
      : undefined

/** Oddities that are told of and let through. */
export const warningsOf = (dataset: Dataset): (Rule & { join?: string })[] =>
  dataset.form === 'events'
    ? []
    : [
        {
          column: 'unit',
          join: 'JOIN ref_unit ON ref_unit.id = raw.unit',
          broken: 'raw.period_end < ref_unit.valid_from OR raw.period_start > ref_unit.valid_to',
          message: { vi: 'đơn vị không tồn tại trong kỳ này', en: 'unit was not in force in this period' },
          allowed: 'a unit in force',
        },
        {
          column: 'published',
          broken: `raw.stated = 'actual' AND raw.published < raw.period_start`,
          message: { vi: 'công bố trước khi kỳ bắt đầu', en: 'published before its period began' },
          allowed: '>= period_start',
        },
      ]
