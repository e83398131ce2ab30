/**
 * Owns parity: questions by chance are asked of the server's engine over the release and of the browser's engine, as it is shipped,
 * over the viewer's extract. Both must answer alike, or refuse alike.
 */
import { basename, join } from 'node:path'
import type { Catalogue, Question, Viewer } from '@laban/shared'
import { isFailure, questionSchema } from '@laban/shared'
import type { Browser, Page } from 'playwright-core'
import type { Extracts } from '../../server/src/extract/extracts.ts'
import { createExtracts } from '../../server/src/extract/extracts.ts'
import type { ExtractFound } from '../../server/src/extract/slim.ts'
import { toFound } from '../../server/src/extract/slim.ts'
import { createLog } from '../../server/src/log.ts'
import { createQueue } from '../../server/src/queue.ts'
import { serve } from '../../server/src/serve.ts'
import { openStore } from '../../server/src/store/store.ts'
import { openRelease } from '../../server/src/warehouse/open.ts'
import { openBrowser } from '../browser.ts'
import { openEngineOn } from '../explore.ts'
import { root } from '../server.ts'
import type { Ask, Outcome } from './oracle.ts'
import { digest, isNear, openFile, outcomeOf } from './oracle.ts'
import type { Deck } from './questions.ts'
import { chance, deckOf, drawQuestion, withRows } from './questions.ts'

export type Report = {
  asked: number
  /** Answered in the browser: to the last digit, or but for the order of adding doubles. */
  equal: number
  near: number
  /** Refused by both with the same code. */
  refused: number
  /** Left to the server: the extract does not hold what the question needs. */
  left: number
  different: { question: Question; viewer: Viewer; server: string; browser: string }[]
  indicators: number
  viewers: number
}

type Told = { digest?: string; code?: string; left?: true }

/** In the page: `window.explore` is the entry that is shipped. */
const script = `window.parity = {
  prepared: {},
  digest: ${digest.toString()},
  async outcome(key, question) {
    const { found, ready } = this.prepared[key]
    const { answer, holds } = window.explore
    try {
      if (!holds(found, question)) return { left: true }
      return { answer: JSON.stringify(await answer(await ready, question)) }
    } catch (error) { return { code: error.code ?? String(error.stack) } }
  },
  async bring(key, found, question) {
    const ready = window.explore.prepare(question, async () => found)
    this.prepared[key] = { found, ready }
    await ready
  },
  async ask(key, questions) {
    const told = []
    for (const question of questions) {
      const { answer, ...rest } = await this.outcome(key, question)
      told.push(answer === undefined ? rest : { digest: this.digest(answer) })
    }
    return told
  },
}`

type InPage = {
  bring(key: string, found: ExtractFound, question: Question): Promise<void>
  ask(key: string, questions: Question[]): Promise<Told[]>
  outcome(key: string, question: Question): Promise<{ answer?: string; code?: string }>
}
declare global {
  interface Window {
    parity: InPage
  }
}

export type Parity = {
  catalogue: Catalogue
  /** Asks so many questions, spread over indicators and viewers. */
  run(
    questions: number,
    seed: number,
    viewers: readonly Viewer[],
    onProgress?: (asked: number) => void,
  ): Promise<Report>
  close(): Promise<void>
}

