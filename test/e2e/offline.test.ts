/** The house with the cable pulled: server and browser in a network of their own, in which nothing but the loopback exists. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lab } from '../../web/src/words/vi/lab.ts'
import { root } from '../server.ts'
import type { Seen } from './alone.ts'

/** Makes a network without a way out and runs the rest of the line in it; only an administrator on Linux may. */
const closed = (...command: string[]) =>
  spawnSync('unshare', ['--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...command], {
    cwd: root,
    encoding: 'utf8',
    timeout: 240_000,
  })

test.skipIf(closed('true').status !== 0)(
  'every page works where no other host can be reached',
  () => {
    const { status, stdout, stderr } = closed(process.execPath, join('test', 'e2e', 'alone.ts'))
    expect([status, stderr]).toEqual([0, ''])
    const { tiles, ...seen } = JSON.parse(stdout) as Seen
    expect(tiles).toBeGreaterThanOrEqual(12)
    expect(seen).toEqual({
      outside: 'ENETUNREACH',
      chart: true,
      cells: 168,
      cities: 4,
      letters: true,
      explored: true,
      drilled: true,
      asked: lab.results.yes,
      elsewhere: [],
      failed: [],
    })
  },
  240_000,
)
