/** A pack so small that every figure can be read by eye, written to a folder of its own for the tests of loading. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach } from 'vitest'

/** Path below `kpis/` -> content. */
export type Files = Record<string, string>

const unitHeader = 'id,level,name_vi,name_en,short_vi,short_en,parent,valid_from,valid_to,code,lon,lat,note\n'
const feeHeader = 'item,stated,unit,period_start,period_end,value,certainty,rounding,published,source,note,kind\n'
const tripHeader = 'no,unit,day,line,seats\n'

/** Two units, one dataset of statements, one of events with a roll-up, one indicator with target and curve. */
export const tiny: Files = {
  'tiny/city.yaml': `id: tiny
name: { vi: Phố Nhỏ, en: Tinytown }
units: [tiny]
`,
  'tiny/areas.yaml': `- id: money
  title: { vi: Tài chính, en: Money }
  post: { vi: Phó Chủ tịch, en: Vice-chair }
  validFrom: null
  validTo: null
  source: gazette
`,
  'tiny/sources.csv': 'id,title,address,rank\ngazette,"Công báo, số 1",https://example.org/1,3\npaper,Báo,,2\n',
  'tiny/units/all.csv': `${unitHeader}tiny,city,Phố Nhỏ,Tinytown,Nhỏ,Tiny,,,,,106.7,10.8,
tiny/ben_do,ward,Phường Bến Đò,Ben Do ward,Bến Đò,Ben Do,tiny,2025-07-01,,,,,
tiny/cu,district,Quận Cũ,Old district,Cũ,Old,tiny,,2025-06-30,,,,
`,
  'tiny/units/crosswalk.csv': 'from,to,weight,extent\ntiny/cu,tiny/ben_do,1,whole\n',
  'tiny/datasets/fees.yaml': `id: fees
title: { vi: Phí, en: Fees }
about: { vi: Phí thu được, en: Fees collected }
form: statements
owner: tiny
sharing: file
items:
  fee: { title: { vi: Phí, en: Fee }, measuredIn: vnd_billion }
columns:
  - name: kind
    type: text
    role: dimension
    title: { vi: Loại, en: Kind }
    codes:
      boat: { title: { vi: Đò, en: Boat } }
      stall: { title: { vi: Sạp, en: Stall } }
`,
  'tiny/datasets/trips.yaml': `id: trips
title: { vi: Chuyến, en: Trips }
about: { vi: Chuyến đò, en: Ferry trips }
form: events
owner: tiny
sharing: file
onReject: quarantine
key: [no]
rollups: [[line]]
columns:
  - { name: no, type: integer, role: id, title: { vi: Số, en: Number } }
  - { name: unit, type: text, role: unit, title: { vi: Đơn vị, en: Unit } }
  - { name: day, type: date, role: time, title: { vi: Ngày, en: Day } }
  - { name: line, type: text, role: dimension, title: { vi: Tuyến, en: Line }, codes: { a: { title: { vi: A, en: A } }, b: { title: { vi: B, en: B } } } }
  - { name: seats, type: integer, role: measure, title: { vi: Chỗ, en: Seats }, min: 0, max: 100, measuredIn: persons }
`,
  'tiny/indicators/money/fees.yaml': `id: money/fees
name: { vi: Thu phí, en: Fees collected }
definition: { vi: Phí đã thu., en: Fees collected so far. }
decision: { vi: Có cần thu thêm?, en: Is more needed? }
formula: { vi: Tổng phí, en: Sum of fees }
group: finance
measuredIn: vnd_billion
better: higher
measure: { kind: sum, of: { dataset: fees, take: sum, where: { item: [fee], stated: [actual] } } }
time: cumulative
grain: month
cuts: [kind]
owner: tiny
area: money
basis: { text: { vi: Quyết định 1, en: Decision 1 }, source: gazette }
freshness: { every: month, withinDays: 20 }
chart: cumulative
`,
  'tiny/targets/fees.yaml': `- indicator: money/fees
  unit: tiny
  year: 2025
  kind: reach
  value: 100
  by: 2025-12-31
  basis: { vi: Quyết định 1, en: Decision 1 }
  source: gazette
  published: 2024-12-10
  curve: plain
`,
  'tiny/curves/fees.yaml': `- id: plain
  title: { vi: Đều, en: Even }
  from: { indicator: money/fees, unit: tiny, years: [2024] }
  shares: [{ month: 6, share: 0.4 }, { month: 12, share: 1 }]
`,
  'tiny/figures/fees/2025.csv': `${feeHeader}fee,actual,tiny,2025-01-01,2025-06-30,41.5,actual,exact,2025-07-10,gazette,,
fee,actual,tiny,2025-01-01,2025-06-30,42,estimate,about,2025-07-01,paper,"khoảng, ước",
fee,actual,tiny,2025-01-01,2025-06-30,30,actual,exact,2025-07-10,gazette,,boat
fee,plan,tiny,2025-01-01,2025-12-31,100,actual,exact,2025-12-10,gazette,,
`,
  'tiny/figures/trips/2025.csv': `${tripHeader}1,tiny/ben_do,2025-07-02,a,10
2,tiny/ben_do,2025-07-01,b,20
3,tiny/ben_do,2025-08-01,a,30
`,
}

/** A copy in which one line of one file reads otherwise. */
export function changed(path: string, from: string, to: string, files: Files = tiny): Files {
  const text = files[path]
  if (!text?.includes(from)) throw new Error(`nothing to change in ${path}: ${from}`)
  return { ...files, [path]: text.replace(from, to) }
}

export function write(kpisDir: string, files: Files) {
  rmSync(kpisDir, { recursive: true, force: true })
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(kpisDir, path)), { recursive: true })
    writeFileSync(join(kpisDir, path), content)
  }
}

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Folders of one test, gone after it. */
export function folders(files: Files = tiny): { kpisDir: string; dataDir: string; give: (files: Files) => void } {
  const base = mkdtempSync(join(tmpdir(), 'la-ban-'))
  made.push(base)
  const kpisDir = join(base, 'kpis')
  write(kpisDir, files)
  return { kpisDir, dataDir: join(base, 'data'), give: (others) => write(kpisDir, others) }
}
