import { publicViewer } from '@laban/shared'
import { expect, test } from 'vitest'
import { scriptViewer, viewerBy } from './viewer.ts'

const token = 'a-token-of-good-length'
const asks = (authorization?: string) => (authorization === undefined ? {} : { authorization })

test('without credentials one is the public', () => {
  expect(viewerBy(token)(asks())).toBe(publicViewer)
  expect(viewerBy(undefined)(asks())).toBe(publicViewer)
})

test('the token makes the viewer of scripts', () => {
  expect(viewerBy(token)(asks(`Bearer ${token}`))).toBe(scriptViewer)
})

test.each([
  'Bearer wrong',
  `Bearer ${token} `,
  'Bearer ',
  '',
  `Basic ${token}`,
  `Bearer ${token}x`,
  token,
  `Bearer ${'x'.repeat(10_000)}`,
])('credentials that are not good are refused and never taken for the public: %j', (authorization) => {
  const refusal = expect.objectContaining({ code: 'access/unknown-viewer' })
  expect(() => viewerBy(token)(asks(authorization))).toThrow(refusal)
})

test('where no token is set nobody can sign in', () => {
  expect(() => viewerBy(undefined)(asks('Bearer undefined'))).toThrow('no longer valid')
})
