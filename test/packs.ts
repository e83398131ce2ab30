/** The real packs of kpis/ in a warehouse of their own, for tests and reports that ask them directly. */
import { rm } from 'node:fs/promises'
import type { Answer, Catalogue, QuestionInput } from '@laban/shared'
import { compile, duckdb, publicViewer, questionSchema } from '@laban/shared'
import { load } from '../server/src/ingest/load.ts'
import { openRelease } from '../server/src/warehouse/open.ts'
import { root, temporary } from './server.ts'

export type Packs = {
  catalogue: Catalogue
  ask: (question: QuestionInput) => Promise<Answer>
  close: () => Promise<void>
}

export async function openPacks(): Promise<Packs> {
  const dataDir = await temporary('packs')
  const { release } = await load({ dataDir, kpisDir: `${root}kpis` })
  const { catalogue, warehouse } = await openRelease(dataDir, release.id)
  return {
    catalogue,
    async ask(input) {
      const { sql, params, finish } = compile(questionSchema.parse(input), catalogue, publicViewer, duckdb)
      return finish(await warehouse.query(sql, params))
    },
    async close() {
      await warehouse.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
