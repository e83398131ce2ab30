/** The server's engine and the browser's give equal answers; `pnpm parity` asks twenty thousand questions, this a few hundred. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Viewer } from '@laban/shared'
import { publicViewer } from '@laban/shared'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { load } from '../server/src/ingest/load.ts'
import type { Parity } from './parity/parity.ts'
import { openParity } from './parity/parity.ts'
import { root, temporary } from './server.ts'

let dataDir: string
let parity: Parity

beforeAll(async () => {
  dataDir = await temporary('parity')
  const { release } = await load({ dataDir, kpisDir: join(root, 'test/city/packs') })
  parity = await openParity(dataDir, release.id, 'tiny')
}, 180_000)

afterAll(async () => {
  await parity.close()
  await rm(dataDir, { recursive: true })
})

test('questions by chance have the same answer in the browser as on the server', async () => {
  const internal: Viewer = { ...publicViewer, clearance: ['public', 'internal'] }
  const viewers: Viewer[] = [publicViewer, { ...internal, scope: ['tiny/east', 'tiny_merged/riverside'] }]
  const report = await parity.run(440, 20_251_125, viewers)
  expect(report.different).toEqual([])
  expect(report.asked).toBeGreaterThanOrEqual(360)
  // Most are answered in the browser, and some are refused: what is compared is not nothing.
  expect(report.equal + report.near).toBeGreaterThan(240)
  expect(report.refused).toBeGreaterThan(5)
}, 300_000)
