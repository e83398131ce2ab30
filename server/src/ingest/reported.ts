/**
 * Owns the source that is our own reporting: recognised initiatives, registers and approved figures as files of rows, made anew
 * from the store for every load and landed like any other.
 */
import type { Dataset, EntryState } from '@laban/shared'
import { columnsOf, datasetSchema, initiativeContentSchema, monthsOf } from '@laban/shared'
import { returnSource } from '../reporting/source.ts'
import type { Store } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'
import type { Db } from '../store/connection.ts'
import { csvCell, decode } from './csv.ts'
import type { Found } from './survey.ts'
import { sha256 } from './survey.ts'
import { isFaults, readYaml } from './yaml.ts'

type Row = Record<string, string | number>

/** What stands for the title of an initiative that is not for everyone. */
const unnamed = 'Sáng kiến lưu hành nội bộ'

/** Files of rows, by dataset; datasets that nobody has reported to have none. */
export async function reportedFiles(store: Store, packs: readonly Found[]): Promise<Found[]> {
  const datasets = contractsIn(packs)
  const { initiatives, entries, approved } = await store.read(async (db) => ({
    initiatives: await recognised(db),
    entries: await registered(db),
    approved: await db
      .selectFrom('approved_figures')
      .selectAll()
      .orderBy('at')
      .orderBy('return')
      .orderBy('step')
      .execute(),
  }))
  const rows = new Map<string, Row[]>()
  const add = (dataset: string, more: Row[]) => {
    if (more.length > 0) rows.set(dataset, [...(rows.get(dataset) ?? []), ...more])
  }
  add('initiatives', initiatives)
  for (const [register, states] of entries) {
    add(
      register,
      monthsOf(states).map(({ id, unit, month, content }) => ({ ...content, id, unit, month })),
    )
  }
  for (const [dataset, figures] of Map.groupBy(lastOfDay(approved), (figure) => figure.dataset))
    add(dataset, figures.map(toStatement))
  const files = [...rows].flatMap(([dataset, list]) => {
    const contract = datasets.get(dataset)
    if (!contract) return []
    const header = columnsOf(contract).map(({ name }) => name)
    return file(`${dataset}.csv`, ['figures', dataset, 'reported.csv'], header, list)
  })
  const sources = sourcesOf(approved)
  return sources.length ? [...files, file('sources.csv', ['sources.csv'], Object.keys(sources[0]!), sources)] : files
}

/** Contracts as the packs state them now; a faulty one is told of by the load itself. */
function contractsIn(packs: readonly Found[]): Map<string, Dataset> {
  return new Map(
    packs.flatMap(({ parts, file: name, bytes }) => {
      if (parts[1] !== 'datasets' || !bytes) return []
      const text = decode(bytes, name)
      const read = typeof text === 'string' ? readYaml(text, name, datasetSchema) : []
      return isFaults(read) ? [] : [[read.value.id, read.value] as const]
    }),
  )
}

function file(name: string, place: string[], header: readonly string[], rows: readonly Row[]): Found {
  // One row, one line: nothing that was typed can break the file.
  const cellOf = (value: string | number | undefined) => csvCell(String(value ?? '').replace(/\s+/g, ' '))
  const lines = [header.join(','), ...rows.map((row) => header.map((column) => cellOf(row[column])).join(','))]
  const bytes = Buffer.from(`${lines.join('\n')}\n`)
  return { file: `reported/${name}`, parts: ['national', ...place], path: '', hash: sha256(bytes), bytes }
}

async function recognised(db: Db): Promise<Row[]> {
  const rows = await db
    .selectFrom('initiatives')
    .select(['id', 'unit', 'year', 'content', 'state'])
    .where('state', '=', 'recognised')
    .orderBy('id')
    .execute()
  return rows.map(({ id, unit, year, content, state }) => {
    const { title, visibility } = initiativeContentSchema.parse(JSON.parse(content))
    return { id, unit, year: `${year}-01-01`, title: visibility === 'public' ? title : unnamed, status: state }
  })
}

async function registered(db: Db): Promise<Map<string, EntryState[]>> {
  const steps = await db
    .selectFrom('register_steps')
    .innerJoin('register_entries', 'register_entries.id', 'register_steps.entry')
    .select([
      'register_entries.register',
      'register_entries.unit',
      'register_steps.entry',
      'register_steps.day',
      'register_steps.move',
      'register_steps.content',
    ])
    .orderBy('register_steps.day')
    .orderBy('register_steps.entry')
    .orderBy('register_steps.step')
    .execute()
  return new Map(
    [...Map.groupBy(steps, ({ register }) => register)].map(([register, list]) => [
      register,
      list.map(({ entry, unit, day, move, content }) => ({
        entry,
        unit,
        at: day,
        content: move === 'strike' ? null : (JSON.parse(content) as Record<string, string>),
      })),
    ]),
  )
}

type Approved = Tables['approved_figures']

/** Approved twice on one day, a figure would compete with itself: the last word of the day counts. */
const lastOfDay = (approved: readonly Approved[]): Approved[] => [
  ...new Map(approved.map((figure) => [`${figure.return} ${figure.figure} ${figure.published}`, figure])).values(),
]

const toStatement = (figure: Approved): Row => ({
  ...(JSON.parse(figure.cut) as Record<string, string>),
  item: figure.item,
  stated: 'actual',
  unit: figure.unit,
  period_start: figure.period_start,
  period_end: figure.period_end,
  value: figure.value,
  certainty: 'actual',
  rounding: 'exact',
  published: figure.published,
  source: returnSource(figure.return),
  note: figure.note,
})

/** Each return is a source of its own, so that a passport names it and leads to it. */
function sourcesOf(approved: readonly Approved[]): Row[] {
  const returns = new Map(approved.map((figure) => [figure.return, figure]))
  return [...returns.values()]
    .sort((a, b) => (a.return < b.return ? -1 : 1))
    .map(({ return: id, title }) => ({
      id: returnSource(id),
      title,
      address: `/returns/${id}`,
      rank: 3,
    }))
}
