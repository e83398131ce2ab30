import { defineConfig } from 'vitest/config'
import { ClosingLine } from './closing-line.ts'

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['{shared,server,web}/src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    reporters: ['default', new ClosingLine()],
    // A hung test must end; a machine that is busy or slow must not fail one.
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
