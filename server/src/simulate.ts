/**
 * Owns the program that generates rows: `pnpm simulate --rows N --seed S [--out DIR]`. Leaves with 0 when done, 1 when it could not
 * be, 2 when it was called wrongly, 3 when the folder is in use or cannot be written.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { isFailure } from '@laban/shared'
import type { Env } from './env.ts'
import { readEnv } from './env.ts'
import { printFaults } from './ingest/fault.ts'
import type { Report } from './simulate/cells.ts'
import { loadAll, makeStandIns } from './simulate/keep.ts'
import type { Made } from './simulate/generate.ts'

const usage = `pnpm simulate --rows <n> [--seed <s>]   generate about n rows from the figures of KPIS_DIR, and load them
pnpm simulate --rows <n> --out <dir>     write them to a folder instead, and load nothing

Rows add up to every published figure that more trusted ones do not contradict. The same figures, n and s give the same bytes.`

const most = 100_000_000

const say = (line: string) => process.stdout.write(`${line}\n`)
const complain = (line: string) => process.stderr.write(`${line}\n`)

type Asked = { rows: number; seed: number; out?: string } | 'help' | undefined

function readArguments(args: readonly string[]): Asked {
  const options = {
    rows: { type: 'string' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    help: { type: 'boolean' },
  } as const
  try {
    const { rows = '', seed, out, help } = parseArgs({ args: [...args], options, strict: true }).values
    if (help) return 'help'
    const whole = (name: string, text: string, least: number, greatest: number) => {
      if (!/^\d{1,9}$/.test(text) || Number(text) < least || Number(text) > greatest)
        throw new Error(`--${name} "${text}": a whole number ${least}..${greatest}`)
      return Number(text)
    }
    return {
      rows: whole('rows', rows, 1000, most),
      seed: whole('seed', seed, 0, 999_999_999),
      ...(out === undefined ? {} : { out: resolve(out) }),
    }
  } catch (error) {
    complain(`${(error as Error).message}\n\n${usage}`)
    return undefined
  }
}

const told = ({ known: { unit, codes, until, value } }: Report): string =>
  `  ${unit} ${until} ${Object.values(codes).join(' ')} ${value}`

function print({ rows, report }: Made, language: Env['LANG']) {
  const vi = language === 'vi'
  for (const [dataset, count] of Object.entries(rows)) {
    const all = report[dataset] ?? []
    const left = all.filter(({ kept }) => !kept)
    const sums = all.length
      ? vi
        ? ` · khớp ${all.length - left.length}/${all.length} số liệu công bố`
        : ` · keeps to ${all.length - left.length} of ${all.length} published figures`
      : ''
    say(`${dataset.padEnd(22)} ${String(count).padStart(9)}${sums}`)
    if (left.length)
      complain(
        `${vi ? 'Mâu thuẫn với số liệu tin cậy hơn' : 'Contradicted by more trusted figures'}:\n${left.map(told).join('\n')}`,
      )
  }
}

/** @returns the exit code */
async function run(args: readonly string[]): Promise<number> {
  const asked = readArguments(args)
  if (asked === 'help') say(usage)
  if (!asked || asked === 'help') return asked ? 0 : 2
  let language: Env['LANG'] = 'en'
  try {
    const { DATA_DIR: dataDir, KPIS_DIR: kpisDir, CITY: city, LANG } = readEnv()
    language = LANG
    const { rows, seed, out } = asked
    const began = performance.now()
    const made = await makeStandIns({ dataDir, kpisDir }, { city, rows, seed }, out)
    if (!made) {
      complain(
        language === 'vi'
          ? `Bộ dữ liệu không có tập dữ liệu theo dòng hoặc thành phố "${city}"`
          : `The packs have no datasets of rows, or no city "${city}"`,
      )
      return 1
    }
    print(made, language)
    if (out === undefined) await loadAll({ dataDir, kpisDir }, { city, rows, seed })
    say(`${((performance.now() - began) / 1000).toFixed(1)} s`)
    return 0
  } catch (error) {
    if (!isFailure(error)) throw error
    if (error.detail.faults) complain(printFaults(error.detail.faults, language))
    complain(error.words[language])
    return { 'env/invalid': 2, 'data/folder-in-use': 3, 'data/not-writable': 3 }[error.code as string] ?? 1
  }
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2))
