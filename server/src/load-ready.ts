/**
 * Owns the program that the server keeps beside it while figures wait for a decision: a load with its code and the definitions read
 * in, which begins when a line comes on standard input. Without one, and after a while, it leaves with 4 and has done nothing; else
 * as `pnpm load`.
 */
import { readEnv } from './env.ts'
import { rehearse } from './ingest/rehearse.ts'
import { run } from './load.ts'

/** Milliseconds after which nobody will say anything any more: the next write makes another one ready. */
const patienceMs = 30 * 60_000

const told = new Promise<boolean>((resolve) => {
  process.stdin.once('data', () => resolve(true))
  process.stdin.once('end', () => resolve(false))
  process.stdin.once('error', () => resolve(false))
  setTimeout(() => resolve(false), patienceMs).unref()
})
const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, KPIS_DIR: kpisDir } = readEnv()
// What cannot be read is told by the load itself.
await rehearse({ dataDir, databaseUrl, kpisDir }).catch(() => undefined)
const begins = await told
process.stdin.destroy()
process.exitCode = begins ? await run(['--note', 'reported']) : 4
