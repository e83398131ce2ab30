/** Owns asking the server for what the worker cannot know yet. An answer of another release is refused, never mixed in. */
import { printWhere } from '@laban/shared'
import type { QueryClient } from '@tanstack/react-query'
import { trpc } from '../api.ts'
import type { Model } from './model.ts'
import { whereOf } from './model.ts'
import type { Remote } from './session.ts'
import { sumsOf } from './session.ts'

/** A new release came into force while the reader was looking at the one before. */
export class ReleaseChanged extends Error {
  override readonly name = 'ReleaseChanged'
}

type Below = { indicator: string; city: string; asOf?: string }

export function remoteOf(model: Model, below: Below, queries: QueryClient): Remote {
  const same = <T extends { release: string }>(answer: T): T => {
    if (answer.release !== model.cubes.release) throw new ReleaseChanged('the release has changed')
    return answer
  }
  return {
    async ask(masks) {
      const where = printWhere(whereOf(model, masks))
      const { sums, total } = same(await queries.fetchQuery(trpc.drill.sums.queryOptions({ ...below, where })))
      return { sums: sums.map(sumsOf), total }
    },
    async table(x, y, masks) {
      const where = printWhere(whereOf(model, masks))
      const [nameX, nameY] = [model.axes[x]!.name, model.axes[y]!.name]
      const { sums } = same(
        await queries.fetchQuery(trpc.drill.table.queryOptions({ ...below, where, x: nameX, y: nameY })),
      )
      return sumsOf(sums)
    },
  }
}
