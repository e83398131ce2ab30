/** The semantic layer on the tiny city: every figure as worked out by hand, and what stands beside it. */
import type { Answer, Figure, QuestionInput, Viewer } from '@laban/shared'
import { compile, deriveCurve, duckdb, evidence, isFailure, periodKey, publicViewer, questionSchema, tileQuestion, toOverview, toTile } from '@laban/shared'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cases } from './expected.ts'
import type { TinyCity } from './warehouse.ts'
import { openCity } from './warehouse.ts'

let city: TinyCity

beforeAll(async () => {
  city = await openCity()
})
afterAll(() => city.close())

const questionOf = (question: Omit<QuestionInput, 'city'>) => questionSchema.parse({ city: 'tiny', ...question })

async function ask(question: Omit<QuestionInput, 'city'>, viewer: Viewer = publicViewer): Promise<Answer> {
  const { sql, params, finish } = compile(questionOf(question), city.catalogue, viewer, duckdb)
  return finish(await city.query(sql, params))
}

async function figureOf(question: Omit<QuestionInput, 'city'>): Promise<Figure> {
  const figure = (await ask(question)).figures.at(-1)
  if (!figure) throw new Error('no figure')
  return figure
}

function failureOf(question: Omit<QuestionInput, 'city'>, viewer: Viewer = publicViewer): { code: string; nearest: string[] } {
  try {
    compile(questionOf(question), city.catalogue, viewer, duckdb)
  } catch (error) {
    if (isFailure(error)) return { code: error.code, nearest: (error.detail.nearest ?? []).map(({ id }) => id) }
    throw error
  }
  throw new Error('no failure')
}

async function passportOf(question: Omit<QuestionInput, 'city'>) {
  const { sql, params, finish } = evidence(questionOf(question), city.catalogue, publicViewer, duckdb)
  return finish(await city.query(sql, params))
}

async function tileOf(indicator: string, time: { period?: string; asOf?: string } = {}) {
  const { sql, params, finish } = compile(tileQuestion(indicator, 'tiny', time, city.catalogue), city.catalogue, publicViewer, duckdb)
  return toTile(finish(await city.query(sql, params)), city.catalogue)
}

const marksOn = async (indicator: string, on: string) => (await figureOf({ indicator, period: on })).marks

describe('figures worked out by hand', () => {
  test.each(cases)('$title', async ({ question, figures }) => {
    const answer = await ask(question)
    expect(answer.figures.map(({ unit, cut, period }) => [unit, cut, periodKey(period)])).toEqual(figures.map(([unit, cut, period]) => [unit, cut, period]))
    expect(answer.figures.map(({ value }) => (value === null ? null : Number(value.toFixed(9))))).toEqual(
      figures.map(([, , , value]) => (value === null ? null : Number(value.toFixed(9)))),
    )
  })
})

