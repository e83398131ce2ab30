/** The way in, the page of people and the trail, in a demonstration: by mouse and by keyboard, and with what a blind reader hears. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../browser.ts'
import type { Server } from '../server.ts'
import { startServer } from '../server.ts'
import { patience, soon, walkTo } from './journey.ts'

let server: Server
let browser: Browser
beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer({ DEMO: 'on' }), openBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const password = 'con mèo vàng leo cây cau'

async function visit(path: string, width = 1280): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce' })
  context.setDefaultTimeout(2 * patience)
  const page = await context.newPage()
  await page.goto(server.address + path)
  await page.locator('main h1').waitFor()
  return page
}

async function be(page: Page, role: string, to: string): Promise<void> {
  await page.goto(`${server.address}/sign-in?to=${to}`)
  await page.getByRole('button', { name: role }).click()
  await page.waitForURL((url) => url.pathname === to)
  await page.locator('main h1').waitFor()
}

async function seriousIn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test('from a new person to their first sign-in, and out again', async () => {
  const admin = await visit('/')
  await soon(() => admin.locator('.notice--demo').innerText()).toContain('trình diễn')
  await be(admin, 'Quản trị viên', '/people')
  await admin.getByRole('button', { name: 'Thêm người dùng' }).click()
  const form = admin.getByRole('form', { name: 'Thêm người dùng' })
  await form.getByLabel('Họ và tên').fill('Trần Thị Báo Cáo')
  await form.getByLabel('Tài khoản').fill('bao.cao@example.gov.vn')
  await form.getByRole('checkbox', { name: /Cán bộ báo cáo/ }).check()
  await form.getByLabel('Thêm đơn vị: gõ tên').fill('thu duc')
  await form.getByRole('button', { name: 'Phường Thủ Đức' }).click()
  expect(await seriousIn(admin)).toEqual([])
  await form.getByRole('button', { name: 'Thêm', exact: true }).click()
  await admin.getByRole('button', { name: 'Đường dẫn mật khẩu: Trần Thị Báo Cáo' }).click()
  const link = await admin.getByRole('dialog').getByRole('textbox').inputValue()
  expect(link).toMatch(/\/sign-in#[\w-]{43}$/)

  const reporter = await visit(new URL(link).pathname + new URL(link).hash)
  await reporter.getByLabel('Mật khẩu mới').fill('mật khẩu mật khẩu')
  await reporter.getByRole('button', { name: 'Lưu và đăng nhập' }).click()
  await soon(() => reporter.getByRole('alert').innerText()).toContain('dễ đoán')
  await reporter.getByLabel('Mật khẩu mới').fill(password)
  await reporter.getByRole('button', { name: 'Lưu và đăng nhập' }).click()
  await reporter.getByRole('button', { name: 'Tài khoản: Trần Thị Báo Cáo' }).click()
  await reporter.getByRole('button', { name: 'Đăng xuất' }).click()
  await reporter.getByRole('link', { name: 'Đăng nhập' }).click()

  // By keyboard alone.
  await walkTo(reporter.getByLabel('Tài khoản'))
  await reporter.keyboard.type('BAO.CAO@example.gov.vn')
  await reporter.keyboard.press('Tab')
  await reporter.keyboard.type('a wrong password')
  await reporter.keyboard.press('Enter')
  await soon(() => reporter.getByRole('alert').innerText()).toContain('không đúng')
  await reporter.getByLabel('Mật khẩu').fill(password)
  await reporter.keyboard.press('Enter')
  await reporter.getByRole('button', { name: 'Tài khoản: Trần Thị Báo Cáo' }).waitFor()

  // Shut out: the next thing that is asked is answered no, with the way in beside it.
  await admin.keyboard.press('Escape')
  await admin.getByRole('button', { name: 'Khóa: Trần Thị Báo Cáo' }).click()
  await admin.getByRole('button', { name: 'Khóa ngay, kết thúc mọi phiên' }).click()
  await admin.getByText('đã khóa').first().waitFor()
  await reporter.goto(`${server.address}/account`)
  await reporter.getByRole('link', { name: 'Đăng nhập' }).first().waitFor()
  expect(await reporter.getByRole('button', { name: /^Tài khoản:/ }).count()).toBe(0)
  await Promise.all([admin.context().close(), reporter.context().close()])
}, 240_000)

test('an admin sees as another, and is told so on every page until they stop', async () => {
  const page = await visit('/')
  await be(page, 'Quản trị viên', '/people')
  await page.getByRole('button', { name: /^Xem như: Chủ tịch/ }).click()
  await page.getByText('Đang xem bằng quyền của Chủ tịch').waitFor()
  await page.goto(`${server.address}/people`)
  await soon(() => page.getByRole('alert').innerText()).toContain('Không có quyền')
  await page.getByRole('button', { name: 'Về quyền của tôi' }).click()
  await page.getByRole('button', { name: 'Thêm người dùng' }).waitFor()
  await page.context().close()
}, 120_000)

test('the auditor checks the chain, filters and takes it along', async () => {
  const page = await visit('/')
  await be(page, 'Kiểm tra viên', '/audit')
  await page.getByRole('button', { name: 'Kiểm tra chuỗi' }).click()
  await page.getByText(/Chuỗi nguyên vẹn/).waitFor()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Tải CSV' }).click()
  expect((await download).suggestedFilename()).toBe('la-ban-audit.csv')
  await page.getByLabel('Thao tác').selectOption({ label: 'Tải nhật ký' })
  await soon(() => page.getByRole('row').count()).toBe(2)
  expect(await seriousIn(page)).toEqual([])
  await page.context().close()
}, 120_000)

test.each([360, 820])(
  'nothing overflows and nothing is serious at %i pixels',
  async (width) => {
    const page = await visit('/sign-in', width)
    await page.getByRole('button', { name: 'Kiểm tra viên' }).waitFor()
    expect([await overflow(page), await seriousIn(page)]).toEqual([0, []])
    for (const [role, to] of [
      ['Kiểm tra viên', '/audit'],
      ['Quản trị viên', '/people'],
      ['Quản trị viên', '/account'],
    ] as const) {
      await be(page, role, to)
      await page.getByRole('table').waitFor()
      expect([to, await overflow(page), await seriousIn(page)]).toEqual([to, 0, []])
    }
    await page.context().close()
  },
  240_000,
)
