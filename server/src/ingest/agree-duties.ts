/** Owns that the calendar of reporting agrees with the rest: cities, datasets, items, codes and units that it names exist. */
import type { Dataset, Duty, Fault, Words } from '@laban/shared'
import { isRegister, parsePeriod } from '@laban/shared'
import type { Known } from './fault.ts'
import { fault } from './fault.ts'
import type { Placed } from './yaml.ts'

type Names = {
  is: { unit: Known; source: Known; city: Known; dataset: Known }
  known: (what: Words, names: Iterable<string>) => Known
  datasets: ReadonlyMap<string, Dataset>
}

const words = {
  item: { vi: 'đại lượng', en: 'item' },
  column: { vi: 'cột', en: 'column' },
  code: { vi: 'mã', en: 'code' },
  figure: { vi: 'số liệu của biểu', en: 'figure of the form' },
} satisfies Record<string, Words>

/** Form that each kind of duty fills. */
const forms = { initiative: 'events', register: 'events', return: 'statements' } as const

export function agreeDuties(duties: readonly Placed<Duty>[], { is, known, datasets }: Names, faults: Fault[]): void {
  for (const { value, at } of duties) {
    is.city(at('city'), value.city)
    is.dataset(at('dataset'), value.dataset)
    is.unit(at('speaksOf'), value.speaksOf)
    is.source(at('basis', 'source'), value.basis.source)
    value.owes.forEach(({ units }, i) => units.forEach((unit, j) => is.unit(at('owes', i, 'units', j), unit)))
    try {
      parsePeriod(value.first)
    } catch {
      faults.push(fault(at('first'), 'kỳ không hợp lệ', 'not a period', '2026, 2026-Q3, 2026-09'))
    }
    const dataset = datasets.get(value.dataset)
    if (!dataset) continue
    if (dataset.form !== forms[value.kind] || (value.kind === 'register' && !isRegister(dataset.id)))
      faults.push(fault(at('dataset'), 'tập dữ liệu không nhận báo cáo này', 'a dataset that this duty cannot fill'))
    if (value.kind === 'return') agreeForm({ value, at }, dataset, known, faults)
    else if (value.figures.length > 0)
      faults.push(fault(at('figures'), 'chỉ biểu báo cáo có số liệu', 'only returns have figures', 'none'))
  }
}

function agreeForm({ value, at }: Placed<Duty>, dataset: Dataset, known: Names['known'], faults: Fault[]): void {
  const columns = new Map(dataset.columns.map((column) => [column.name, column]))
  const keys = value.figures.map(({ key }) => key)
  if (keys.length === 0)
    faults.push(fault(at('figures'), 'biểu không có số liệu nào', 'a form without figures', '1 or more'))
  value.figures.forEach(({ key, item, where }, i) => {
    if (keys.indexOf(key) !== i) faults.push(fault(at('figures', i, 'key'), 'trùng mã', 'given twice'))
    known(words.item, Object.keys(dataset.items))(at('figures', i, 'item'), item)
    for (const [name, code] of Object.entries(where)) {
      const place = at('figures', i, 'where', name)
      known(words.column, columns.keys())(place, name)
      const codes = columns.get(name)?.codes
      if (codes) known(words.code, Object.keys(codes))(place, code)
    }
  })
  const isFigure = known(words.figure, keys)
  value.rules.forEach((rule, i) => {
    isFigure(at('rules', i, 'figure'), rule.figure)
    if (rule.kind === 'total') rule.parts.forEach((part, j) => isFigure(at('rules', i, 'parts', j), part))
    else isFigure(at('rules', i, 'limit'), rule.limit)
  })
}
