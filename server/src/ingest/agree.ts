/** Owns that definitions agree with each other: every name exists, every id is the only one, weights and dates add up. */
import type { Dataset, Fault, Indicator, Part, Place, Words } from '@laban/shared'
import { closedCodes, columnsOf, dimensionsOf, partsOf, unitLevels, unitsOfMeasure } from '@laban/shared'
import { agreeDuties } from './agree-duties.ts'
import { agreeDatasets } from './contract.ts'
import type { Known } from './fault.ts'
import { fault, unknown } from './fault.ts'
import type { Kind, Packs } from './pack.ts'
import type { Placed } from './yaml.ts'

const words = {
  unit: { vi: 'đơn vị', en: 'unit' },
  area: { vi: 'lĩnh vực phụ trách', en: 'area' },
  source: { vi: 'nguồn', en: 'source' },
  city: { vi: 'bộ dữ liệu thành phố', en: 'city' },
  dataset: { vi: 'tập dữ liệu', en: 'dataset' },
  column: { vi: 'cột', en: 'column' },
  item: { vi: 'đại lượng', en: 'item' },
  code: { vi: 'mã', en: 'code' },
  indicator: { vi: 'chỉ tiêu', en: 'indicator' },
  curve: { vi: 'đường tiến độ', en: 'curve' },
  level: { vi: 'cấp đơn vị', en: 'level of units' },
  measure: { vi: 'đơn vị tính', en: 'unit of measure' },
} satisfies Record<string, Words>

const idsOf = <T extends { id: string }>(things: readonly Placed<T>[]) => new Set(things.map(({ value }) => value.id))

/**
 * Every disagreement between the definitions of all packs, and the datasets whose rows cannot be checked before their contract is
 * mended.
 */
