/**
 * A year's cycle as people live it, by keyboard, in both kinds of house: a period is opened, a ward types, an office sends Excel, two
 * figures of forty come back and are corrected, the leader's open page follows, and the auditor finds the trail whole.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Role } from '@laban/shared'
import { datasetSchema } from '@laban/shared'
import { openXlsx, saveXlsx } from 'hucre/xlsx'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { rowOf } from '../../server/src/people/person.ts'
import { openStore } from '../../server/src/store/store.ts'
import { account } from '../../web/src/words/vi/account.ts'
import { notices } from '../../web/src/words/vi/notices.ts'
import { reporting as words } from '../../web/src/words/vi/reporting.ts'
import { postgresFolder } from '../postgres.ts'
import { press, type, ward } from './desk.ts'
import { enter, openHouse, soon } from './journey.ts'
import type { Way } from './ways.ts'
import { byPassword, byProvider } from './ways.ts'

const { inbox, returns } = words
const { calendar } = notices
const office = 'hcmc_merged/van_phong_ubnd'
const duty = 'bao-cao-chuyen-doi-so'
const title = 'Báo cáo chuyển đổi số quý'

const people: { account: string; name: string; roles: Role[]; scope?: string[] }[] = [
  { account: 'phuong', name: 'Cán bộ phường', roles: ['reporter'], scope: [ward] },
  // May decide as well, and must not on what she sent herself.
  { account: 'vanphong', name: 'Cán bộ Văn phòng', roles: ['reporter', 'reviewer'], scope: [office] },
  { account: 'thamdinh', name: 'Người thẩm định', roles: ['reviewer'] },
  { account: 'lichbaocao', name: 'Người giữ lịch', roles: ['steward'] },
  { account: 'lanhdao', name: 'Lãnh đạo Thành phố', roles: ['leader'] },
  { account: 'kiemtra', name: 'Người kiểm tra', roles: ['auditor'] },
]

/** Forty figures of which those of procedures feed the leader's tile. */
async function formOfForty(kpis: string) {
  const { items } = datasetSchema.parse(parse(await readFile(join(kpis, 'national/datasets/digital.yaml'), 'utf8')))
  const counted = new Set(['percent', 'rank', 'score'])
  const others = Object.entries(items)
    .filter(([item, { measuredIn }]) => !counted.has(measuredIn) && !item.startsWith('admin_dossiers'))
    .map(([item]) => ({ key: item, item, min: 0 }))
  const figures = [
    { key: 'resolved', item: 'admin_dossiers_resolved', whole: true, min: 0 },
    {
      key: 'on_time',
      item: 'admin_dossiers_resolved',
      where: { timing: 'on_time' },
      title: { vi: 'Hồ sơ giải quyết đúng hạn', en: 'Dossiers resolved on time' },
      whole: true,
      min: 0,
    },
    { key: 'in_progress', item: 'admin_dossiers_in_progress', whole: true, min: 0 },
    ...others,
  ].slice(0, 40)
  expect(figures.length).toBe(40)
  return figures
}

/** The form waits for somebody to call for it. */
async function addForm(kpis: string): Promise<void> {
  const made = {
    id: duty,
    city: 'hochiminh',
    kind: 'return',
    dataset: 'digital',
    title: { vi: title, en: 'Quarterly report on digital transformation' },
    every: 'quarter',
    first: '2026-Q3',
    opens: 'call',
    withinDays: 30,
    owes: [{ units: [office] }],
    speaksOf: 'hcmc_merged',
    basis: { text: { vi: 'Kế hoạch năm', en: 'Plan of the year' } },
    figures: await formOfForty(kpis),
    rules: [{ kind: 'at-most', figure: 'on_time', limit: 'resolved' }],
  }
  await writeFile(join(kpis, 'hochiminh/duties/forty.yaml'), stringify([made]))
}

const row = (page: Page, name: string | RegExp) => page.getByRole('row', { name })
/** What is to be done; what one is told of it besides stands elsewhere. */
const owed = (page: Page) => page.getByRole('region', { name: inbox.owed }).getByRole('listitem')
const value = (page: Page, name: string | RegExp) => row(page, name).getByRole('textbox').first()

/** Somebody's spreadsheet program: opens the form as it came, fills the column "Kỳ này", saves. */
async function fillForm(bytes: Uint8Array, valueOf: (figure: string) => number | string): Promise<Buffer> {
  const book = await openXlsx(bytes)
  for (const cells of book.sheets[0]!.rows.slice(6)) {
    const key = cells[0]
    if (typeof key === 'string' && key !== '') cells[4] = valueOf(key)
  }
  return Buffer.from(await saveXlsx(book))
}