describe('what stands beside a figure', () => {
  test('the target in force is the highest version known, phased by its curve', async () => {
    const before = await figureOf({ indicator: 'money/revenue', period: '2024-03-31', compare: ['target'], asOf: '2024-04-30' })
    expect(before.standing).toMatchObject({ status: 'on-track', target: 1100, planToDate: 275, distance: 55, phasing: 'curve' })
    const after = await figureOf({ indicator: 'money/revenue', period: '2024-03-31', compare: ['target'] })
    expect(after.standing).toMatchObject({ status: 'on-track', target: 1320, planToDate: 330, distance: 3 })
    const merged = await figureOf({ indicator: 'money/revenue', period: '2024-09-30', compare: ['target'] })
    expect(merged.standing).toMatchObject({ status: 'behind', target: 2000, planToDate: 1500, distance: -150 })
  })

  test('milestones run linearly between them for figures through the year', async () => {
    const { figures } = await ask({ indicator: 'money/disbursement', period: '2023', compare: ['target'] })
    expect(figures.map(({ standing }) => [standing?.planToDate, standing?.status])).toEqual([
      [40, 'off-track'],
      [60, 'off-track'],
      [80, 'behind'],
      [95, 'on-track'],
    ])
  })

  test('a target without phasing asks for nothing before its day, and is kept once it is reached', async () => {
    const { figures } = await ask({ indicator: 'money/accounts', period: '2023', compare: ['target'] })
    expect(figures.map(({ standing }) => standing?.status)).toEqual([null, null, 'on-track'])
  })

  test('less is better where the target is a limit', async () => {
    const trusted: Viewer = { ...publicViewer, clearance: ['public', 'internal'] }
    const { figures, status } = await ask({ indicator: 'money/debt', compare: ['target'], period: '2023' }, trusted)
    expect(figures[0]!.standing).toMatchObject({ status: 'behind', target: 72, planToDate: 72, distance: -8 })
    expect(status).toBe('behind')
  })

  test('last year is the same day, the leap day answers to 28 February, and another territory is no fair comparison', async () => {
    const leap = await figureOf({ indicator: 'money/revenue', period: '2024-02-29', compare: ['last-year'] })
    expect(leap.lastYear).toMatchObject({ value: 190, comparable: true })
    expect(leap.lastYear?.change).toBeCloseTo(0.1, 9)
    const merged = await figureOf({ indicator: 'money/revenue', period: '2024-09-30', compare: ['last-year'] })
    expect(merged.lastYear).toMatchObject({ value: 900, unit: 'tiny', comparable: false, why: 'territory' })
    expect(merged.marks).toContain('new-boundary')
  })

  test('percentages are compared in points', async () => {
    const figure = await figureOf({ indicator: 'money/execution', period: '2024-02-29', compare: ['last-year'] })
    expect(figure.lastYear?.change).toBeCloseTo(0, 9)
  })

  test('the previous month is missing where it was not published', async () => {
    const { figures } = await ask({ indicator: 'money/firms', period: '2023-02..2023-04', grain: 'month', compare: ['previous'] })
    expect(figures.map(({ previous }) => previous?.value ?? null)).toEqual([10, null, null])
  })

  test('peers are asked for the same month, their newest figure of it', async () => {
    const figure = await figureOf({ indicator: 'money/revenue', period: '2024-09-30', compare: ['peers'] })
    expect(figure.peers).toEqual({ median: 520, count: 1 })
  })

  test('marks tell of estimates, roundings, conflicts, revisions and printed rates', async () => {
    expect(await marksOn('money/revenue', '2023-06-30')).toEqual(['provisional', 'rounded'])
    expect(await marksOn('money/revenue', '2023-09-30')).toEqual(['provisional', 'conflict'])
    expect(await marksOn('money/revenue', '2024-03-31')).toEqual(['provisional', 'revised'])
    expect(await marksOn('money/disbursement', '2023-09-30')).toEqual(['provisional', 'printed'])
    expect(await marksOn('money/disbursement', '2023-12-31')).toEqual(['provisional', 'conflict'])
    expect(await marksOn('money/revenue', '2024-12-31')).toEqual(['estimate', 'new-boundary'])
  })

  test('rows that were generated wear their mark, and the published figure beside them does not', async () => {
    const rows = await ask({ indicator: 'money/revenue', from: 'rows', period: '2023-03' })
    expect(rows.simulated).toBe(true)
    expect(rows.figures.map(({ marks }) => marks)).toEqual([['simulated']])
    const published = await ask({ indicator: 'money/revenue', period: '2023-03' })
    expect(published.simulated).toBe(false)
    expect(published.figures.flatMap(({ marks }) => marks)).not.toContain('simulated')
  })

  test('the share that the crosswalk estimated is told', async () => {
    const { figures } = await ask({ indicator: 'money/firms', period: '2023-01', by: ['unit:local'], map: 'today' })
    expect(figures.map(({ estimated }) => estimated)).toEqual([1, 1 / 7])
    expect(figures[0]!.marks).toContain('recut')
  })

  test('a figure is late once the next one is overdue, and no data is a status of its own', async () => {
    expect(await ask({ indicator: 'money/firms', asOf: '2024-04-15' })).toMatchObject({ status: null, dataDate: '2024-02-29', nextDue: '2024-04-15' })
    expect(await ask({ indicator: 'money/firms', asOf: '2024-04-16' })).toMatchObject({ status: 'late' })
    expect(await ask({ indicator: 'money/firms', asOf: '2023-01-31' })).toMatchObject({ status: 'no-data', dataDate: null, nextDue: null })
  })

  test('the plan of a year is a line of month ends', async () => {
    const { plans } = await ask({ indicator: 'money/revenue', period: '2024' })
    expect(plans.map(({ unit, target, points }) => [unit, target, points.length])).toEqual([
      ['tiny', 1320, 13],
      ['tiny_merged', 2000, 13],
    ])
    expect(plans[1]!.points[0]).toEqual({ on: '2024-01-01', value: 0 })
    expect(plans[1]!.points[6]).toEqual({ on: '2024-06-30', value: 1000 })
  })

  test('the curve of the pack is the one that its figures give', async () => {
    const { figures } = await ask({ indicator: 'money/revenue', period: '2023' })
    const points = figures.map(({ period, value }) => ({ on: period.end, value: value! }))
    const curve = city.catalogue.curves.find(({ id }) => id === 'tiny-revenue')!
    expect(deriveCurve({ years: [{ year: 2023, points }], overrunMonths: 0 })).toEqual(curve.shares)
  })
})

