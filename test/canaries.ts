/**
 * Figures that must not be seen by who has no right to them, laid into the tiny city: one for each unit and audience, with a value
 * and a note that stand nowhere else. Who may see which is said here by hand, apart from the code that is tested.
 */
import type { Audience, Role } from '@laban/shared'
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Unit -> all units that it lies in, itself included. */
const within: Record<string, string[]> = {
  tiny: ['tiny'],
  'tiny/east': ['tiny/east', 'tiny'],
  'tiny/office': ['tiny/office', 'tiny'],
  tiny_merged: ['tiny_merged'],
  'tiny_merged/riverside': ['tiny_merged/riverside', 'tiny_merged'],
  'tiny_merged/riverside/corner': ['tiny_merged/riverside/corner', 'tiny_merged/riverside', 'tiny_merged'],
  'tiny_merged/hill': ['tiny_merged/hill', 'tiny_merged'],
  beside: ['beside'],
}
export const units = Object.keys(within)

export const cityOfUnit = (unit: string): string => (unit === 'beside' ? 'beside' : 'tiny')

/** Who answers for canaries: in the city beside it is another area. */
const areaOf = (unit: string): string => (unit === 'beside' ? 'stalls' : 'money')

export type Canary = { audience: Audience; unit: string; value: number; note: string }

export const canaries: Canary[] = (['internal', 'restricted'] as const).flatMap((audience, a) =>
  units.map((unit, i) => ({
    audience,
    unit,
    value: 71_000_003 + a * 5_000_011 + i * 10_007,
    // Ends by a mark, so that no note begins another.
    note: `canary ${audience} ${unit.replaceAll('/', ' ')}#`,
  })),
)

export type Rights = { roles: Role[]; scope: 'all' | string[]; areas: 'all' | string[]; clearance: Audience[] }

/** The model: what is cleared, in the own units, and of a leader's areas where it is restricted. */
export const maySee = ({ scope, areas, clearance }: Rights, { audience, unit }: Canary): boolean =>
  clearance.includes(audience) &&
  (scope === 'all' || within[unit]!.some((root) => scope.includes(root))) &&
  (audience !== 'restricted' || areas === 'all' || areas.includes(areaOf(unit)))

/** Lies within the names of indicators, so that lists and suggestions are searched too. */
export const wordOf = (audience: Audience): string => `Chim ${audience} khong lo`

const indicator = (audience: 'internal' | 'restricted') => `id: canary/${audience}
name: { vi: ${wordOf(audience)}, en: ${wordOf(audience)} }
definition: { vi: Để thử., en: For trying. }
decision: { vi: Để thử., en: For trying. }
formula: { vi: Để thử, en: For trying }
group: finance
headline: true
audience: ${audience}
measuredIn: accounts
better: lower
time: stock
grain: year
overrunMonths: 0
cuts: [kind_of]
owner: tiny/office
area: money
basis: { text: { vi: Quyết định 1, en: Decision 1 } }
freshness: { every: year, withinDays: 60 }
chart: line
measure: { kind: sum, of: { dataset: canary, take: sum, where: { item: [${audience}], stated: [actual] } } }
`

const dataset = `id: canary
title: { vi: Chim, en: Canaries }
about: { vi: Để thử., en: For trying. }
form: statements
owner: tiny/office
sharing: file
items:
  internal: { title: { vi: Nội bộ, en: Internal }, measuredIn: accounts }
  restricted: { title: { vi: Hạn chế, en: Restricted }, measuredIn: accounts }
columns:
  - name: kind_of
    type: text
    role: dimension
    title: { vi: Loại, en: Kind }
    codes:
      bird: { title: { vi: Chim, en: Bird } }
`

export async function layCanaries(kpisDir: string): Promise<void> {
  const folder = (...names: string[]) => join(kpisDir, ...names)
  await mkdir(folder('national/indicators/canary'), { recursive: true })
  await mkdir(folder('tiny/figures/canary'), { recursive: true })
  await writeFile(folder('national/datasets/canary.yaml'), dataset)
  for (const audience of ['internal', 'restricted'] as const)
    await writeFile(folder(`national/indicators/canary/${audience}.yaml`), indicator(audience))
  await appendFile(folder('beside/city.yaml'), 'answers: { canary: { owner: beside, area: stalls } }\n')
  await writeFile(
    folder('beside/areas.yaml'),
    '- { id: stalls, title: { vi: Chợ, en: Stalls }, post: { vi: Chủ tịch, en: Chair }, validFrom: null, validTo: null, source: office }\n',
  )
  await appendFile(
    folder('tiny/units/units.csv'),
    'tiny_merged/riverside/corner,special-zone,Khu Góc,Corner Zone,Góc,Corner,tiny_merged/riverside,2024-07-01,,,,,\n',
  )
  const rows = canaries.flatMap(({ audience, unit, value, note }) => {
    const year = unit.startsWith('tiny_merged') ? 2024 : 2023
    const row = (kind: string) =>
      `${audience},actual,${unit},${year}-12-31,${year}-12-31,${value},actual,exact,${year + 1}-01-20,office,${note},${kind}`
    return [row(''), row('bird')]
  })
  await writeFile(
    folder('tiny/figures/canary/canary.csv'),
    `item,stated,unit,period_start,period_end,value,certainty,rounding,published,source,note,kind_of\n${rows.join('\n')}\n`,
  )
}
