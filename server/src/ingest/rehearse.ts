/**
 * Owns what a load can do before there is anything to load: the definitions are read and remembered, and the ways that it will go are
 * compiled. Changes nothing; what is wrong is told by the load itself.
 */
import { openStore } from '../store/store.ts'
import type { LoadOptions } from './load.ts'
import { define } from './load.ts'
import { reportedFiles } from './reported.ts'
import { survey } from './survey.ts'
import { rememberYaml } from './yaml.ts'

/** @throws what `load` throws while it reads */
export async function rehearse({ dataDir, databaseUrl, kpisDir }: LoadOptions): Promise<void> {
  rememberYaml()
  const { files } = await survey(kpisDir)
  const store = await openStore(dataDir, databaseUrl)
  try {
    define([...files, ...(await reportedFiles(store, files))])
  } finally {
    await store.close()
  }
}
