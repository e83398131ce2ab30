/**
 * A year's cycle of reporting as people live it: a ward types, an office sends Excel, a reviewer sends two figures back, they are
 * corrected and approved, an open page of the leader changes, and its passport names the return.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Role } from '@laban/shared'
import { datasetSchema, dutySchema } from '@laban/shared'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { writeForm } from '../../server/src/spreadsheet/form.ts'
import type { Store } from '../../server/src/store/store.ts'
import { openStore } from '../../server/src/store/store.ts'
import { reporting as words } from '../../web/src/words/vi/reporting.ts'
import { signIn } from '../people.ts'
import { root } from '../server.ts'
import { openHouse, soon } from './journey.ts'

const house = openHouse()
const { initiative, inbox, returns, registers } = words
const ward = 'hcmc_merged/26740'
const office = 'hcmc_merged/van_phong_ubnd'
const place = { duty: 'thu-tuc-thanh-pho', unit: office, period: '2026-Q3' }
const year = () => new Date(Date.now() + 7 * 3_600_000).getUTCFullYear()

let store: Store
beforeAll(async () => {
  store = await openStore(house.server().dataDir)
})
afterAll(() => store?.close())

/** A load beside the server takes its time on a busy machine. */
const after = (get: () => Promise<unknown>) => expect.poll(get, { timeout: 90_000, interval: 300 })

/** Somebody signed in, at a page. */
async function visit(path: string, who?: { roles: Role[]; scope?: string[] }): Promise<Page> {
  const page = await house.visit('/indicators')
  if (who) {
    const { headers } = await signIn(store, { name: who.roles.join(), ...who })
    const value = headers.cookie.slice(headers.cookie.indexOf('=') + 1)
    await page.context().addCookies([{ name: 'laban', value, url: house.address() }])
  }
  await page.goto(house.address() + path)
  await page.locator('main h1').waitFor()
  return page
}

const byWard = { roles: ['reporter'] as Role[], scope: [ward] }
const byOffice = { roles: ['reporter'] as Role[], scope: [office] }
const reviewer = { roles: ['reviewer'] as Role[] }
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
const value = (page: Page, name: RegExp) => page.getByRole('row', { name }).getByRole('textbox').first()

test('a ward finds what it owes, types it with live rules, and what it typed outlives an ended session', async () => {
  const page = await visit('/inbox', byWard)
  const task = page.getByRole('listitem').filter({ hasText: 'Giải quyết thủ tục hành chính tại phường' })
  await task.getByText(/Quá hạn \d+ ngày/).waitFor()
  await task.getByRole('link').first().click()
  await value(page, /trực tuyến/).fill('4.120')
  await value(page, /trực tiếp/).fill('980')
  await page.getByText('5.100').waitFor()
  await value(page, /giải quyết trong quý/).fill('10')
  await value(page, /đúng hạn/).fill('11')
  await page.getByText(/lớn hơn “Hồ sơ đã giải quyết trong quý”/).waitFor()
  await value(page, /đúng hạn/).fill('1.5')
  await page.getByText(/không phải số: “1.5”/).waitFor()
  await page.getByText(/^Đã lưu lúc/).waitFor()

  const [cookie] = await page
    .context()
    .cookies(house.address())
    .then((all) => all.filter(({ name }) => name === 'laban'))
  await page.context().clearCookies({ name: 'laban' })
  await value(page, /đúng hạn/).fill('9')
  await page.getByText(words.signIn.ended).waitFor()
  await page.context().addCookies([cookie!])
  await page.reload()
  await page.getByText(words.save.restored).waitFor()
  await soon(() => value(page, /đúng hạn/).inputValue()).toBe('9')
  await page.getByText(/^Đã lưu lúc/).waitFor()
  await press(page, returns.submit(5))
  await page
    .getByRole('row', { name: /Tổng hồ sơ tiếp nhận/ })
    .getByText(words.states.submitted, { exact: true })
    .waitFor()
  await page.goto(`${house.address()}/inbox`)
  await page.getByRole('listitem').filter({ hasText: 'tại phường' }).getByText(words.urgency.waiting).waitFor()
})

/** The form as the office fills it in its spreadsheet. */
async function filled(values: Record<string, number>): Promise<Buffer> {
  const read = async (path: string) => parse(await readFile(join(root, 'kpis', path), 'utf8')) as unknown
  const duties = dutySchema.array().parse(await read('hochiminh/duties/quarterly.yaml'))
  const dataset = datasetSchema.parse(await read('national/datasets/digital.yaml'))
  const duty = duties.find(({ id }) => id === place.duty)!
  const mark = `laban ${place.duty} ${place.unit} ${place.period}`
  const given = Object.entries(values).map(([figure, of]) => ({ figure, value: of, note: '' }))
  return Buffer.from(await writeForm({ duty, dataset, mark, head: ['Biểu'], last: {} }, given))
}

