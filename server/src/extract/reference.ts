/** Owns the small tables of the catalogue that explain codes in a query: units, quantities, codes, sources. */
import type { Catalogue, Column, Dataset, Words } from '@laban/shared'
import { columnsOf } from '@laban/shared'
import { asCells } from './cells.ts'

export type ReferenceValue = string | number | null
export type Reference = { dataset: Dataset; rows: ReferenceValue[][] }

const column = (name: string, vi: string, en: string, type: Column['type'] = 'text'): Column => ({
  name,
  type,
  role: 'detail',
  title: { vi, en },
  required: false,
})

const table = (id: string, title: Words, about: Words, columns: Column[]): Dataset => ({
  id,
  title,
  about,
  form: 'events',
  owner: '',
  sharing: 'master',
  simulated: false,
  onReject: 'stop',
  items: {},
  columns,
  key: [],
  rollups: [],
})

/** A pack's dataset of the same name takes the place of one of these. */
export function referencesOf({ units, datasets, sources }: Catalogue): Reference[] {
  const found: Reference[] = [
    {
      dataset: table(
        'units',
        { vi: 'Danh mục đơn vị', en: 'Register of units' },
        {
          vi: 'Tên, cấp, đơn vị cấp trên và hiệu lực của mọi đơn vị; nối bằng cột unit.',
          en: 'Name, level, parent and validity of every unit; join on unit.',
        },
        [
          column('unit', 'Mã đơn vị', 'Unit id'),
          column('level', 'Cấp', 'Level'),
          column('name_vi', 'Tên', 'Name in Vietnamese'),
          column('name_en', 'Tên tiếng Anh', 'Name in English'),
          column('short_vi', 'Tên ngắn', 'Short name'),
          column('parent', 'Thuộc', 'Parent'),
          column('valid_from', 'Hiệu lực từ', 'Valid from', 'date'),
          column('valid_to', 'Hiệu lực đến', 'Valid to', 'date'),
          column('code', 'Mã của cơ quan thống kê', 'Code of the statistics office'),
          column('lon', 'Kinh độ', 'Longitude', 'number'),
          column('lat', 'Vĩ độ', 'Latitude', 'number'),
        ],
      ),
      rows: units.map((one) => [
        one.id,
        one.level,
        one.name.vi,
        one.name.en,
        one.short.vi,
        one.parent,
        one.validFrom,
        one.validTo,
        one.code,
        one.lon,
        one.lat,
      ]),
    },
    {
      dataset: table(
        'items',
        { vi: 'Danh mục đại lượng', en: 'Quantities' },
        {
          vi: 'Tên và đơn vị tính của từng đại lượng trong các bảng số liệu công bố.',
          en: 'Title and unit of measure of each quantity in the tables of published figures.',
        },
        [
          column('dataset', 'Bảng', 'Table'),
          column('item', 'Đại lượng', 'Item'),
          column('title_vi', 'Tên', 'Title in Vietnamese'),
          column('title_en', 'Tên tiếng Anh', 'Title in English'),
          column('measured_in', 'Đơn vị tính', 'Unit of measure'),
        ],
      ),
      rows: datasets.flatMap(({ id, items }) =>
        Object.entries(items).map(([item, { title, measuredIn }]) => [id, item, title.vi, title.en, measuredIn]),
      ),
    },
    {
      dataset: table(
        'codes',
        { vi: 'Danh mục mã', en: 'Codes' },
        { vi: 'Nghĩa của từng mã trong các cột phân loại.', en: 'What each code of a dimension means.' },
        [
          column('dataset', 'Bảng', 'Table'),
          column('column_name', 'Cột', 'Column'),
          column('code', 'Mã', 'Code'),
          column('title_vi', 'Tên', 'Title in Vietnamese'),
          column('title_en', 'Tên tiếng Anh', 'Title in English'),
          column('parent', 'Thuộc mã', 'Parent code'),
        ],
      ),
      rows: datasets
        .map(asCells)
        .flatMap((dataset) =>
          columnsOf(dataset).flatMap(({ name, codes }) =>
            Object.entries(codes ?? {}).map(([code, { title, parent }]) => [
              dataset.id,
              name,
              code,
              title.vi,
              title.en,
              parent ?? null,
            ]),
          ),
        ),
    },
    {
      dataset: table(
        'sources',
        { vi: 'Danh mục nguồn', en: 'Sources' },
        { vi: 'Nơi công bố số liệu; nối bằng cột source.', en: 'Where figures were published; join on source.' },
        [
          column('source', 'Mã nguồn', 'Source id'),
          column('title', 'Tên', 'Title'),
          column('address', 'Địa chỉ', 'Address'),
          column('rank', 'Hạng', 'Rank', 'integer'),
        ],
      ),
      rows: sources.map(({ id, title, address, rank }) => [id, title, address, rank]),
    },
  ]
  const taken = new Set(datasets.map(({ id }) => id))
  return found.filter(({ dataset }) => !taken.has(dataset.id))
}
