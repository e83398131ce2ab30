/**
 * Owns the small sums that linked charts begin with: over every two axes of the rows below an indicator, the same size however many
 * rows there are. And the sums of one interaction, for screens that cannot hold the rows themselves.
 */
import type { Across, AxisName, Column, Param, Question, Row, Where } from '@laban/shared'
import { across, duckdb, Failure, holdsAcross, setsOver, sumsOver } from '@laban/shared'
import type { Asker, Desk } from '../ask.ts'
import { notHeld } from '../extract/guard.ts'

/** Longer axes are found in the rows, not on a chart. */
const longest = 1000
/** Most sums that are sent, so that all of them stay well below 1.5 MB. */
const most = 150_000
/** Cells that one statement may come to. */
const manyCells = 1_000_000

/**
 * Sums of two axes a < b, of two dimensions by year. Place of a cell: (year * size of a + a) * size of b + b, where a = 0 has no
 * year; told as the distance from the one before. Values by measure.
 */
export type PairSums = { a: number; b: number; at: number[]; values: number[][] }

export type Cubes = {
  release: string
  /** Row-level datasets that the sums are of. */
  datasets: string[]
  simulated: boolean
  /** Cells below so many persons or enterprises stand merged into wider ones; null: all stand by themselves. */
  atLeast: number | null
  kind: Across['plan']['kind']
  scale: number
  time: Across['plan']['time']
  /** Names of the parts, then `rows`. */
  measures: string[]
  /** The first one is `month`: every month from the first to the last with rows. */
  axes: { name: AxisName; title: Column['title'] | null; values: string[] }[]
  /** Dimensions with too many values for a chart. */
  long: AxisName[]
  /** By which pairs of dimensions are told apart. */
  years: string[]
  pairs: PairSums[]
}

/** By axis, under the filters of all other axes; `total` under all. Sums by measure and place, as `Cubes` lists values. */
export type AxisSums = { release: string; sums: number[][][]; total: number[] }

/** Binary noise of adding is cut off: 0.30000000000000004 is sent as 0.3. */
const tidy = (value: unknown): number => Math.round(Number(value) * 1e9) / 1e9

const text = (row: Row, column: string): string => String(row[column] ?? '')

function monthsBetween(first: string, last: string): string[] {
  const months: string[] = []
  let [year, month] = first.split('-').map(Number) as [number, number]
  for (;;) {
    const name = `${year}-${String(month).padStart(2, '0')}`
    months.push(name)
    if (name >= last) return months
    if (month === 12) [year, month] = [year + 1, 1]
    else month++
  }
}

/** Where the rows below a question are summed: the release, or what of it may leave the house. */
type Below = {
  found: Across
  atLeast: number | null
  sums: (over: readonly AxisName[], where: Where) => Promise<Row[]>
  /** By set of axes, with columns k0, k1, ... in their order. */
  sets: (sets: readonly (readonly AxisName[])[]) => Promise<Row[][]>
}

async function belowOf(desk: Desk, asker: Asker, question: Question): Promise<Below> {
  const whole = across(question, desk.catalogue, asker.viewer)
  const guarded = await desk.guard(whole.plan, asker)
  const found = guarded ? across(question, guarded.catalogue, asker.viewer) : whole
  if (guarded && !holdsAcross(guarded, found)) throw notHeld(guarded.atLeast)
  const read = (sql: string, params: Param[]): Promise<Row[]> =>
    guarded ? guarded.query(sql, params, {}) : desk.read(sql, params, asker)
  return {
    found,
    atLeast: guarded?.atLeast ?? null,
    sums(over, where) {
      const { sql, params } = sumsOver(found, over, where, duckdb)
      return read(sql, params)
    },
    async sets(wanted) {
      if (wanted.length === 0) return []
      const { sql, params, sets } = setsOver(found, wanted, duckdb)
      const marked = Map.groupBy(await read(sql, params), (row) => Number(row['g']))
      return sets.map(({ mark, columns }) =>
        (marked.get(mark) ?? []).map((row) => ({
          ...row,
          ...Object.fromEntries(columns.map((column, i) => [`k${i}`, row[column] ?? null])),
        })),
      )
    },
  }
}

/** @throws Failure as `across`; question/unsupported where too few stand behind what is asked; engine/busy, engine/timeout */
export function cubesOf(desk: Desk, asker: Asker, question: Question): Promise<Cubes> {
  const { plan } = across(question, desk.catalogue, asker.viewer)
  return desk.once(`cubes ${JSON.stringify(plan.question)}`, asker, async () =>
    make(desk, await belowOf(desk, asker, question)),
  )
}

