/** Starts the real server as a process of its own, for journeys and benchmarks. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const root = new URL('..', import.meta.url).pathname

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => probe.once('listening', done))
  const address = probe.address()
  await new Promise((done) => probe.close(done))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Tests that look at generated rows say how many they want; all others are spared the time. */
const bare = { SIMULATE_ROWS: '0' }

export const temporary = (name: string): Promise<string> => mkdtemp(join(tmpdir(), `la-ban-${name}-`))

export type Server = {
  address: string
  /** Of the process. */
  pid: number
  dataDir: string
  output: () => string
  /** As a power cut would: nothing is put in order. The data stays. */
  kill: () => Promise<void>
  stop: () => Promise<void>
}

/** Runs a program of the server to its end, with `env` above this process's own. */
export async function run(
  program: 'load' | 'main' | 'audit' | 'backup' | 'simulate',
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [`server/src/${program}.ts`, ...args], {
    cwd: root,
    env: { ...process.env, ...bare, ...env },
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  return { code, output }
}

/**
 * @param env variables of server/src/env.ts; DATA_DIR defaults to a temporary folder that goes with the server, PORT to a
 *   free one
 */
export async function startServer(env: Record<string, string> = {}): Promise<Server> {
  const port = env.PORT === undefined ? await freePort() : Number(env.PORT)
  const dataDir = env.DATA_DIR ?? (await temporary('data'))
  const child = spawn(process.execPath, ['server/src/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      LOG_LEVEL: 'warn',
      ...bare,
      DEMO: 'off',
      ...env,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
    },
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const gone = new Promise<number | null>((done) => child.once('exit', done))
  const address = `http://127.0.0.1:${port}`
  const deadline = Date.now() + 110_000
  for (;;) {
    const ready = await fetch(`${address}/readyz`).then(
      (response) => response.ok,
      () => false,
    )
    if (ready) break
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`the server did not start:\n${output}`)
    await new Promise((done) => setTimeout(done, 50))
  }
  return {
    address,
    pid: child.pid!,
    dataDir,
    output: () => output,
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
    stop: async () => {
      child.kill('SIGTERM')
      const stuck = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await gone
      clearTimeout(stuck)
      if (env.DATA_DIR === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}
