/** What every journey stands on: a server and a browser of its own, and a reader who has eyes and a keyboard. */
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { openBrowser } from '../browser.ts'
import type { Server } from '../server.ts'
import { root, startServer, temporary } from '../server.ts'

/** Milliseconds; a busy machine must not fail a journey, a broken page must not hang it. */
export const patience = 30_000

export type House = {
  address: () => string
  /** Settings that programs beside the server need as well. */
  env: () => Record<string, string>
  server: () => Server
  /** Folder of the packs that it brings in. */
  kpis: () => string
  /** A page of a reader who was never here before, ready to be used. What the page throws fails the journey. */
  visit: (path: string, options?: BrowserContextOptions & { lang?: 'vi' | 'en' }) => Promise<Page>
  /** As scripts and other systems read: JSON of the plain API, below /api/v1. */
  ask: (path: string) => Promise<unknown>
}

/**
 * @param change  given: the house has packs of its own, and this is done to them before the server starts
 * @param env  settings of the server, or how to come by them
 */
export function openHouse(
  change?: (kpis: string) => Promise<void>,
  env: Record<string, string> | (() => Promise<Record<string, string>>) = {},
): House {
  let server: Server | undefined
  let settings: Record<string, string> = {}
  let browser: Browser | undefined
  let kpis = join(root, 'kpis')
  const open = async () => {
    if (change) {
      kpis = await temporary('kpis')
      await cp(join(root, 'kpis'), kpis, { recursive: true })
      await change(kpis)
    }
    settings = { KPIS_DIR: kpis, ...(typeof env === 'function' ? await env() : env) }
    server = await startServer(settings)
  }
  beforeAll(async () => {
    ;[, browser] = await Promise.all([open(), openBrowser()])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    if (change) await rm(kpis, { recursive: true, force: true })
  })
  const address = () => server!.address
  return {
    address,
    env: () => ({ ...settings, DATA_DIR: server!.dataDir }),
    server: () => server!,
    kpis: () => kpis,
    async visit(path, { lang = 'vi', ...options } = {}) {
      const context = await browser!.newContext({
        viewport: { width: 1280, height: 900 },
        reducedMotion: 'reduce',
        ...options,
      })
      context.setDefaultTimeout(patience)
      await context.addCookies([{ name: 'lang', value: lang, url: address() }])
      const page = await context.newPage()
      const thrown: string[] = []
      page.on('pageerror', ({ message }) => thrown.push(message))
      onTestFinished(async () => {
        await context.close()
        expect(thrown).toEqual([])
      })
      const go = () => page.goto(address() + path)
      await (options.javaScriptEnabled === false ? go() : untilReady(page, go))
      return page
    },
    async ask(path) {
      const response = await fetch(`${address()}/api/v1${path}`)
      expect(response.status, path).toBe(200)
      return response.json()
    },
  }
}

/** The page listens for releases only once its script has taken over: from then on keys are heard. */
export async function untilReady(page: Page, go: () => Promise<unknown>): Promise<void> {
  const wired = page.waitForRequest((request) => new URL(request.url()).pathname === '/events')
  await Promise.all([wired, go()])
  await page.locator('main h1').waitFor()
}

/** Asserts on what will be there soon. */
export const soon = <T>(get: () => T | Promise<T>) => expect.poll(get, { timeout: patience })

export const hasFocus = (wanted: Locator): Promise<boolean> =>
  wanted.evaluateAll((found) => found.length === 1 && found[0] === document.activeElement)

/** Presses `key` until `wanted` has the focus: what cannot be reached so is not there for many readers. */
export async function walkTo(wanted: Locator, key = 'Tab', most = 200): Promise<void> {
  await wanted.waitFor({ state: 'attached' })
  for (let step = 0; step < most; step++) {
    if (await hasFocus(wanted)) return
    await wanted.page().keyboard.press(key)
  }
  throw new Error(`${String(wanted)} was not reached by ${most} times ${key}`)
}

/** Goes there by Tab and presses Enter. */
export async function enter(wanted: Locator): Promise<void> {
  await walkTo(wanted)
  await wanted.page().keyboard.press('Enter')
}

/** What stands after `?`, as name and value. */
export const searchOf = (page: Page): Record<string, string> => Object.fromEntries(new URL(page.url()).searchParams)

/** `30/9/2025` as `2025-09-30`. */
export function dayOf(text: string): string {
  const [day, month, year] = text.split('/')
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
}

/** `khoảng 1.165,1` as the number and half of its last decimal. */
export function numberIn(text: string): { value: number; slack: number } {
  const digits = /[+-]?[\d.]+(?:,(\d+))?/.exec(text)!
  const value = Number(digits[0].replaceAll('.', '').replace(',', '.'))
  return { value, slack: 0.5001 * 10 ** -(digits[1]?.length ?? 0) }
}