export function agree(packs: Packs): { faults: Fault[]; unsound: Set<string> } {
  const faults: Fault[] = []
  const known =
    (what: Words, names: Iterable<string>, kind?: Kind): Known =>
    (place, name) => {
      if (kind && packs.broken.has(kind)) return
      const all = names instanceof Set ? names : new Set(names)
      if (name !== null && name !== undefined && !all.has(name)) faults.push(unknown(place, what, name, all))
    }
  const datasets = new Map(packs.datasets.map(({ value }) => [value.id, value]))
  const indicators = idsOf(packs.indicators)
  const domains = new Set([...indicators].map((id) => id.slice(0, id.indexOf('/'))))
  const is = {
    unit: known(words.unit, idsOf(packs.units), 'units'),
    area: known(words.area, idsOf(packs.areas), 'areas'),
    source: known(words.source, idsOf(packs.sources), 'sources'),
    city: known(words.city, idsOf(packs.cities), 'cities'),
    dataset: known(words.dataset, new Set(datasets.keys()), 'datasets'),
    indicator: known(words.indicator, indicators, 'indicators'),
    curve: known(words.curve, idsOf(packs.curves), 'curves'),
    level: known(words.level, new Set(unitLevels)),
    measure: known(words.measure, new Set(Object.keys(unitsOfMeasure))),
  }

  const agreeMeasure = (
    { measure, cuts }: Pick<Indicator, 'measure' | 'cuts'>,
    at: (...path: PropertyKey[]) => Place,
  ) => {
    for (const [name, part] of Object.entries(partsOf(measure))) {
      const place = (...path: PropertyKey[]) => at('measure', name, ...path)
      is.dataset(place('dataset'), part.dataset)
      const dataset = datasets.get(part.dataset)
      if (dataset) agreePart(part, dataset, place, known)
    }
    const first = datasets.get(measure.of.dataset)
    const dimensions = first && dimensionsOf(first).map((column) => column.name)
    if (dimensions) cuts.forEach((cut, i) => known(words.column, dimensions)(at('cuts', i), cut))
  }

  for (const things of [
    packs.cities,
    packs.units,
    packs.areas,
    packs.sources,
    packs.datasets,
    packs.indicators,
    packs.curves,
    packs.duties,
  ]) {
    onlyOnce<{ id: string }>(things, ({ id }) => id, 'id', faults)
  }
  onlyOnce(
    packs.targets,
    ({ indicator, unit, year, kind, by, version }) => [indicator, unit, year, kind, by, version].join(' '),
    'indicator',
    faults,
  )
  onlyOnce(packs.crosswalk, ({ from, to }) => `${from} -> ${to}`, 'to', faults)

  for (const { value, at } of packs.cities) {
    value.units.forEach((unit, i) => is.unit(at('units', i), unit))
    value.peers.forEach((peer, i) => is.city(at('peers', i), peer))
    for (const [key, { owner, area }] of Object.entries(value.answers)) {
      is.unit(at('answers', key, 'owner'), owner)
      is.area(at('answers', key, 'area'), area)
      const names = key.includes('/') ? indicators : domains
      if (!packs.broken.has('indicators')) known(words.indicator, names)({ ...at('answers', key), value: key }, key)
    }
    value.maps.forEach(({ levels }, i) => levels.forEach((level, j) => is.level(at('maps', i, 'levels', j), level)))
  }
  agreeUnits(packs, is.unit, faults)
  for (const { value, at } of packs.areas) {
    is.source(at('source'), value.source)
    inOrder(at('validTo'), value.validFrom, value.validTo, faults)
  }
  const unsound = agreeDatasets(packs.datasets, is.unit, is.measure, faults)
  for (const id of packs.figures.keys()) is.dataset({ file: packs.figures.get(id)![0]!.file, field: 'dataset' }, id)

  for (const { value, at } of packs.indicators) {
    is.unit(at('owner'), value.owner)
    is.area(at('area'), value.area)
    is.measure(at('measuredIn'), value.measuredIn)
    is.source(at('basis', 'source'), value.basis.source)
    if (value.bands.behind > value.bands.onTrack) {
      faults.push(
        fault(
          at('bands', 'behind'),
          'ngưỡng chậm cao hơn ngưỡng đạt',
          'band "behind" above band "onTrack"',
          `<= ${value.bands.onTrack}`,
        ),
      )
    }
    agreeMeasure(value, at)
    if (value.rows) {
      agreeMeasure(value.rows, (...path) => at('rows', ...path))
      for (const [name, { dataset, take }] of Object.entries(partsOf(value.rows.measure)))
        agreeRows(datasets.get(dataset), take, (...path) => at('rows', 'measure', name, ...path), faults)
    }
    value.proofs.forEach((proof, i) => {
      is.unit(at('proofs', i, 'unit'), proof.unit)
      is.source(at('proofs', i, 'source'), proof.source)
    })
  }
  for (const { value, at } of packs.targets) {
    is.indicator(at('indicator'), value.indicator)
    is.unit(at('unit'), value.unit)
    is.source(at('source'), value.source)
    is.curve(at('curve'), value.curve)
    value.milestones?.forEach(({ by }, i, all) =>
      inOrder(at('milestones', i, 'by'), all[i - 1]?.by ?? null, by, faults),
    )
  }
  for (const { value, at } of packs.curves) {
    is.indicator(at('from', 'indicator'), value.from.indicator)
    is.unit(at('from', 'unit'), value.from.unit)
    value.shares.forEach(({ month, share }, i, all) => {
      const before = all[i - 1]
      if (before && month <= before.month)
        faults.push(fault(at('shares', i, 'month'), 'tháng không tăng', 'months do not rise', `> ${before.month}`))
      if (before && share < before.share)
        faults.push(
          fault(at('shares', i, 'share'), 'tỷ lệ lũy kế giảm', 'cumulative share falls', `>= ${before.share}`),
        )
    })
  }
  agreeDuties(packs.duties, { is, known, datasets }, faults)
  return { faults, unsound }
}