async function make(desk: Desk, { found, atLeast, sums, sets }: Below): Promise<Cubes> {
  const values = new Map<AxisName, string[]>()
  const long: AxisName[] = []
  const singles = await sets(found.axes.map((name) => [name]))
  for (const [i, name] of found.axes.entries()) {
    const own = singles[i]!.map((row) => text(row, 'k0'))
    if (name === 'month') values.set(name, own.length ? monthsBetween(own[0]!, own.at(-1)!) : [])
    else if (own.length > longest) long.push(name)
    else if (own.length > 0) values.set(name, own)
  }
  const names = [...values.keys()]
  const size = (axis: number): number => values.get(names[axis]!)!.length
  const wanted = names
    .flatMap((_, a) => names.slice(a + 1).map((__, i) => ({ a, b: a + 1 + i })))
    .sort((one, other) => size(one.a) * size(one.b) - size(other.a) * size(other.b))
  const years = [...new Set((values.get('month') ?? []).map((month) => month.slice(0, 4)))]
  const pairs: PairSums[] = []
  let sent = 0
  const overs = wanted.map(({ a, b }) => [...(a === 0 ? [] : ['year']), names[a]!, names[b]!])
  // As many as are small for certain come out of one reading; what may be large is read by itself, and left out if it is.
  let bound = 0
  const large = wanted.findIndex(({ a, b }) => (bound += size(a) * size(b) * (a === 0 ? 1 : years.length)) > manyCells)
  const together = await sets(overs.slice(0, large < 0 ? overs.length : large))
  for (const [i, { a, b }] of wanted.entries()) {
    const over = overs[i]!
    const rows = together[i] ?? (await sums(over, {}))
    if ((sent += rows.length * found.measures.length) > most) break
    const lists = over.map((name) => (name === 'year' ? years : values.get(name)!))
    pairs.push({ a, b, ...cellsOf(rows, lists, found.measures.length) })
  }
  const { plan } = found
  return {
    release: desk.catalogue.release.id,
    datasets: [...new Set(plan.parts.map(({ dataset }) => dataset))],
    simulated: plan.simulated,
    atLeast,
    kind: plan.kind,
    scale: plan.scale,
    time: plan.time,
    measures: found.measures,
    axes: names.map((name) => ({ name, title: found.columns[name]?.title ?? null, values: values.get(name)! })),
    long,
    years,
    pairs,
  }
}

/** @param lists  values of the axes summed by, in the order of the columns k0, k1, ... */
function cellsOf(rows: readonly Row[], lists: readonly string[][], measures: number): Omit<PairSums, 'a' | 'b'> {
  const places = lists.map((list) => new Map(list.map((value, i) => [value, i])))
  const cells = rows
    .map((row) => ({
      row,
      place: places.reduce((place, list, i) => place * lists[i]!.length + list.get(text(row, `k${i}`))!, 0),
    }))
    .sort((one, other) => one.place - other.place)
  return {
    at: cells.map(({ place }, i) => place - (cells[i - 1]?.place ?? 0)),
    values: Array.from({ length: measures }, (_, i) => cells.map(({ row }) => tidy(row[`v${i}`]))),
  }
}

/**
 * @param where  axis -> values picked on it; months as `2025-06`
 * @throws Failure as `across`; question/unknown-cut, engine/busy, engine/timeout
 */
export async function sumsOf(desk: Desk, asker: Asker, question: Question, where: Where): Promise<AxisSums> {
  const { axes, measures, release } = await cubesOf(desk, asker, question)
  const unknown = Object.keys(where).find((name) => !axes.some((axis) => axis.name === name))
  if (unknown !== undefined) throw unknownAxis(unknown, axes)
  const key = `sums ${JSON.stringify([
    across(question, desk.catalogue, asker.viewer).plan.question,
    ...Object.keys(where)
      .toSorted()
      .map((name) => [name, where[name]!.toSorted()]),
  ])}`
  return await desk.once(key, asker, async () => {
    const below = await belowOf(desk, asker, question)
    const [all, ...sums] = await Promise.all([
      below.sums([], where),
      ...axes.map(async ({ name, values }) => {
        const others = Object.fromEntries(Object.entries(where).filter(([other]) => other !== name))
        const rows = new Map((await below.sums([name], others)).map((row) => [text(row, 'k0'), row]))
        return measures.map((_, i) => values.map((value) => tidy(rows.get(value)?.[`v${i}`] ?? 0)))
      }),
    ])
    return { release, sums, total: measures.map((_, i) => tidy(all[0]?.[`v${i}`] ?? 0)) }
  })
}

/** Sums over two axes, x by y, under all filters: by measure and place x * (size of y) + y. */
export type TableSums = { release: string; sums: number[][] }

/** @throws Failure as `sumsOf` */
export async function tableOf(
  desk: Desk,
  asker: Asker,
  question: Question,
  { over: [x, y], where }: { over: [AxisName, AxisName]; where: Where },
): Promise<TableSums> {
  const { axes, measures, release } = await cubesOf(desk, asker, question)
  const lists = new Map(axes.map(({ name, values }) => [name, values]))
  const unknown = [x, y, ...Object.keys(where)].find((name) => !lists.has(name))
  if (unknown !== undefined) throw unknownAxis(unknown, axes)
  const rows = await (await belowOf(desk, asker, question)).sums([x, y], where)
  const [placeX, placeY] = [x, y].map((name) => new Map(lists.get(name)!.map((value, i) => [value, i])))
  const [height, width] = [placeX!.size, placeY!.size]
  const sums = measures.map(() => Array.from({ length: height * width }, () => 0))
  for (const row of rows) {
    const place = placeX!.get(text(row, 'k0'))! * width + placeY!.get(text(row, 'k1'))!
    for (const [i, values] of sums.entries()) values[place] = tidy(row[`v${i}`])
  }
  return { release, sums }
}

function unknownAxis(name: string, axes: Cubes['axes']): Failure {
  const offered = axes.map((axis) => axis.name).join(', ')
  return new Failure('question/unknown-cut', {
    vi: `Không có chiều "${name}"; cho phép: ${offered}`,
    en: `Unknown cut: "${name}"; allowed: ${offered}`,
  })
}
