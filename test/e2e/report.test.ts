/**
 * Reporting where it can go wrong: a session that ends while somebody types, blocks of cells that do not fit, a register with gaps. The
 * whole year goes round in `year.test.ts`.
 */
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { rowOf } from '../../server/src/people/person.ts'
import { reporting as words } from '../../web/src/words/vi/reporting.ts'
import { after, byWard, openDesk, press, type, ward, write } from './desk.ts'
import { enter, soon, walkTo } from './journey.ts'
import { byPassword } from './ways.ts'

const { initiatives, returns, registers } = words
const desk = openDesk()
const way = byPassword()
afterAll(() => way.stop())

const row = (page: Page, name: RegExp) => page.getByRole('row', { name })
const value = (page: Page, name: RegExp) => row(page, name).getByRole('textbox').first()
const saved = (page: Page) => page.getByText(/^Đã lưu lúc/).waitFor()
const arrange = { actor: 'program test', action: 'test.arrange', subject: '', detail: {} }
const form = `/returns/new?${new URLSearchParams({ duty: 'thu-tuc-phuong-xa', unit: ward, period: '2026-Q3' }).toString()}`

/** Every session ends, as by an hour without use. */
const endSessions = () => desk.store().write(arrange, (trx) => trx.deleteFrom('sessions').execute())

test('whose session ends while typing a return or an initiative signs in and goes on where they were', async () => {
  const rights = { roles: ['reporter' as const], scope: [ward], areas: 'all' as const, clearance: ['public' as const] }
  const made = rowOf({ id: 'p-ward', account: 'can.bo', name: 'Cán bộ', ...rights, ...(await way.key('can.bo')) })
  await desk.store().write(arrange, (trx) => trx.insertInto('people').values(made).execute())
  const page = await desk.visit(`/sign-in?to=${encodeURIComponent(form)}`)
  await way.enter(page, 'can.bo')
  await type(value(page, /trực tuyến/), '4.120')
  await saved(page)
  await endSessions()
  await type(value(page, /trực tiếp/), '980')
  await write(page, /^Ghi chú: Hồ sơ tiếp nhận: trực tiếp/, 'gồm bưu chính')
  await page.getByText(words.signIn.ended).waitFor()
  expect(await value(page, /trực tiếp/).inputValue()).toBe('980')
  await enter(page.getByRole('link', { name: words.signIn.action }).last())
  await page.waitForURL(/\/sign-in/)
  await way.enter(page, 'can.bo')
  await page.waitForURL(/\/returns\/new/)
  await page.getByText(words.save.restored).waitFor()
  expect(await value(page, /trực tiếp/).inputValue()).toBe('980')
  await saved(page)
  await page.reload()
  await soon(() => value(page, /trực tiếp/).inputValue()).toBe('980')
  await row(page, /^Tổng hồ sơ/)
    .getByText('5.100')
    .waitFor()
  expect(await page.getByText(words.save.restored).count()).toBe(0)

  await page.goto(`${desk.address()}/initiatives`)
  await press(page, initiatives.begin)
  await write(page, /^Tên sáng kiến/, 'Trước khi phiên kết thúc')
  await saved(page)
  await endSessions()
  await write(page, /^Vấn đề/, 'Gõ khi phiên đã kết thúc')
  await page.getByText(words.signIn.ended).waitFor()
  // The other way: signing in beside, in another tab. Back here it is saved by itself.
  const beside = await page.context().newPage()
  await beside.goto(`${desk.address()}/sign-in?to=/inbox`)
  await way.enter(beside, 'can.bo')
  await beside.waitForURL(({ pathname }) => pathname === '/inbox')
  await beside.close()
  await page.bringToFront()
  await page.evaluate(() => dispatchEvent(new Event('focus')))
  await saved(page)
  await page.getByText(words.signIn.ended).waitFor({ state: 'detached' })
  await page.reload()
  await soon(() => page.getByRole('textbox', { name: /^Vấn đề/ }).inputValue()).toBe('Gõ khi phiên đã kết thúc')
}, 120_000)

