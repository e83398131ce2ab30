/** Writes a made-up city of any size as a pack: one events dataset with roll-ups, twelve indicators, 168 wards, 40 boards. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

const words = (vi: string, en: string) => `{ vi: ${vi}, en: ${en} }`
const column = (name: string, type: string, role: string, more = '') =>
  `  - { name: ${name}, type: ${type}, role: ${role}, title: ${words(name, name)}${more} }`

const dataset = `id: spending
title: ${words('Giao dịch chi mô phỏng', 'Made-up spending')}
about: ${words('Dữ liệu sinh ngẫu nhiên để đo tốc độ', 'Generated rows for measuring speed')}
form: events
owner: bench/board_0
sharing: file
simulated: true
onReject: stop
columns:
${column('unit', 'text', 'unit')}
${column('day', 'date', 'time')}
${column('board', 'text', 'dimension')}
${column('sector', 'text', 'dimension')}
${column('amount', 'number', 'measure', ', min: 0, measuredIn: vnd_billion')}
${column('plan', 'number', 'measure', ', min: 0, measuredIn: vnd_billion')}
rollups:
  - [unit, board]
`

const part = (measure: string, where = '') => `{ dataset: spending, take: sum, column: ${measure}${where} }`

function indicator(name: string, measure: string, measuredIn: string): string {
  return `id: bench/${name}
name: ${words(name, name)}
definition: ${words(name, name)}
decision: ${words('Đo tốc độ', 'Measure speed')}
formula: ${words(name, name)}
group: finance
headline: true
measuredIn: ${measuredIn}
better: higher
measure: ${measure}
time: cumulative
grain: month
cuts: [board, sector]
owner: bench/board_0
area: bench-area
basis: { text: ${words('Không có', 'None')} }
freshness: { every: month, withinDays: 15 }
chart: cumulative
`
}

/** Of all boards together: for the question outside the roll-ups. */
const total = {
  id: 'bench/total',
  text: indicator('total', `{ kind: sum, of: ${part('amount')} }`, 'vnd_billion'),
}

/** Twelve: six sums over one board each, six ratios. */
const twelve = Array.from({ length: 12 }, (_, i) => {
  const where = `, where: { board: [b${i}] }`
  return i < 6
    ? {
        id: `bench/sum-${i}`,
        text: indicator(`sum-${i}`, `{ kind: sum, of: ${part('amount', where)} }`, 'vnd_billion'),
      }
    : {
        id: `bench/ratio-${i}`,
        text: indicator(
          `ratio-${i}`,
          `{ kind: ratio, of: ${part('amount', where)}, per: ${part('plan', where)} }`,
          'percent',
        ),
      }
})

export const indicators = [...twelve, total]

/** Writes the pack `bench` under `kpis`. @param rows of the fact table, over five years, in order of day */
export async function writeBenchCity(kpis: string, rows: number, seed = 0.328): Promise<void> {
  const pack = join(kpis, 'bench')
  for (const folder of ['units', 'datasets', 'indicators/bench', 'figures/spending']) {
    await mkdir(join(pack, folder), { recursive: true })
  }
  await writeFile(join(pack, 'city.yaml'), `id: bench\nname: ${words('Thành phố đo', 'Bench')}\nunits: [bench]\n`)
  await writeFile(
    join(pack, 'areas.yaml'),
    `- { id: bench-area, title: ${words('Đo', 'Bench')}, post: ${words('Đo', 'Bench')}, validFrom: null, validTo: null, source: bench-made }\n`,
  )
  await writeFile(join(pack, 'sources.csv'), 'id,title,address,rank\nbench-made,Generated,,1\n')
  await writeFile(join(pack, 'datasets', 'spending.yaml'), dataset)
  for (const { id, text } of indicators) await writeFile(join(pack, 'indicators', `${id}.yaml`), text)
  const units = [
    'bench,city,Bench,Bench,Bench,Bench,,,,,,,',
    ...Array.from({ length: 40 }, (_, i) => `bench/board_${i},board,Board ${i},Board ${i},B${i},B${i},bench,,,,,,`),
    ...Array.from({ length: 168 }, (_, i) => `bench/w${i},ward,Ward ${i},Ward ${i},W${i},W${i},bench,,,,,,`),
  ]
  const header = 'id,level,name_vi,name_en,short_vi,short_en,parent,valid_from,valid_to,code,lon,lat,note'
  await writeFile(join(pack, 'units', 'units.csv'), `${[header, ...units].join('\n')}\n`)
  const duckdb = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await duckdb.connect()
  // Skewed as spending is: few wards and boards carry much of it, December is heavy.
  await connection.run(`select setseed(${seed})`)
  await connection.run(`COPY (
    SELECT 'bench/w' || CAST(floor(168 * pow(random(), 1.6)) AS INTEGER) AS unit,
      DATE '2021-01-01' + CAST(floor(1826 * i / ${rows}) AS INTEGER) AS day,
      'b' || CAST(floor(40 * pow(random(), 1.3)) AS INTEGER) AS board,
      's' || CAST(floor(500 * random()) AS INTEGER) AS sector,
      round(random() * 10 * (CASE WHEN (i * 60 // ${rows}) % 12 = 11 THEN 2 ELSE 1 END), 3) AS amount,
      round(random() * 12, 3) AS plan
    FROM range(${rows}) AS t(i)
  ) TO '${join(pack, 'figures', 'spending', 'spending.csv')}' (HEADER, DELIMITER ',')`)
  connection.closeSync()
  duckdb.closeSync()
}
