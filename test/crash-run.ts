/** `pnpm crash`: kills the server over and over while people write. Leaves with 1 where anything was lost or half done. */
import { parseArgs } from 'node:util'
import { crash } from './crash.ts'
import { startPostgres } from './postgres.ts'

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '200' },
    writers: { type: 'string', default: '20' },
    postgres: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
})
const postgres = values.postgres ? await startPostgres() : undefined
try {
  const databaseUrl = await postgres?.database()
  const { cycles, acknowledged, lost, half, fault } = await crash({
    cycles: Number(values.cycles),
    writers: Number(values.writers),
    seed: Number(values.seed),
    databaseUrl,
  })
  for (const line of [...lost.map((one) => `lost: ${one}`), ...half]) console.error(line)
  console.log(
    `${cycles} kills, ${acknowledged} acknowledged writes: ${lost.length} lost, ${half.length} half done, trail ${fault === null ? 'whole' : JSON.stringify(fault)}`,
  )
  process.exitCode = lost.length + half.length > 0 || fault !== null ? 1 : 0
} finally {
  await postgres?.stop()
}
