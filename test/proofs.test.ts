/** The real packs: published values are computed again from their parts, and what does not agree is on record. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { differences } from './differences.ts'
import type { Packs } from './packs.ts'
import { openPacks } from './packs.ts'
import { root } from './server.ts'

let packs: Packs
beforeAll(async () => {
  packs = await openPacks()
})
afterAll(() => packs?.close())

test('every proof of every indicator holds', async () => {
  const { catalogue, ask } = packs
  const wrong: string[] = []
  let proofs = 0
  for (const { id, proofs: own } of catalogue.indicators) {
    for (const { unit, on, equals, within, asOf } of own) {
      proofs++
      const city = catalogue.cities.find(({ units }) =>
        units.some((head) => unit === head || unit.startsWith(`${head}/`)),
      )
      const answer = await ask({
        indicator: id,
        city: city?.id ?? catalogue.cities[0]!.id,
        unit,
        ...(asOf ? { asOf } : {}),
      })
      const values = answer.figures.filter(({ period }) => period.end === on).map(({ value }) => value)
      if (!values.some((value) => value !== null && Math.abs(value - equals) <= within + 1e-9)) {
        wrong.push(`${id} ${unit} ${on}: ${values.join(', ') || 'nothing'} instead of ${equals} ± ${within}`)
      }
    }
  }
  expect(proofs).toBeGreaterThan(60)
  expect(wrong).toEqual([])
})

test('kpis/DIFFERENCES.md lists every printed rate that its parts do not give', async () => {
  const { compared, text } = await differences(packs)
  expect(compared).toBeGreaterThan(40)
  expect(await readFile(`${root}kpis/DIFFERENCES.md`, 'utf8')).toBe(text)
})
