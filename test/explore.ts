/** Opens a page that explores: the entry that is shipped, as `window.explore`, and its engine. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Engine } from '../web/src/drill/engine/contract.ts'
import { root } from './server.ts'

declare global {
  interface Window {
    engine: Engine
  }
}

/** Address of a built file. */
export function assetOf(pattern: RegExp): string {
  const name = readdirSync(join(root, 'web/dist/assets')).find((one) => pattern.test(one))
  if (name === undefined) throw new Error(`no such built file: ${pattern}`)
  return `/assets/${name}`
}

/** Starts the engine on a page of the house and leaves it as `window.engine`. As text: the test runner would rewrite an import. */
export const openEngineOn = (page: Page): Promise<unknown> =>
  page.evaluate(`import('${assetOf(/^explore-.*\.js$/)}').then(async (explore) => {
    Object.assign(window, { explore, engine: await explore.openEngine() })
  })`)