const kinds: [string, () => Way][] = [
  ['accounts of its own, SQLite', byPassword],
  ...(postgresFolder === undefined ? [] : [['OpenID Connect, PostgreSQL', byProvider] as [string, () => Way]]),
]

describe.each(kinds)('%s', (_, wayOf) => {
  const way = wayOf()
  const house = openHouse(
    (kpis) => addForm(kpis),
    () => way.env(),
  )
  beforeAll(async () => {
    const store = await openStore(house.server().dataDir, house.env()['DATABASE_URL'])
    const rows = await Promise.all(
      people.map(async ({ scope, ...person }) =>
        rowOf({
          id: `p-${person.account}`,
          scope: scope ?? 'all',
          areas: 'all',
          clearance: ['public', 'internal'],
          ...person,
          ...(await way.key(person.account)),
        }),
      ),
    )
    const act = { actor: 'program test', action: 'test.arrange', subject: '', detail: {} }
    await store.write(act, (trx) => trx.insertInto('people').values(rows).execute())
    await store.close()
  })
  afterAll(() => way.stop())

  /** Comes in as people do, and stands where they wanted to go. */
  async function come(who: string, to: string): Promise<Page> {
    const page = await house.visit(`/sign-in?to=${encodeURIComponent(to)}`)
    await way.enter(page, who)
    await page.waitForURL(house.address() + to)
    const { name } = people.find((one) => one.account === who)!
    await page.getByRole('button', { name: `${account.menu}: ${name}` }).waitFor()
    return page
  }

  test('the year goes round', async () => {
    // Who keeps the calendar opens the period; those who owe it are told, and find it among what they owe.
    const office1 = await come('vanphong', '/inbox')
    await owed(office1).first().waitFor()
    expect(await office1.getByText(title).count()).toBe(0)
    const steward = await come('lichbaocao', '/inbox')
    await press(steward, calendar.calling(`${title}, quý III/2026`))
    await type(steward.getByLabel(calendar.message), 'Báo cáo đủ bốn mươi số liệu')
    await press(steward, calendar.keep)
    await steward.getByText(calendar.kept(1, 1)).waitFor()
    await row(steward, new RegExp(`^${title}`))
      .first()
      .waitFor()
    await steward.context().close()
    await office1.reload()
    await office1.getByText(`Mở kỳ báo cáo: ${title}, quý III/2026`).waitFor()
    await office1.getByText('Báo cáo đủ bốn mươi số liệu').waitFor()

    // The ward types, with rules that answer at once.
    const byWard = await come('phuong', '/inbox')
    const task = owed(byWard).filter({ hasText: 'Giải quyết thủ tục hành chính tại phường' })
    await task.getByText(/Quá hạn \d+ ngày/).waitFor()
    await enter(task.getByRole('link').first())
    await type(value(byWard, /trực tuyến/), '4.120')
    await type(value(byWard, /trực tiếp/), '980')
    await byWard.getByText('5.100').waitFor()
    await type(value(byWard, /giải quyết trong quý/), '5.000')
    await type(value(byWard, /đúng hạn/), '5.001')
    await byWard.getByText(/lớn hơn “Hồ sơ đã giải quyết trong quý”/).waitFor()
    await type(value(byWard, /đúng hạn/), '4.900')
    await byWard.getByText(/^Đã lưu lúc/).waitFor()
    await press(byWard, returns.submit(5))
    await row(byWard, /Tổng hồ sơ tiếp nhận/)
      .getByText(words.states.submitted, { exact: true })
      .waitFor()
    await byWard.context().close()

    // The office takes the form down, fills it with forty figures, and is told of one cell that is wrong.
    await enter(owed(office1).filter({ hasText: title }).getByRole('link').first())
    const [download] = await Promise.all([
      office1.waitForEvent('download'),
      enter(office1.getByRole('link', { name: returns.download })),
    ])
    const form = await readFile(await download.path())
    const valueOf = (figure: string, i = 0) =>
      figure === 'resolved' ? 900_000 : figure === 'on_time' ? 899_000 : figure === 'in_progress' ? 64_500 : 100 + i
    const send = async (buffer: Buffer) => {
      const [choosing] = await Promise.all([
        office1.waitForEvent('filechooser'),
        enter(office1.locator('button').filter({ hasText: returns.upload })),
      ])
      await choosing.setFiles({ name: 'bieu.xlsx', mimeType: 'application/octet-stream', buffer })
    }
    await send(await fillForm(form, (figure) => (figure === 'petitions_received' ? 'chưa rõ' : valueOf(figure))))
    await office1.getByText(returns.faults(1)).waitFor()
    await send(await fillForm(form, valueOf))
    await office1.getByText(returns.uploaded(40)).waitFor()
    await office1.getByText(/^Đã lưu lúc/).waitFor()
    await press(office1, returns.submit(40))
    await soon(() => office1.getByText(words.states.submitted, { exact: true }).count()).toBe(40)
    // What one sent oneself one does not decide.
    expect(await office1.getByRole('button', { name: /^Trả lại|^Duyệt/ }).count()).toBe(0)

    // Two of forty go back with reasons, thirty-eight are approved at once.
    const desk = await come('thamdinh', '/inbox')
    await enter(desk.getByRole('link', { name: title }).first())
    await press(desk, /^Trả lại: Hồ sơ giải quyết đúng hạn/)
    await desk.keyboard.insertText('Đối chiếu lại với Cổng dịch vụ công')
    await press(desk, /^Trả lại: Hồ sơ đang giải quyết/)
    await desk.keyboard.insertText('Thiếu hồ sơ của Công an')
    await press(desk, returns.decide(38, 2))
    await soon(() => desk.getByText(words.states.approved, { exact: true }).count()).toBe(38)

    await office1.goto(`${house.address()}/inbox`)
    const back = owed(office1).filter({ hasText: title })
    await back.getByText(inbox.sent(2)).waitFor()
    // The bell has it too: the call, and what came back; read, it is silent.
    const bell = (count: number) => office1.getByRole('button', { name: `${notices.title}: ${notices.unread(count)}` })
    await enter(bell(2))
    const news = office1.getByRole('dialog')
    await news.getByText(new RegExp(`^2 số liệu bị trả lại, 38 số liệu được duyệt: ${title}`)).waitFor()
    await office1.keyboard.press('Escape')
    await soon(() => bell(2).evaluate((button) => button === document.activeElement)).toBe(true)
    await office1.keyboard.press('Enter')
    await enter(news.getByRole('button', { name: notices.markRead }))
    await soon(() => bell(0).evaluate((button) => button === document.activeElement)).toBe(true)
    await enter(back.getByRole('link').first())
    await office1.getByText('Thiếu hồ sơ của Công an').first().waitFor()
    await type(value(office1, /giải quyết đúng hạn/), '880.000')
    await type(value(office1, /đang giải quyết/), '66.000')
    await office1.getByText(/^Đã lưu lúc/).waitFor()
    await press(office1, returns.submit(2))
    await soon(() => office1.getByText(words.states.submitted, { exact: true }).count()).toBe(2)

    // The leader's page is open and has the figure of before; the reviewer sees the two alone, beside what was sent first.
    const leader = await come('lanhdao', '/')
    const tile = leader.getByRole('article').filter({ hasText: 'Hồ sơ giải quyết đúng và trước hạn' }).first()
    const figure = tile.locator('.figure')
    expect(await figure.innerText()).not.toContain('97,8')
    await leader.evaluate(() => (document.body.dataset['here'] = 'yes'))
    await desk.goto(`${house.address()}/inbox`)
    await enter(desk.getByRole('link', { name: title }).first())
    await row(desk, /giải quyết đúng hạn/)
      .getByText('899.000')
      .waitFor()
    expect(await desk.getByRole('row').count()).toBe(3)
    const decided = desk.waitForResponse((response) => response.url().includes('return.decide'))
    await press(desk, returns.approve(2))
    await decided
    const approved = performance.now()
    await expect.poll(() => figure.innerText(), { timeout: 90_000, interval: 20 }).toContain('97,8')
    process.stdout.write(`from the approval to the leader's tile: ${Math.round(performance.now() - approved)} ms\n`)
    expect(await leader.evaluate(() => document.body.dataset['here'])).toBe('yes')

    // Its passport names the return, and the way there is one press.
    const origin = leader
      .getByRole('link', { name: new RegExp(`Văn phòng Ủy ban nhân dân Thành phố: ${title}`) })
      .first()
    await leader.goto(`${house.address()}/indicators/procedures/on-time-rate?origin=2026-Q3`)
    await enter(origin)
    await leader.waitForURL(/\/returns\//)
    await row(leader, /giải quyết đúng hạn/)
      .getByText('880.000')
      .waitFor()

    // Nobody can have done any of this unseen.
    const auditor = await come('kiemtra', '/audit')
    await press(auditor, account.audit.verify)
    await auditor.getByText(/^Chuỗi nguyên vẹn: \d+ thao tác/).waitFor()
  }, 300_000)
})
