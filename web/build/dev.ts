/** `pnpm dev`: the server, restarted when its code or shared code changes, and Vite, which refreshes the screens. One stops, both stop. */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const children = [
  spawn(process.execPath, ['--watch', '--watch-preserve-output', 'server/src/main.ts'], {
    cwd: root,
    stdio: 'inherit',
  }),
  spawn(process.execPath, ['node_modules/vite/bin/vite.js'], { cwd: resolve(root, 'web'), stdio: 'inherit' }),
]
const stop = () => children.forEach((child) => child.kill())
for (const child of children) child.once('exit', stop)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
