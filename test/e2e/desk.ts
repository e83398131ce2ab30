/** A house where people report: who is wanted is there, signed in, and stands at a page. */
import type { Role } from '@laban/shared'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Store } from '../../server/src/store/store.ts'
import { openStore } from '../../server/src/store/store.ts'
import { signIn } from '../people.ts'
import type { House } from './journey.ts'
import { enter, openHouse, walkTo } from './journey.ts'

export const ward = 'hcmc_merged/26740'
export const department = 'hcmc_merged/so_khoa_hoc_va_cong_nghe'

export type Who = { name?: string; roles: Role[]; scope?: string[] }
export const byWard: Who = { roles: ['reporter'], scope: [ward] }
export const byDepartment: Who = { roles: ['reporter'], scope: [department] }
export const reviewer: Who = { roles: ['reviewer'] }

export type Desk = House & {
  store: () => Store
  /** Somebody signed in, at a page. */
  sit: (path: string, who?: Who, options?: BrowserContextOptions) => Promise<Page>
}

export function openDesk(): Desk {
  const house = openHouse()
  let store: Store
  beforeAll(async () => {
    store = await openStore(house.server().dataDir)
  })
  afterAll(() => store?.close())
  return {
    ...house,
    store: () => store,
    async sit(path, who, options) {
      const page = await house.visit('/indicators', options)
      if (who) {
        const { headers } = await signIn(store, { name: who.roles.join(), ...who })
        const value = headers.cookie.slice(headers.cookie.indexOf('=') + 1)
        await page.context().addCookies([{ name: 'laban', value, url: house.address() }])
      }
      await page.goto(house.address() + path)
      await page.locator('main h1').waitFor()
      return page
    },
  }
}

/** What a load beside the server changes: it takes its time on a busy machine. */
export const after = (get: () => Promise<unknown>) => expect.poll(get, { timeout: 90_000, interval: 100 })

/** Presses a button by keyboard. */
export const press = (page: Page, name: string | RegExp) => enter(page.getByRole('button', { name }).first())

/** Types over what stands in a field, by keyboard. */
export async function type(into: Locator, text: string): Promise<void> {
  await walkTo(into)
  await into.page().keyboard.press('ControlOrMeta+a')
  await into.page().keyboard.insertText(text)
}
export const write = (page: Page, name: string | RegExp, text: string): Promise<void> =>
  type(page.getByRole('textbox', { name }).first(), text)
