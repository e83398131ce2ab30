/** Owns what the lab knows of a table: one of the warehouse by its contract, or the reader's own by what the engine says of it. */
import type { Column, Dataset, Words } from '@laban/shared'
import { columnsOf } from '@laban/shared'

export type LabColumn = {
  name: string
  /** As a contract says it, or the engine's own word. */
  type: string
  role: Column['role'] | 'name' | null
  title: Words | null
  /** A key of `unitsOfMeasure`. */
  measuredIn: string | null
  /** Values that the contract lists, with what they mean. */
  codes: { code: string; title: Words }[]
}

export type LabTable = {
  /** Small letters; in SQL as it stands. */
  name: string
  origin: 'warehouse' | 'own'
  title: Words | null
  about: Words | null
  simulated: boolean
  /** null: not known before it is here. */
  rows: number | null
  columns: LabColumn[]
  /** Statements: quantity -> its title and unit of measure. */
  items: Record<string, { title: Words; measuredIn: string }>
}

const given = (name: string, type: string, vi: string, en: string): LabColumn => ({
  name,
  type,
  role: 'detail',
  title: { vi, en },
  measuredIn: null,
  codes: [],
})

/** A dataset as the table that its extract holds. */
export function tableOf(dataset: Dataset, rows: number | null): LabTable {
  const isStatements = dataset.form === 'statements'
  const columns = columnsOf(dataset).map(({ name, type, role, title, measuredIn, codes }): LabColumn => ({
    name,
    type,
    role,
    title,
    measuredIn: measuredIn ?? null,
    codes:
      isStatements && name === 'item'
        ? Object.entries(dataset.items).map(([code, item]) => ({ code, title: item.title }))
        : Object.entries(codes ?? {}).map(([code, { title: meaning }]) => ({ code, title: meaning })),
  }))
  return {
    name: dataset.id,
    origin: 'warehouse',
    title: dataset.title,
    about: dataset.about,
    simulated: dataset.simulated,
    rows,
    columns: isStatements
      ? [
          ...columns,
          given('id', 'text', 'Mã dòng', 'Id of the row'),
          given('source_rank', 'integer', 'Hạng nguồn', 'Rank of the source'),
        ]
      : columns,
    items: dataset.items,
  }
}
