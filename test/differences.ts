/**
 * `pnpm prove`: recomputes every published rate whose parts were published too, and writes those that differ beyond rounding to
 * kpis/DIFFERENCES.md. Nothing is corrected: the report is how the city sees that two of its own figures disagree.
 */
import { writeFile } from 'node:fs/promises'
import { disagreement, indicatorsOf } from '@laban/shared'
import type { Packs } from './packs.ts'
import { openPacks } from './packs.ts'
import { root } from './server.ts'

const show = (value: number, decimals = 2): string =>
  value.toLocaleString('en', { maximumFractionDigits: decimals, useGrouping: false })

export async function differences({ catalogue, ask }: Packs): Promise<{ compared: number; text: string }> {
  let compared = 0
  const lines: string[] = []
  for (const city of catalogue.cities) {
    for (const indicator of indicatorsOf(catalogue, city)) {
      if (indicator.measure.kind !== 'ratio' || !indicator.measure.printed) continue
      const { figures } = await ask({ indicator: indicator.id, city: city.id })
      for (const figure of figures) {
        const apart = disagreement(figure)
        if (apart === null) continue
        compared++
        if (apart === 0) continue
        const { of, per, printed } = figure.parts as { of: number; per: number; printed: number }
        const sign = apart > 0 ? '+' : ''
        lines.push(
          `| ${indicator.id} | ${figure.unit} | ${figure.period.start} – ${figure.period.end} | ${show(of, 3)} / ${show(per, 3)} | ${show(figure.value!)} | ${show(printed)} | ${sign}${show(apart)} |`,
        )
      }
    }
  }
  const text = `# Published rates that differ from their published parts

Every rate that was printed beside both of its parts (same unit, period and basis; the plan in force when the amount was published)
is computed again. ${compared} were compared; the ${lines.length} below differ by more than rounding explains. All statements stand as they were
published; the figure shown is the one computed from its parts, and its passport shows both. Written by \`pnpm prove\`.

| indicator | unit | period | parts | computed | printed | difference, points |
|---|---|---|---|---|---|---|
${lines.sort().join('\n')}
`
  return { compared, text }
}

if (import.meta.main) {
  const packs = await openPacks()
  const { compared, text } = await differences(packs)
  await packs.close()
  await writeFile(`${root}kpis/DIFFERENCES.md`, text)
  console.log(`${compared} rates compared; see kpis/DIFFERENCES.md`)
}
