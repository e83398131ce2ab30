import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Catalogue } from '../catalogue.ts'
import { datasetSchema } from '../dataset.ts'
import { indicatorSchema } from '../indicator.ts'
import { addDays } from '../period.ts'
import type { Unit } from '../unit.ts'
import type { Duty } from './duty.ts'
import { byUrgency, callable, comingPeriod, dueOn, dutySchema, noticeOn, periodsOf, urgencyOf } from './duty.ts'
import { obligationsOf } from './owed.ts'
import type { EntryState } from './register.ts'
import { faultsOfEntry, lacks, monthsOf, registerForm } from './register.ts'

const word = (text: string) => ({ vi: text, en: text })
const unit = (id: string, level: Unit['level'], validFrom: string | null, validTo: string | null): Unit => ({
  id,
  level,
  name: word(id),
  short: word(id),
  parent: id === 'city' || id === 'other' ? null : id.startsWith('other') ? 'other' : 'city',
  validFrom,
  validTo,
  code: null,
  lon: null,
  lat: null,
  note: null,
})
const catalogue = {
  cities: [{ id: 'hochiminh', name: word('x'), units: ['city'], peers: [], maps: [], breaks: [], answers: {} }],
  units: [
    unit('city', 'city', null, null),
    unit('other', 'city', null, null),
    unit('other/department', 'department', null, null),
    unit('city/department', 'department', null, null),
    unit('city/thu_duc', 'district', '2021-01-01', '2025-06-30'),
    unit('city/quan_1', 'district', null, '2025-06-30'),
    unit('city/ward', 'ward', '2025-07-01', null),
    unit('city/commune', 'commune', '2025-07-01', null),
    unit('city/zone', 'special-zone', '2025-07-01', null),
    unit('city/board', 'board', null, null),
  ],
} as unknown as Catalogue

const duty = (rest: object = {}): Duty =>
  dutySchema.parse({
    id: 'initiative',
    city: 'hochiminh',
    kind: 'initiative',
    dataset: 'initiatives',
    title: word('x'),
    every: 'year',
    first: '2023',
    opens: 'start',
    withinDays: 0,
    owes: [
      { levels: ['department', 'district'], to: '2025-06-30' },
      { levels: ['department', 'ward', 'commune', 'special-zone'], from: '2025-07-01' },
    ],
    basis: { text: word('x') },
    ...rest,
  })

const owed = (today: string, of = duty()) =>
  obligationsOf([of], catalogue, today).map(({ unit: id, period }) => `${period} ${id}`)

test('Decision 328: departments, Thủ Đức and districts until 30 June 2025; departments, wards, communes, the zone since', () => {
  expect(owed('2024-05-01').filter((one) => one.startsWith('2024'))).toEqual([
    '2024 city/department',
    '2024 city/thu_duc',
    '2024 city/quan_1',
  ])
  expect(owed('2026-11-25').filter((one) => one.startsWith('2026'))).toEqual([
    '2026 city/department',
    '2026 city/ward',
    '2026 city/commune',
    '2026 city/zone',
  ])
  expect(owed('2026-11-25').some((one) => one === '2025 city/quan_1')).toBe(false)
  expect(owed('2026-11-25').some((one) => one.includes('other') || one.includes('board'))).toBe(false)
})

test('what was owed once stays owed on every later day', () => {
  const day = fc.integer({ min: 0, max: 1500 }).map((days) => addDays('2023-01-01', days))
  fc.assert(
    fc.property(day, fc.nat({ max: 900 }), (today, later) => {
      const then = new Set(owed(addDays(today, later)))
      expect(owed(today).filter((one) => !then.has(one))).toEqual([])
    }),
  )
})

test('a quarterly return opens when its quarter is over and is due so many days later', () => {
  const quarterly = duty({
    every: 'quarter',
    first: '2026-Q3',
    opens: 'end',
    withinDays: 30,
    owes: [{ units: ['city/ward'] }],
  })
  expect(owed('2026-09-30', quarterly)).toEqual([])
  expect(obligationsOf([quarterly], catalogue, '2026-10-01')).toEqual([
    { duty: 'initiative', unit: 'city/ward', period: '2026-Q3', opens: '2026-10-01', due: '2026-10-30' },
  ])
  expect(periodsOf(quarterly, '2027-01-01')).toHaveLength(2)
  expect(obligationsOf([quarterly], catalogue, '2027-06-01', new Set(['city/zone']))).toEqual([])
})

test('what is called for is owed from the call on, each period once, and only when it is over', () => {
  const waiting = duty({
    every: 'quarter',
    first: '2026-Q1',
    opens: 'call',
    withinDays: 30,
    owes: [{ units: ['city/ward'] }],
  })
  const keys = (of: typeof waiting, today: string) => callable(of, today).map(({ start }) => start)
  expect(owed('2026-08-10', waiting)).toEqual([])
  expect(keys(waiting, '2026-08-10')).toEqual(['2026-04-01', '2026-01-01'])
  expect(keys(waiting, '2026-06-30')).toEqual(['2026-01-01'])
  expect(comingPeriod(waiting, '2026-08-10')).toBe(undefined)
  const called = { ...waiting, calls: [{ period: '2026-Q2', opens: '2026-08-10', due: '2026-08-31' }] }
  expect(owed('2026-08-09', called)).toEqual([])
  expect(obligationsOf([called], catalogue, '2030-01-01')).toEqual([
    { duty: 'initiative', unit: 'city/ward', period: '2026-Q2', opens: '2026-08-10', due: '2026-08-31' },
  ])
  expect(keys(called, '2026-08-10')).toEqual(['2026-01-01'])
  expect(() => dueOn(called, { start: '2026-01-01', end: '2026-03-31' })).toThrow('2026-Q1')
  // The calendar needs nobody.
  const quarterly = duty({ every: 'quarter', first: '2026-Q3', opens: 'end', withinDays: 30 })
  expect([callable(quarterly, '2027-08-10'), comingPeriod(quarterly, '2026-01-01')?.start]).toEqual([[], '2026-07-01'])
  expect(comingPeriod(quarterly, '2026-10-01')?.start).toBe('2026-10-01')
})

