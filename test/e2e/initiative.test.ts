/**
 * An initiative from the first word to the gallery: kept while it is written, sent back by field, mended, recognised, found again,
 * taken over by another unit, printed; and two people who write on one.
 */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { reporting as words } from '../../web/src/words/vi/reporting.ts'
import { after, byDepartment, byWard, openDesk, press, reviewer, type, write } from './desk.ts'
import { enter, soon, walkTo } from './journey.ts'

const { initiative, initiatives, states } = words
const desk = openDesk()
const field = (page: Page, name: RegExp) => page.getByRole('textbox', { name })
const saved = (page: Page) => page.getByText(/^Đã lưu lúc/).waitFor()
const state = (page: Page, name: keyof typeof states) => page.getByText(states[name], { exact: true }).first().waitFor()
const pathOf = (page: Page) => new URL(page.url()).pathname

test('an initiative is written, sent back, mended and recognised; the strategy follows, and another unit takes it over', async () => {
  const title = 'Bản đồ điểm ngập <b>=1+1</b>'
  const page = await desk.sit('/initiatives', byWard)
  await press(page, initiatives.begin)
  await write(page, /^Tên sáng kiến/, title)
  for (const name of [/^Vấn đề/, /^Quyết định/, /^Cách làm/, /^Kết quả/])
    await write(page, name, 'Nạo vét theo phản ánh')
  await walkTo(page.getByLabel('Chuyển đổi số'))
  await page.keyboard.press('Space')
  await write(page, /^Đại lượng đo/, 'Điểm ngập')
  await write(page, /^Trước/, '12')
  await write(page, /^Sau/, '5')
  await saved(page)
  // Whoever closes the page finds it as it was left.
  await page.reload()
  await soon(() => field(page, /^Sau/).inputValue()).toBe('5')
  expect(await page.getByText(words.save.restored).count()).toBe(0)
  await press(page, initiative.submit)
  await page.getByText(initiative.missing(1)).waitFor()
  await write(page, /^Đơn vị tính/, 'điểm')
  await page.getByText(initiative.ready).waitFor()
  await press(page, initiative.submit)
  await state(page, 'submitted')
  const path = pathOf(page)

  // The reviewer sends one field back, with a reason.
  const judge = await desk.sit('/inbox', reviewer)
  await enter(judge.getByRole('link', { name: title }))
  await press(judge, /^Góp ý: Kết quả/)
  await judge.keyboard.insertText('Cần số đo')
  await press(judge, initiative.return(1))
  await state(judge, 'returned')

  // It comes first in the inbox, and the reason stands beside its field.
  await page.goto(`${desk.address()}/inbox`)
  const owed = page.getByRole('region', { name: words.inbox.owed }).getByRole('listitem')
  const task = owed.filter({ hasText: 'Sáng kiến dùng dữ liệu' }).first()
  await task.getByText(words.owed.returned).waitFor()
  await enter(task.getByRole('link').first())
  await page.getByText(`${initiative.remark}: Cần số đo`).waitFor()
  await write(page, /^Kết quả/, 'Từ 12 còn 5 điểm')
  await saved(page)
  await press(page, initiative.submit)
  await state(page, 'submitted')

  // What changed is shown; with the recognition the indicator of the strategy moves on an open page.
  const figure = await desk.visit('/indicators/strategy/units-with-initiative')
  // Nothing was recognised yet, and nothing is shown: no zero.
  const shown = () =>
    figure
      .getByRole('region')
      .first()
      .locator('.figure')
      .first()
      .innerText({ timeout: 100 })
      .catch(() => '')
  await figure.evaluate(() => (document.body.dataset['here'] = 'yes'))
  expect(await shown()).toBe('')
  await judge.reload()
  await judge.getByText(initiative.changes(1)).waitFor()
  await judge.getByText(initiative.was).waitFor()
  await press(judge, initiative.recognise)
  await state(judge, 'recognised')
  const recognised = performance.now()
  await after(shown).toMatch(/^1\b/)
  process.stdout.write(`from recognition to the open indicator: ${Math.round(performance.now() - recognised)} ms\n`)
  expect(await figure.evaluate(() => document.body.dataset['here'])).toBe('yes')

  // Found without diacritics, not found where it does not belong; taken over with credit.
  const other = await desk.sit('/initiatives', byDepartment)
  await type(other.getByRole('searchbox'), 'diem ngap')
  await other.getByRole('heading', { name: title }).waitFor()
  const kind = other.getByRole('combobox', { name: initiatives.kind })
  await kind.selectOption('department')
  await other.getByText(initiatives.noMatch).waitFor()
  await kind.selectOption('local')
  expect(new URL(other.url()).searchParams.get('q')).toBe('diem ngap')
  await enter(other.getByRole('link', { name: title }))
  await press(other, initiative.reuse)
  await soon(() => field(other, /^Tên sáng kiến/).inputValue()).toBe(title)
  expect(await field(other, /^Kết quả/).inputValue()).toBe('')
  await write(other, /^Tên sáng kiến/, 'Bản đồ ngập của Sở')
  await write(other, /^Kết quả/, 'Còn 3 điểm')
  await write(other, /^Trước/, '8')
  await write(other, /^Sau/, '3')
  await saved(other)
  await press(other, initiative.submit)
  await state(other, 'submitted')
  await judge.goto(desk.address() + pathOf(other))
  await judge.getByText(initiative.inspiredBy).waitFor()
  await press(judge, initiative.recognise)
  await state(judge, 'recognised')
  const gallery = await desk.sit('/initiatives')
  await gallery
    .getByRole('article')
    .filter({ has: gallery.getByRole('heading', { name: title }) })
    .getByText(initiatives.reused(1))
    .waitFor()

  // On paper: one sheet, without what is for the screen.
  await gallery.goto(desk.address() + path)
  await gallery.getByRole('heading', { name: title, level: 2 }).waitFor()
  await gallery.emulateMedia({ media: 'print' })
  await gallery.getByText(initiative.sheet).waitFor()
  expect(await gallery.getByRole('button').count()).toBe(0)
  expect(await gallery.getByRole('navigation').count()).toBe(0)
  const paper = await gallery.pdf({ format: 'A4', preferCSSPageSize: true })
  expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBe(1)
}, 240_000)

test('two people who write one initiative lose nothing: what only one changed is kept, what both changed is asked', async () => {
  const first = await desk.sit('/initiatives', byWard)
  await press(first, initiatives.begin)
  await write(first, /^Tên sáng kiến/, 'Chung một ý')
  await saved(first)
  const second = await desk.sit(pathOf(first), byWard)
  await write(second, /^Tên sáng kiến/, 'Tên của người thứ hai')
  await write(second, /^Vấn đề/, 'Vấn đề của người thứ hai')
  await saved(second)
  await write(first, /^Cách làm/, 'Cách làm của người thứ nhất')
  await write(first, /^Tên sáng kiến/, 'Tên của người thứ nhất')
  await first.getByRole('heading', { name: initiative.conflict.title }).waitFor()
  await press(first, initiative.conflict.mine)
  await soon(() => field(first, /^Vấn đề/).inputValue()).toBe('Vấn đề của người thứ hai')
  await soon(async () => {
    await second.reload()
    await field(second, /^Cách làm/).waitFor()
    return [await field(second, /^Tên sáng kiến/).inputValue(), await field(second, /^Cách làm/).inputValue()]
  }).toEqual(['Tên của người thứ nhất', 'Cách làm của người thứ nhất'])
}, 120_000)
