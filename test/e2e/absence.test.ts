/** Putting off, standing in and being told, as people do it on their pages, by keyboard. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { addDays, formatDay } from '@laban/shared'
import { today } from '../../server/src/reporting/clock.ts'
import { openStore } from '../../server/src/store/store.ts'
import { notices as words } from '../../web/src/words/vi/notices.ts'
import type { Made } from '../people.ts'
import { signIn } from '../people.ts'
import { enter, openHouse, soon, untilReady, walkTo } from './journey.ts'

const ward = 'hcmc_merged/26740'
const house = openHouse()
let [clerk, colleague, reviewer]: Made[] = []

beforeAll(async () => {
  const store = await openStore(house.env()['DATA_DIR']!)
  clerk = await signIn(store, { roles: ['reporter'], scope: [ward], name: 'Chị Hoa' })
  colleague = await signIn(store, { roles: ['analyst'], scope: [ward], name: 'Anh Nam' })
  reviewer = await signIn(store, { roles: ['reviewer'], name: 'Người duyệt' })
  await store.close()
}, 60_000)

async function visitAs({ headers }: Made, path: string): Promise<Page> {
  const page = await house.visit('/')
  const [name, value] = headers.cookie.split('=') as [string, string]
  await page.context().addCookies([{ name, value, url: house.address() }])
  await untilReady(page, () => page.goto(house.address() + path))
  return page
}

/** Types a day into its parts: day, month, year. */
async function typeDay(page: Page, title: string, day: string): Promise<void> {
  const [year, month, date] = day.split('-') as [string, string, string]
  await walkTo(page.getByRole('group', { name: title }).getByRole('spinbutton').first())
  await page.keyboard.type(date + month + year)
}

test('a reviewer puts a ward’s report off; the ward sees the new day and is told why', async () => {
  const page = await visitAs(reviewer!, '/inbox')
  await enter(page.locator('summary', { hasText: words.extend.title }))
  const report = page.getByRole('combobox', { name: new RegExp(`^${words.extend.what}`) })
  await report.waitFor()
  const wanted = await report.locator('option', { hasText: 'phường, xã' }).first().getAttribute('value')
  await report.selectOption(wanted)
  await page.getByRole('combobox', { name: new RegExp(`^${words.extend.unit}`) }).selectOption(ward)
  const due = addDays(today(), 20)
  await typeDay(page, words.extend.due, due)
  await walkTo(page.getByLabel(words.extend.reason))
  await page.keyboard.insertText('Mất điện ba ngày')
  await enter(page.getByRole('button', { name: words.extend.keep }))
  await page.getByText(words.extend.kept(formatDay(due, 'vi'))).waitFor()

  const own = await visitAs(clerk!, '/inbox')
  await own.getByText(words.extend.was('15/10/2026')).waitFor()
  await own.getByText(`Gia hạn đến ${formatDay(due, 'vi')}`).waitFor()
  await own.getByText('Lý do: Mất điện ba ngày').waitFor()
  await enter(own.getByRole('button', { name: words.markRead }))
  await own.getByText(words.unread(0)).waitFor()
})

test('a clerk names a colleague, who begins the report in her place, until it is ended', async () => {
  const page = await visitAs(clerk!, '/inbox')
  await enter(page.locator('summary', { hasText: words.deputies.title }))
  const deputy = page.getByLabel(words.deputies.deputy)
  await deputy.locator('option', { hasText: 'Anh Nam' }).waitFor({ state: 'attached' })
  await deputy.selectOption({ label: 'Anh Nam' })
  await typeDay(page, words.deputies.from, today())
  await typeDay(page, words.deputies.to, addDays(today(), 3))
  await enter(page.getByRole('button', { name: words.deputies.name, exact: true }))
  await page.getByText(words.deputies.instead('Anh Nam', 'Chị Hoa')).waitFor()

  const other = await visitAs(colleague!, '/inbox')
  await other.getByText(words.deputies.now('Chị Hoa')).waitFor()
  await other.getByText('Anh Nam báo cáo thay Chị Hoa').first().waitFor()
  await enter(other.getByRole('link', { name: /thủ tục hành chính/ }).first())
  await other.getByRole('textbox').first().waitFor()
  expect(new URL(other.url()).pathname).toMatch(/^\/returns\//)

  await enter(page.getByRole('button', { name: words.deputies.end, exact: true }))
  await page.getByText(words.deputies.over(1)).waitFor()
  await other.reload()
  await soon(() => other.getByRole('textbox').count()).toBeLessThanOrEqual(1)
})

test('without a mail server one’s own page says that notices stand in the inbox alone', async () => {
  const page = await visitAs(clerk!, '/account')
  await page.getByText(words.mail.none).waitFor()
})
