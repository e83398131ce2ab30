/**
 * Owns reading of packs: files -> checked definitions that know their lines. Every fault of every file is collected. Which names
 * must exist is checked in `agree.ts`; rows of figures are checked by the engine.
 */
import type { Area, City, Crosswalk, Curve, Dataset, Duty, Fault, Indicator, Source, Target, Unit } from '@laban/shared'
import {
  areaSchema,
  citySchema,
  curveSchema,
  datasetSchema,
  dutySchema,
  indicatorSchema,
  targetSchema,
} from '@laban/shared'
import { z } from 'zod'
import { decode } from './csv.ts'
import { fault } from './fault.ts'
import type { List } from './lists.ts'
import { crosswalkList, readList, sourceList, unitList } from './lists.ts'
import type { Found } from './survey.ts'
import type { Placed } from './yaml.ts'
import { isFaults, readYaml } from './yaml.ts'

export type Packs = {
  cities: Placed<City>[]
  units: Placed<Unit>[]
  crosswalk: Placed<Crosswalk>[]
  areas: Placed<Area>[]
  sources: Placed<Source>[]
  datasets: Placed<Dataset>[]
  indicators: Placed<Indicator>[]
  targets: Placed<Target>[]
  curves: Placed<Curve>[]
  duties: Placed<Duty>[]
  /** Files of rows, by dataset. */
  figures: Map<string, Found[]>
  /** Indicator -> pack in which it was found. */
  home: Map<string, string>
  /** Lists of which a part could not be read: a name missing there is no further fault. */
  broken: Set<Kind>
}

export type Kind =
  'cities' | 'units' | 'crosswalk' | 'areas' | 'sources' | 'datasets' | 'indicators' | 'targets' | 'curves' | 'duties'

/** What may lie where in a pack; shown where something else is found. */
const layout = [
  'city.yaml',
  'areas.yaml',
  'sources.csv',
  'units/crosswalk.csv',
  'units/*.csv',
  'datasets/*.yaml',
  'indicators/<domain>/<name>.yaml',
  'targets/*.yaml',
  'curves/*.yaml',
  'duties/*.yaml',
  'figures/<dataset>/*.csv',
  'figures/<dataset>/*.parquet',
].join(', ')

const bare = (name: string | undefined) => name?.replace(/\.[^.]+$/, '') ?? ''

const schemaOf = {
  areas: z.array(areaSchema),
  targets: z.array(targetSchema),
  curves: z.array(curveSchema),
  duties: z.array(dutySchema),
}

/** Reads everything that was found. What is not good is left out and named in `faults`. */
export function readPacks(files: readonly Found[]): { packs: Packs; faults: Fault[] } {
  const faults: Fault[] = []
  const packs: Packs = {
    cities: [],
    units: [],
    crosswalk: [],
    areas: [],
    sources: [],
    datasets: [],
    indicators: [],
    targets: [],
    curves: [],
    duties: [],
    figures: new Map(),
    home: new Map(),
    broken: new Set(),
  }

  const refuse = (kind: Kind, found: Fault[]) => {
    faults.push(...found)
    if (found.length > 0) packs.broken.add(kind)
  }
  const yaml = <S extends z.ZodType>(
    kind: Kind,
    { file, bytes }: Found,
    schema: S,
  ): Placed<z.output<S>> | undefined => {
    const text = bytes ? decode(bytes, file) : tooLarge(file)
    const read = typeof text === 'string' ? readYaml(text, file, schema) : [text]
    if (!isFaults(read)) return read
    refuse(kind, read)
    return undefined
  }
  const one = <T extends { id: string }>(
    kind: Kind,
    found: Found,
    schema: z.ZodType<T>,
    into: Placed<T>[],
    id: string,
  ) => {
    const read = yaml(kind, found, schema)
    if (!read) return
    into.push(read)
    if (read.value.id !== id) refuse(kind, [fault(read.at('id'), 'mã khác đường dẫn', 'id differs from its path', id)])
  }
  const many = <T>(kind: Kind, found: Found, schema: z.ZodType<T[]>, into: Placed<T>[]) => {
    const read = yaml(kind, found, schema)
    read?.value.forEach((value, i) => into.push({ value, at: (...path) => read.at(i, ...path) }))
  }
  const list = <T>(kind: Kind, { file, bytes }: Found, of: List<T>, into: Placed<T>[]) => {
    const found: Fault[] = bytes ? [] : [tooLarge(file)]
    if (bytes) into.push(...readList(bytes, file, of, found))
    refuse(kind, found)
  }

  const citiless = new Map(
    files
      .filter(({ simulated }) => !simulated)
      .map(({ parts: [pack = ''], file }) => [pack, file.slice(0, file.indexOf(pack) + pack.length)]),
  )
  citiless.delete('national')
  for (const found of files.filter(({ simulated }) => !simulated)) {
    const [pack = '', kind, first, second, ...more] = found.parts
    const path = [kind, first, second, ...more].filter((part) => part !== undefined).join('/')
    if (path === 'city.yaml') citiless.delete(pack)
    if (path === 'city.yaml') one('cities', found, citySchema, packs.cities, pack)
    else if (path === 'areas.yaml') many('areas', found, schemaOf.areas, packs.areas)
    else if (path === 'sources.csv') list('sources', found, sourceList, packs.sources)
    else if (path === 'units/crosswalk.csv') list('crosswalk', found, crosswalkList, packs.crosswalk)
    else if (/^units\/[^/]+\.csv$/.test(path)) list('units', found, unitList, packs.units)
    else if (/^datasets\/[^/]+\.yaml$/.test(path)) one('datasets', found, datasetSchema, packs.datasets, bare(first))
    else if (/^indicators\/[^/]+\/[^/]+\.yaml$/.test(path)) {
      one('indicators', found, indicatorSchema, packs.indicators, `${first}/${bare(second)}`)
      packs.home.set(`${first}/${bare(second)}`, pack)
    } else if (/^targets\/[^/]+\.yaml$/.test(path)) many('targets', found, schemaOf.targets, packs.targets)
    else if (/^curves\/[^/]+\.yaml$/.test(path)) many('curves', found, schemaOf.curves, packs.curves)
    else if (/^duties\/[^/]+\.yaml$/.test(path)) many('duties', found, schemaOf.duties, packs.duties)
    else if (/^figures\/[^/]+\/[^/]+\.(csv|parquet)$/.test(path))
      packs.figures.set(first!, [...(packs.figures.get(first!) ?? []), found])
    else faults.push(fault({ file: found.file }, 'tệp không biết dùng làm gì', 'file in an unknown place', layout))
  }
  // Behind those that were delivered, which take their place; none where the contract says that all are real.
  for (const { value } of packs.datasets.filter((dataset) => dataset.value.simulated)) {
    const stand = files.filter(({ simulated, parts }) => simulated && parts[0] === value.id)
    if (stand.length) packs.figures.set(value.id, [...(packs.figures.get(value.id) ?? []), ...stand])
  }
  for (const file of citiless.values())
    faults.push(fault({ file }, 'bộ dữ liệu không có city.yaml', 'pack without city.yaml', layout))
  return { packs, faults }
}

const tooLarge = (file: string): Fault =>
  fault({ file }, 'tệp định nghĩa quá lớn', 'definition file is too large', '<= 8 MiB')