describe('passports', () => {

  test('every statement is shown with the step that decided', async () => {
    const { figure, evidence: all, versions } = await passportOf({ indicator: 'money/execution', period: '2023-12-31' })
    expect(figure.value).toBeCloseTo(120, 9)
    expect(all.map(({ part, value, role, because }) => [part, value, role, because])).toEqual([
      ['of', 1200, 'chosen', 'certainty'],
      ['of', 1195, 'superseded', 'certainty'],
      ['of', 1180, 'superseded', 'certainty'],
      ['per', 1000, 'chosen', 'only'],
    ])
    expect(versions).toEqual({ money: 'version-of-money' })
  })

  test('two sources that disagree on one day stay side by side', async () => {
    const { evidence: all } = await passportOf({ indicator: 'money/revenue', period: '2023-09-30' })
    expect(all.map(({ value, role, because, source }) => [value, role, because, source.id])).toEqual([
      [900, 'chosen', 'source', 'office'],
      [930, 'conflicting', 'source', 'paper'],
    ])
  })

  test('a printed rate that was not used is shown, and so is the plan that came later', async () => {
    const rate = await passportOf({ indicator: 'money/disbursement', period: '2023-12-31' })
    expect(rate.evidence.at(-1)).toMatchObject({ part: 'printed', value: 76, role: 'conflicting' })
    const plan = await passportOf({ indicator: 'money/execution', period: '2024-02-29', unit: 'tiny' })
    expect(plan.evidence.filter(({ part }) => part === 'per').map(({ value, role }) => [value, role])).toEqual([
      [1100, 'chosen'],
      [1320, 'conflicting'],
    ])
  })

  test('a figure of events has a statement and no candidates', async () => {
    const { figure, evidence: all, sql } = await passportOf({ indicator: 'permits/issued', period: '2023-02' })
    expect([figure.value, all]).toEqual([4, []])
    expect(sql.text).toContain('permits__city_by_unit_kind')
  })
})

