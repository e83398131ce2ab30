import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeChanges } from './merge.ts'

const content = fc.record({ a: fc.string(), b: fc.array(fc.nat()), c: fc.option(fc.nat()) })

test('no change of one person is lost, and only what both changed differently is asked about', () => {
  fc.assert(
    fc.property(content, content, content, (base, mine, theirs) => {
      const { merged, clashes } = mergeChanges(base, mine, theirs)
      const text = (value: unknown) => JSON.stringify(value)
      for (const field of ['a', 'b', 'c'] as const) {
        const [was, here, there] = [text(base[field]), text(mine[field]), text(theirs[field])]
        expect(text(merged[field])).toBe(here === was ? there : here)
        expect(clashes.includes(field)).toBe(here !== was && there !== was && here !== there)
      }
    }),
  )
})
