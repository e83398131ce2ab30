/**
 * Owns bringing the rows here: the extract into the engine, and from it the codes and measures into the worker of cubes. Pieces are
 * small, so that the hand is not held up; whatever fails, the server goes on answering.
 */
import type { Param, Question } from '@laban/shared'
import { across, duckdb, holdsAcross, placesOver, rowsOver, standsForMany } from '@laban/shared'
import type { QueryClient } from '@tanstack/react-query'
import { trpc } from '../api.ts'
import type { Cube } from './cube/client.ts'
import type { Piece } from './cube/gather.ts'
import type { Engine, Result } from './engine/contract.ts'
import type { Found as Extract } from './extract.ts'
import { prepare } from './extract.ts'
import type { Model } from './model.ts'
import { ReleaseChanged } from './remote.ts'

/** Rows that are here, to be listed. */
export type Brought = {
  extract: Extract
  list: (
    where: Record<string, string[]>,
    how: { order: string; descending: boolean; most: number },
    signal: AbortSignal,
  ) => Promise<Result>
}

type Job = {
  model: Model
  cube: Cube | null
  below: { indicator: string; city: string; asOf?: string }
  queries: QueryClient
  onProgress: (share: number) => void
  signal: AbortSignal
}

/** Rows a piece: large enough to be worth a message, small enough to be copied in a moment. */
const pieceRows = 65_536

/** @throws Failure of the extract or of the engine; ReleaseChanged; the signal's reason */
export async function bringRows({ model, cube, below, queries, onProgress, signal }: Job): Promise<Brought> {
  const question: Question = {
    ...below,
    grain: 'point',
    by: [],
    where: {},
    compare: [],
    map: 'reported',
    from: 'rows',
  }
  const get = async (core: Question): Promise<Extract> => {
    const found = await queries.fetchQuery({ ...trpc.extract.get.queryOptions(core), staleTime: 0 })
    if (found.release !== model.cubes.release) throw new ReleaseChanged('the release has changed')
    signal.throwIfAborted()
    return found
  }
  const { engine, found: extract, alias } = await prepare(question, get, { onProgress, signal })
  const found = across(question, extract.catalogue, extract.viewer)
  if (cube && holdsAcross(extract, found)) {
    const names = model.axes.map(({ name }) => name)
    const lists = model.axes.map(({ values }) => values)
    await fill(engine, cube, placesOver(found, lists, names, duckdb), {
      axes: names.length,
      ones: standsForMany(found) ? 0 : 1,
      from: alias,
      signal,
    })
  }
  return {
    extract,
    async list(where, how, aborted) {
      const { sql, params } = rowsOver(found, where, how, duckdb)
      return await engine.query(sql, params, { in: alias, signal: aborted, maxRows: how.most })
    },
  }
}

/** A typed array of its own out of what an engine lends. */
const own = <T extends { slice: () => T }>(array: T): T => array.slice()

export async function fill(
  engine: Pick<Engine, 'scan'>,
  cube: Cube,
  { sql, params }: { sql: string; params: readonly Param[] },
  { axes, ones, signal, from }: { axes: number; ones: number; signal: AbortSignal; from: string },
): Promise<number> {
  let open: Piece[] = []
  let rows = 0
  const flush = (): void => {
    if (open.length === 0) return
    cube.give(joined(open))
    ;[open, rows] = [[], 0]
  }
  await engine.scan(
    sql,
    params,
    (columns, count) => {
      if (count === 0) return
      open.push({
        places: columns.slice(0, axes).map((column) => own(column as Uint16Array)),
        values: columns.slice(axes).map((column) => Float64Array.from(column)),
        rows: count,
      })
      rows += count
      if (rows >= pieceRows) flush()
    },
    { in: from, signal },
  )
  flush()
  return await cube.whole(ones)
}

function joined(pieces: readonly Piece[]): Piece {
  const rows = pieces.reduce((sum, piece) => sum + piece.rows, 0)
  const [first] = pieces
  const put = <T extends Uint16Array | Float64Array>(made: T, of: (piece: Piece) => ArrayLike<number>): T => {
    let at = 0
    for (const piece of pieces) {
      made.set(of(piece), at)
      at += piece.rows
    }
    return made
  }
  return {
    rows,
    places: first!.places.map((_, axis) => put(new Uint16Array(rows), (piece) => piece.places[axis]!)),
    values: first!.values.map((_, measure) => put(new Float64Array(rows), (piece) => piece.values[measure]!)),
  }
}
