/** Owns that the contract of each dataset can be kept: names, roles, keys and roll-ups fit its form. */
import type { Dataset, Fault } from '@laban/shared'
import { columnsOf, statementColumns } from '@laban/shared'
import type { Known } from './fault.ts'
import { fault, unknown } from './fault.ts'
import type { Placed } from './yaml.ts'

/** Names that the load gives itself. */
const taken = ['id', 'source_rank', 'rows']

/** @returns datasets whose contract cannot be kept, so that their rows cannot be checked */
export function agreeDatasets(datasets: readonly Placed<Dataset>[], isUnit: Known, isMeasure: Known, faults: Fault[]): Set<string> {
  const unsound = new Set<string>()
  for (const dataset of datasets) {
    const before = faults.length
    agreeDataset(dataset, isUnit, isMeasure, faults)
    if (faults.length > before) unsound.add(dataset.value.id)
  }
  return unsound
}

function agreeDataset({ value, at }: Placed<Dataset>, isUnit: Known, isMeasure: Known, faults: Fault[]) {
  {
    const columns = columnsOf(value)
    const names = columns.map(({ name }) => name)
    const column = { vi: 'cột', en: 'column' }
    const has = (place: Placed<Dataset>['at'], path: PropertyKey[], name: string, list = names) => {
      if (!list.includes(name)) faults.push(unknown(place(...path), column, name, list))
    }
    isUnit(at('owner'), value.owner)
    if (/__|^dim_|^crosswalk$|^catalogue$/.test(value.id)) {
      faults.push(fault(at('id'), 'tên dành riêng cho hệ thống', 'name is kept for the system', 'no "__", not "dim_…", "crosswalk", "catalogue"'))
    }

    value.columns.forEach(({ name, role, type, measuredIn, codes, min, max }, i) => {
      const place = (...path: PropertyKey[]) => at('columns', i, ...path)
      const reserved = value.form === 'statements' ? [...statementColumns.map((one) => one.name), ...taken] : ['rows']
      if (reserved.includes(name)) faults.push(fault(place('name'), 'tên cột dành riêng', 'name of a column is kept for the system', `not ${reserved.join(', ')}`))
      if (value.columns.findIndex((other) => other.name === name) < i) faults.push(fault(place('name'), 'cột khai hai lần', 'column given twice'))
      if (value.form === 'statements' && role !== 'dimension') {
        faults.push(fault(place('role'), 'cột thêm của số liệu công bố phải là chiều', 'a further column of statements must be a dimension', 'dimension'))
      }
      if (role === 'measure' && type !== 'number' && type !== 'integer') faults.push(fault(place('type'), 'số đo phải là số', 'a measure must be a number', 'number, integer'))
      if (role === 'time' && type !== 'date') faults.push(fault(place('type'), 'cột thời gian phải là ngày', 'the time column must be a date', 'date'))
      if (codes && type !== 'text') faults.push(fault(place('type'), 'cột có danh mục mã phải là văn bản', 'a column with codes must be text', 'text'))
      if (min !== undefined && max !== undefined && min > max) faults.push(fault(place('max'), 'lớn nhất nhỏ hơn nhỏ nhất', 'max is below min', `>= ${min}`))
      isMeasure(place('measuredIn'), measuredIn)
      for (const [code, { parent }] of Object.entries(codes ?? {})) {
        if (parent !== undefined && !codes![parent]) {
          faults.push(unknown(place('codes', code, 'parent'), { vi: 'mã', en: 'code' }, parent, Object.keys(codes!)))
        }
      }
    })

    if (value.form === 'statements') {
      for (const [item, { measuredIn }] of Object.entries(value.items)) isMeasure(at('items', item, 'measuredIn'), measuredIn)
      if (Object.keys(value.items).length === 0) faults.push(fault(at('items'), 'chưa khai đại lượng nào', 'no items given', '1 or more'))
      if (value.rollups.length > 0) faults.push(fault(at('rollups'), 'số liệu công bố không có bảng cộng sẵn', 'statements have no roll-ups', 'none'))
      if (value.key.length > 0) faults.push(fault(at('key'), 'số liệu công bố không có khóa', 'statements have no key', 'none'))
      continue
    }
    const times = columns.filter(({ role }) => role === 'time')
    if (times.length !== 1) faults.push(fault({ ...at('columns'), value: String(times.length) }, 'số cột thời gian sai', 'wrong number of time columns', '1'))
    value.key.forEach((name, i) => has(at, ['key', i], name))
    const cuts = columns.filter(({ role }) => role === 'dimension' || role === 'unit').map(({ name }) => name)
    value.rollups.forEach((rollup, i) => rollup.forEach((name, j) => has(at, ['rollups', i, j], name, cuts)))
  }
}
