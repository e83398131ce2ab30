/**
 * Owns rows that speak of persons or enterprises: single rows never leave the house. What may is their sum by unit, month and
 * dimensions, where at least as many stand behind it as the contract asks; smaller cells stay here.
 */
import type { Dataset, Words } from '@laban/shared'

const name = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`

const note = (atLeast: number): Words => ({
  vi: `Bảng này đã gộp theo đơn vị, tháng và các chiều; nhóm dưới ${atLeast} không đưa ra, nên tổng có thể thấp hơn số công bố.`,
  en: `Summed by unit, month and dimensions; groups below ${atLeast} are left out, so totals may be below the published ones.`,
})

/** The contract of what leaves the house. */
export function asCells(dataset: Dataset): Dataset {
  const { smallestCell } = dataset
  if (!smallestCell) return dataset
  const { vi, en } = note(smallestCell.atLeast)
  return {
    ...dataset,
    about: { vi: `${dataset.about.vi} ${vi}`, en: `${dataset.about.en} ${en}` },
    columns: dataset.columns.filter(({ role }) => role !== 'id' && role !== 'detail'),
    key: [],
    rollups: [],
  }
}

/**
 * @param from  where the rows come from, as SQL
 * @param condition  rows that the viewer may read; null: all
 * @returns the statement that selects what leaves the house
 */
export function selectCells(dataset: Dataset, from: string, condition: string | null): string {
  const where = condition === null ? '' : ` WHERE ${condition}`
  const { smallestCell } = dataset
  if (!smallestCell) return `SELECT * FROM ${from}${where}`
  const columns = asCells(dataset).columns.map(({ name: column, role }) => {
    if (role === 'measure') return `sum(${name(column)}) AS ${name(column)}`
    return role === 'time' ? `date_trunc('month', ${name(column)})::DATE AS ${name(column)}` : name(column)
  })
  // Grouped by position: an alias that hides its own column would group by the day.
  const groups = asCells(dataset).columns.flatMap(({ role }, i) => (role === 'measure' ? [] : [String(i + 1)]))
  return `SELECT ${columns.join(', ')} FROM ${from}${where} GROUP BY ${groups.join(', ')} HAVING sum(${name(smallestCell.counts)}) >= ${smallestCell.atLeast} ORDER BY ${groups.join(', ')}`
}
