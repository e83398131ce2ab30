/** Reminders and notices, in the inbox and by mail: over a real mail server, on both engines. */
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Notices } from '../server/src/api/notice.ts'
import type { ReturnPage } from '../server/src/api/return.ts'
import { createLog } from '../server/src/log.ts'
import { remind } from '../server/src/notices/daily.ts'
import type { Sender } from '../server/src/notices/sender.ts'
import { startSender } from '../server/src/notices/sender.ts'
import { openTransport } from '../server/src/notices/transport.ts'
import { verify } from '../server/src/store/audit.ts'
import type { Ground } from './engines.ts'
import { engines, groundOf } from './engines.ts'
import type { PostOffice } from './post-office.ts'
import { openPostOffice } from './post-office.ts'
import type { ReportingHouse, Somebody } from './reporting-house.ts'
import { run, temporary } from './server.ts'
import { department, initiativeOf, openReportingHouse, ward } from './reporting-house.ts'

const act = { actor: 'program test', action: 'test.arrange', subject: '', detail: {} }
const address = 'https://laban.example'

test.each([
  [{ SMTP_HOST: 'mail.example' }, 'SMTP_HOST needs MAIL_FROM and PUBLIC_URL as well'],
  [
    {
      SMTP_HOST: 'mail.example',
      SMTP_SECURITY: 'none',
      SMTP_USER: 'la-ban',
      SMTP_PASSWORD: 'not to be told',
      MAIL_FROM: 'la-ban@city.example',
      PUBLIC_URL: 'https://laban.example',
    },
    'no password goes over a way that is not encrypted',
  ],
])('settings of mail that cannot work are refused at the start (%#)', async (env, told) => {
  const dataDir = await temporary('mail')
  const { code, output } = await run('main', [], { ...env, DATA_DIR: dataDir, LANG: 'en' })
  await rm(dataDir, { recursive: true, force: true })
  expect([code, output]).toEqual([1, expect.stringContaining(told)])
  expect(output).not.toContain('not to be told')
})