/** @param dataDir  of a folder into which packs were loaded */
export async function openParity(dataDir: string, release: string, city: string): Promise<Parity> {
  const { catalogue, warehouse, files } = await openRelease(dataDir, release)
  const queue = createQueue({ slots: 2, waiting: 100, waitingPerLane: 100, patienceMs: 600_000 })
  const log = createLog('silent')
  const extracts = createExtracts({ dataDir, queue, log, maxBytes: 64 * 2 ** 20, timeoutMs: 600_000 })
  const store = await openStore(dataDir)
  const serving = await serve(
    {
      port: 0,
      host: '127.0.0.1',
      dataDir,
      home: city,
      webDir: join(root, 'web'),
      viewerToken: undefined,
      queryTimeoutMs: 600_000,
      querySlots: 2,
    },
    store,
    log,
  )
  const browser = await openBrowser()
  const page = await openPage(browser, serving.address, join(dataDir, 'extracts'))
  const ask: Ask = (sql, params) => warehouse.query(sql, params)
  return {
    catalogue,
    async run(questions, seed, viewers, onProgress) {
      const found = await Promise.all(
        withRows(catalogue, city).map((core) => deckOf(core, catalogue, (sql) => warehouse.query(sql, []))),
      )
      const decks = found.filter((deck) => deck !== undefined)
      const report: Report = {
        ...{ asked: 0, equal: 0, near: 0, refused: 0, left: 0, different: [] },
        indicators: decks.length,
        viewers: viewers.length,
      }
      const each = Math.ceil(questions / (decks.length * viewers.length))
      const next = chance(seed)
      for (const deck of decks)
        for (const viewer of viewers) {
          const ground = { catalogue, files, ask, extracts, dataDir }
          await compare({ deck, viewer, count: each, next, page, ground, report })
          onProgress?.(report.asked)
        }
      return report
    },
    async close() {
      await browser.close()
      await serving.stop()
      await store.close()
      await warehouse.close()
    },
  }
}

async function openPage(browser: Browser, address: string, folder: string): Promise<Page> {
  const page = await browser.newPage()
  page.setDefaultTimeout(600_000)
  // Extracts of viewers who cannot sign in here are made in this process; all else is the house's own.
  await page.route('**/extracts/*', (route) => route.fulfill({ path: join(folder, basename(route.request().url())) }))
  await page.goto(`${address}/catalogue`)
  await openEngineOn(page)
  await page.evaluate(script)
  return page
}

type Ground = {
  catalogue: Catalogue
  files: Readonly<Record<string, string>>
  ask: Ask
  extracts: Extracts
  dataDir: string
}
type Work = {
  deck: Deck
  viewer: Viewer
  count: number
  next: () => number
  page: Page
  ground: Ground
  report: Report
}

async function compare({ deck, viewer, count, next, page, ground, report }: Work): Promise<void> {
  const { catalogue, ask, extracts, dataDir } = ground
  const differ = (question: Question, server: string, inTab: string): number =>
    report.different.push({ question, viewer, server: server.slice(0, 4000), browser: inTab.slice(0, 4000) })
  const core = questionSchema.parse(deck.core)
  const made = await extracts.get(core, viewer, 'parity', ground).catch((error: unknown) => {
    if (isFailure(error)) return undefined
    throw error
  })
  // An indicator that the viewer may not read has no extract at all.
  if (!made) return
  const found = toFound(made, catalogue, viewer)
  const file = made.merged ? await openFile(join(dataDir, made.address)) : undefined
  const key = `${deck.core.indicator} ${deck.core.from} ${JSON.stringify(viewer)}`
  await page.evaluate((given) => window.parity.bring(...given), [key, found, core] as const)
  for (let done = 0; done < count; done += 250) {
    const questions = Array.from({ length: Math.min(250, count - done) }, () => drawQuestion(deck, next))
    const asked = page.evaluate((given) => window.parity.ask(...given), [key, questions] as const)
    const server: Outcome[] = []
    for (const question of questions)
      server.push(
        await outcomeOf(question, file ? found.catalogue : catalogue, viewer, file?.ask ?? ask).catch(missing),
      )
    for (const [i, told] of (await asked).entries()) await judge(questions[i]!, told, server[i]!)
  }
  file?.close()

  async function judge(question: Question, told: Told, mine: Outcome): Promise<void> {
    report.asked++
    if (told.left) return void report.left++
    if ('code' in mine || told.code !== undefined) {
      if ('code' in mine && mine.code === told.code) return void report.refused++
      return void differ(question, JSON.stringify(mine), told.code ?? 'an answer')
    }
    if (told.digest === digest(JSON.stringify(mine.answer))) return void report.equal++
    const { answer } = await page.evaluate((given) => window.parity.outcome(...given), [key, question] as const)
    if (answer !== undefined && isNear(JSON.parse(answer), JSON.parse(JSON.stringify(mine.answer)))) report.near++
    else differ(question, JSON.stringify(mine.answer), String(answer))
  }
}

/** Merged extracts lack the rows by themselves: what needs them is left to the server, which the page says as well. */
const missing = (error: unknown): Outcome => ({ code: String(error) })