describe('what is refused', () => {
  test('unknown names offer the nearest', () => {
    expect(failureOf({ indicator: 'money/revenu' })).toEqual({ code: 'question/unknown-indicator', nearest: ['money/revenue', 'money/firms'] })
    expect(failureOf({ indicator: 'money/revenue', by: ['sourceof'] })).toEqual({ code: 'question/unknown-cut', nearest: ['source_of'] })
    expect(failureOf({ indicator: 'money/revenue', where: { source_of: ['trad'] } })).toEqual({ code: 'question/unknown-value', nearest: ['trade', 'tax'] })
    expect(failureOf({ indicator: 'money/revenue', unit: 'tiny/eest' }).nearest).toContain('tiny/east')
    expect(failureOf({ indicator: 'money/revenue', unit: 'beside' }).code).toBe('question/unknown-unit')
    expect(failureOf({ indicator: 'money/revenue', period: '2023-13' }).code).toBe('question/bad-period')
    expect(failureOf({ indicator: 'permits/streets', map: 'today' }).code).toBe('question/unsupported')
    expect(failureOf({ indicator: 'permits/issued', by: ['unit:district', 'unit:local'] }).code).toBe('question/unsupported')
  })

  test('rows are refused where there are none, and cut only by their own dimensions', () => {
    expect(failureOf({ indicator: 'money/firms', from: 'rows' }).code).toBe('question/unsupported')
    expect(failureOf({ indicator: 'permits/issued', from: 'rows' }).code).toBe('question/unsupported')
    expect(failureOf({ indicator: 'money/revenue', by: ['payer'] })).toEqual({ code: 'question/unknown-cut', nearest: ['source_of'] })
    expect(failureOf({ indicator: 'money/revenue', from: 'rows', by: ['payr'] })).toEqual({ code: 'question/unknown-cut', nearest: ['payer'] })
    expect(failureOf({ indicator: 'money/revenue', from: 'rows', where: { source_of: ['trad'] } }).code).toBe('question/unknown-value')
  })

  test('an internal indicator is for those who are cleared, and is not offered to others', () => {
    expect(failureOf({ indicator: 'money/debts' }).nearest).not.toContain('money/debt')
    expect(failureOf({ indicator: 'money/debt' }).code).toBe('access/denied')
  })

  test('what is not public is cut to the own units, and a part never passes for the whole', async () => {
    const east: Viewer = { ...publicViewer, scope: ['tiny/east'], clearance: ['public', 'internal'] }
    const guarded = { ...city.catalogue, indicators: city.catalogue.indicators.map((one) => ({ ...one, audience: 'internal' as const })) }
    const asked = async (question: Omit<QuestionInput, 'city'>, viewer: Viewer) => {
      const { sql, params, finish } = compile(questionOf(question), guarded, viewer, duckdb)
      return finish(await city.query(sql, params)).figures.map(({ unit, value }) => [unit, value])
    }
    const year = { indicator: 'permits/issued', period: '2023', grain: 'year' as const }
    const own = await asked({ ...year, unit: 'tiny/east' }, east)
    expect(await asked({ ...year, by: ['unit:district'] }, east)).toEqual(own)
    expect(own).toEqual([['tiny/east', expect.any(Number)]])
    expect((await asked(year, east)).every(([, value]) => value === null)).toBe(true)
    expect((await asked({ ...year, by: ['kind'] }, east)).every(([, value]) => value === null)).toBe(true)
    expect(await asked({ indicator: 'money/revenue', period: '2023' }, east)).toEqual([])
    expect(await asked({ ...year, by: ['unit:district'] }, { ...east, scope: [] })).toEqual([])
    for (const unit of ['tiny/west', 'tiny'])
      expect(() => compile(questionOf({ ...year, unit }), guarded, east, duckdb)).toThrow(expect.objectContaining({ code: 'access/denied' }))
  })

  test('what is public is the same for everyone, whatever their units', async () => {
    const east: Viewer = { ...publicViewer, scope: ['tiny/east'] }
    for (const question of [{ indicator: 'permits/issued', period: '2023', grain: 'year' as const }, { indicator: 'money/revenue', unit: 'tiny', period: '2023' }])
      expect(await ask(question, east)).toEqual(await ask(question))
  })
})

describe('the first screen', () => {

  test('a tile draws this year, its plan and last year on this year\'s dates', async () => {
    const tile = await tileOf('money/revenue', { asOf: '2024-07-06' })
    expect(tile).toMatchObject({ value: 660, unit: 'tiny', status: 'on-track', dataDate: '2024-06-30', nextDue: '2024-08-15' })
    expect(tile.spark).toMatchObject({ from: '2024-01-01', to: '2024-12-31' })
    expect(tile.spark.actual.map(({ value }) => value)).toEqual([110, 209, 333, 660])
    expect(tile.spark.plan).toHaveLength(13)
    expect(tile.spark.lastYear.at(-1)).toEqual({ on: '2024-12-31', value: 1200 })
  })

  test('a year without figures has no data, whatever there was before', async () => {
    expect(await tileOf('money/accounts', { period: '2022' })).toMatchObject({ value: null, status: 'no-data', period: null, standing: null })
    expect(await tileOf('money/accounts', { period: '2023' })).toMatchObject({ value: 1200 })
  })

  test('tiles stand worst first within their group, and are counted', async () => {
    const tiles = await Promise.all(['permits/issued', 'money/firms', 'money/revenue'].map((indicator) => tileOf(indicator)))
    const overview = toOverview(tiles, { city: 'tiny' }, city.catalogue)
    expect(overview.tiles.map(({ indicator, status }) => [indicator, status])).toEqual([
      ['money/revenue', 'behind'],
      ['money/firms', 'late'],
      ['permits/issued', null],
    ])
    expect(overview.counts).toEqual({ 'on-track': 0, behind: 1, 'off-track': 0, 'no-data': 0, late: 1, untargeted: 1 })
    expect(overview.areas.map(({ id }) => id)).toEqual(['money'])
  })
})
