/**
 * `pnpm parity [questions] [seed]`: asks twenty thousand questions by chance about the real packs, with rows that stand in where none
 * are delivered, of the server's engine and of the browser's. Writes the section `parity` of test/bench/RESULTS.md; fails at the
 * first run with a difference.
 */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Viewer } from '@laban/shared'
import { publicViewer } from '@laban/shared'
import { loadAll } from '../../server/src/simulate/keep.ts'
import { root, temporary } from '../server.ts'
import { openParity } from './parity.ts'

const [questions = 20_000, seed = 20_251_125] = process.argv.slice(2).map(Number)
const city = 'hochiminh'

const dataDir = await temporary('parity')
const { release } = await loadAll({ dataDir, kpisDir: join(root, 'kpis') }, { city, rows: 60_000, seed: 1 })
const parity = await openParity(dataDir, release.id, city)
const { units } = parity.catalogue
const [district, ward] = ['district', 'ward'].map(
  (level) => units.find((unit) => unit.level === level && unit.id.startsWith('hcmc'))!.id,
)
const internal: Viewer = { ...publicViewer, clearance: ['public', 'internal'] }
const viewers: Viewer[] = [
  publicViewer,
  internal,
  { ...internal, scope: [district!, ward!] },
  { ...internal, scope: ['hcmc_merged'] },
]

const begun = performance.now()
try {
  const report = await parity.run(questions, seed, viewers, ({ asked, different }) =>
    process.stderr.write(`\r${asked} asked, ${different.length} different`),
  )
  const seconds = Math.round((performance.now() - begun) / 1000)
  const { different, ...counts } = report
  console.log(`\n${JSON.stringify({ ...counts, different: different.length, seconds })}`)
  for (const one of different.slice(0, 5)) console.log(JSON.stringify(one, null, 1))
  await note({ ...report, seconds })
  if (different.length > 0) process.exitCode = 1
} finally {
  await parity.close()
  await rm(dataDir, { recursive: true, force: true })
}

async function note(seen: Awaited<ReturnType<typeof parity.run>> & { seconds: number }): Promise<void> {
  const file = join(root, 'test/bench/RESULTS.md')
  const section = `## parity

${new Date().toISOString().slice(0, 10)}, \`pnpm parity ${questions} ${seed}\`: ${seen.asked} questions about ${seen.indicators} indicators with rows by ${seen.viewers} viewers, ${seen.seconds} s

| what | questions | to reach |
|---|---|---|
| answered in the browser, equal to the last digit | ${seen.equal} | |
| equal but for the order of adding doubles (1e-9) | ${seen.near} | |
| refused by both with the same code | ${seen.refused} | |
| left to the server: the extract does not hold what they need | ${seen.left} | |
| different | ${seen.different.length} | 0 of >= 20,000 |
`
  const results = await readFile(file, 'utf8')
  const old = /## parity\n[\s\S]*?(?=\n## |$)/
  await writeFile(file, old.test(results) ? results.replace(old, () => section) : `${results.trimEnd()}\n\n${section}`)
}
