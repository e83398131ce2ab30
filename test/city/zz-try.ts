import { openCity } from './warehouse.ts'
import { compile, publicViewer, duckdb, questionSchema } from '@laban/shared'
const city = await openCity(process.env.PACKS)
const ask = async (q: any) => {
  const c = compile(questionSchema.parse({ city: process.env.CITY ?? 'tiny', ...q }), city.catalogue, publicViewer, duckdb)
  if (process.env.SQL) console.log(c.sql, c.params)
  return c.finish(await city.query(c.sql, c.params))
}
const q = JSON.parse(process.argv[2]!)
const a = await ask(q)
for (const f of a.figures) console.log(f.unit, JSON.stringify(f.cut), f.period.start, f.period.end, f.value, f.certainty, f.published, f.marks.join(), JSON.stringify(f.parts), f.standing ? f.standing.status + ' ' + f.standing.planToDate : '', f.lastYear ? JSON.stringify(f.lastYear) : '', f.previous ? 'prev ' + f.previous.value : '', f.peers ? JSON.stringify(f.peers) : '', f.estimated ?? '')
console.log(a.status, a.dataDate, a.nextDue, a.asOf, JSON.stringify(a.plans.map(p => [p.year, p.unit, p.target, p.points.length])))
