import { expect, test } from 'vitest'
import { exportShelf, importShelf, readShelf, withRan, withSaved } from './shelf.ts'

const at = '2026-01-02T03:04:05.000Z'
const empty = { ran: [], saved: [] }

test('what can be read of a damaged store is kept, the rest counted', () => {
  expect(readShelf(null)).toEqual({ shelf: empty, broken: 0 })
  expect(readShelf('{"ran": [')).toEqual({ shelf: empty, broken: 1 })
  expect(readShelf('7')).toEqual({ shelf: empty, broken: 1 })
  const good = { sql: 'SELECT 1', at, rows: 1 }
  const text = JSON.stringify({ ran: [good, { sql: 3 }, null], saved: 'nothing' })
  expect(readShelf(text)).toEqual({ shelf: { ran: [good], saved: [] }, broken: 3 })
})

test('a query run again moves to the top; a name saved again is replaced', () => {
  const once = withRan(withRan(empty, { sql: 'A', at, rows: 1 }), { sql: 'B', at, rows: 2 })
  expect(withRan(once, { sql: 'A', at, rows: 3 }).ran.map(({ sql }) => sql)).toEqual(['A', 'B'])
  const saved = withSaved(withSaved(empty, { name: 'x', sql: 'A', at }), { name: 'x', sql: 'B', at })
  expect(saved.saved).toEqual([{ name: 'x', sql: 'B', at }])
  let many = empty as ReturnType<typeof withRan>
  for (let i = 0; i < 150; i++) many = withRan(many, { sql: `SELECT ${i}`, at, rows: 0 })
  expect(many.ran).toHaveLength(100)
})

test('queries go to another browser as a file; nothing there is overwritten', () => {
  const mine = withSaved(withSaved(empty, { name: 'thu', sql: 'A', at }), { name: 'chi', sql: 'B', at })
  const there = withSaved(empty, { name: 'thu', sql: 'C', at })
  const read = importShelf(there, exportShelf(mine))!
  expect(read).toMatchObject({ added: 2, broken: 0 })
  expect(Object.fromEntries(read.shelf.saved.map(({ name, sql }) => [name, sql]))).toEqual({
    thu: 'C',
    'thu (2)': 'A',
    chi: 'B',
  })
  expect(importShelf(read.shelf, exportShelf(mine))!.added).toBe(1)
  expect(importShelf(there, 'not a file')).toBeNull()
  expect(importShelf(there, '{"kind":"other"}')).toBeNull()
})
