/** Who may do what, in full: every procedure by every role in every relation; and canaries that nobody without the right may find. */
import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { grants } from '../server/src/api/grants.ts'
import { canaries, maySee } from './canaries.ts'
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
      const question = { indicator: `canary/${canary.audience}`, city: 'tiny', unit: canary.unit, grain: 'point' }
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