test('an office sends Excel, two figures come back and are corrected, the open page changes and its passport names the return', async () => {
  const leader = await visit('/indicators/procedures/online-dossier-rate')
  const figure = () => leader.getByRole('region').first().locator('.figure').first().innerText()
  const before = await figure()
  await leader.evaluate(() => (document.body.dataset['here'] = 'yes'))

  const page = await visit(`/returns/new?${new URLSearchParams(place).toString()}`, byOffice)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: returns.download }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/\.xlsx$/)
  const send = async (buffer: Buffer, name = 'bieu.xlsx') =>
    page.getByLabel(returns.upload).setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  await send(Buffer.from('không phải Excel'))
  await page.getByText(/Không phải tệp Excel/).waitFor()
  await send(
    await filled({
      received_online: -5,
      received_in_person: 250_000,
      resolved: 1,
      resolved_on_time: 2,
      in_progress: 3,
    }),
  )
  await page.getByText(returns.faults(2)).waitFor()
  await page.getByText('E7', { exact: true }).waitFor()
  const right = { received_online: 750_000, received_in_person: 250_000, resolved: 900_000, resolved_on_time: 899_000 }
  await send(await filled({ ...right, in_progress: 64_500 }))
  await page.getByText(/^Đã lưu lúc/).waitFor()
  await press(page, returns.submit(6))
  await page
    .getByRole('row', { name: /Tổng hồ sơ/ })
    .getByText(words.states.submitted, { exact: true })
    .waitFor()

  const desk = await visit('/inbox', reviewer)
  await desk
    .getByRole('link', { name: /toàn Thành phố/ })
    .first()
    .click()
  await press(desk, /^Trả lại: Hồ sơ đã giải quyết: đúng hạn/)
  await desk.getByRole('textbox', { name: /đúng hạn/ }).fill('Đối chiếu lại với Cổng dịch vụ công')
  await press(desk, /^Trả lại: Hồ sơ đang giải quyết/)
  await desk.getByRole('textbox', { name: /đang giải quyết/ }).fill('Thiếu hồ sơ của Công an')
  await press(desk, returns.decide(4, 2))
  await desk
    .getByText(returns.approvedAll)
    .or(desk.getByText(returns.nothing))
    .or(desk.getByText('Thiếu hồ sơ của Công an'))
    .first()
    .waitFor()

  await after(figure).toContain('75')
  expect(before).not.toContain('75')
  expect(await leader.evaluate(() => document.body.dataset['here'])).toBe('yes')

  await page.goto(`${house.address()}/inbox`)
  const task = page.getByRole('listitem').filter({ hasText: 'toàn Thành phố' })
  await task.getByText(inbox.sent(2)).waitFor()
  await task.getByRole('link').first().click()
  await page.getByText('Thiếu hồ sơ của Công an').first().waitFor()
  await value(page, /đúng hạn/).fill('880.000')
  await value(page, /đang giải quyết/).fill('66.000')
  await page.getByText(/^Đã lưu lúc/).waitFor()
  await press(page, returns.submit(2))
  await page
    .getByRole('row', { name: /đang giải quyết/ })
    .getByText(words.states.submitted, { exact: true })
    .waitFor()

  const again = await visit('/inbox', reviewer)
  await again
    .getByRole('link', { name: /toàn Thành phố/ })
    .first()
    .click()
  await again
    .getByRole('row', { name: /đúng hạn/ })
    .getByText('899.000')
    .waitFor()
  expect(await again.getByRole('row').count()).toBe(3)
  await press(again, returns.approve(2))
  await again
    .getByRole('row', { name: /đúng hạn/ })
    .getByText(words.states.approved, { exact: true })
    .waitFor()

  await leader.goto(`${house.address()}/indicators/procedures/online-dossier-rate?origin=2026-Q3`)
  const link = leader.getByRole('link', { name: /Văn phòng Ủy ban nhân dân Thành phố: Giải quyết thủ tục/ }).first()
  expect(await link.getAttribute('href')).toMatch(/^\/returns\//)
}, 240_000)

