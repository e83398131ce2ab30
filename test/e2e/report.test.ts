/** Reporting in its parts: what is typed and kept, initiatives, registers. The whole year goes round in `year.test.ts`. */
import type { Role } from '@laban/shared'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Store } from '../../server/src/store/store.ts'
import { openStore } from '../../server/src/store/store.ts'
import { reporting as words } from '../../web/src/words/vi/reporting.ts'
import { signIn } from '../people.ts'
import { openHouse, soon } from './journey.ts'

const house = openHouse()
const { initiative, returns, registers } = words
const ward = 'hcmc_merged/26740'
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
