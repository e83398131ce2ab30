/** Owns that the contract of each dataset can be kept: names, roles, keys and roll-ups fit its form. */
import type { Column, Dataset, Fault, Place } from '@laban/shared'
import { columnsOf, statementColumns } from '@laban/shared'
import type { Known } from './fault.ts'
import { fault, unknown } from './fault.ts'
import type { Placed } from './yaml.ts'

type Say = (place: Place, vi: string, en: string, allowed: string) => void

/** Names that the load gives itself. */
const given = { statements: [...statementColumns.map(({ name }) => name), 'id', 'source_rank'], events: ['rows'] }

/** @returns datasets whose contract cannot be kept, so that their rows cannot be checked */
export function agreeDatasets(
  datasets: readonly Placed<Dataset>[],
  isUnit: Known,
  isMeasure: Known,
  faults: Fault[],
): Set<string> {
  const unsound = new Set<string>()
  for (const dataset of datasets) {
    const before = faults.length
    const { value, at } = dataset
    const say: Say = (place, vi, en, allowed) => faults.push(fault(place, vi, en, allowed))
    isUnit(at('owner'), value.owner)
    if (/__|^dim_|^crosswalk$|^catalogue$/.test(value.id)) {
      say(
        at('id'),
        'tên dành riêng cho hệ thống',
        'name is kept for the system',
        'no "__", not "dim_…", "crosswalk", "catalogue"',
      )
    }
    value.columns.forEach((column, i) =>
      agreeColumn(value, column, (...path) => at('columns', i, ...path), isMeasure, say),
    )
    const names = value.columns.map(({ name }) => name)
    names.forEach((name, i) => {
      if (names.indexOf(name) < i)
        say(at('columns', i, 'name'), 'cột khai hai lần', 'column given twice', 'each name once')
    })
    if (value.form === 'statements') agreeStatements(dataset, isMeasure, say)
    else agreeEvents(dataset, say, faults)
    if (faults.length > before) unsound.add(value.id)
  }
  return unsound
}

function agreeColumn(
  { form }: Dataset,
  column: Column,
  at: (...path: PropertyKey[]) => Place,
  isMeasure: Known,
  say: Say,
) {
  const { name, role, type, measuredIn, codes, open, min, max } = column
  if (given[form].includes(name))
    say(at('name'), 'tên cột dành riêng', 'name of a column is kept for the system', `not ${given[form].join(', ')}`)
  if (form === 'statements' && role !== 'dimension') {
    say(
      at('role'),
      'cột thêm của số liệu công bố phải là chiều',
      'a further column of statements must be a dimension',
      'dimension',
    )
  }
  if (role === 'measure' && type !== 'number' && type !== 'integer')
    say(at('type'), 'số đo phải là số', 'a measure must be a number', 'number, integer')
  if (role === 'time' && type !== 'date')
    say(at('type'), 'cột thời gian phải là ngày', 'the time column must be a date', 'date')
  if (codes && type !== 'text')
    say(at('type'), 'cột có danh mục mã phải là văn bản', 'a column with codes must be text', 'text')
  if (min !== undefined && max !== undefined && min > max)
    say(at('max'), 'lớn nhất nhỏ hơn nhỏ nhất', 'max is below min', `>= ${min}`)
  if (open && (form === 'statements' || role !== 'dimension'))
    say(at('open'), 'chỉ chiều của dữ liệu theo dòng được để mở', 'only a dimension of events may be open', 'false')
  isMeasure(at('measuredIn'), measuredIn)
  for (const [code, { parent }] of Object.entries(codes ?? {})) {
    if (parent !== undefined && !codes?.[parent]) {
      const { vi, en } = unknown({}, { vi: 'mã', en: 'code' }, parent, []).message
      say({ ...at('codes', code, 'parent'), value: parent }, vi, en, Object.keys(codes ?? {}).join(', '))
    }
  }
}

function agreeStatements({ value, at }: Placed<Dataset>, isMeasure: Known, say: Say) {
  for (const [item, { measuredIn }] of Object.entries(value.items))
    isMeasure(at('items', item, 'measuredIn'), measuredIn)
  if (Object.keys(value.items).length === 0) say(at('items'), 'chưa khai đại lượng nào', 'no items given', '1 or more')
  if (value.rollups.length > 0)
    say(at('rollups'), 'số liệu công bố không có bảng cộng sẵn', 'statements have no roll-ups', 'none')
  if (value.smallestCell)
    say(at('smallestCell'), 'số liệu công bố không có ô nhỏ nhất', 'statements have no smallest cell', 'none')
  if (value.key.length > 0) say(at('key'), 'số liệu công bố không có khóa', 'statements have no key', 'none')
}

function agreeEvents({ value, at }: Placed<Dataset>, say: Say, faults: Fault[]) {
  const columns = columnsOf(value)
  const among = (place: Place, name: string, names: readonly string[]) => {
    if (!names.includes(name)) faults.push(unknown(place, { vi: 'cột', en: 'column' }, name, names))
  }
  const times = columns.filter(({ role }) => role === 'time').length
  if (times !== 1)
    say({ ...at('columns'), value: String(times) }, 'số cột thời gian sai', 'wrong number of time columns', '1')
  value.key.forEach((name, i) =>
    among(
      at('key', i),
      name,
      columns.map((column) => column.name),
    ),
  )
  if (value.smallestCell) {
    const counts = columns.filter(({ role }) => role === 'measure').map(({ name }) => name)
    among(at('smallestCell', 'counts'), value.smallestCell.counts, counts)
  }
  const cuts = columns.filter(({ role }) => role === 'dimension' || role === 'unit').map(({ name }) => name)
  value.rollups.forEach((rollup, i) => rollup.forEach((name, j) => among(at('rollups', i, j), name, cuts)))
}