test('overdue comes first and what waits for others is nobody’s hurry', () => {
  expect(urgencyOf('open', '2026-10-30', '2026-10-30')).toBe('soon')
  expect(urgencyOf('open', '2026-10-30', '2026-10-31')).toBe('overdue')
  expect(urgencyOf('returned', '2026-10-30', '2026-10-31')).toBe('overdue')
  expect(urgencyOf('submitted', '2026-10-30', '2027-10-31')).toBe('waiting')
  expect(urgencyOf('open', '2026-12-30', '2026-10-31')).toBe('later')
  const sorted = [
    { urgency: 'later' as const, due: '2026-12-01' },
    { urgency: 'overdue' as const, due: '2026-10-01' },
    { urgency: 'done' as const, due: '2026-01-01' },
    { urgency: 'overdue' as const, due: '2026-07-01' },
  ].sort(byUrgency)
  expect(sorted.map(({ due }) => due)).toEqual(['2026-07-01', '2026-10-01', '2026-12-01', '2026-01-01'])
})

test('people are told before and after the due day, and after that every month without end', () => {
  const told = (days: number) => noticeOn('2026-10-30', addDays('2026-10-30', days))
  expect([-15, -14, -7, -3, -1, 0].map(told)).toEqual([null, 'reminder', 'reminder', 'reminder', 'reminder', null])
  expect([1, 2, 7, 14, 30, 31, 600].map(told)).toEqual(['notice', null, 'notice', 'notice', 'notice', null, 'notice'])
})

const codes = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { title: word(name) }]))
const databases = datasetSchema.parse({
  id: 'databases',
  title: word('x'),
  about: word('x'),
  form: 'events',
  owner: 'city',
  sharing: 'file',
  columns: [
    { name: 'id', type: 'text', role: 'id', title: word('id') },
    { name: 'unit', type: 'text', role: 'unit', title: word('unit') },
    { name: 'month', type: 'date', role: 'time', title: word('month') },
    { name: 'title', type: 'text', role: 'detail', title: word('title') },
    { name: 'group', type: 'text', role: 'dimension', title: word('g'), codes: codes('specialised', 'other') },
    { name: 'hosting', type: 'text', role: 'dimension', title: word('h'), codes: codes('unit', 'city_data_centre') },
  ],
})
const form = registerForm(databases)
const entry = { title: 'Hộ tịch', group: 'specialised', hosting: 'unit', security_level: '3' }

test('the form of a register is the contract of its dataset and what only the register needs', () => {
  expect(form.map(({ name }) => name)).toEqual([
    'title',
    'group',
    'hosting',
    'security_level',
    'migration_date',
    'migration_plan',
    'note',
  ])
  expect(faultsOfEntry(form, entry)).toEqual([])
  const wrong = { ...entry, title: '', hosting: 'moon', migration_date: '2026-02-30', strange: 'x' }
  expect(faultsOfEntry(form, wrong).map(({ field }) => field)).toEqual([
    'strange',
    'title',
    'hosting',
    'migration_date',
  ])
})

test('an entry lacks what the whole of a share counts and the share does not', () => {
  const share = (per: object) =>
    indicatorSchema.parse({
      id: 'a/b',
      name: word('x'),
      definition: word('x'),
      decision: word('x'),
      formula: word('x'),
      group: 'governance',
      measuredIn: 'percent',
      better: 'higher',
      measure: {
        kind: 'share',
        of: { dataset: 'databases', take: 'count', where: { ...per, hosting: ['city_data_centre'] } },
        per: { dataset: 'databases', take: 'count', where: per },
      },
      time: 'stock',
      grain: 'quarter',
      owner: 'city',
      area: 'x',
      basis: { text: word('x') },
      freshness: { every: 'year', withinDays: 1 },
      chart: 'bar',
    })
  expect(lacks(share({}), entry)).toBe(true)
  expect(lacks(share({ group: ['other'] }), entry)).toBe(false)
  expect(lacks(share({}), { ...entry, hosting: 'city_data_centre' })).toBe(false)
})

test('months repeat the standing state up to the last word, and nothing after it', () => {
  const at = (entryId: string, day: string, content: EntryState['content']): EntryState => ({
    entry: entryId,
    unit: 'city/ward',
    at: day,
    content,
  })
  const rows = monthsOf([
    at('a', '2026-01-15', entry),
    at('b', '2026-03-02', entry),
    at('a', '2026-03-31', { ...entry, hosting: 'city_data_centre' }),
    at('b', '2026-04-01', null),
  ])
  expect(rows.map(({ id, content }) => `${id} ${content['hosting']}`)).toEqual([
    'a-2026-01 unit',
    'a-2026-02 unit',
    'a-2026-03 city_data_centre',
    'b-2026-03 unit',
    'a-2026-04 city_data_centre',
  ])
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  expect(monthsOf([])).toEqual([])
})
