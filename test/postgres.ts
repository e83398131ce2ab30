/** A real PostgreSQL for tests: Debian's, started in a temporary folder on a free port by a user who is not root. */
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { freePort } from './server.ts'

export type Postgres = {
  /** Makes an empty database. @returns its connection string */
  database(): Promise<string>
  stop(): Promise<void>
}

const versions = '/usr/lib/postgresql'

/** Folder of the programs; undefined: not installed. */
export const postgresFolder: string | undefined = existsSync(versions)
  ? readdirSync(versions)
      .filter((version) => Number(version) >= 15)
      .map((version) => join(versions, version, 'bin'))
      .find((bin) => existsSync(join(bin, 'initdb')))
  : undefined

if (postgresFolder === undefined) {
  const told = 'PostgreSQL is NOT installed: half of the store is NOT tested. On Debian: apt-get install postgresql'
  if (process.env['CI']) throw new Error(told)
  process.stderr.write(`\n*** ${told} ***\n\n`)
}

/** Root may not run it. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

async function untilReady(url: string, output: () => string): Promise<void> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const client = new Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`PostgreSQL did not start:\n${output()}`, { cause: error })
      await new Promise((done) => setTimeout(done, 100))
    }
  }
}

export async function startPostgres(): Promise<Postgres> {
  if (postgresFolder === undefined) throw new Error('PostgreSQL is not installed')
  const who = unprivileged()
  const folder = mkdtempSync(join(tmpdir(), 'la-ban-postgres-'))
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid!)
  const data = join(folder, 'data')
  const port = await freePort()
  execFileSync(
    join(postgresFolder, 'initdb'),
    ['-D', data, '-U', 'laban', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'],
    {
      ...who,
      cwd: folder,
      stdio: 'ignore',
    },
  )
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=60']
  const child = spawn(join(postgresFolder, 'postgres'), ['-D', data, '-p', String(port), '-k', folder, ...settings], {
    ...who,
    cwd: folder,
  })
  let output = ''
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const gone = new Promise((done) => child.once('exit', done))
  const urlOf = (name: string) => `postgresql://laban@127.0.0.1:${port}/${name}`
  await untilReady(urlOf('postgres'), () => output)
  let made = 0
  return {
    async database() {
      const name = `test${++made}`
      const client = new Client({ connectionString: urlOf('postgres') })
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      return urlOf(name)
    },
    async stop() {
      child.kill('SIGINT')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