describe.each(engines)('%s', (engine) => {
  let [ground, house, office, sender]: [Ground?, ReportingHouse?, PostOffice?, Sender?] = []
  let [clerk, english, silent, reviewer]: Somebody[] = []

  beforeAll(async () => {
    ground = await groundOf(engine)
    house = await openReportingHouse((await ground.place()).databaseUrl, true)
    office = await openPostOffice()
    const reporter = (account: string, name: string) => house!.somebody(['reporter'], [ward], { account, name })
    clerk = await reporter('clerk@ward.example', 'Nguyễn Thị "Hoa"\r\nBcc: everybody@evil.example')
    english = await reporter('english@ward.example', 'English')
    silent = await reporter('silent@ward.example', 'Silent')
    reviewer = await house.somebody(['reviewer'], 'all', { account: 'reviewer@city.example' })
    await house.somebody(['reporter'], 'all', { account: 'everything@city.example' })
    await english.write('notice.choose', { wanted: true, mail: 'second@ward.example', language: 'en' })
    await silent.write('notice.choose', { wanted: false, mail: '', language: 'vi' })
  }, 180_000)
  afterAll(async () => {
    await sender?.stop()
    await office?.close()
    await house?.stop()
    await ground?.clear()
  }, 60_000)

  /** The calendar of the test ends before it. */
  const start = Date.parse('2026-12-20T00:00:00Z') - Date.now()
  const send = (laterMs = 0) =>
    startSender({
      store: house!.store,
      log: createLog('silent'),
      transport: openTransport({
        host: '127.0.0.1',
        port: office!.port,
        security: 'none',
        user: undefined,
        password: undefined,
        from: 'la-ban@city.example',
      }),
      address,
      watchMs: 50,
      restMs: 200,
      now: () => Date.now() + start + laterMs,
    })
  const mails = () => house!.store.read((db) => db.selectFrom('mails').selectAll().execute())
  const settled = async () => {
    await expect
      .poll(async () => (await mails()).filter(({ state }) => state === 'waiting').length, { timeout: 20_000 })
      .toBe(0)
  }
  const morningOf = (day: string) => Date.parse(`${day}T08:00:00+07:00`)
  const remindOn = (now: number) =>
    remind({ store: house!.store, catalogue: house!.catalogue(), city: 'hochiminh', mails: true, now })
  const boxOf = (one: Somebody) => one.ask<Notices>('notice.list')

  test('a week before and after the due day each who reports is told once, in the morning and in their language', async () => {
    expect(await remindOn(Date.parse('2026-10-08T06:59:00+07:00'))).toBeNull()
    expect(await remindOn(morningOf('2026-10-08'))).toBe(3)
    expect(await remindOn(morningOf('2026-10-08') + 3_600_000)).toBeNull()
    sender = send()
    await settled()
    expect(office!.received.map(({ to }) => to)).toEqual(
      expect.arrayContaining([['clerk@ward.example'], ['second@ward.example']]),
    )
    expect(office!.received).toHaveLength(2)
    const own = office!.received.find(({ to }) => to[0] === 'clerk@ward.example')!
    expect(own.subject).toBe('1 báo cáo sắp đến hạn')
    expect(own.text).toContain('quý III/2026')
    expect(own.text).toContain('15/10/2026 (còn 7 ngày)')
    expect(own.text).toContain(`${address}/inbox`)
    const other = office!.received.find(({ to }) => to[0] === 'second@ward.example')!
    expect(other.subject).toBe('1 report due soon')
    expect(other.text).toContain('(7 days left)')
    // Mail or none: it stands in the inbox.
    expect((await boxOf(silent!)).unread).toBe(1)

    office!.received.length = 0
    expect(await remindOn(morningOf('2026-10-10'))).toBe(0)
    expect(await remindOn(morningOf('2026-10-22'))).toBe(3)
    await settled()
    expect(office!.received.find(({ to }) => to[0] === 'clerk@ward.example')!.text).toContain('quá hạn 7 ngày')
  }, 60_000)

  test('days on which the server did not run are made up for', async () => {
    // 29 October, two weeks overdue, passes without a server.
    expect(await remindOn(morningOf('2026-10-31'))).toBe(3)
    expect(await remindOn(morningOf('2026-11-02'))).toBe(0)
    await settled()
  }, 60_000)

  test('what was sent back is told with its reason, and nothing that was typed becomes a header', async () => {
    office!.received.length = 0
    const place = { duty: 'thu-tuc-phuong-xa', unit: ward, period: '2026-Q3' }
    const keys = ['received_online', 'received_in_person', 'resolved', 'resolved_on_time', 'in_progress']
    const page = await clerk!.ask<ReturnPage>('return.get', place)
    const figures = page.figures
      .filter(({ key, required }) => keys.includes(key) || (required && key !== 'received'))
      .map(({ key }) => ({ figure: key, version: 0, value: 5, note: '' }))
    const { id } = await clerk!.write<{ id: string }>('return.save', { ...place, figures })
    await clerk!.write('return.submit', { id })
    const given = await reviewer!.ask<ReturnPage>('return.get', place)
    const open = given.figures
      .filter(({ state }) => state === 'submitted')
      .map(({ key, version }) => ({ figure: key, version }))
    const reason = 'Đếm lại\r\nBcc: everybody@evil.example\n\n.\nQUIT'
    const stale = open.map((one) => ({ ...one, version: 99 }))
    const before = (await mails()).length
    await expect(reviewer!.write('return.decide', { id, approve: stale })).rejects.toThrow('write/conflict')
    expect((await mails()).length).toBe(before)
    await reviewer!.write('return.decide', { id, approve: open.slice(1), back: [{ ...open[0]!, reason }] })

    const title = 'Bản đồ\r\nBcc: everybody@evil.example'
    const { id: idea } = await clerk!.write<{ id: string }>('initiative.begin', { unit: ward, year: 2026 })
    const content = initiativeOf(title, 'digital')
    await clerk!.write('initiative.save', { id: idea, version: 1, content })
    await clerk!.write('initiative.submit', { id: idea, version: 2 })
    await reviewer!.write('initiative.decide', {
      id: idea,
      version: 3,
      verdict: 'return',
      reasons: { result: 'Cần số đo' },
    })
    await settled()
    await clerk!.write('initiative.submit', { id: idea, version: 4 })
    await reviewer!.write('initiative.decide', { id: idea, version: 5, verdict: 'recognise' })
    await settled()
    const told = office!.received.filter(({ to }) => to[0] === 'clerk@ward.example')
    expect(told.at(-1)!.subject).toBe('Sáng kiến được công nhận: Bản đồ Bcc: everybody@evil.example')
    const returned = told.find(({ subject }) => subject.includes('bị trả lại'))!
    expect(returned.subject).toMatch(/^1 số liệu bị trả lại, \d số liệu được duyệt: .*quý III\/2026$/)
    expect(returned.text).toContain('Đếm lại Bcc: everybody@evil.example . QUIT')
    expect(returned.text).toContain(`${address}/returns/${id}`)
    const initiative = told.find(({ subject }) => subject.startsWith('Sáng kiến bị trả lại'))!
    expect(initiative.subject).toBe('Sáng kiến bị trả lại: Bản đồ Bcc: everybody@evil.example')
    expect(initiative.text).toContain('Kết quả: Cần số đo')
    for (const { headers, to, from } of office!.received) {
      const names = headers.map((line) => line.slice(0, line.indexOf(':')).toLowerCase())
      expect(names.filter((name) => name === 'bcc' || name === 'cc')).toEqual([])
      expect(new Set(names).size).toBe(names.length)
      expect([to.length, from]).toEqual([1, 'la-ban@city.example'])
    }
    const { notices } = await boxOf(clerk!)
    expect(notices[0]!.link).toBe(`/initiatives/${idea}`)
    expect(notices.map(({ title: { en } }) => en).join('\n')).toContain('1 figure sent back')
    await clerk!.write('notice.read', { until: notices[0]!.at })
    expect((await boxOf(clerk!)).unread).toBe(0)
    expect((await boxOf(english!)).unread).toBeGreaterThan(0)
    await expect(house!.nobody.ask('notice.list')).rejects.toThrow('access/denied')
  }, 60_000)

  test('a mail server that is down delays, refuses or puts off, and nothing is lost', async () => {
    await office!.close()
    office!.received.length = 0
    expect(await remindOn(morningOf('2026-11-14'))).toBe(3)
    await new Promise((done) => setTimeout(done, 1000))
    expect((await mails()).filter(({ state }) => state === 'waiting')).toHaveLength(2)
    office!.refuse = (to) => (to === 'second@ward.example' ? { code: 550, words: 'no such box' } : undefined)
    await office!.open()
    await settled()
    expect(office!.received.map(({ to }) => to)).toEqual([['clerk@ward.example']])
    expect((await mails()).filter(({ state }) => state === 'given-up').map(({ error }) => error)).toEqual([
      'EENVELOPE 550',
    ])

    office!.refuse = () => ({ code: 451, words: 'come again' })
    expect(await remindOn(morningOf('2026-12-14'))).toBe(3)
    await expect
      .poll(async () => (await mails()).filter(({ attempts, state }) => attempts === 1 && state === 'waiting').length, {
        timeout: 10_000,
      })
      .toBe(2)
    office!.refuse = () => undefined
    await sender!.stop()
    // As if the server had died after the first letter was taken and before that was noted.
    office!.received.length = 0
    sender = send(3_600_000)
    await settled()
    const [first] = await mails().then((all) => all.filter(({ state }) => state === 'sent').slice(-1))
    await house!.store.write(act, (trx) =>
      trx.updateTable('mails').set({ state: 'waiting', sent: null }).where('notice', '=', first!.notice).execute(),
    )
    await sender.stop()
    sender = send(24 * 3_600_000)
    await settled()
    const ids = office!.received.map(({ headers }) => headers.find((line) => /^message-id:/i.test(line)))
    expect([ids.length, new Set(ids).size]).toEqual([3, 2])
    expect((await house!.store.read((db) => verify(db))).fault).toBeNull()
  }, 60_000)

  test('an address that is none is refused, and the department is not told of the ward', async () => {
    for (const mail of ['a@b.c\r\nBcc: x@y.z', 'a@b, c@d', 'Name <a@b.c>', 'nobody'])
      await expect(clerk!.write('notice.choose', { wanted: true, mail, language: 'vi' })).rejects.toThrow(
        'input/refused',
      )
    const expert = await house!.somebody(['reporter'], [department])
    expect(await boxOf(expert)).toEqual({ unread: 0, notices: [] })
  })
})
