import { openCity } from './warehouse.ts'
import { compile, evidence, tileQuestion, toTile, toOverview, publicViewer, duckdb, indicatorsOf, cityOf, questionSchema } from '@laban/shared'
const city = await openCity(process.env.PACKS)
const c = city.catalogue
const [name, period, asOf] = process.argv.slice(2)
const t0 = performance.now()
const tiles = []
for (const i of indicatorsOf(c, cityOf(c, name!))) {
  if (i.audience !== 'public') continue
  const q = tileQuestion(i.id, name!, { ...(period && period !== '-' ? { period } : {}), ...(asOf ? { asOf } : {}) }, c)
  const k = compile(q, c, publicViewer, duckdb)
  tiles.push(toTile(k.finish(await city.query(k.sql, k.params)), c))
}
const o = toOverview(tiles, { city: name!, period: period === '-' ? undefined : period, asOf }, c)
for (const t of o.tiles) console.log(t.group.padEnd(10), t.indicator.padEnd(38), String(t.status).padEnd(10), t.unit, t.value === null ? null : +t.value.toFixed(3), t.measuredIn, t.period ? t.period.start + '..' + t.period.end : '', t.certainty, '| target', t.standing ? `${t.standing.target} plan ${t.standing.planToDate.toFixed(1)} ${t.standing.phasing} by ${t.standing.by}` : '-', '| ly', t.lastYear ? `${t.lastYear.value} ${t.lastYear.change?.toFixed(3)} ${t.lastYear.comparable}` : '-', '|', t.marks.join(), `spark ${t.spark.actual.length}/${t.spark.plan.length}/${t.spark.lastYear.length}`, 'due', t.nextDue)
console.log(o.counts, o.asOf, o.areas.map((a) => a.id).join(), (performance.now() - t0).toFixed(0) + ' ms')
if (process.env.PASS) {
  const e = evidence(questionSchema.parse(JSON.parse(process.env.PASS)), c, publicViewer, duckdb)
  const p = e.finish(await city.query(e.sql, e.params))
  console.log(p.figure)
  for (const v of p.evidence) console.log(v.part, v.item, v.period.start, v.period.end, v.value, v.certainty, v.rounding, v.published, v.source.id, v.role, v.because, v.note)
}
