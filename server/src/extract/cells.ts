/**
 * Owns rows that speak of persons or enterprises: single rows never leave the house. What may is their sum by unit, month and
 * dimensions, where at least as many stand behind it as the contract asks; smaller cells stand merged, in the same way everywhere.
 */
import type { Catalogue, Column, Dataset, Words } from '@laban/shared'
import { mergedCode } from '@laban/shared'
import { name, text } from '../ingest/engine.ts'
import { mergingOf, topOf } from './outline.ts'
import { mergeSmall } from './select.ts'

const note = (atLeast: number): Words => ({
  vi: `Bảng này đã cộng theo đơn vị, tháng và các chiều; nhóm dưới ${atLeast} được gộp dưới mã ${mergedCode}, có khi dưới tên thành phố, nên tổng từng tháng vẫn đủ.`,
  en: `Summed by unit, month and dimensions; groups below ${atLeast} stand merged under the code ${mergedCode}, some of them under the city, so that months still add up.`,
})

const mergedTitle = { vi: 'Nhóm nhỏ, đã gộp', en: 'Small groups, merged' }

/** The code of what was merged has a name. */
export const withMerged = (column: Column): Column =>
  column.codes && column.role === 'dimension'
    ? { ...column, codes: { ...column.codes, [mergedCode]: { title: mergedTitle } } }
    : column

/** The contract of what leaves the house. */
export function asCells(dataset: Dataset): Dataset {
  const { smallestCell } = dataset
  if (!smallestCell) return dataset
  const { vi, en } = note(smallestCell.atLeast)
  return {
    ...dataset,
    about: { vi: `${dataset.about.vi} ${vi}`, en: `${dataset.about.en} ${en}` },
    columns: dataset.columns.filter(({ role }) => role !== 'id' && role !== 'detail').map(withMerged),
    key: [],
    rollups: [],
  }
}

/**
 * @param from  where the rows come from, as SQL
 * @param condition  rows that the viewer may read; null: all
 * @param target  the table to make
 * @returns the statements that make what leaves the house
 */
export function cellsInto(
  dataset: Dataset,
  catalogue: Catalogue,
  { from, condition, target }: { from: string; condition: string | null; target: string },
): string[] {
  const rows = condition === null ? from : `(SELECT * FROM ${from} WHERE ${condition})`
  const { smallestCell } = dataset
  if (!smallestCell) return [`CREATE TABLE ${target} AS SELECT * FROM ${rows}`]
  const columns = asCells(dataset).columns
  const named = (role: Column['role']): string => columns.find((column) => column.role === role)!.name
  const facts = {
    dataset: dataset.id,
    time: named('time'),
    unit: named('unit'),
    ...mergingOf(dataset, catalogue),
    measures: columns.filter(({ role }) => role === 'measure'),
    more: [],
    filters: [[]],
    smallest: smallestCell,
    needsRows: false,
  }
  const units = catalogue.units.map((unit) => `(${text(unit.id)}, ${text(topOf(unit, catalogue))})`)
  const keys = [facts.time, facts.unit, ...facts.dimensions].map(name).join(', ')
  return [
    `CREATE TABLE held AS SELECT * FROM (VALUES ${units.join(', ')}) AS v(unit, root)`,
    ...mergeSmall(facts, rows, smallestCell),
    `CREATE TABLE ${target} AS SELECT ${columns.map((column) => name(column.name)).join(', ')} FROM kept ORDER BY ${keys}`,
  ]
}
