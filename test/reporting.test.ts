/** The way of what people report: from a draft to the tile of the city, over the server's own door; on both engines. */
import { rm } from 'node:fs/promises'
import type { Answer, Passport } from '@laban/shared'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf } from '../server/src/reporting/evidence.ts'
import { headOf, verify } from '../server/src/store/audit.ts'
import { backUp, restore } from '../server/src/store/backup.ts'
import type { Coverage, GalleryEntry, InitiativePage } from '../server/src/api/initiative.ts'
import type { Inbox } from '../server/src/api/inbox.ts'
import type { RegisterPage } from '../server/src/api/register.ts'
import type { ReturnPage } from '../server/src/api/return.ts'
import type { Ground } from './engines.ts'
import { engines, groundOf } from './engines.ts'
import type { ReportingHouse, Somebody } from './reporting-house.ts'
import { temporary } from './server.ts'
import { databaseEntry, department, openReportingHouse, ward } from './reporting-house.ts'

describe.each(engines)('%s', (engine) => {
  let house: ReportingHouse
  let ground: Ground
  let databaseUrl: string | undefined
  let [reporter, reviewer, stranger, expert]: Somebody[] = []
  beforeAll(async () => {
    ground = await groundOf(engine)
    databaseUrl = (await ground.place()).databaseUrl
    house = await openReportingHouse(databaseUrl)
    reporter = await house.somebody(['reporter'], [ward])
    expert = await house.somebody(['reporter', 'reviewer'], [department])
    reviewer = await house.somebody(['reviewer'])
    stranger = await house.somebody(['reporter'], ['hcmc_merged/26743'])
  }, 180_000)
  afterAll(async () => {
    await house?.stop()
    await ground?.clear()
  }, 60_000)

  const indicator = (id: string, more: object = {}) =>
    house.nobody.ask<Answer>('indicator.ask', { indicator: id, city: 'hochiminh', ...more })
  const newest = async (id: string) => (await indicator(id)).figures.at(-1)?.value ?? null
  const year = () => new Date(Date.now() + 7 * 3_600_000).getUTCFullYear()

  const whole = {
    title: 'Bản đồ điểm ngập =1+1',
    problem: 'Ngập sau mưa',
    decision: 'Ưu tiên nạo vét cống',
    datasets: ['digital'],
    method: 'Gộp phản ánh theo tuyến',
    result: 'Giảm điểm ngập <script>',
    measure: 'Điểm ngập',
    before: 12,
    after: 5,
    measuredIn: 'điểm',
    cost: null,
    cooperation: '',
    visibility: 'public',
    inspiredBy: null,
  }

  test('an initiative goes from draft over a return with reasons to recognition, and the coverage follows', async () => {
    const before = await newest('strategy/units-with-initiative')
    const { id } = await reporter!.write<{ id: string }>('initiative.begin', { unit: ward, year: year() })
    await expect(reporter!.write('initiative.submit', { id, version: 1 })).rejects.toThrow('input/refused')
    await expect(stranger!.ask('initiative.get', { id })).rejects.toThrow('access/denied')
    await expect(house.nobody.ask('initiative.get', { id })).rejects.toThrow('access/denied')
    await expect(stranger!.write('initiative.save', { id, version: 1, content: whole })).rejects.toThrow(
      'access/denied',
    )

    const saved = await reporter!.write<{ version: number }>('initiative.save', { id, version: 1, content: whole })
    const stale = reporter!.write('initiative.save', { id, version: 1, content: { ...whole, title: 'Cũ' } })
    await expect(stale).rejects.toThrow('write/conflict')
    await reporter!.write('initiative.submit', { id, version: saved.version })
    const waiting = await reviewer!.ask<Inbox>('inbox.get')
    expect(waiting.waiting.map((one) => one.id)).toContain(id)

    const empty = { id, version: 3, verdict: 'return', reasons: {} }
    await expect(reviewer!.write('initiative.decide', empty)).rejects.toThrow('input/refused')
    await reviewer!.write('initiative.decide', { ...empty, reasons: { result: 'Cần số đo' } })
    const returned = await reporter!.ask<InitiativePage>('initiative.get', { id })
    expect([returned.state, returned.reasons]).toEqual(['returned', { result: 'Cần số đo' }])

    const mended = { ...whole, result: 'Giảm từ 12 còn 5 điểm' }
    await reporter!.write('initiative.save', { id, version: returned.version, content: mended })
    await reporter!.write('initiative.submit', { id, version: returned.version + 1 })
    const again = await reviewer!.ask<InitiativePage>('initiative.get', { id })
    expect(again.changes).toEqual([{ field: 'result', from: whole.result, to: mended.result }])
    await reviewer!.write('initiative.decide', { id, version: again.version, verdict: 'recognise' })
    await expect(
      reviewer!.write('initiative.decide', { id, version: again.version + 1, verdict: 'recognise' }),
    ).rejects.toThrow('write/not-now')

    await house.publish()
    expect(await newest('strategy/units-with-initiative')).toBe((before ?? 0) + 1)
    const coverage = await house.nobody.ask<Coverage>('initiative.coverage', { year: year() })
    expect(coverage.units.find((unit) => unit.id === ward)?.state).toBe('recognised')
    expect(coverage.units.length).toBeGreaterThan(180)
    const { initiatives } = await house.nobody.ask<{ initiatives: GalleryEntry[] }>('initiative.gallery')
    expect(initiatives.find((one) => one.id === id)).toMatchObject({ title: whole.title, reused: 0 })

    const taken = await stranger!.write<{ id: string }>('initiative.begin', {
      unit: 'hcmc_merged/26743',
      year: year(),
      inspiredBy: id,
    })
    expect((await stranger!.ask<InitiativePage>('initiative.get', taken)).inspiredBy?.id).toBe(id)
  }, 60_000)

  test('who submitted may not decide, whatever rights are held', async () => {
    const { id } = await expert!.write<{ id: string }>('initiative.begin', { unit: department, year: year() })
    await expert!.write('initiative.save', { id, version: 1, content: whole })
    await expert!.write('initiative.submit', { id, version: 2 })
    const own = expert!.write('initiative.decide', { id, version: 3, verdict: 'recognise' })
    await expect(own).rejects.toThrow('write/four-eyes')
  })

  test('evidence is kept by its content, leaves as an attachment, and bad files are refused with a reason', async () => {
    const { id } = await reporter!.write<{ id: string }>('initiative.begin', { unit: ward, year: year() })
    const pdf = new TextEncoder().encode('%PDF-1.7 x')
    const path = `evidence/${id}?name=${encodeURIComponent('Biên bản <1>.pdf')}`
    const sent = await reporter!.send<{ id: string; name: string }>(path, pdf)
    expect([sent.status, sent.body.name]).toEqual([200, 'Biên bản 1 .pdf'])
    const got = await reporter!.fetch(`evidence/${sent.body.id}`)
    expect(got.headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(pdf)
    expect((await stranger!.fetch(`evidence/${sent.body.id}`)).status).toBe(403)
    expect((await stranger!.send(path, pdf)).status).toBe(403)
    for (const name of ['x.svg', 'x.html', 'x.pdf.exe', 'x.xlsm', 'x'])
      expect([name, (await reporter!.send(`evidence/${id}?name=${name}`, pdf)).status]).toEqual([name, 422])
    expect((await reporter!.send(`evidence/${id}?name=x.png`, pdf)).status).toBe(422)
    expect((await reporter!.send(`evidence/${id}?name=x.pdf`, new Uint8Array(11 * 2 ** 20))).status).toBe(413)
    await reporter!.write('initiative.removeEvidence', { id, file: sent.body.id })
    expect((await reporter!.fetch(`evidence/${sent.body.id}`)).status).toBe(404)
  })

  test('a backup holds the evidence with what is said of it, and comes back on the other engine', async () => {
    const { id } = await reporter!.write<{ id: string }>('initiative.begin', { unit: ward, year: year() })
    const pdf = new TextEncoder().encode(`%PDF-1.7 ${engine}`)
    const sent = await reporter!.send<{ id: string }>(`evidence/${id}?name=bien-ban.pdf`, pdf)
    const other = await groundOf(engine === 'sqlite' ? (engines.find((one) => one !== 'sqlite') ?? 'sqlite') : 'sqlite')
    try {
      const [folder, to] = [await temporary('backup'), await other.place()]
      await backUp({ dataDir: house.dataDir, databaseUrl }, folder)
      await rm(to.dataDir, { recursive: true, force: true })
      await restore({ dataDir: to.dataDir, databaseUrl: to.databaseUrl }, folder)
      await rm(folder, { recursive: true, force: true })
      const store = await to.open()
      const row = await store.read((db) =>
        db.selectFrom('evidence').selectAll().where('id', '=', sent.body.id).executeTakeFirstOrThrow(),
      )
      expect(row).toMatchObject({ initiative: id, name: 'bien-ban.pdf', bytes: pdf.length })
      expect(new Uint8Array(await bytesOf(to.dataDir, row.sha256))).toEqual(pdf)
      const { seq } = await store.read(headOf)
      expect((await house.store.read(headOf)).seq).toBe(seq)
    } finally {
      await other.clear()
    }
  }, 120_000)

  const entry = { title: 'Cơ sở dữ liệu hộ tịch', ...databaseEntry }

  test('registers make the shares of the strategy, and say which entries do not reach them', async () => {
    const enter = (content: object) =>
      reporter!.write<{ id: string }>('register.enter', { register: 'databases', unit: ward, content })
    await expect(enter({ ...entry, hosting: 'moon', title: '' })).rejects.toThrow('input/refused')
    await expect(house.nobody.ask('register.get', { register: 'databases' })).rejects.toThrow('access/denied')
    const none = await reporter!.write('register.none', { register: 'information_systems', unit: ward })
    expect(none).toEqual({ year: year() })
    const one = await enter(entry)
    await enter({ ...entry, title: 'Cơ sở dữ liệu đất đai', hosting: 'city_data_centre' })
    await expect(reporter!.write('register.none', { register: 'databases', unit: ward })).rejects.toThrow(
      'input/refused',
    )
    await house.publish()
    expect(await newest('strategy/databases-at-data-centre')).toBe(50)
    const page = await reporter!.ask<RegisterPage>('register.get', { register: 'databases' })
    expect(page.entries.find(({ id }) => id === one.id)?.lacks).toContain('strategy/databases-at-data-centre')
    expect(page.shares.find(({ id }) => id === 'strategy/databases-at-data-centre')).toMatchObject({
      reached: 1,
      of: 2,
    })

    const moved = { ...entry, hosting: 'city_data_centre' }
    await expect(stranger!.write('register.change', { id: one.id, version: 1, content: moved })).rejects.toThrow(
      'access/denied',
    )
    await reporter!.write('register.change', { id: one.id, version: 1, content: moved })
    await expect(reporter!.write('register.change', { id: one.id, version: 1, content: entry })).rejects.toThrow(
      'write/conflict',
    )
    await house.publish()
    expect(await newest('strategy/databases-at-data-centre')).toBe(100)
    const mine = await reporter!.ask<Inbox>('inbox.get')
    expect(mine.owed.find(({ dataset }) => dataset === 'databases')).toMatchObject({ state: 'done', done: 2, of: 2 })
    await reporter!.write('register.strike', { id: one.id, version: 2, reason: 'Đã nhập vào kho chung' })
    const { steps } = await reporter!.ask<{ steps: { move: string }[] }>('register.history', { id: one.id })
    expect(steps.map(({ move }) => move)).toEqual(['strike', 'change', 'enter'])
  }, 60_000)

  const place = { duty: 'co-so-du-lieu-thanh-pho', unit: department, period: '2026-Q3' }
  const seen = (page: ReturnPage, ...keys: string[]) =>
    page.figures.filter(({ key }) => keys.includes(key)).map(({ key, version }) => ({ figure: key, version }))

  test('a return goes figure by figure into the tile of the city, and the passport names it', async () => {
    expect(await newest('data/key-databases')).toBeNull()
    const page = await expert!.ask<ReturnPage>('return.get', place)
    expect(page.figures.map(({ state }) => state)).toEqual(['empty', 'empty', 'empty', 'empty'])
    await expect(stranger!.ask('return.get', place)).rejects.toThrow('access/denied')
    await expect(expert!.ask('return.get', { ...place, period: '2099-Q1' })).rejects.toThrow('question/bad-period')

    const type = (figure: string, value: number | null, version = 0) => ({ figure, value, version, note: '' })
    const { id } = await expert!.write<{ id: string }>('return.save', {
      ...place,
      figures: [type('databases_total', 120), type('key_databases', 130)],
    })
    await expect(expert!.write('return.submit', { id })).rejects.toThrow('input/refused')
    const typed = [type('key_databases', 4, 1), type('open_datasets', 110)]
    await expert!.write('return.save', { ...place, figures: typed })
    await expect(expert!.write('return.save', { ...place, figures: typed })).rejects.toThrow('write/conflict')
    expect(await expert!.write('return.submit', { id })).toEqual({ submitted: 3 })

    const given = await reviewer!.ask<ReturnPage>('return.get', place)
    const both = { id, approve: seen(given, 'databases_total', 'open_datasets') }
    await expect(expert!.write('return.decide', both)).rejects.toThrow('write/four-eyes')
    const unsaid = seen(given, 'key_databases').map((one) => ({ ...one, reason: '' }))
    await expect(reviewer!.write('return.decide', { ...both, back: unsaid })).rejects.toThrow('input/refused')
    const back = seen(given, 'key_databases').map((one) => ({ ...one, reason: 'Chỉ tính đã nghiệm thu' }))
    expect(await reviewer!.write('return.decide', { ...both, back })).toEqual({ approved: 2, returned: 1 })
    await expect(reviewer!.write('return.decide', both)).rejects.toThrow('write/conflict')

    const mine = await expert!.ask<Inbox>('inbox.get')
    expect(mine.owed.find(({ duty, period }) => duty === place.duty && period === place.period)?.state).toBe('returned')
    const returned = (await expert!.ask<ReturnPage>('return.get', place)).figures.find(
      ({ key }) => key === 'key_databases',
    )!
    expect(returned).toMatchObject({ state: 'returned', reason: 'Chỉ tính đã nghiệm thu', before: 4 })
    await expert!.write('return.save', { ...place, figures: [type('key_databases', 3, returned.version)] })
    await expert!.write('return.submit', { id })
    const second = await reviewer!.ask<ReturnPage>('return.get', place)
    const open = second.figures.filter(({ state }) => state === 'submitted')
    expect(open.map(({ key, value, before }) => [key, value, before])).toEqual([['key_databases', 3, 4]])
    await reviewer!.write('return.decide', { id, approve: seen(second, 'key_databases') })

    await house.publish()
    expect(await newest('data/key-databases')).toBe(3)
    const passport = await house.nobody.ask<Passport>('indicator.passport', {
      indicator: 'data/key-databases',
      city: 'hochiminh',
    })
    const chosen = passport.evidence.find(({ role }) => role === 'chosen')!
    expect(chosen.source.title).toContain('Sở Khoa học và Công nghệ')
    expect(chosen.source.address).toBe(`/returns/${id}`)
    expect(await reviewer!.ask('return.place', { id })).toEqual(place)
  }, 60_000)

  test('what was approved stands until its correction is approved, and every write is in the trail', async () => {
    const page = await expert!.ask<ReturnPage>('return.get', place)
    const [figure] = seen(page, 'open_datasets')
    await expert!.write('return.reopen', { id: page.id, ...figure, reason: 'Đếm lại' })
    await house.publish()
    expect(await newest('data/open-datasets')).toBe(110)
    const { fault, entries } = await house.store.read((db) => verify(db))
    expect(fault).toBeNull()
    expect(entries).toBeGreaterThan(30)
  }, 60_000)

  test('fifty people who type into one return at once lose nothing', async () => {
    const at = { duty: 'thu-tuc-phuong-xa', unit: ward, period: '2026-Q3' }
    const keys = ['received_online', 'received_in_person', 'resolved', 'resolved_on_time']
    const people = await Promise.all(Array.from({ length: 50 }, () => house.somebody(['reporter'], [ward])))
    const kept = new Map(keys.map((key) => [key, 0]))
    await Promise.all(
      people.map(async (person, i) => {
        const key = keys[i % keys.length]!
        for (;;) {
          const { figures } = await person.ask<ReturnPage>('return.get', at)
          const { version, value } = figures.find((figure) => figure.key === key)!
          const next = { figure: key, version, value: (value ?? 0) + 1, note: '' }
          try {
            await person.write('return.save', { ...at, figures: [next] })
            kept.set(key, kept.get(key)! + 1)
            return
          } catch (error) {
            if ((error as Error).message !== 'write/conflict') throw error
          }
        }
      }),
    )
    const { figures } = await reporter!.ask<ReturnPage>('return.get', at)
    for (const key of keys) expect(figures.find((figure) => figure.key === key)?.value).toBe(kept.get(key))
    const [online, inPerson] = [kept.get('received_online')!, kept.get('received_in_person')!]
    expect(figures.find(({ key }) => key === 'received')?.value).toBe(online + inPerson)
  }, 120_000)
})
