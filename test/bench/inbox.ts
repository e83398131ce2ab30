/**
 * What a reviewer waits for: the inbox and one return of 200 units that each submit 40 figures a quarter, behind nine quarters of them,
 * on both engines. Time of the whole request on the server's own machine.
 */
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { periodsOf } from '@laban/shared'
import { today } from '../../server/src/reporting/clock.ts'
import { engines, groundOf } from '../engines.ts'
import { signIn } from '../people.ts'
import type { Called, TinyServer } from '../serving.ts'
import { serveTiny } from '../serving.ts'
import type { Line } from './table.ts'
import { median } from './table.ts'

const [units, figures, rounds] = [200, 40, 15]
const unitOf = (i: number) => `tiny_merged/w${i}`
const keys = Array.from({ length: figures }, (_, i) => `f${i}`)

async function layReports(kpisDir: string): Promise<void> {
  const rows = Array.from(
    { length: units },
    (_, i) => `${unitOf(i)},ward,Phường ${i},Ward ${i},P${i},W${i},tiny_merged,2024-07-01,,,,,\n`,
  )
  await appendFile(join(kpisDir, 'tiny/units/units.csv'), rows.join(''))
  const items = keys.map((key) => `  ${key}: { title: { vi: Số ${key}, en: Number ${key} }, measuredIn: accounts }`)
  await writeFile(
    join(kpisDir, 'national/datasets/reports.yaml'),
    `id: reports
title: { vi: Báo cáo, en: Reports }
about: { vi: Để đo., en: For measuring. }
form: statements
owner: tiny/office
sharing: file
items:
${items.join('\n')}
columns: []
`,
  )
  await mkdir(join(kpisDir, 'tiny/duties'), { recursive: true })
  await writeFile(
    join(kpisDir, 'tiny/duties/reports.yaml'),
    `- id: reports
  city: tiny
  kind: return
  dataset: reports
  title: { vi: Báo cáo quý, en: Quarterly report }
  every: quarter
  first: '2024-Q3'
  opens: end
  withinDays: 20
  owes: [{ levels: [ward], from: '2024-07-01' }]
  basis: { text: { vi: Để đo, en: For measuring } }
  figures:
${keys.map((key) => `    - { key: ${key}, item: ${key} }`).join('\n')}
`,
  )
}

/** All quarters approved but the last, which waits. */
async function fill({ store, serving }: TinyServer): Promise<string> {
  const duty = serving.house.room().catalogue.duties.find(({ id }) => id === 'reports')!
  const periods = periodsOf(duty, today()).map(
    ({ start }) => `${start.slice(0, 4)}-Q${Math.ceil(Number(start.slice(5, 7)) / 3)}`,
  )
  const act = { actor: 'program bench', action: 'bench.arrange', subject: '', detail: {} }
  const at = new Date().toISOString()
  await store.write(act, async (trx) => {
    for (const period of periods) {
      const waits = period === periods.at(-1)
      for (let i = 0; i < units; i++) {
        const id = `r-${period}-${i}`
        const place = { duty: 'reports', unit: unitOf(i), period }
        await trx
          .insertInto('returns')
          .values({ id, ...place, version: 1, created: at, updated: at, updated_by: 'p' })
          .execute()
        const rows = keys.map((figure, n) => ({
          return: id,
          figure,
          state: waits ? ('submitted' as const) : ('approved' as const),
          version: 1,
          value: n,
          note: '',
          known: '',
          updated: at,
          updated_by: 'p',
          submitted: at,
          submitted_by: 'p',
          decided: waits ? null : at,
          decided_by: waits ? null : 'q',
          reason: '',
          before: null,
          again: 0,
        }))
        await trx.insertInto('return_figures').values(rows).execute()
      }
    }
  })
  return periods.at(-1)!
}

async function timed(ask: () => Promise<Called>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < rounds + 2; i++) {
    const begun = performance.now()
    const { status, failure } = await ask()
    if (status !== 200) throw new Error(`answered with ${status} ${failure.code} ${failure.words.en}`)
    if (i >= 2) times.push(performance.now() - begun)
  }
  return median(times)
}

export async function benchInbox(): Promise<Line[]> {
  const lines: Line[] = []
  for (const engine of engines) {
    const ground = await groundOf(engine)
    const { databaseUrl } = await ground.place()
    const tiny = await serveTiny({ packs: layReports, databaseUrl })
    try {
      const period = await fill(tiny)
      const { headers } = await signIn(tiny.store, { roles: ['reviewer'] })
      const inbox = () => tiny.call('inbox.get', {}, headers)
      const waiting = ((await inbox()).data as { waiting: { count: number }[] }).waiting
      if (waiting.length !== units || waiting.some(({ count }) => count !== figures)) throw new Error('not all waits')
      const place = { duty: 'reports', unit: unitOf(7), period }
      lines.push(
        {
          what: `inbox of a reviewer: ${units} units x ${figures} figures wait, ${engine}`,
          ours: await timed(inbox),
          unit: 'ms',
          limit: '300 ms or less',
        },
        {
          what: `one return of ${figures} figures, ${engine}`,
          ours: await timed(() => tiny.call('return.get', place, headers)),
          unit: 'ms',
          limit: '',
        },
      )
    } finally {
      await tiny.stop()
      await ground.clear()
    }
  }
  return lines
}
