/** Who may do what, in full: every procedure by every role in every relation; and canaries that nobody without the right may find. */
import { writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { grants } from '../server/src/api/grants.ts'
import { canaries, cityOfUnit, maySee } from './canaries.ts'
import type { Ground } from './matrix.ts'
import { checkCells, hunt, openGround, procedures } from './matrix.ts'

let ground: Ground
beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground?.tiny.stop())

test('every procedure has its row in the table of grants, and no row is left over', () => {
  expect(Object.keys(grants).toSorted()).toEqual(procedures.map(({ name }) => name).toSorted())
})

test('every procedure, role and relation ends as the table says', async () => {
  const { cells, mismatches } = await checkCells(ground)
  expect(mismatches).toEqual([])
  expect(cells).toBe(procedures.length * ground.callers.length)
  expect(cells).toBeGreaterThan(1000)
}, 180_000)

test('who has the right does see their own canary, or the hunt would prove nothing', async () => {
  for (const caller of ground.callers.filter(({ isOut }) => !isOut)) {
    for (const canary of canaries) {
      const question = {
        indicator: `canary/${canary.audience}`,
        city: cityOfUnit(canary.unit),
        unit: canary.unit,
        grain: 'point',
      }
      const { text } = await ground.tiny.get(
        `/api/trpc/indicator.ask?input=${encodeURIComponent(JSON.stringify(question))}`,
        caller.headers,
      )
      expect([caller.name, canary.note, text.includes(String(canary.value))]).toEqual([
        caller.name,
        canary.note,
        maySee(caller.rights, canary),
      ])
    }
  }
}, 180_000)

test('another city’s figure is no peer to who may not see it there', async () => {
  const { tiny, callers } = ground
  const seen = new Set<string>()
  for (const { name, headers, rights } of callers.filter(({ isOut }) => !isOut)) {
    for (const { audience, value, unit } of canaries.filter(({ unit: one }) => one === 'beside')) {
      const question = { indicator: `canary/${audience}`, city: 'tiny', grain: 'year', compare: ['peers'] }
      const answers = await Promise.all([
        tiny.call('indicator.ask', question, headers),
        tiny.call('peers.get', { city: 'tiny' }, headers),
      ])
      answers.forEach((answer, i) => {
        if (!JSON.stringify(answer).includes(String(value))) return
        expect([name, audience, maySee(rights, { audience, unit, value, note: '' })]).toEqual([name, audience, true])
        seen.add(`${audience} ${i}`)
      })
    }
  }
  expect([...seen].toSorted()).toEqual(['internal 0', 'internal 1', 'restricted 0', 'restricted 1'])
}, 180_000)

test('tables that are taken along hold the canaries that may be seen, and no other', async () => {
  const { tiny } = ground
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  for (const [i, { name, headers, rights }] of ground.callers.filter(({ isOut }) => !isOut).entries()) {
    const may = canaries.filter((canary) => maySee(rights, canary)).map(({ value }) => value)
    const { data, failure } = await tiny.call('lab.parcel', { table: 'canary' }, headers)
    let found: number[] = []
    if (failure) expect([name, failure.code]).toEqual([name, 'extract/gone'])
    else {
      const path = join(tiny.dataDir, `taken-${i}.duckdb`)
      await writeFile(path, (await tiny.get((data as { address: string }).address, headers)).bytes)
      await connection.run(`ATTACH '${path}' AS taken${i} (READ_ONLY)`)
      const rows = await connection.runAndReadAll(`SELECT DISTINCT value::DOUBLE FROM taken${i}.canary ORDER BY 1`)
      found = rows.getRowsJS().map(([value]) => Number(value))
    }
    expect([name, found]).toEqual([name, may.toSorted((a, b) => a - b)])
  }
  connection.closeSync()
  instance.closeSync()
}, 180_000)

test('requests made at random find no canary that is not the caller’s', async () => {
  const { leaks, broken, seenOwn, requests } = await hunt(ground, 400, 20_261_125)
  expect(leaks).toEqual([])
  expect(broken).toEqual([])
  expect(requests).toBe(400)
  expect(seenOwn).toBeGreaterThan(0)
}, 180_000)

test('streams tell nobody more than that there is a release', async () => {
  const { tiny, callers } = ground
  for (const { headers } of callers.filter(({ name }) => name === 'public' || name === 'leader parent')) {
    const said = await new Promise<string>((resolve, reject) => {
      const sent = request(`${tiny.serving.address}/events`, { headers, agent: false }, (res) => {
        res.once('data', (chunk: Buffer) => {
          resolve(chunk.toString())
          res.destroy()
        })
      })
      sent.on('error', reject).end()
    })
    expect(said).toMatch(/^retry: 2000\nid: \w+\nevent: release\ndata: \{"id":"\w+"\}\n\n$/)
  }
})
