/** The publisher and the load that stands ready beside it: real processes over a real store. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createLog } from '../server/src/log.ts'
import type { Run } from '../server/src/reporting/publisher.ts'
import { openLoader, startPublisher } from '../server/src/reporting/publisher.ts'
import { wantedMark } from '../server/src/reporting/marks.ts'
import { today } from '../server/src/reporting/clock.ts'
import { join } from 'node:path'
import type { ReportingHouse, Somebody } from './reporting-house.ts'
import { initiativeOf, openReportingHouse, ward } from './reporting-house.ts'

let house: ReportingHouse
let [clerk, reviewer]: Somebody[] = []
const before = { ...process.env }
beforeAll(async () => {
  house = await openReportingHouse()
  Object.assign(process.env, { DATA_DIR: house.dataDir, SIMULATE_ROWS: '0' })
  clerk = await house.somebody(['reporter'], [ward])
  reviewer = await house.somebody(['reviewer'])
}, 120_000)
afterAll(async () => {
  process.env = before
  await house.stop()
})

const patience = { timeout: 30_000, interval: 50 }
const year = Number(today().slice(0, 4))

/** A publisher whose processes are counted. */
async function publish() {
  const opened: (Run & { begun: boolean })[] = []
  const open = openLoader(join(house.dataDir, 'compiled'))
  const publisher = startPublisher({
    store: house.store,
    log: createLog('silent'),
    from: await house.store.read(wantedMark),
    dataDir: house.dataDir,
    restMs: 200,
    open() {
      const run = open()
      const counted = { ...run, begun: false }
      counted.begin = () => {
        counted.begun = true
        run.begin()
      }
      opened.push(counted)
      return counted
    },
  })
  onTestFinished(() => publisher.stop())
  return { opened, publisher }
}

async function submit(): Promise<{ id: string; version: number }> {
  const { id } = await clerk!.write<{ id: string }>('initiative.begin', { unit: ward, year })
  await clerk!.write('initiative.save', { id, version: 1, content: initiativeOf('Bản đồ ngập', 'digital') })
  await clerk!.write('initiative.submit', { id, version: 2 })
  return { id, version: 3 }
}
const recognise = (one: { id: string; version: number }) =>
  reviewer!.write('initiative.decide', { ...one, verdict: 'recognise' })
const recognised = async () =>
  (await clerk!.ask<{ units: { id: string; state: string }[] }>('initiative.coverage', { year })).units.find(
    ({ id }) => id === ward,
  )!.state

test('a load stands ready as long as a decision may come, begins when it does, and only then', async () => {
  const { opened, publisher } = await publish()
  await clerk!.write('notice.read', { until: new Date().toISOString() })
  await new Promise((rest) => setTimeout(rest, 400))
  expect(opened).toEqual([])

  const one = await submit()
  await expect.poll(() => opened.length, patience).toBe(1)
  const loads = (await house.store.lastLoad())?.id
  await new Promise((rest) => setTimeout(rest, 2500))
  expect([opened[0]!.begun, opened[0]!.hasLeft(), (await house.store.lastLoad())?.id]).toEqual([false, false, loads])

  const [ready, release] = [opened[0]!, await house.store.currentRelease()]
  await recognise(one)
  await expect.poll(async () => (await house.store.currentRelease())?.id, patience).not.toBe(release?.id)
  expect([ready.begun, await ready.done, opened.length, await recognised()]).toEqual([true, 'loaded', 1, 'recognised'])

  // The next one that waits has its own; it goes with the publisher.
  await submit()
  await expect.poll(() => opened.length, patience).toBe(2)
  await publisher.stop()
  await expect.poll(() => opened[1]!.hasLeft(), patience).toBe(true)
}, 120_000)

test('where the one that stood ready is gone, another does its work', async () => {
  const { opened } = await publish()
  const one = await submit()
  await expect.poll(() => opened.length, patience).toBe(1)
  opened[0]!.kill()
  await expect.poll(() => opened[0]!.hasLeft(), patience).toBe(true)
  const release = await house.store.currentRelease()
  await recognise(one)
  await expect.poll(async () => (await house.store.currentRelease())?.id, patience).not.toBe(release?.id)
  expect(opened[0]!.begun).toBe(false)
}, 120_000)
