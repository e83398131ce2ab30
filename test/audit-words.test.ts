/** Everything that the trail may tell of has words in both languages on the auditor's page. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Meta } from '../server/src/api/procedure.ts'
import { appRouter } from '../server/src/api/router.ts'
import { account as en } from '../web/src/words/en/account.ts'
import { account as vi } from '../web/src/words/vi/account.ts'
import { root } from './server.ts'

const definitions = appRouter._def.procedures as unknown as Record<string, { _def: { type: string; meta?: Meta } }>
const mutations = Object.values(definitions).filter(({ _def }) => _def.type === 'mutation')

/** Of programs and of what is not a procedure: named where they are written. */
const written = readdirSync(join(root, 'server/src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .flatMap((path) => [
    ...readFileSync(join(root, 'server/src', path), 'utf8').matchAll(
      /(?:action: |settle\(taken, |\bact\(|\bprogram\()'([a-z-]+\.[a-z-]+)'/g,
    ),
  ])
  .map((match) => match[1]!)

const actions = [...new Set([...mutations.map(({ _def }) => _def.meta!.action), ...written])].toSorted()

test('the search finds what mutations, programs and the mail sender tell', () => {
  expect(actions).toEqual(expect.arrayContaining(['return.decide', 'release.publish', 'evidence.add', 'mail.send']))
  expect(actions.length).toBeGreaterThan(50)
})

test.each([
  ['vi', vi.audit.actions],
  ['en', en.audit.actions],
] as const)('every action has words (%s), and no words are left over', (_, words) => {
  expect(Object.keys(words).toSorted()).toEqual(actions)
  expect(new Set(Object.values(words)).size).toBe(actions.length)
})
