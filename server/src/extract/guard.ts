/**
 * Owns answers about rows that speak of persons or enterprises. They are read from what may leave the house, with cells that are too
 * small merged into wider ones, and never from the rows: so no two answers, and no answer beside an extract, differ by a small cell.
 */
import type { Catalogue, Param, Plan, Row, Viewer } from '@laban/shared'
import { datasetOf, Failure, questionSchema } from '@laban/shared'
import { LRUCache } from 'lru-cache'
import { text } from '../ingest/engine.ts'
import { openDuckdb } from '../warehouse/duckdb.ts'
import type { QueryOptions, Warehouse } from '../warehouse/warehouse.ts'
import type { Extracts, Ground } from './extracts.ts'
import { toFound } from './slim.ts'

export type Guarded = {
  /** The part of the catalogue that speaks of what is held. */
  catalogue: Catalogue
  viewer: Viewer
  tables: readonly string[]
  /** The least that stands behind any cell. */
  atLeast: number
  query(sql: string, params: readonly Param[], options: QueryOptions): Promise<Row[]>
}

export type Guard = {
  /**
   * @returns what is to be asked instead of the release; undefined: nothing that the plan reads speaks of few
   * @throws Failure as `Extracts.get`
   */
  of(plan: Plan, asker: { viewer: Viewer; lane: string }): Promise<Guarded | undefined>
  close(): Promise<void>
}

/** What was taken away can no longer answer: rows by themselves, other cities, days within a month. */
export const notHeld = (atLeast: number): Failure =>
  new Failure('question/unsupported', {
    vi: `Số liệu này chỉ được hỏi theo tháng và theo nhóm từ ${atLeast} người hoặc doanh nghiệp trở lên; câu hỏi cần chi tiết hơn`,
    en: `These rows answer by month and in groups of at least ${atLeast} persons or enterprises; the question needs more detail`,
  })

/** Open at once: one for each indicator and each scope. */
const most = 16

export function createGuard(extracts: Extracts, ground: Ground): Guard {
  const { catalogue } = ground
  const closing = new Set<Promise<void>>()
  const shut = (opening: Promise<Warehouse>): void => {
    const closed: Promise<void> = opening
      .then(
        (warehouse) => warehouse.close(),
        () => undefined,
      )
      .finally(() => closing.delete(closed))
    closing.add(closed)
  }
  const open = new LRUCache<string, Promise<Warehouse>>({ max: most, dispose: shut })

  async function warehouseOf(path: string, tables: readonly string[]): Promise<Warehouse> {
    const known = open.get(path)
    if (known) return await known
    const made = [...tables, 'dim_unit', 'crosswalk'].map((table) => ({
      table,
      query: `SELECT * FROM read_duckdb(${text(path)}, table_name = ${text(table)})`,
    }))
    const opening = openDuckdb([], made)
    open.set(path, opening)
    try {
      return await opening
    } catch (error) {
      open.delete(path)
      throw error
    }
  }

  return {
    async of(plan, { viewer, lane }) {
      const smallest = plan.parts
        .map(({ dataset }) => datasetOf(catalogue, dataset).smallestCell)
        .find((one) => one !== undefined)
      if (!smallest) return undefined
      const { indicator, city, from } = plan.question
      const made = await extracts.get(questionSchema.parse({ indicator, city, from }), viewer, lane, ground)
      const found = toFound(made, catalogue, viewer)
      return {
        catalogue: found.catalogue,
        viewer,
        tables: made.tables,
        atLeast: smallest.atLeast,
        query: async (...asked) => await (await warehouseOf(made.path, made.tables)).query(...asked),
      }
    },
    async close() {
      open.clear()
      await Promise.all(closing)
    },
  }
}
