/** `pnpm matrix`: the whole matrix and a long hunt for canaries. Leaves with 1 where anything was found. */
import { parseArgs } from 'node:util'
import { checkCells, hunt, openGround } from './matrix.ts'

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
})
const ground = await openGround()
try {
  const { cells, mismatches } = await checkCells(ground)
  const { requests, leaks, broken, seenOwn } = await hunt(ground, Number(values.requests), Number(values.seed))
  for (const line of [...mismatches, ...leaks, ...broken]) console.error(line)
  console.log(
    `${cells} cells, ${mismatches.length} mismatches; ${requests} requests (seed ${values.seed}), ${leaks.length} canaries out of scope, ${seenOwn} within, ${broken.length} broken answers`,
  )
  process.exitCode = mismatches.length + leaks.length + broken.length > 0 ? 1 : 0
} finally {
  await ground.tiny.stop()
}
