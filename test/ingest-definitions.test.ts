/** Bad definitions: each fault names file, line, field, value and what is allowed. */
import { expect, test } from 'vitest'
import { faultsOf, told } from './ingest-faults.ts'
import type { Files } from './ingest-pack.ts'
import { changed, tiny } from './ingest-pack.ts'

const indicator = 'tiny/indicators/money/fees.yaml'

const cases: [title: string, files: Files, expected: Partial<ReturnType<typeof told>>][] = [
  [
    'YAML that is no YAML',
    changed(indicator, 'grain: month', 'grain: [month'),
    { file: `kpis/${indicator}`, line: 12, en: expect.stringContaining('broken YAML') as string },
  ],
  [
    'a value outside a closed list',
    changed(indicator, 'group: finance', 'group: finances'),
    {
      file: `kpis/${indicator}`,
      line: 6,
      field: 'group',
      value: 'finances',
      allowed: 'people, finance, land, governance, economy',
    },
  ],
  [
    'an unknown field',
    changed(indicator, 'chart: cumulative', 'chart: cumulative\nchrat: line'),
    {
      file: `kpis/${indicator}`,
      line: 18,
      field: 'chrat',
      value: 'line',
      en: 'unknown field: chrat',
      allowed: expect.stringContaining('chart') as string,
    },
  ],
  [
    'an unknown field inside a measure',
    changed(indicator, 'take: sum,', 'take: sum, form: x,'),
    { line: 9, field: 'measure.of.form', value: 'x', allowed: 'dataset, take, column, where' },
  ],
  [
    'an unknown kind of measure',
    changed(indicator, 'kind: sum', 'kind: summe'),
    {
      line: 9,
      field: 'measure.kind',
      value: 'summe',
      allowed: 'sum, count, difference, distinct, stated, share, ratio',
    },
  ],
  [
    'a missing field',
    changed(indicator, 'better: higher\n', ''),
    {
      file: `kpis/${indicator}`,
      line: 1,
      field: 'better',
      en: 'missing, yet required',
      allowed: 'higher, lower, within',
    },
  ],
  [
    'a wrong type',
    changed('tiny/targets/fees.yaml', 'year: 2025', 'year: soon'),
    { line: 3, field: '0.year', value: 'soon', allowed: 'a number' },
  ],
  [
    'a day that does not exist',
    changed('tiny/targets/fees.yaml', 'by: 2025-12-31', 'by: 2025-02-30'),
    { line: 6, field: '0.by', value: '2025-02-30' },
  ],
  [
    'an id that differs from its path',
    changed(indicator, 'id: money/fees', 'id: money/fee'),
    { line: 1, field: 'id', value: 'money/fee', allowed: 'money/fees' },
  ],
  [
    'an unknown owner',
    changed(indicator, 'owner: tiny', 'owner: tinny'),
    { line: 13, field: 'owner', value: 'tinny', allowed: 'tiny, tiny/ben_do, tiny/cu' },
  ],
  [
    'an unknown area',
    changed(indicator, 'area: money', 'area: mony'),
    { line: 14, field: 'area', value: 'mony', allowed: 'money' },
  ],
  [
    'an unknown unit of measure',
    changed(indicator, 'measuredIn: vnd_billion', 'measuredIn: vnd'),
    { line: 7, field: 'measuredIn', value: 'vnd' },
  ],
  [
    'an unknown dataset',
    changed(indicator, 'dataset: fees', 'dataset: fines'),
    { line: 9, field: 'measure.of.dataset', value: 'fines', allowed: 'fees, trips' },
  ],
  [
    'an unknown item',
    changed(indicator, 'item: [fee]', 'item: [fees]'),
    { line: 9, field: 'measure.of.where.item.0', value: 'fees', allowed: 'fee' },
  ],
  [
    'an unknown column in a filter',
    changed(indicator, 'item: [fee]', 'thing: [fee]'),
    { field: 'measure.of.where.thing', en: 'unknown column: "thing"' },
  ],
  [
    'an unknown cut',
    changed(indicator, 'cuts: [kind]', 'cuts: [kinds]'),
    { line: 12, field: 'cuts.0', value: 'kinds', allowed: 'kind' },
  ],
  [
    'an unknown indicator of a target',
    changed('tiny/targets/fees.yaml', 'money/fees', 'money/fee'),
    { line: 1, field: '0.indicator', value: 'money/fee', allowed: 'money/fees' },
  ],
  [
    'an unknown curve',
    changed('tiny/targets/fees.yaml', 'curve: plain', 'curve: plane'),
    { line: 10, field: '0.curve', value: 'plane', allowed: 'plain' },
  ],
  [
    'an unknown source',
    changed('tiny/areas.yaml', 'source: gazette', 'source: gazete'),
    { line: 6, field: '0.source', value: 'gazete', allowed: 'gazette, paper' },
  ],
  [
    'a curve that falls',
    changed('tiny/curves/fees.yaml', 'month: 12, share: 1', 'month: 12, share: 0.3'),
    { line: 4, field: '0.shares.1.share', value: '0.3', allowed: '>= 0.4' },
  ],
  [
    'weights that make no whole',
    changed('tiny/units/crosswalk.csv', ',1,whole', ',0.9,part'),
    {
      file: 'kpis/tiny/units/crosswalk.csv',
      line: 2,
      field: 'weight',
      value: '0.9',
      en: 'weights of tiny/cu do not add to 1',
      allowed: '1',
    },
  ],
  [
    'a unit given twice',
    { ...tiny, 'tiny/units/more.csv': tiny['tiny/units/all.csv']!.split('\n').slice(0, 3).toSpliced(1, 1).join('\n') },
    { line: 2, field: 'id', en: 'given twice, first in kpis/tiny/units/all.csv:3' },
  ],
  [
    'an unknown parent',
    changed('tiny/units/all.csv', 'Old,tiny,', 'Old,tinny,'),
    { line: 4, field: 'parent', value: 'tinny' },
  ],
  [
    'a unit that ends before it begins',
    changed('tiny/units/all.csv', '2025-07-01,,', '2025-07-01,2024-01-01,'),
    { line: 3, field: 'valid_to', value: '2024-01-01', allowed: '>= 2025-07-01' },
  ],
  [
    'a level that is none',
    changed('tiny/units/all.csv', ',district,', ',dictrict,'),
    { line: 4, field: 'level', value: 'dictrict', allowed: expect.stringContaining('district') as string },
  ],
  [
    'a position that is no number',
    changed('tiny/units/all.csv', '106.7', 'east'),
    { line: 2, field: 'lon', value: 'east', allowed: 'a number' },
  ],
  [
    'a list with a column too few',
    changed('tiny/sources.csv', 'id,title,address,rank', 'id,title,rank'),
    { line: 1, field: 'address', en: 'wrong header: missing column address', allowed: 'id,title,address,rank' },
  ],
  [
    'a list with a cell too few',
    changed('tiny/sources.csv', 'paper,Báo,,2', 'paper,Báo,2'),
    { line: 3, en: 'wrong number of cells: 3', allowed: '4: id,title,address,rank' },
  ],
  [
    'a key that is no column',
    changed('tiny/datasets/trips.yaml', 'key: [no]', 'key: [number]'),
    { line: 8, field: 'key.0', value: 'number' },
  ],
  [
    'a roll-up by a measure',
    changed('tiny/datasets/trips.yaml', '[[line]]', '[[seats]]'),
    { line: 9, field: 'rollups.0.0', value: 'seats', allowed: 'unit, line' },
  ],
  [
    'rows over published figures',
    changed(
      indicator,
      'chart: cumulative',
      'chart: cumulative\nrows: { measure: { kind: sum, of: { dataset: fees, take: sum } } }',
    ),
    { line: 18, field: 'rows.measure.of.dataset', value: 'fees', allowed: 'a dataset of the form events' },
  ],
  [
    'rows of a dataset that is none',
    changed(
      indicator,
      'chart: cumulative',
      'chart: cumulative\nrows: { measure: { kind: count, of: { dataset: trip, take: count } } }',
    ),
    { line: 18, field: 'rows.measure.of.dataset', value: 'trip', allowed: expect.stringContaining('trips') as string },
  ],
  [
    'rows cut by a measure',
    changed(
      indicator,
      'chart: cumulative',
      'chart: cumulative\nrows: { measure: { kind: count, of: { dataset: trips, take: count } }, cuts: [line, seats] }',
    ),
    { line: 18, field: 'rows.cuts.1', value: 'seats', allowed: 'line' },
  ],
  [
    'a smallest cell of what is not counted',
    changed('tiny/datasets/trips.yaml', 'key: [no]', 'key: [no]\nsmallestCell: { counts: line, atLeast: 5 }'),
    { line: 9, field: 'smallestCell.counts', value: 'line', allowed: 'seats' },
  ],
  [
    'a file in an unknown place',
    { ...tiny, 'tiny/indicator/x.yaml': 'id: x\n' },
    { file: 'kpis/tiny/indicator/x.yaml', en: 'file in an unknown place' },
  ],
  [
    'figures of no dataset',
    { ...tiny, 'tiny/figures/fines/2025.csv': 'a\n' },
    { file: 'kpis/tiny/figures/fines/2025.csv', value: 'fines', allowed: 'fees, trips' },
  ],
  [
    'a pack without a city',
    { ...tiny, 'stray/areas.yaml': '[]\n' },
    { file: 'kpis/stray', en: 'pack without city.yaml' },
  ],
]

test.each(cases)('%s', async (_, files, expected) => {
  const faults = (await faultsOf(files)).map(told)
  expect(faults).toEqual([expect.objectContaining(expected)])
})
