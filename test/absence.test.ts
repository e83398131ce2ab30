/** Deadlines that are put off, and colleagues who report in place of somebody who is away: on both engines. */
import { addDays } from '@laban/shared'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Deputies } from '../server/src/api/deputy.ts'
import type { Inbox } from '../server/src/api/inbox.ts'
import type { Notices } from '../server/src/api/notice.ts'
import type { ReturnPage } from '../server/src/api/return.ts'
import { today } from '../server/src/reporting/clock.ts'
import type { Ground } from './engines.ts'
import { engines, groundOf } from './engines.ts'
import type { ReportingHouse, Somebody } from './reporting-house.ts'
import { openReportingHouse, ward } from './reporting-house.ts'

const sibling = 'hcmc_merged/26743'
const place = { duty: 'thu-tuc-phuong-xa', unit: ward, period: '2026-Q3' }

describe.each(engines)('%s', (engine) => {
  let [ground, house]: [Ground?, ReportingHouse?] = []
  let [clerk, colleague, stranger, reviewer, steward, admin]: Somebody[] = []
  beforeAll(async () => {
    ground = await groundOf(engine)
    house = await openReportingHouse((await ground.place()).databaseUrl)
    clerk = await house.somebody(['reporter'], [ward], { name: 'Chị Hoa' })
    colleague = await house.somebody(['analyst'], [ward, sibling], { name: 'Anh Nam' })
    stranger = await house.somebody(['reporter'], [sibling])
    reviewer = await house.somebody(['reviewer'])
    steward = await house.somebody(['steward'], [sibling])
    admin = await house.somebody(['admin'])
  }, 180_000)
  afterAll(async () => {
    await house?.stop()
    await ground?.clear()
  }, 60_000)

  const owed = async (one: Somebody) =>
    (await one.ask<Inbox>('inbox.get')).owed.find(
      ({ duty, unit, period }) => duty === place.duty && unit === ward && period === place.period,
    )!
  const entries = async (action: string) =>
    (
      await house!.store.read((db) =>
        db.selectFrom('audit').selectAll().where('action', '=', action).orderBy('seq', 'desc').execute(),
      )
    ).map(({ actor, subject, detail }) => ({ actor, subject, detail: JSON.parse(detail) as Record<string, unknown> }))

  test('a deadline is put off for one unit with a reason; it is overdue until then no more, and the trail says why', async () => {
    const day = today()
    const before = await owed(clerk!)
    expect([before.urgency, before.due, before.extended]).toEqual(['overdue', '2026-10-15', null])
    const due = addDays(day, 30)
    const ask = { ...place, seen: before.due, due, reason: 'Ngập nặng' }
    for (const somebody of [clerk!, house!.nobody, steward!])
      await expect(somebody.write('deadline.extend', ask)).rejects.toThrow(/access\//)
    for (const wrong of [{ due: addDays(day, -1) }, { due: '2026-10-15' }, { due: addDays(day, 500) }, { reason: ' ' }])
      await expect(reviewer!.write('deadline.extend', { ...ask, ...wrong })).rejects.toThrow('input/refused')
    for (const wrong of [{ duty: 'x' }, { period: '2031-Q1' }, { period: '2026-Q2' }])
      await expect(reviewer!.write('deadline.extend', { ...ask, ...wrong })).rejects.toThrow('write/unknown-subject')
    expect(await reviewer!.write('deadline.extend', ask)).toEqual({ due })
    await expect(reviewer!.write('deadline.extend', ask)).rejects.toThrow('write/conflict')

    const after = await owed(clerk!)
    expect(after).toMatchObject({ due, urgency: 'later', extended: { from: '2026-10-15', reason: 'Ngập nặng' } })
    const other = (await stranger!.ask<Inbox>('inbox.get')).owed.find(({ duty }) => duty === place.duty)!
    expect([other.urgency, other.extended]).toEqual(['overdue', null])
    expect(await clerk!.ask<ReturnPage>('return.get', place)).toMatchObject({ due, extended: { from: '2026-10-15' } })
    expect(await entries('deadline.extend')).toEqual([
      {
        actor: reviewer!.id,
        subject: `unit:${ward}`,
        detail: { duty: place.duty, period: place.period, from: '2026-10-15', due, reason: 'Ngập nặng' },
      },
    ])
    const { notices } = await clerk!.ask<Notices>('notice.list')
    expect(notices[0]!.title.vi).toMatch(/^Gia hạn đến /)
    expect((await stranger!.ask<Notices>('notice.list')).unread).toBe(0)
  })

  test('a colleague reports in place of who is away, for the days named and their common unit alone, and the trail names both', async () => {
    const day = today()
    const figures = [{ figure: 'resolved', version: 0, value: 7, note: '' }]
    const save = (one: Somebody, unit = ward) => one.write('return.save', { ...place, unit, figures })
    await expect(save(colleague!)).rejects.toThrow('access/denied')
    const days = { from: day, to: addDays(day, 5), reason: 'Nghỉ phép' }
    const ask = { absent: clerk!.id, deputy: colleague!.id, ...days }
    for (const somebody of [stranger!, reviewer!, colleague!])
      await expect(somebody.write('deputy.name', ask)).rejects.toThrow('access/denied')
    for (const wrong of [
      { deputy: stranger!.id },
      { deputy: clerk!.id },
      { to: addDays(day, -1) },
      { to: addDays(day, 900) },
    ])
      await expect(clerk!.write('deputy.name', { ...ask, ...wrong })).rejects.toThrow('input/refused')
    const offered = await clerk!.ask<{ colleagues: { id: string }[] }>('deputy.choices', { absent: clerk!.id })
    expect(offered.colleagues.map(({ id }) => id)).toEqual([colleague!.id])
    await expect(clerk!.ask('deputy.choices', { absent: stranger!.id })).rejects.toThrow('access/denied')

    // Days to come give nothing yet.
    const later = { from: addDays(day, 3), to: addDays(day, 4) }
    const coming = await clerk!.write<{ id: string }>('deputy.name', { ...ask, ...later })
    await expect(save(colleague!)).rejects.toThrow('access/denied')
    const { id } = await clerk!.write<{ id: string }>('deputy.name', ask)
    const inbox = await colleague!.ask<Inbox>('inbox.get')
    expect(inbox.reports).toBe(true)
    expect(inbox.owed.some(({ unit }) => unit === ward)).toBe(true)
    expect((await colleague!.ask<ReturnPage>('return.get', place)).mayEdit).toBe(true)
    expect((await colleague!.ask<ReturnPage>('return.get', { ...place, unit: sibling })).mayEdit).toBe(false)
    await save(colleague!)
    await expect(save(colleague!, sibling)).rejects.toThrow('access/denied')
    await expect(
      colleague!.write('initiative.begin', { unit: sibling, year: Number(day.slice(0, 4)) }),
    ).rejects.toThrow('access/denied')
    const [saved] = await entries('return.save')
    expect(saved).toMatchObject({ actor: colleague!.id, detail: { insteadOf: [clerk!.id] } })
    expect((await entries('deputy.name'))[0]).toMatchObject({
      actor: clerk!.id,
      subject: `person:${colleague!.id}`,
      detail: { insteadOf: [clerk!.id] },
    })
    expect((await colleague!.ask<Notices>('notice.list')).notices[0]!.title.vi).toBe('Anh Nam báo cáo thay Chị Hoa')
    const own = await colleague!.ask<Deputies>('deputy.list')
    expect(own.standsInFor).toEqual([{ id: clerk!.id, name: 'Chị Hoa' }])
    expect(own.deputies.map(({ state }) => state).toSorted()).toEqual(['coming', 'now'])
    expect((await stranger!.ask<Deputies>('deputy.list')).deputies).toEqual([])
    expect((await admin!.ask<Deputies>('deputy.list')).deputies).toHaveLength(2)

    await expect(stranger!.write('deputy.end', { id })).rejects.toThrow('access/denied')
    await clerk!.write('deputy.end', { id })
    await colleague!.write('deputy.end', { id: coming.id })
    const more = { ...place, figures: [{ figure: 'resolved', version: 1, value: 8, note: '' }] }
    await expect(colleague!.write('return.save', more)).rejects.toThrow('access/denied')
    await clerk!.write('return.save', more)
  })

  test('an admin names for who fell ill; who reports no more, or is shut out, is stood in for no more', async () => {
    const day = today()
    const ill = await house!.somebody(['reporter'], [ward])
    await admin!.write('deputy.name', { absent: ill.id, deputy: colleague!.id, from: day, to: day, reason: '' })
    expect((await colleague!.ask<Inbox>('inbox.get')).reports).toBe(true)
    await admin!.write('person.disable', { id: ill.id, disabled: true })
    expect((await colleague!.ask<Inbox>('inbox.get')).reports).toBe(false)
  })

  test('who reports for a unit does not put off its deadline, though a reviewer', async () => {
    const both = await house!.somebody(['reporter', 'reviewer'], [ward])
    const ask = { ...place, seen: '2026-10-15', due: addDays(today(), 40), reason: 'Bận' }
    await expect(both.write('deadline.extend', ask)).rejects.toThrow('write/four-eyes')
  })
})
