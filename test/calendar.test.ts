/** Periods that wait for a call: opened by a steward for all who owe them, told to those who report, moved once more; on both engines. */
import { addDays } from '@laban/shared'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Inbox } from '../server/src/api/inbox.ts'
import type { Notices } from '../server/src/api/notice.ts'
import type { ReturnPage } from '../server/src/api/return.ts'
import { today } from '../server/src/reporting/clock.ts'
import type { Ground } from './engines.ts'
import { engines, groundOf } from './engines.ts'
import type { ReportingHouse, Somebody } from './reporting-house.ts'
import { openReportingHouse, ward } from './reporting-house.ts'

const duty = 'chien-dich-chuan-hoa-du-lieu'
const period = '2026-Q3'
const place = { duty, unit: ward, period }

describe.each(engines)('%s', (engine) => {
  let [ground, house]: [Ground?, ReportingHouse?] = []
  let [steward, local, clerk, reviewer]: Somebody[] = []
  beforeAll(async () => {
    ground = await groundOf(engine)
    house = await openReportingHouse((await ground.place()).databaseUrl)
    steward = await house.somebody(['steward'])
    local = await house.somebody(['steward'], [ward])
    clerk = await house.somebody(['reporter'], [ward])
    reviewer = await house.somebody(['reviewer'])
  }, 180_000)
  afterAll(async () => {
    await house?.stop()
    await ground?.clear()
  }, 60_000)

  const day = today()
  const due = addDays(day, 20)
  const ask = { duty, period, seen: null, due, message: 'Báo cáo đợt 3 <b>' }
  const coming = async (one: Somebody, when = period) =>
    (await one.ask<Inbox>('inbox.get')).coming.find((row) => row.duty === duty && row.period === when)
  const owed = async (one: Somebody) =>
    (await one.ask<Inbox>('inbox.get')).owed.find((row) => row.duty === duty && row.unit === ward)
  const first = { figures: [{ figure: 'campaigns', version: 0, value: 1, note: '' }] }

  test('before the call nothing is owed, nothing can be filled in, and only who answers for all its units may open it', async () => {
    expect([await owed(clerk!), await coming(clerk!)]).toMatchObject([
      undefined,
      { opens: null, units: 1, mayCall: false },
    ])
    expect(await coming(steward!)).toMatchObject({ opens: null, due: addDays(day, 30), units: 168, mayCall: true })
    expect(await coming(local!)).toMatchObject({ units: 1, mayCall: false })
    await expect(clerk!.ask('return.get', place)).rejects.toThrow('question/bad-period')
    await expect(clerk!.write('return.save', { ...place, ...first })).rejects.toThrow('question/bad-period')
    for (const somebody of [clerk!, reviewer!, local!, house!.nobody])
      await expect(somebody.write('calendar.open', ask)).rejects.toThrow(/access\//)
    const wrongs = [
      [{ due: addDays(day, -1) }, 'input/refused'],
      [{ due: addDays(day, 367) }, 'input/refused'],
      [{ seen: due }, 'write/conflict'],
      [{ duty: 'thu-tuc-phuong-xa' }, 'write/unknown-subject'],
      [{ duty: 'x' }, 'write/unknown-subject'],
      [{ period: '2026-Q2' }, 'question/bad-period'],
      [{ period: '2099-Q1' }, 'question/bad-period'],
      [{ period: 'x' }, 'question/bad-period'],
    ] as const
    for (const [wrong, code] of wrongs)
      await expect(steward!.write('calendar.open', { ...ask, ...wrong })).rejects.toThrow(code)
    expect(await owed(clerk!)).toBe(undefined)
  })

  test('the call makes it owed by all, tells those who report, and stands in the trail', async () => {
    expect(await steward!.write('calendar.open', ask)).toEqual({ due, units: 168, told: 1 })
    await expect(steward!.write('calendar.open', ask)).rejects.toThrow('write/conflict')
    expect(await owed(clerk!)).toMatchObject({ state: 'open', due, extended: null })
    expect((await steward!.ask<Inbox>('inbox.get')).owed.filter((row) => row.duty === duty)).toHaveLength(168)
    const { notices } = await clerk!.ask<Notices>('notice.list')
    expect(notices[0]!.title.vi).toMatch(/^Mở kỳ báo cáo: Kết quả chiến dịch chuẩn hóa dữ liệu, quý III/)
    expect(notices[0]!.lines.at(-1)).toEqual({ vi: ask.message, en: ask.message })
    const [entry] = await house!.store.read((db) =>
      db.selectFrom('audit').selectAll().where('action', '=', 'calendar.open').execute(),
    )
    expect([entry!.actor, entry!.subject]).toEqual([steward!.id, `duty:${duty}`])
    expect(JSON.parse(entry!.detail)).toEqual({ period, from: null, due, units: 168, told: 1, message: ask.message })
    expect(await clerk!.ask<ReturnPage>('return.get', place)).toMatchObject({ due, extended: null })
    await clerk!.write('return.save', { ...place, ...first })
  })

  test('its day is moved for all by who has seen the present one and does not report, and for one by a reviewer', async () => {
    const later = addDays(day, 40)
    const both = await house!.somebody(['steward', 'reporter'])
    await expect(both.write('calendar.open', { ...ask, seen: due, due: later })).rejects.toThrow('write/four-eyes')
    await expect(steward!.write('calendar.open', { ...ask, seen: day, due: later })).rejects.toThrow('write/conflict')
    await expect(steward!.write('calendar.open', { ...ask, seen: due })).rejects.toThrow('input/refused')
    expect(await coming(steward!)).toMatchObject({ opens: day, due, isOpen: true, mayCall: true })
    await steward!.write('calendar.open', { ...ask, seen: due, due: later, message: '' })
    expect(await owed(clerk!)).toMatchObject({ due: later, extended: null, state: 'begun' })
    expect((await clerk!.ask<Notices>('notice.list')).notices[0]!.title.vi).toMatch(/^Đổi hạn: /)
    const last = addDays(day, 50)
    await reviewer!.write('deadline.extend', { ...place, seen: later, due: last, reason: 'Ngập' })
    expect(await owed(clerk!)).toMatchObject({ due: last, extended: { from: later, reason: 'Ngập' } })
  })
})