test('what one person typed on a device is not the next one’s', async () => {
  const page = await desk.sit(form, byWard)
  await page.evaluate(() => {
    const typed = { received_online: { text: '1', note: 'của người khác' } }
    localStorage.setItem(
      'draft:p-somebody:return:thu-tuc-phuong-xa:hcmc_merged/26740:2026-Q3',
      JSON.stringify({ version: 0, content: typed }),
    )
  })
  await page.reload()
  await value(page, /trực tuyến/).waitFor()
  expect(await page.getByText('của người khác').count()).toBe(0)
  expect(await page.getByText(words.save.restored).count()).toBe(0)
})

/** As a spreadsheet puts cells on the clipboard, and the reader's keys bring them here. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text)
  await page.keyboard.press('ControlOrMeta+v')
}

test('a block copied from a spreadsheet fills the cells below and beside, or none of them', async () => {
  const page = await desk.sit(form, byWard, { permissions: ['clipboard-read', 'clipboard-write'] })
  await walkTo(value(page, /trực tuyến/))
  await paste(page, 'nhiều\tđếm lại\n980\n\n10\n11\n')
  const told = page.getByRole('alert').filter({ hasText: returns.pasteFaults(2) })
  await told.getByText('Hồ sơ tiếp nhận: trực tuyến, kỳ này: không phải số: “nhiều”').waitFor()
  await told.getByText(/Hồ sơ đã giải quyết: đúng hạn, kỳ này: lớn hơn/).waitFor()
  expect(await value(page, /giải quyết trong quý/).inputValue()).toBe('')
  await press(page, returns.close)
  await walkTo(value(page, /trực tuyến/))
  await paste(page, '4.120\tđếm lại\n980\n5.100\n5.000\n4.900\n')
  await page.getByText(returns.pasted(5)).waitFor()
  expect(await value(page, /đúng hạn/).inputValue()).toBe('4.900')
  expect(await page.getByRole('textbox', { name: /^Ghi chú: Hồ sơ tiếp nhận: trực tuyến/ }).inputValue()).toBe(
    'đếm lại',
  )
  // One cell is pasted into a field as any text.
  await walkTo(value(page, /Phản ánh/))
  await paste(page, '70')
  expect(await value(page, /Phản ánh/).inputValue()).toBe('70')
  await saved(page)
  await page.reload()
  await soon(() => value(page, /Phản ánh/).inputValue()).toBe('70')
  expect(await value(page, /đúng hạn/).inputValue()).toBe('4.900')
})

test('a register is filled, shows what it lacks, and the share of the strategy appears', async () => {
  const page = await desk.sit(`/registers?register=databases&unit=${ward}`, byWard)
  await press(page, registers.add)
  await press(page, registers.enter)
  await page.getByText(words.missing).first().waitFor()
  await write(page, /^Tên cơ sở dữ liệu/, 'Cơ sở dữ liệu hộ tịch')
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
  await enter(share)
  await page.getByText(/^Chỉ các mục chưa đạt/).waitFor()
  await page.getByRole('table').getByText('Cơ sở dữ liệu hộ tịch').waitFor()
  const newest = async () => {
    const { figures } = (await desk.ask('/indicators/strategy/databases-at-data-centre/answer')) as {
      figures: { value: number | null }[]
    }
    return figures.at(-1)?.value ?? null
  }
  await after(newest).toBe(0)
}, 150_000)

test('who has not signed in is asked to, and sees what is public', async () => {
  for (const path of ['/inbox', '/registers']) {
    const page = await desk.sit(path)
    const link = page.locator('main').getByRole('link', { name: words.signIn.action })
    expect(await link.getAttribute('href')).toBe(`/sign-in?to=${encodeURIComponent(path)}`)
  }
  const page = await desk.sit('/initiatives?view=coverage')
  await page.getByText(/trên 168 đơn vị/).waitFor()
})
