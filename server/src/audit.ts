/**
 * Owns the program that checks the trail: `pnpm audit:verify`. Leaves with 0 where it is whole, 1 where it is broken (saying where),
 * 2 when it was called wrongly, 3 where the store cannot be opened.
 */
import { parseArgs } from 'node:util'
import { isFailure } from '@laban/shared'
import { readEnv } from './env.ts'
import type { Head } from './store/audit.ts'
import { verify } from './store/audit.ts'
import { openStore } from './store/store.ts'

const usage = `pnpm audit:verify                        check every entry against the one before
pnpm audit:verify --head <seq>:<hash>    check also that a head kept elsewhere lies on the chain
pnpm audit:verify --print                only print the head: <seq>:<hash>`

const say = (line: string) => process.stdout.write(`${line}\n`)
const complain = (line: string) => process.stderr.write(`${line}\n`)

function readArguments(args: readonly string[]): { known?: Head; print: boolean } | undefined {
  try {
    const options = { head: { type: 'string' }, print: { type: 'boolean', default: false } } as const
    const { head, print } = parseArgs({ args: [...args], options, strict: true }).values
    if (head === undefined) return { print }
    const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(head) ?? []
    return hash === undefined ? undefined : { known: { seq: Number(seq), hash }, print }
  } catch {
    return undefined
  }
}

async function run(args: readonly string[]): Promise<number> {
  const asked = readArguments(args)
  if (!asked) {
    complain(usage)
    return 2
  }
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, LANG: language } = readEnv()
  const vi = language === 'vi'
  const store = await openStore(dataDir, databaseUrl).catch((error: unknown) => {
    if (!isFailure(error)) throw error
    complain(error.words[language])
    return undefined
  })
  if (!store) return 3
  try {
    const { entries, head, fault } = await store.read((db) => verify(db, asked.known))
    const address = `${head.seq}:${head.hash}`
    if (asked.print) {
      say(address)
      return fault === null ? 0 : 1
    }
    if (fault === null) {
      say(
        vi
          ? `Nhật ký nguyên vẹn: ${entries} thao tác · ${address}`
          : `The trail is whole: ${entries} entries · ${address}`,
      )
      return 0
    }
    complain(
      vi
        ? `Nhật ký bị sai tại thao tác ${fault.seq}: ${fault.why}`
        : `The trail is broken at entry ${fault.seq}: ${fault.why}`,
    )
    return 1
  } finally {
    await store.close()
  }
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2))
