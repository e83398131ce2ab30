import { expect, test } from 'vitest'
import { packQuery, unpackQuery } from './link.ts'

test('a query goes through a link and comes back as it was', async () => {
  const sql = 'SELECT \'Thủ Đức\' AS "đơn vị", 1 + 1 -- #&=%\nFROM budget;\n'
  const hash = await packQuery(sql)
  expect(hash).toMatch(/^q=[\w-]+$/)
  expect(await unpackQuery(`#${hash}`)).toBe(sql)
})

test('a query too long for a link is said to be so, a long one that packs well is not', async () => {
  let seed = 1
  const noise = Array.from({ length: 12_000 }, () => ((seed = (seed * 48_271) % 2_147_483_647) % 36).toString(36)).join(
    '',
  )
  expect(await packQuery(noise)).toBeNull()
  const long = 'SELECT 1 UNION ALL\n'.repeat(2000)
  expect(await unpackQuery((await packQuery(long))!)).toBe(long)
})

test('what is cut, altered or packed to burst is refused; other fragments are not ours', async () => {
  const hash = (await packQuery('SELECT max(value) FROM budget WHERE unit = 1'))!
  expect(await unpackQuery(hash.slice(0, -6))).toBeNull()
  expect(await unpackQuery('q=%%%')).toBeNull()
  expect(await unpackQuery('q=')).toBeNull()
  expect(await unpackQuery('#content')).toBeUndefined()
  const bomb = await packQuery('x'.repeat(300_000))
  expect(await unpackQuery(bomb!)).toBeNull()
})