function agreePart(
  part: Part,
  dataset: Dataset,
  at: (...path: PropertyKey[]) => Place,
  known: (what: Words, names: Iterable<string>) => Known,
) {
  const columns = new Map(columnsOf(dataset).map((column) => [column.name, column]))
  const measures = [...columns.values()].filter(({ role }) => role === 'measure').map(({ name }) => name)
  if (part.take === 'sum' || part.take === 'stated') known(words.column, measures)(at('column'), part.column)
  if (part.take === 'distinct') known(words.column, columns.keys())(at('column'), part.column)
  for (const [name, values] of Object.entries(part.where)) {
    known(words.column, columns.keys())(at('where', name), name)
    const column = columns.get(name)
    const codes = name === 'item' && dataset.form === 'statements' ? dataset.items : column && closedCodes(column)
    const what = name === 'item' ? words.item : words.code
    if (codes) values.forEach((value, i) => known(what, Object.keys(codes))(at('where', name, i), value))
  }
}

/** Drilling down needs rows that can be counted or added. */
function agreeRows(
  dataset: Dataset | undefined,
  take: Part['take'],
  at: (...path: PropertyKey[]) => Place,
  faults: Fault[],
) {
  if (dataset && dataset.form !== 'events')
    faults.push(
      fault(at('dataset'), 'không phải dữ liệu theo dòng', 'not a dataset of rows', 'a dataset of the form events'),
    )
  if (take === 'stated')
    faults.push(
      fault(at('take'), 'dữ liệu theo dòng không có số công bố', 'rows state no figure', 'sum, count, distinct'),
    )
}

/** Parents exist and lead to a top; periods are in order; the shares of each crossed unit make a whole. */
function agreeUnits({ units, crosswalk, broken }: Packs, isUnit: Known, faults: Fault[]) {
  const parents = new Map(units.map(({ value }) => [value.id, value.parent]))
  for (const { value, at } of units) {
    isUnit(at('parent'), value.parent)
    inOrder(at('validTo'), value.validFrom, value.validTo, faults)
    const seen = new Set([value.id])
    for (let up = value.parent; up; up = parents.get(up) ?? null) {
      if (seen.has(up)) {
        if (up === value.id)
          faults.push(fault(at('parent'), 'đơn vị cấp trên đi vòng tròn', 'parents go round in a circle'))
        break
      }
      seen.add(up)
    }
  }
  for (const { value, at } of crosswalk) {
    isUnit(at('from'), value.from)
    isUnit(at('to'), value.to)
    if (value.extent === 'whole' && value.weight !== 1) {
      faults.push(
        fault(at('weight'), 'đơn vị nằm trọn nhưng tỷ trọng khác 1', 'a whole unit with a weight other than 1', '1'),
      )
    }
  }
  for (const [from, rows] of Map.groupBy(crosswalk, ({ value }) => value.from)) {
    const sum = rows.reduce((total, { value }) => total + value.weight, 0)
    if (Math.abs(sum - 1) > 1e-6 && !broken.has('crosswalk')) {
      const place = { ...rows[0]!.at('weight'), value: String(Number(sum.toFixed(9))) }
      faults.push(fault(place, `tổng tỷ trọng của ${from} khác 1`, `weights of ${from} do not add to 1`, '1'))
    }
  }
}

function inOrder(place: Place, from: string | null, to: string | null, faults: Fault[]) {
  if (from !== null && to !== null && to < from)
    faults.push(fault(place, 'ngày cuối trước ngày đầu', 'ends before it begins', `>= ${from}`))
}

/** Keeps ids the only ones over all packs. */
function onlyOnce<T>(things: readonly Placed<T>[], key: (value: T) => string, field: string, faults: Fault[]) {
  const first = new Map<string, Place>()
  for (const { value, at } of things) {
    const id = key(value)
    const before = first.get(id)
    if (before) {
      const where = `${before.file ?? ''}:${before.line ?? 1}`
      faults.push(fault({ ...at(field), value: id }, `trùng mã, đã có ở ${where}`, `given twice, first in ${where}`))
    } else first.set(id, at(field))
  }
}
