/**
 * Owns the program that brings data in: `pnpm load`, `--check`, `--list`, `--back`. Leaves with 0 when done, 1 when the data was
 * refused or there is nothing to go back to, 2 when it was called wrongly, 3 when the folder is in use or cannot be written.
 */
import { parseArgs } from 'node:util'
import type { FailureCode } from '@laban/shared'
import { Failure, isFailure } from '@laban/shared'
import type { Env } from './env.ts'
import { readEnv } from './env.ts'
import { printFaults } from './ingest/fault.ts'
import { checkPacks } from './ingest/load.ts'
import { loadAll } from './simulate/keep.ts'
import { lockFolder } from './store/lock.ts'
import { openStore } from './store/store.ts'

export { load } from './ingest/load.ts'

const usage = `pnpm load                 bring in the packs of KPIS_DIR and put them in force
pnpm load --note <text>   the same, with a note that --list shows
pnpm load --check         only check the packs; writes nothing
pnpm load --list          all releases, newest first; * is in force
pnpm load --back          put the release before the present one in force again`

const exits: Partial<Record<FailureCode, number>> = {
  'env/invalid': 2,
  'data/folder-in-use': 3,
  'data/not-writable': 3,
}

const say = (line: string) => process.stdout.write(`${line}\n`)
const complain = (line: string) => process.stderr.write(`${line}\n`)

async function bringIn(env: Env, note: string | undefined) {
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, KPIS_DIR: kpisDir, CITY: city, LANG: language } = env
  const options = { dataDir, databaseUrl, kpisDir, ...(note === undefined ? {} : { note }) }
  const done = await loadAll(options, { city, rows: env.SIMULATE_ROWS, seed: 1 })
  if (done.warnings.length > 0) complain(printFaults(done.warnings, language))
  const seconds = (done.durationMs / 1000).toFixed(1)
  const { id, horizon } = done.release
  const words =
    language === 'vi'
      ? {
          published: 'đã phát hành',
          unchanged: 'không đổi',
          rows: 'dòng',
          aside: 'dòng để riêng',
          warnings: 'cảnh báo',
          to: 'số liệu đến',
        }
      : {
          published: 'published',
          unchanged: 'unchanged',
          rows: 'rows',
          aside: 'set aside',
          warnings: 'warnings',
          to: 'figures to',
        }
  const extra = [
    ...(done.rejects > 0
      ? [`${done.rejects} ${words.aside}${done.aside.length ? ` (${done.aside.join(', ')})` : ''}`]
      : []),
    ...(done.warnings.length > 0 ? [`${done.warnings.length} ${words.warnings}`] : []),
  ]
  say(
    [
      `${id} ${words[done.outcome]}`,
      `${done.rows} ${words.rows}`,
      `${words.to} ${horizon}`,
      ...extra,
      `${seconds} s`,
    ].join(' · '),
  )
}

async function checkOnly({ KPIS_DIR: kpisDir, LANG: language }: Env) {
  const { faults, warnings } = await checkPacks(kpisDir)
  if (warnings.length > 0)
    complain(`${language === 'vi' ? 'Cảnh báo' : 'Warnings'}: ${warnings.length}\n${printFaults(warnings, language)}`)
  if (faults.length > 0)
    throw new Failure(
      'load/rejected',
      { vi: `${faults.length} lỗi`, en: `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}` },
      { faults },
    )
  say(language === 'vi' ? 'Không có lỗi' : 'No faults')
}

async function list({ DATA_DIR: dataDir, DATABASE_URL: databaseUrl }: Env) {
  const store = await openStore(dataDir, databaseUrl)
  try {
    const current = await store.currentRelease()
    for (const release of await store.releases()) {
      const versions = (await store.versionsOf(release)).filter(
        ({ name }) => !/__|^dim_unit$|^crosswalk$|^catalogue$/.test(name),
      )
      const rows = versions.reduce((sum, version) => sum + version.rows, 0)
      const mark = release.id === current?.id ? '*' : ' '
      say(
        `${mark} ${release.id}  ${release.publishedAt}  horizon ${release.horizon}  ${rows} rows  ${release.note ?? ''}`.trimEnd(),
      )
      for (const { name, hash, rows: count, rejects } of versions) {
        say(
          `      ${name.padEnd(24)} ${hash.slice(0, 12)}  ${String(count).padStart(9)}${rejects > 0 ? `  (${rejects} set aside)` : ''}`,
        )
      }
    }
  } finally {
    await store.close()
  }
}

async function goBack({ DATA_DIR: dataDir, DATABASE_URL: databaseUrl, LANG: language }: Env) {
  const lock = lockFolder(dataDir, 'load')
  const store = await openStore(dataDir, databaseUrl)
  try {
    const { id, horizon } = await store.back()
    say(
      language === 'vi'
        ? `${id} lại có hiệu lực · số liệu đến ${horizon}`
        : `${id} in force again · figures to ${horizon}`,
    )
  } finally {
    await store.close()
    lock.unlock()
  }
}

function readArguments(args: readonly string[]) {
  const options = {
    check: { type: 'boolean' },
    list: { type: 'boolean' },
    back: { type: 'boolean' },
    note: { type: 'string' },
    help: { type: 'boolean' },
  } as const
  try {
    return parseArgs({ args: [...args], options, strict: true }).values
  } catch (error) {
    complain(`${(error as Error).message}\n\n${usage}`)
    return undefined
  }
}

/** @returns the exit code */
export async function run(args: readonly string[]): Promise<number> {
  const asked = readArguments(args)
  if (!asked) return 2
  if (asked.help) {
    say(usage)
    return 0
  }
  let language: Env['LANG'] = 'en'
  try {
    const env = readEnv()
    language = env.LANG
    if (asked.list) await list(env)
    else if (asked.back) await goBack(env)
    else if (asked.check) await checkOnly(env)
    else await bringIn(env, asked.note)
    return 0
  } catch (error) {
    if (!isFailure(error)) throw error
    if (error.detail.faults) complain(printFaults(error.detail.faults, language))
    complain(error.words[language])
    return exits[error.code] ?? 1
  }
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2))
