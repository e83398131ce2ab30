/** Who may come in: from the link on the console to the first administrator, to a reporter with rights, to somebody shut out. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { account as words } from '../../web/src/words/vi/account.ts'
import { shell } from '../../web/src/words/vi/shell.ts'
import { press, type, write } from './desk.ts'
import { enter, openHouse, soon, walkTo } from './journey.ts'

const house = openHouse()
const { signIn, people, own } = words
const secret = 'ngõ nhỏ trời mưa đèn vàng'
const path = (page: Page) => new URL(page.url()).pathname

/** A field of a form of people, found by its name alone: what is explained beside it belongs to its label. */
const field = (page: Page, label: string) => page.getByLabel(label).first()

test('the first administrator lets a reporter in, looks through her eyes, and shuts her out at once', async () => {
  const [link] = /\/sign-in#setup-[\w-]+/.exec(house.server().output())!
  const admin = await house.visit(link)
  await write(admin, signIn.name, 'Quản trị Sở')
  await write(admin, signIn.account, 'quantri.so')
  await type(field(admin, signIn.choosePassword), 'password password')
  await press(admin, signIn.setUpSubmit)
  await admin.getByText(/dễ đoán/).waitFor()
  await type(field(admin, signIn.choosePassword), secret)
  await admin.keyboard.press('Enter')
  await admin.waitForURL((url) => url.pathname === '/people')

  // Good once: the same link makes no second administrator.
  const second = await house.visit(link)
  await write(second, signIn.name, 'Người khác')
  await write(second, signIn.account, 'nguoikhac')
  await type(field(second, signIn.choosePassword), secret)
  await second.keyboard.press('Enter')
  await second.getByRole('alert').waitFor()
  expect(path(second)).toBe('/sign-in')

  await press(admin, people.add)
  await write(admin, people.name, 'Trần Thị Báo Cáo')
  const form = admin.getByRole('form', { name: people.add })
  await type(form.getByRole('textbox', { name: new RegExp(`^${people.account}`) }), 'tt.baocao')
  await walkTo(admin.getByRole('checkbox', { name: new RegExp(`^${words.roles.reporter}`) }))
  await admin.keyboard.press('Space')
  await admin.getByText(people.missing).waitFor()
  await type(admin.getByRole('searchbox', { name: people.findUnit }), 'phuong sai gon')
  await press(admin, /^Phường Sài Gòn/)
  await enter(form.getByRole('button', { name: people.create, exact: true }))
  const row = admin.getByRole('row', { name: /Trần Thị Báo Cáo/ })
  await row.getByText(people.noWay).waitFor()
  await enter(row.getByRole('button', { name: people.link }))
  const given = admin.getByRole('dialog').getByRole('textbox')
  const way = new URL(await given.inputValue())
  await admin.keyboard.press('Escape')

  const reporter = await house.visit(way.pathname + way.hash)
  await type(field(reporter, signIn.choosePassword), 'trời mưa đèn vàng ngõ nhỏ')
  await reporter.keyboard.press('Enter')
  await reporter.getByRole('button', { name: shell.account.open('Trần Thị Báo Cáo') }).waitFor()
  await reporter.goto(`${house.address()}/inbox`)
  await reporter.getByText('Giải quyết thủ tục hành chính tại phường', { exact: false }).first().waitFor()
  await reporter.goto(`${house.address()}/account`)
  await reporter.getByRole('heading', { name: own.sessions }).waitFor()

  // Through her eyes: what she owes, and nothing that writes.
  await admin.reload()
  await enter(row.getByRole('button', { name: people.seeAs }))
  await admin.getByText(shell.standing.seeing('Trần Thị Báo Cáo')).waitFor()
  await admin.goto(`${house.address()}/inbox`)
  await admin.getByText('Giải quyết thủ tục hành chính tại phường', { exact: false }).first().waitFor()
  await press(admin, shell.standing.seeOwn)
  await admin.getByText(shell.standing.seeing('Trần Thị Báo Cáo')).waitFor({ state: 'detached' })

  await admin.goto(`${house.address()}/people`)
  await enter(row.getByRole('button', { name: people.disable }))
  await press(admin, people.disableSure)
  await row.getByText(people.disabled).waitFor()
  await reporter.goto(`${house.address()}/inbox`)
  await reporter.locator('main').getByRole('link', { name: 'Đăng nhập' }).waitFor()
  await soon(() => reporter.getByRole('button', { name: shell.account.open('Trần Thị Báo Cáo') }).count()).toBe(0)
}, 120_000)
