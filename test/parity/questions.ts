/** Owns questions by chance: about every indicator that has rows, of every form that a question may take, a few of them wrong. */
import type { Catalogue, Question, Row } from '@laban/shared'
import { cityOf, datasetOf, indicatorOf, isDay, meantBy, partsOf, questionSchema, subtreeOf } from '@laban/shared'

/** Numbers 0..1, the same for the same seed. */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What an indicator's questions are drawn from. */
export type Deck = {
  core: Pick<Question, 'indicator' | 'city' | 'from'>
  units: string[]
  levels: string[]
  /** Cut -> values that occur. */
  cuts: Record<string, string[]>
  /** First and last year with rows. */
  years: [number, number]
}

type Query = (sql: string) => Promise<Row[]>

/** Indicators of a city that can be asked over rows, by either way. */
export function withRows(catalogue: Catalogue, city: string): Deck['core'][] {
  return catalogue.indicators.flatMap((indicator) =>
    (['published', 'rows'] as const).flatMap((from) => {
      const meant = meantBy(indicator, from)
      const parts = meant ? Object.values(partsOf(meant.measure)) : []
      const areEvents =
        parts.length > 0 && parts.every(({ dataset }) => datasetOf(catalogue, dataset).form === 'events')
      return areEvents ? [{ indicator: indicator.id, city, from }] : []
    }),
  )
}

/** undefined where the datasets hold no rows. */
export async function deckOf(core: Deck['core'], catalogue: Catalogue, query: Query): Promise<Deck | undefined> {
  const indicator = meantBy(indicatorOf(catalogue, core.indicator), core.from)!
  const dataset = datasetOf(catalogue, partsOf(indicator.measure)['of']!.dataset)
  const named = (role: string) => dataset.columns.find((column) => column.role === role)!.name
  const [time, unit] = [named('time'), named('unit')]
  const [span] = await query(`SELECT year(min("${time}")) AS first, year(max("${time}")) AS last FROM "${dataset.id}"`)
  if (span!['first'] === null) return undefined
  const cuts: Deck['cuts'] = {}
  for (const cut of indicator.cuts) {
    if (!dataset.columns.some(({ name }) => name === cut)) continue
    const rows = await query(
      `SELECT DISTINCT CAST("${cut}" AS VARCHAR) AS value FROM "${dataset.id}" WHERE "${cut}" IS NOT NULL ORDER BY value LIMIT 40`,
    )
    cuts[cut] = rows.map(({ value }) => String(value))
  }
  const own = new Set(cityOf(catalogue, core.city).units.flatMap((root) => [...subtreeOf(catalogue, root)]))
  const found = await query(`SELECT DISTINCT "${unit}" AS unit FROM "${dataset.id}" ORDER BY unit`)
  const units = found.map((row) => String(row['unit'])).filter((id) => own.has(id))
  const levels = [
    ...new Set(catalogue.units.filter(({ id }) => own.has(id)).map(({ level }) => level as string)),
    'local',
  ]
  return { core, units, levels, cuts, years: [Number(span!['first']), Number(span!['last'])] }
}

/** One question of a deck. @param next  numbers 0..1 */
export function drawQuestion({ core, units, levels, cuts, years }: Deck, next: () => number): Question {
  const of = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!
  const year = () => years[0] + Math.floor(next() * (years[1] - years[0] + 1))
  const month = () => String(1 + Math.floor(next() * 12)).padStart(2, '0')
  const day = (): string => {
    const text = `${year()}-${month()}-${String(1 + Math.floor(next() * 31)).padStart(2, '0')}`
    return isDay(text) ? text : day()
  }
  const span = (): string => {
    const [a, b] = [year(), year()].sort((x, y) => x - y)
    return `${a}-${month()}..${b! + 1}`
  }
  const period = of([
    () => undefined,
    () => String(year()),
    () => `${year()}-Q${1 + Math.floor(next() * 4)}`,
    () => `${year()}-${month()}`,
    span,
    day,
  ])()
  const names = Object.keys(cuts)
  const by = [
    ...new Set([
      ...(names.length > 0 && next() < 0.45 ? [of(names)] : []),
      ...(names.length > 0 && next() < 0.15 ? [of(names)] : []),
      ...(next() < 0.35 ? [`unit:${of(levels)}`] : []),
    ]),
  ]
  const where = Object.fromEntries(
    names.flatMap((name) =>
      next() < 0.2 && cuts[name]!.length > 0
        ? [[name, next() < 0.03 ? ['no-such-value'] : [...new Set([of(cuts[name]!), of(cuts[name]!)])]]]
        : [],
    ),
  )
  return questionSchema.parse({
    ...core,
    ...(period === undefined ? {} : { period }),
    ...(next() < 0.4 && units.length > 0 ? { unit: next() < 0.02 ? 'no-such-unit' : of(units) } : {}),
    ...(next() < 0.25 ? { asOf: day() } : {}),
    grain: of(['point', 'year', 'quarter', 'month']),
    by,
    where,
    compare: ['target', 'last-year', 'previous'].filter(() => next() < 0.35),
    map: next() < 0.3 ? 'today' : 'reported',
  })
}
