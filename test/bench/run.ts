/** `pnpm bench [name ...]`: measures beside bare references in the same run and writes test/bench/RESULTS.md. */
import { cpus, totalmem } from 'node:os'
import { readFile, writeFile } from 'node:fs/promises'
import { benchCached } from './cached.ts'
import { benchDrill } from './drill.ts'
import { benchExtract } from './extract.ts'
import { benchFirstVisit } from './first-visit.ts'
import { benchInbox } from './inbox.ts'
import { benchRows } from './rows.ts'
import { markdown } from './table.ts'

const benches = {
  cached: benchCached,
  drill: benchDrill,
  extract: benchExtract,
  'first-visit': benchFirstVisit,
  inbox: benchInbox,
  rows: benchRows,
}
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`Unknown benchmark: ${unknown.join(', ')}; allowed: ${Object.keys(benches).join(', ')}`)
  process.exit(1)
}

const file = new URL('RESULTS.md', import.meta.url)
const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`
let results = await readFile(file, 'utf8').catch(
  () =>
    '# Results\n\nWritten by `pnpm bench`. Server, browser and load generator share the machine; ratios within a run count, absolute times do not.\n',
)
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const section = `## ${name}\n\n${new Date().toISOString().slice(0, 10)}, ${machine}\n\n${markdown(await bench())}\n`
  console.log(section)
  const old = new RegExp(`## ${name}\\n[\\s\\S]*?(?=\\n## |$)`)
  results = old.test(results) ? results.replace(old, () => section) : `${results.trimEnd()}\n\n${section}`
  await writeFile(file, results)
}
