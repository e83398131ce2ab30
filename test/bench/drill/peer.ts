/** The peer: Mosaic with pre-aggregation over the same extract in the same engine, self-hosted. */
import { clauseInterval, clausePoints } from '@uwdata/mosaic-core'
import * as vg from '@uwdata/vgplot'
import { AsyncDuckDB, VoidLogger } from '@duckdb/duckdb-wasm'
import wasm from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import script from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url'
import type { Charts } from './acts.ts'
import { sizes } from './acts.ts'

const columns = ['m', 'a', 'b', 'c'] as const

type Plot = { render: () => Promise<unknown>; marks: unknown[] }

export async function open(place: HTMLElement, extract: { address: string }): Promise<Charts> {
  const db = new AsyncDuckDB(new VoidLogger(), new Worker(new URL(script, location.href)))
  await db.instantiate(new URL(wasm, location.href).href)
  const bytes = new Uint8Array(await (await fetch(extract.address)).arrayBuffer())
  await db.registerFileBuffer('bench.duckdb', bytes)
  const connection = await db.connect()
  await connection.query("ATTACH 'bench.duckdb' AS bench (READ_ONLY)")
  await connection.query('CREATE TABLE t AS SELECT m, a, b, c, amount FROM bench.t')
  vg.coordinator().databaseConnector(vg.wasmConnector({ duckdb: db, connection }))
  const picked = vg.Selection.crossfilter()
  let drawn = 0
  let told: (() => void) | undefined
  const plots = columns.map((column) => {
    const data = vg.from('t', { filterBy: picked })
    const mark = column === 'm' ? vg.lineY : vg.barY
    const element = vg.plot(
      mark(data, { x: column, y: vg.sum('amount') }),
      vg.width(640),
      vg.height(150),
      vg.xAxis(null),
    ) as HTMLElement & { value: Plot }
    place.append(element)
    const plot = element.value
    const render = plot.render.bind(plot)
    plot.render = async () => {
      const done = await render()
      drawn++
      told?.()
      return done
    }
    return plot
  })
  const until = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const check = () => {
        if (drawn < count) return
        told = undefined
        resolve()
      }
      told = check
      check()
    })
  await until(plots.length)
  const sources = columns.map((column, axis) => ({ column, plot: plots[axis]!, reset: () => undefined }))
  const clauseOf = (axis: number, from: number, to: number) => {
    const source = sources[axis]!
    const options = { source, clients: new Set(source.plot.marks) }
    const empty = to < from
    if (axis === 0) {
      const scale = { type: 'linear', domain: [0, sizes[0]], range: [0, 640] }
      return clauseInterval('m', empty ? null : [from, to + 0.5], { ...options, scale, pixelSize: 1 } as never)
    }
    const values = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => [from + i])
    return clausePoints([source.column], empty ? undefined : values, options as never)
  }
  return {
    async enter(axis) {
      picked.activate(clauseOf(axis, 0, axis === 0 ? 10 : 0))
      // What that sets off are queries: one behind them has waited for all.
      await connection.query('SELECT 1')
    },
    async pick(axis, from, to) {
      const wanted = drawn + plots.length - 1
      picked.update(clauseOf(axis, from, to))
      await until(wanted)
    },
  }
}