test('an initiative is written, sent back, mended and recognised, and the coverage of the strategy follows', async () => {
  const page = await visit('/initiatives', byWard)
  await press(page, words.initiatives.begin)
  const field = (name: string | RegExp) => page.getByRole('textbox', { name })
  const title = 'Bản đồ điểm ngập <b>=1+1</b>'
  await field(/^Tên sáng kiến/).fill(title)
  for (const name of [/^Vấn đề/, /^Quyết định/, /^Cách làm/, /^Kết quả/])
    await field(name).fill('Nạo vét theo phản ánh')
  await page.getByLabel('Chuyển đổi số').check()
  await field(/^Đại lượng đo/).fill('Điểm ngập')
  await field(/^Trước/).fill('12')
  await field(/^Sau/).fill('5')
  await press(page, initiative.submit)
  await page.getByText(initiative.missing(1)).waitFor()
  await field(/^Đơn vị tính/).fill('điểm')
  await page.getByText(initiative.ready).waitFor()
  await press(page, initiative.submit)
  await page.getByText(words.states.submitted, { exact: true }).waitFor()
  const address = page.url()

  const desk = await visit(new URL(address).pathname, reviewer)
  await press(desk, /^Góp ý: Kết quả/)
  await desk.getByRole('textbox', { name: /^Góp ý: Kết quả/ }).fill('Cần số đo')
  await press(desk, initiative.return(1))
  await desk.getByText(words.states.returned, { exact: true }).waitFor()

  await page.goto(`${house.address()}/inbox`)
  await page
    .getByRole('listitem')
    .filter({ hasText: words.states.returned })
    .or(page.getByText(words.owed.returned))
    .first()
    .waitFor()
  await page.goto(address)
  await page.getByText(`${initiative.remark}: Cần số đo`).waitFor()
  await field(/^Kết quả/).fill('Từ 12 còn 5 điểm')
  await page.getByText(/^Đã lưu lúc/).waitFor()
  await press(page, initiative.submit)
  await page.getByText(words.states.submitted, { exact: true }).waitFor()

  await desk.reload()
  await desk.getByText(initiative.changes(1)).waitFor()
  await press(desk, initiative.recognise)
  await desk.getByText(words.states.recognised, { exact: true }).first().waitFor()
  const newest = async () => {
    const { figures } = (await house.ask(`/indicators/strategy/units-with-initiative/answer?period=${year()}`)) as {
      figures: { value: number | null }[]
    }
    return figures.at(-1)?.value ?? null
  }
  await after(newest).toBe(1)
  const gallery = await visit('/initiatives')
  await gallery.getByRole('heading', { name: title }).waitFor()
}, 180_000)

test('two people who write one initiative lose nothing: what only one changed is kept, what both changed is asked', async () => {
  const first = await visit('/initiatives', byWard)
  await press(first, words.initiatives.begin)
  const field = (page: Page, name: RegExp) => page.getByRole('textbox', { name })
  await field(first, /^Tên sáng kiến/).fill('Chung một ý')
  await first.getByText(/^Đã lưu lúc/).waitFor()
  const second = await visit(new URL(first.url()).pathname, byWard)
  await field(second, /^Tên sáng kiến/).fill('Tên của người thứ hai')
  await field(second, /^Vấn đề/).fill('Vấn đề của người thứ hai')
  await second.getByText(/^Đã lưu lúc/).waitFor()
  await field(first, /^Cách làm/).fill('Cách làm của người thứ nhất')
  await field(first, /^Tên sáng kiến/).fill('Tên của người thứ nhất')
  await first.getByText(initiative.conflict.title).first().waitFor()
  await press(first, initiative.conflict.mine)
  await soon(() => field(first, /^Vấn đề/).inputValue()).toBe('Vấn đề của người thứ hai')
  await soon(async () => {
    await second.reload()
    await field(second, /^Cách làm/).waitFor()
    return [await field(second, /^Tên sáng kiến/).inputValue(), await field(second, /^Cách làm/).inputValue()]
  }).toEqual(['Tên của người thứ nhất', 'Cách làm của người thứ nhất'])
}, 90_000)

test('a register is filled, shows what it lacks, and the share of the strategy appears', async () => {
  const page = await visit(`/registers?register=databases&unit=${ward}`, byWard)
  await press(page, registers.add)
  await press(page, registers.enter)
  await page.getByText(words.missing).first().waitFor()
  await page.getByRole('textbox', { name: /^Tên cơ sở dữ liệu/ }).fill('Cơ sở dữ liệu hộ tịch')
  const choices: [RegExp, string][] = [
    [/^Nhóm/, 'specialised'],
    [/^Nơi đặt/, 'unit'],
    [/^Được phê duyệt/, 'no'],
    [/^Đã chuẩn hóa/, 'no'],
    [/^Kết nối kho/, 'no'],
    [/^Hình thức chia sẻ/, 'none'],
    [/^Cấp độ an toàn/, '2'],
  ]
  for (const [name, code] of choices) await page.getByRole('combobox', { name }).selectOption(code)
  await press(page, registers.enter)
  const share = page.getByRole('button', { name: /đặt tại Trung tâm dữ liệu Thành phố/ })
  await share.getByText(registers.reached(0, 1), { exact: false }).waitFor()
  await share.click()
  await page.getByText(/^Chỉ các mục chưa đạt/).waitFor()
  await page.getByRole('table').getByText('Cơ sở dữ liệu hộ tịch').waitFor()
  const newest = async () => {
    const { figures } = (await house.ask('/indicators/strategy/databases-at-data-centre/answer')) as {
      figures: { value: number | null }[]
    }
    return figures.at(-1)?.value ?? null
  }
  await after(newest).toBe(0)
}, 150_000)

test('who has not signed in is asked to, and sees what is public', async () => {
  for (const path of ['/inbox', '/registers']) {
    const page = await visit(path)
    const link = page.locator('main').getByRole('link', { name: words.signIn.action })
    expect(await link.getAttribute('href')).toBe(`/sign-in?to=${encodeURIComponent(path)}`)
  }
  const page = await visit('/initiatives?view=coverage')
  await page.getByText(/trên 168 đơn vị/).waitFor()
})
